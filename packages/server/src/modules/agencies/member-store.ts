import type { Membership, StaffRole } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

export interface NewMembership {
  readonly id: string;
  readonly personId: string;
  readonly role: StaffRole;
  readonly areaId: string | undefined;
  readonly by: string;
}

/** Roles of the agency that have not ended, oldest first. */
export async function listMemberRows(
  tx: Context,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Membership[]> {
  const rows = await members(tx)
    .where('membership.ended_at', 'is', null)
    .$if(after !== undefined, (query) => query.where('membership.id', '>', after ?? ''))
    .orderBy('membership.id')
    .limit(limit)
    .execute();
  return rows.map(toMembership);
}

export async function findMembership(tx: Context, id: string): Promise<Membership | undefined> {
  const row = await members(tx).where('membership.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toMembership(row);
}

/** Whether somebody is or was of the agency. */
export async function isColleague(tx: Context, personId: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('membership')
    .select('id')
    .where('agency_id', '=', tx.agencyId)
    .where('person_id', '=', personId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Grants a role; false when they have it already. */
export async function insertMembership(tx: Context, granted: NewMembership): Promise<boolean> {
  const { id, personId, role, areaId, by } = granted;
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('membership')
    .values({
      id,
      person_id: personId,
      agency_id: tx.agencyId,
      role,
      area_id: areaId ?? null,
      granted_at: tx.now(),
      granted_by: by,
    })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'agency_id', 'role']).where('ended_at', 'is', null).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Ends a role of the agency that has not ended; false when there is none such. */
export async function endMembership(tx: Context, { id, by }: { id: string; by: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('membership')
    .set({ ended_at: tx.now(), ended_by: by })
    .where('id', '=', id)
    .where('agency_id', '=', tx.agencyId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The people who administer the agency now and whose account is open. */
export async function listAdministratorIds(tx: Context): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select('membership.person_id')
    .where('membership.agency_id', '=', tx.agencyId)
    .where('membership.role', '=', 'administrator')
    .where('membership.ended_at', 'is', null)
    .where('person.disabled_at', 'is', null)
    .execute();
  return rows.map(({ person_id }) => person_id);
}

function members(tx: Context) {
  return tx.db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['membership.id', 'membership.person_id', 'membership.role', 'membership.area_id'])
    .select(['membership.granted_at', 'membership.granted_by'])
    .select(['person.login', 'person.name', 'person.disabled_at'])
    .where('membership.agency_id', '=', tx.agencyId);
}

interface MemberRow {
  readonly id: string;
  readonly person_id: string;
  readonly role: string;
  readonly area_id: string | null;
  readonly granted_at: Date;
  readonly granted_by: string;
  readonly login: string;
  readonly name: string;
  readonly disabled_at: Date | null;
}

function toMembership(row: MemberRow): Membership {
  return {
    id: row.id,
    personId: row.person_id,
    login: row.login,
    name: row.name,
    // Held by a check of the table.
    role: row.role as StaffRole,
    ...(row.area_id === null ? {} : { areaId: row.area_id }),
    grantedAt: row.granted_at.toISOString(),
    grantedBy: row.granted_by,
    isDisabled: row.disabled_at !== null,
  };
}
