import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface NewSession {
  readonly sessionId: string;
  readonly tokenHash: Buffer;
  readonly personId: string;
  readonly agencyId: string;
  readonly factors: readonly string[];
  readonly expiresAt: Date;
}

/** Keeps a session under the person's credentials as they are now: when those change, it ends. */
export async function insertSession(tx: Context, session: NewSession): Promise<void> {
  const { sessionId, tokenHash, personId, agencyId, factors, expiresAt } = session;
  const now = tx.now();
  await sql`
    insert into session (id, token_hash, person_id, agency_id, credentials_version, factors, created_at, last_seen_at, expires_at)
    select ${sessionId}, ${tokenHash}, person.id, ${agencyId}::uuid, person.credentials_version, ${[...factors]}, ${now}, ${now}, ${expiresAt}
    from person
    where person.id = ${personId}`.execute(tx.db);
}

/** Ends the session of a token, whosever it is. */
export async function endSessionOfToken(tx: Context, tokenHash: Buffer): Promise<void> {
  await tx.db
    .updateTable('session')
    .set({ ended_at: tx.now() })
    .where('token_hash', '=', tokenHash)
    .where('ended_at', 'is', null)
    .execute();
}

/** Ends every session of a person and makes their devices strange: what was signed in under the old version is over. */
export async function endAllSessions(tx: Context, personId: string): Promise<void> {
  const at = tx.now();
  await sql`update person set credentials_version = credentials_version + 1 where id = ${personId}`.execute(tx.db);
  await tx.db
    .updateTable('session')
    .set({ ended_at: at })
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .execute();
}
