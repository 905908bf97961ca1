import { type OwnSession, type SignInFactor, type StaffRole, signInFactors, staffRoles } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface OwnPerson {
  readonly login: string;
  readonly name: string;
  readonly passwordHash: string | null;
  readonly recoveryCodesLeft: number;
}

/** A person by id, with how many recovery codes are left to them. */
export async function readPerson(tx: Context, personId: string): Promise<OwnPerson> {
  const row = await tx.db
    .selectFrom('person')
    .select(['login', 'name', 'password_hash'])
    .select((eb) =>
      eb
        .selectFrom('recovery_code')
        .whereRef('recovery_code.person_id', '=', 'person.id')
        .where('recovery_code.used_at', 'is', null)
        .select(sql<number>`count(*)::int`.as('count'))
        .as('codes'),
    )
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return { login: row.login, name: row.name, passwordHash: row.password_hash, recoveryCodesLeft: row.codes ?? 0 };
}

/** The roles that a person has in the agency that acts. */
export async function listRoles(tx: Context, personId: string): Promise<StaffRole[]> {
  const rows = await tx.db
    .selectFrom('membership')
    .select('role')
    .where('person_id', '=', personId)
    .where('agency_id', '=', tx.agencyId)
    .where('ended_at', 'is', null)
    .execute();
  return staffRoles.filter((known) => rows.some(({ role }) => role === known));
}

/** A person's sessions that hold, the one used last first. */
export async function listSessions(
  tx: Context,
  given: { readonly personId: string; readonly thisOne: string | undefined; readonly max: number },
): Promise<OwnSession[]> {
  const seenAfter = new Date(tx.now().getTime() - tx.profile.signIn.idleMinutes * 60_000);
  const rows = await tx.db
    .selectFrom('session')
    .innerJoin('agency', 'agency.id', 'session.agency_id')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['session.id', 'session.factors', 'session.created_at', 'session.last_seen_at', 'session.expires_at'])
    .select(['agency.id as agency_id', 'agency.name as agency_name'])
    .where('session.person_id', '=', given.personId)
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', tx.now())
    .where('session.last_seen_at', '>', seenAfter)
    .whereRef('session.credentials_version', '=', 'person.credentials_version')
    .orderBy('session.last_seen_at', 'desc')
    .orderBy('session.id')
    .limit(given.max)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    agency: { id: row.agency_id, name: row.agency_name },
    factors: factorsIn(row.factors),
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    isThisOne: row.id === given.thisOne,
  }));
}

function factorsIn(kept: readonly string[]): SignInFactor[] {
  return signInFactors.filter((factor) => kept.includes(factor));
}

export interface HeldSession {
  readonly factors: readonly SignInFactor[];
  readonly expiresAt: Date;
}

/** A session that has not ended, by id and person, locked until the transaction ends. */
export async function lockSession(
  tx: Context,
  { sessionId, personId }: { readonly sessionId: string; readonly personId: string },
): Promise<HeldSession | undefined> {
  const row = await tx.db
    .selectFrom('session')
    .select(['factors', 'expires_at'])
    .where('id', '=', sessionId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : { factors: factorsIn(row.factors), expiresAt: row.expires_at };
}

export async function endSession(tx: Context, sessionId: string): Promise<void> {
  await tx.db.updateTable('session').set({ ended_at: tx.now() }).where('id', '=', sessionId).execute();
}

/** Sets a new password where the old one is still the one that was checked; false when it was changed meanwhile. */
export async function setPassword(
  tx: Context,
  personId: string,
  hash: { readonly from: string; readonly to: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('person')
    .set({ password_hash: hash.to, password_changed_at: tx.now() })
    .where('id', '=', personId)
    .where('password_hash', '=', hash.from)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
