import type { Problem, ProblemDocument, ProblemLanguage } from '@spring-rain/contract';
import type { Log } from '../log.ts';
import type { IdentifyStaff } from '../staff.ts';
import type { Activity } from './activity.ts';
import type { AddressRanges } from './address.ts';
import type { Contexts, RateLimits } from './admission.ts';
import type { FloodGuard } from './flood.ts';
import type { Meter } from './meter.ts';
import type { FixedHeaders } from './replies.ts';
import type { Streams } from './sse.ts';

/** What every page knows of the request that it answers; the same shape as `PageView` of the pages package. */
export interface PageFrame {
  readonly language: ProblemLanguage;
  readonly path: string;
  readonly demo: boolean;
  readonly version: string;
}

export type ProblemPage = (frame: PageFrame, problem: ProblemDocument) => string;

/** What stays the same from request to request. */
export interface HttpHost {
  readonly contexts: Contexts;
  readonly operatorToken: string;
  readonly identify: IdentifyStaff;
  readonly ranges: { readonly trusted: AddressRanges; readonly campus: AddressRanges };
  readonly limits: RateLimits;
  readonly flood: FloodGuard;
  readonly headers: FixedHeaders;
  readonly meter: Meter;
  readonly streams: Streams;
  readonly activity: Activity;
  readonly log: Log;
  readonly problemPage: ProblemPage;
  /** Over TLS, here or at a proxy: cookies are then `Secure`. */
  readonly isSecure: boolean;
  /** In tests: every JSON reply is held against the contract. */
  readonly checkReplies: boolean;
  readonly demo: boolean;
  readonly version: string;
  readonly publicUrl: string | undefined;
  /** At log level `debug`: one line a request, without anything that was said. */
  readonly logsRequests: boolean;
  /** Logs that something we rest on is gone; at most once a second, because every request meets it. */
  noteOutage(endpoint: string, problem: Problem): void;
  newRequestId(): string;
  isStopping(): boolean;
}
