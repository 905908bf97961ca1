import type { StaffPermission } from '@spring-rain/contract';
import type { Actor } from './context.ts';

/** What a request shows of who sends it. */
export interface Credentials {
  /** The token of the session cookie. */
  readonly session?: string | undefined;
  /** What stands behind `Authorization: Bearer`. */
  readonly key?: string | undefined;
  /** Only looked at again, by a stream that is open: a session that nobody uses still ends. */
  readonly isWaiting?: boolean;
}

/** A person who is signed in, or a machine with a key: for which agency they act, and what they may do there. */
export interface Staff {
  readonly actor: Actor;
  readonly agencyId: string;
  readonly permissions: ReadonlySet<StaffPermission>;
  /** Of a person; a key has neither. */
  readonly personId?: string | undefined;
  readonly sessionId?: string | undefined;
}

/**
 * Says who shows these credentials, anew for every request: whoever was removed is gone with the next one.
 * Undefined for credentials that are wrong, ended or of nobody.
 */
export type IdentifyStaff = (credentials: Credentials) => Promise<Staff | undefined>;
