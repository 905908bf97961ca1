import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Multipart } from '@fastify/multipart';
import type { Context } from '../context.ts';
import type { Staff } from '../staff.ts';
import type { HttpHost } from './http-host.ts';
import type { Caller } from './request-info.ts';
import type { RequestInfo, Route, WireInput } from './types.ts';

/** What a listener hands over: the request with what its router found. */
export interface Arrival {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** The path without its query. */
  readonly path: string;
  /** Path parameters, still as text. */
  readonly params: unknown;
  /** Opens the multipart body, where the endpoint takes one. */
  readonly openParts: (() => AsyncIterableIterator<Multipart>) | undefined;
}

/** One request on its way through: made once, passed along, filled in as it goes. */
export interface Exchange extends Arrival {
  readonly host: HttpHost;
  readonly route: Route;
  readonly caller: Caller;
  readonly startedMs: number;
  /** Headers that the reply gets, good or bad: name, value, name, value. */
  readonly headers: string[];
  /** Set once the caller is admitted. */
  ctx: Context | undefined;
  /** Who is signed in, or whose key it is; set with `ctx`. */
  staff: Staff | undefined;
  /** Set once the input was read and holds; from then on a page can show its own refusals. */
  input: WireInput | undefined;
  request: RequestInfo | undefined;
}
