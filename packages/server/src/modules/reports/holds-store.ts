import type { HeldSubject } from '@spring-rain/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface Hold {
  readonly id: string;
  readonly subject: HeldSubject;
  readonly subjectId: string;
  readonly legalBasis: string;
  readonly reason: string;
  readonly by: string;
  readonly heldAt: Date;
  readonly until: Date;
  readonly released: { readonly at: Date; readonly by: string; readonly reason: string } | undefined;
}

/** That the row of `report` at hand is there for its readers: its time has not come, or a legal hold keeps it. */
export function isKept(tx: Context): RawBuilder<boolean> {
  return sql<boolean>`(report.purge_at > ${tx.now()} or is_report_held(report.id, ${tx.now()}))`;
}

/** Whether a legal hold keeps a report, by itself or with its campaign. */
export async function isHeld(tx: Context, reportId: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select is_report_held(${reportId}::uuid, ${tx.now()}) as held`.execute(tx.db);
  return rows[0]?.held === true;
}

/** Whether the acting agency has such a campaign of its own. */
export async function isOwnCampaign(tx: Context, id: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from campaign where id = ${id}::uuid and agency_id = ${tx.agencyId}::uuid`.execute(tx.db);
  return rows.length > 0;
}

export async function insertHold(tx: Context, hold: Hold): Promise<void> {
  await tx.db
    .insertInto('legal_hold')
    .values({
      id: hold.id,
      agency_id: tx.agencyId,
      subject: hold.subject,
      subject_id: hold.subjectId,
      reason: hold.reason,
      legal_basis: hold.legalBasis,
      held_by: hold.by,
      held_at: hold.heldAt,
      until: hold.until,
    })
    .execute();
}

const columns = [
  'id',
  'subject',
  'subject_id',
  'reason',
  'legal_basis',
  'held_by',
  'held_at',
  'until',
  'released_at',
  'released_by',
  'released_reason',
] as const;

interface HoldRow {
  id: string;
  subject: string;
  subject_id: string;
  reason: string;
  legal_basis: string;
  held_by: string;
  held_at: Date;
  until: Date;
  released_at: Date | null;
  released_by: string | null;
  released_reason: string | null;
}

/** Holds below an id, the newest first. */
export async function selectHolds(tx: Context, page: { before: string | undefined; limit: number }): Promise<Hold[]> {
  let select = tx.db.selectFrom('legal_hold').select(columns).where('agency_id', '=', tx.agencyId);
  if (page.before !== undefined) select = select.where('id', '<', page.before);
  const rows = await select.orderBy('id', 'desc').limit(page.limit).execute();
  return rows.map(holdOf);
}

/** A hold, locked until the transaction ends: it is released once. */
export async function lockHold(tx: Context, id: string): Promise<Hold | undefined> {
  const row = await tx.db.selectFrom('legal_hold').select(columns).where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : holdOf(row);
}

export async function updateReleased(tx: Context, id: string, released: NonNullable<Hold['released']>): Promise<void> {
  await tx.db
    .updateTable('legal_hold')
    .set({ released_at: released.at, released_by: released.by, released_reason: released.reason })
    .where('id', '=', id)
    .execute();
}

function holdOf(row: HoldRow): Hold {
  const { released_at: at, released_by: by, released_reason: reason } = row;
  return {
    id: row.id,
    // Written in the contract's words.
    subject: row.subject as HeldSubject,
    subjectId: row.subject_id,
    legalBasis: row.legal_basis,
    reason: row.reason,
    by: row.held_by,
    heldAt: row.held_at,
    until: row.until,
    released: at === null || by === null ? undefined : { at, by, reason: reason ?? '' },
  };
}
