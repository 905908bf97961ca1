import type { Agency, AgencyKind, WorkingHours } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

/** What can be said of an agency; what is undefined stays as it is. */
export interface AgencyFields {
  readonly name?: string | undefined;
  readonly kind?: AgencyKind | undefined;
  readonly country?: string | undefined;
  readonly areaId?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly workingHours?: WorkingHours | undefined;
}

export interface NewAgency extends AgencyFields {
  readonly name: string;
  readonly kind: AgencyKind;
  readonly timeZone: string;
  readonly workingHours: WorkingHours;
}

export async function insertAgency(tx: Context, id: string, agency: NewAgency): Promise<void> {
  const { name, kind, timeZone, workingHours, country, areaId } = agency;
  await tx.db
    .insertInto('agency')
    .values({
      id,
      name,
      kind,
      country: country ?? null,
      area_id: areaId ?? null,
      time_zone: timeZone,
      working_hours: JSON.stringify(workingHours),
      created_at: tx.now(),
    })
    .execute();
}

export async function updateAgency(tx: Context, id: string, changed: AgencyFields): Promise<void> {
  const { name, kind, country, areaId, timeZone, workingHours } = changed;
  const set = {
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind }),
    ...(country === undefined ? {} : { country }),
    ...(areaId === undefined ? {} : { area_id: areaId }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(workingHours === undefined ? {} : { working_hours: JSON.stringify(workingHours) }),
  };
  if (Object.keys(set).length > 0) await tx.db.updateTable('agency').set(set).where('id', '=', id).execute();
}

export async function endAgency(tx: Context, id: string): Promise<void> {
  await tx.db.updateTable('agency').set({ closed_at: tx.now() }).where('id', '=', id).execute();
}

/** An open agency, held until the transaction ends: whoever changes it or its members waits for the one before. */
export async function lockOpenAgency(tx: Context, id: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom('agency')
    .select('id')
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function findAgency(tx: Context, id: string): Promise<Agency | undefined> {
  const row = await agencies(tx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toAgency(row);
}

export async function listAgencyRows(
  tx: Context,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Agency[]> {
  const rows = await agencies(tx)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toAgency);
}

function agencies(tx: Context) {
  return tx.db
    .selectFrom('agency')
    .select(['id', 'name', 'kind', 'country', 'area_id', 'time_zone', 'working_hours', 'created_at', 'closed_at']);
}

interface AgencyRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly country: string | null;
  readonly area_id: string | null;
  readonly time_zone: string;
  readonly working_hours: unknown;
  readonly created_at: Date;
  readonly closed_at: Date | null;
}

function toAgency(row: AgencyRow): Agency {
  return {
    id: row.id,
    name: row.name,
    // Held by a check of the table; the hours were read by `readWorkingHours` before they were kept.
    kind: row.kind as AgencyKind,
    workingHours: row.working_hours as WorkingHours,
    timeZone: row.time_zone,
    createdAt: row.created_at.toISOString(),
    ...(row.country === null ? {} : { country: row.country }),
    ...(row.area_id === null ? {} : { areaId: row.area_id }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at.toISOString() }),
  };
}
