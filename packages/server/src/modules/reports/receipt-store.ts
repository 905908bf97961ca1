import type { AppealState, AppealSubject, AppealSummary, AttachmentSummary, ReportState } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { isKept } from './holds-store.ts';

export interface HeldReport {
  readonly id: string;
  readonly receivedAt: Date;
  readonly state: ReportState;
  readonly text: string;
  /** As its reporter named it. */
  readonly scamKind: ScamKind | undefined;
  readonly moneyMoving: boolean;
  readonly source: string | undefined;
  readonly purgeAt: Date;
}

/** The report that a receipt is for; one past its time is no longer there, purged or not. */
export async function findHeldReport(tx: Context, receiptHash: Buffer): Promise<HeldReport | undefined> {
  const row = await tx.db
    .selectFrom('report')
    .select(['id', 'received_at', 'state', 'text', 'scam_kind', 'money_moving', 'source', 'purge_at'])
    .where('receipt_hash', '=', receiptHash)
    .where(isKept(tx))
    .executeTakeFirst();
  return row === undefined ? undefined : heldReport(row);
}

/** A row of `report`, as far as a receipt's holder is concerned. */
export interface HeldReportRow {
  id: string;
  received_at: Date;
  state: string;
  text: string;
  scam_kind: string | null;
  money_moving: boolean;
  source: string | null;
  purge_at: Date;
}

export function heldReport(row: HeldReportRow): HeldReport {
  return {
    id: row.id,
    receivedAt: row.received_at,
    state: row.state as ReportState,
    text: row.text,
    // Filed in the contract's words.
    scamKind: (row.scam_kind ?? undefined) as ScamKind | undefined,
    moneyMoving: row.money_moving,
    source: row.source ?? undefined,
    purgeAt: row.purge_at,
  };
}

export interface HeldAppeal extends AppealSummary {
  readonly subjectId: string;
  readonly text: string;
  readonly purgeAt: Date;
}

/** The appeal, filed without a report, that a receipt is for. */
export async function findHeldAppeal(tx: Context, receiptHash: Buffer): Promise<HeldAppeal | undefined> {
  const row = await tx.db
    .selectFrom('appeal')
    .select(appealColumns)
    .where('receipt_hash', '=', receiptHash)
    .where('purge_at', '>', tx.now())
    .executeTakeFirst();
  return row === undefined ? undefined : heldAppeal(row);
}

/** The appeals of a report's holder, oldest first. */
export async function listAppealsOfReport(tx: Context, reportId: string): Promise<HeldAppeal[]> {
  const rows = await tx.db
    .selectFrom('appeal')
    .select(appealColumns)
    .where('report_id', '=', reportId)
    .orderBy('filed_at')
    .orderBy('id')
    .execute();
  return rows.map(heldAppeal);
}

const appealColumns = [
  'id',
  'subject',
  'subject_id',
  'state',
  'text',
  'filed_at',
  'due_at',
  'decided_at',
  'reason',
  'purge_at',
] as const;

interface AppealRow {
  id: string;
  subject: string;
  subject_id: string;
  state: string;
  text: string;
  filed_at: Date;
  due_at: Date;
  decided_at: Date | null;
  reason: string | null;
  purge_at: Date;
}

function heldAppeal(row: AppealRow): HeldAppeal {
  return {
    id: row.id,
    subject: row.subject as AppealSubject,
    subjectId: row.subject_id,
    state: row.state as AppealState,
    text: row.text,
    filedAt: row.filed_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }),
    ...(row.reason === null ? {} : { reason: row.reason }),
    purgeAt: row.purge_at,
  };
}

export interface Addition {
  readonly addedAt: Date;
  readonly isCorrection: boolean;
  readonly text: string;
}

export async function listAdditions(tx: Context, reportId: string): Promise<Addition[]> {
  const rows = await tx.db
    .selectFrom('report_addition')
    .select(['added_at', 'text', 'is_correction'])
    .where('report_id', '=', reportId)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ addedAt: row.added_at, text: row.text, isCorrection: row.is_correction }));
}

export async function countAdditions(tx: Context, reportId: string): Promise<number> {
  const { count } = await tx.db
    .selectFrom('report_addition')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('report_id', '=', reportId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function insertAddition(
  tx: Context,
  addition: Addition & { id: string; reportId: string },
): Promise<void> {
  await tx.db
    .insertInto('report_addition')
    .values({
      id: addition.id,
      agency_id: tx.agencyId,
      report_id: addition.reportId,
      added_at: addition.addedAt,
      text: addition.text,
      is_correction: addition.isCorrection,
    })
    .execute();
}

export interface Answer {
  readonly id: string;
  readonly answeredAt: Date;
  readonly answeredBy: string;
  readonly text: string;
}

export async function listAnswers(tx: Context, reportId: string): Promise<Answer[]> {
  const rows = await tx.db
    .selectFrom('report_answer')
    .select(['id', 'answered_at', 'answered_by', 'text'])
    .where('report_id', '=', reportId)
    .orderBy('answered_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    answeredAt: row.answered_at,
    answeredBy: row.answered_by,
    text: row.text,
  }));
}

export async function listAttachments(tx: Context, reportId: string): Promise<AttachmentSummary[]> {
  const rows = await tx.db
    .selectFrom('attachment')
    .select(['id', 'media_type', 'size_bytes', 'added_at'])
    .where('report_id', '=', reportId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    mediaType: row.media_type,
    sizeBytes: Number(row.size_bytes),
    addedAt: row.added_at.toISOString(),
  }));
}

/** Whether contact details are sealed for a report or an appeal. */
export async function hasContact(
  tx: Context,
  column: 'report_id' | 'appeal_id',
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.db.selectFrom('sealed_contact').select(column).where(column, 'in', ids).execute();
  return new Set(rows.flatMap((row) => row[column] ?? []));
}
