import { type StaffRole, staffRoles } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface FoundSession {
  readonly sessionId: string;
  readonly personId: string;
  readonly agencyId: string;
  readonly name: string;
  readonly lastSeenAt: Date;
  readonly roles: readonly StaffRole[];
}

/**
 * A session that holds: not ended, not expired, not idle, its person neither disabled nor without a role, its agency open,
 * and no credential changed since.
 */
export async function findSession(tx: Context, tokenHash: Buffer, seenAfter: Date): Promise<FoundSession | undefined> {
  const row = await tx.db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .innerJoin('agency', 'agency.id', 'session.agency_id')
    .select(['session.id', 'session.person_id', 'session.agency_id', 'session.last_seen_at', 'person.name'])
    .select((eb) =>
      eb
        .selectFrom('membership')
        .whereRef('membership.person_id', '=', 'session.person_id')
        .whereRef('membership.agency_id', '=', 'session.agency_id')
        .where('membership.ended_at', 'is', null)
        .select(sql<string[] | null>`array_agg(membership.role)`.as('roles'))
        .as('roles'),
    )
    .where('session.token_hash', '=', tokenHash)
    .where('session.ended_at', 'is', null)
    .where('session.expires_at', '>', tx.now())
    .where('session.last_seen_at', '>', seenAfter)
    .where('person.disabled_at', 'is', null)
    .whereRef('session.credentials_version', '=', 'person.credentials_version')
    .where('agency.closed_at', 'is', null)
    .executeTakeFirst();
  const roles = staffRoles.filter((role) => row?.roles?.includes(role) === true);
  if (row === undefined || roles.length === 0) return undefined;
  const { id, person_id, agency_id, name, last_seen_at } = row;
  return { sessionId: id, personId: person_id, agencyId: agency_id, name, lastSeenAt: last_seen_at, roles };
}

export async function touchSession(tx: Context, sessionId: string): Promise<void> {
  await tx.db.updateTable('session').set({ last_seen_at: tx.now() }).where('id', '=', sessionId).execute();
}

export interface FoundApiKey {
  readonly id: string;
  readonly agencyId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly lastUsedAt: Date | null;
}

/** A key that holds: not ended, not expired, its agency open. */
export async function findApiKey(tx: Context, secretHash: Buffer): Promise<FoundApiKey | undefined> {
  const row = await tx.db
    .selectFrom('api_key')
    .innerJoin('agency', 'agency.id', 'api_key.agency_id')
    .select(['api_key.id', 'api_key.agency_id', 'api_key.name', 'api_key.scopes', 'api_key.last_used_at'])
    .where('api_key.secret_hash', '=', secretHash)
    .where('api_key.ended_at', 'is', null)
    .where('api_key.expires_at', '>', tx.now())
    .where('agency.closed_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { id: row.id, agencyId: row.agency_id, name: row.name, scopes: row.scopes, lastUsedAt: row.last_used_at };
}

export async function touchApiKey(tx: Context, id: string): Promise<void> {
  await tx.db.updateTable('api_key').set({ last_used_at: tx.now() }).where('id', '=', id).execute();
}
