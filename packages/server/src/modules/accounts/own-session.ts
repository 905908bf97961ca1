import { Problem } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import type { Staff } from '../../platform/staff.ts';
import { findSessionStart } from './passkey-store.ts';

/** Ways to sign in are changed only soon after signing in: a desk that was left open is no way to a lasting one. */
const freshMinutes = 15;

export interface OwnSessionIds {
  readonly personId: string;
  readonly sessionId: string;
}

/** Whoever is signed in, on an endpoint that asks for a person. Throws `sign-in.required`. */
export function readOwnSession(staff: Staff | undefined): OwnSessionIds {
  if (staff?.personId === undefined || staff.sessionId === undefined) throw new Problem('sign-in.required');
  return { personId: staff.personId, sessionId: staff.sessionId };
}

/**
 * Throws `sign-in.by_provider` for a session that an agency's provider opened: whoever runs it could otherwise make
 * themselves a lasting way in, and into other agencies. Throws `sign-in.not_fresh` when it is older than a quarter of an hour.
 */
export async function refuseStaleSession(tx: Context, sessionId: string): Promise<void> {
  const start = await findSessionStart(tx, sessionId);
  if (start?.factors.includes('provider') === true) throw new Problem('sign-in.by_provider');
  if (start !== undefined && tx.now().getTime() - start.created_at.getTime() <= freshMinutes * 60_000) return;
  throw new Problem('sign-in.not_fresh', { parameters: { minutes: freshMinutes } });
}
