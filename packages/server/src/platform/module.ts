import type { Context } from './context.ts';
import type { Consumer } from './events.ts';
import type { Route } from './http/types.ts';
import type { JobDefinition } from './jobs.ts';

/** One noun of the domain, as the composition root sees it. Made by `create…Module(resources)`. */
export interface Module {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Job definitions of `platform/jobs.ts`. */
  readonly jobs?: readonly JobDefinition[];
  /** Handlers of events, each with its own cursor. */
  readonly consumers?: readonly Consumer[];
  /** Runs after the database is migrated and before the first request, as the job role. */
  start?(ctx: Context): Promise<void>;
  /** Runs after the last request was answered. */
  stop?(): Promise<void>;
  /** Named conditions without which requests cannot be served, such as the snapshot of known values. */
  readonly readiness?: Readonly<Record<string, (ctx: Context) => Promise<boolean>>>;
  /** What does not keep requests from being served and should be mended: a sentence, or undefined when all is well. */
  readonly warnings?: Readonly<Record<string, () => string | undefined>>;
  /** Numbers for /metrics: how many of what, never of whom. */
  readonly gauges?: Readonly<Record<string, { readonly help: string; readonly read: () => number }>>;
}
