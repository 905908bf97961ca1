import { randomBytes } from 'node:crypto';
import type { SignInFactor } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import { sessionHash } from './identity.ts';
import { insertSession } from './session-store.ts';

const tokenBytes = 32;

export interface OpenedSession {
  /** For the cookie; only its hash is kept. */
  readonly token: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
}

/**
 * Opens a session for a person who has just proved who they are, for one of their agencies. The token is new each
 * time: what a browser held before signing in is worth nothing afterwards. `tx` acts as role `accounts`.
 */
export async function openSession(
  tx: Context,
  proved: {
    readonly personId: string;
    readonly agencyId: string;
    readonly factors: readonly SignInFactor[];
    /** Of a session that goes on under another token; without it the longest that a sign-in is good for. */
    readonly expiresAt?: Date;
  },
): Promise<OpenedSession> {
  const token = randomBytes(tokenBytes).toString('base64url');
  const sessionId = tx.newId();
  const longestMs = tx.profile.signIn.absoluteHours * 60 * 60_000;
  const expiresAt = proved.expiresAt ?? new Date(tx.now().getTime() + longestMs);
  await insertSession(tx, { ...proved, sessionId, tokenHash: sessionHash(tx, token), expiresAt });
  return { token, sessionId, expiresAt };
}
