import type { Channel, ReportDraft, ReportState } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { isKept } from './holds-store.ts';
import { type HeldReport, type HeldReportRow, heldReport } from './receipt-store.ts';

/** A report as its reader at the desk sees it, without what happened to it since. */
export interface DeskReport extends HeldReport {
  readonly channel: Channel | undefined;
  readonly happenedAt: Date | undefined;
}

/** A report in a list: of its text only the beginning is read. */
export interface ListedReport extends Omit<DeskReport, 'text'> {
  readonly excerpt: string;
}

/** UTF-16 units of a text that a list shows. */
const excerptMaxChars = 200;

const listedColumns = [
  'id',
  'received_at',
  'state',
  'scam_kind',
  'channel',
  'happened_at',
  'money_moving',
  'source',
  'purge_at',
] as const;

const columns = [...listedColumns, 'text'] as const;

/** A report by id; one past its time is no longer there. */
export async function findReport(tx: Context, id: string): Promise<DeskReport | undefined> {
  const row = await tx.db
    .selectFrom('report')
    .select(columns)
    .where('id', '=', id)
    .where(isKept(tx))
    .executeTakeFirst();
  return row === undefined ? undefined : deskReport(row);
}

/** The same, locked until the transaction ends: two people decide one after the other. */
export async function lockReport(tx: Context, id: string): Promise<DeskReport | undefined> {
  const row = await tx.db
    .selectFrom('report')
    .select(columns)
    .where('id', '=', id)
    .where(isKept(tx))
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : deskReport(row);
}

export async function updateState(tx: Context, id: string, state: ReportState): Promise<void> {
  await tx.db.updateTable('report').set({ state }).where('id', '=', id).execute();
}

/** Where a page of reports starts: right after this one. */
export interface ReportPosition {
  readonly moneyMoving: boolean;
  readonly receivedAt: string;
  readonly id: string;
}

export interface ReportPageQuery {
  readonly after: ReportPosition | undefined;
  readonly limit: number;
  readonly state: ReportState | undefined;
  readonly moneyMoving: boolean | undefined;
}

/**
 * A page of reports: those with money moving, newest first, then all others, newest first, by `(received_at, id)`.
 * Each part is a walk along an index, so that page and position cost the same at any number of reports.
 */
export async function selectReports(tx: Context, query: ReportPageQuery): Promise<ListedReport[]> {
  const rows: ListedReport[] = [];
  for (const moneyMoving of [true, false]) {
    if (query.moneyMoving !== undefined && query.moneyMoving !== moneyMoving) continue;
    if (query.after?.moneyMoving === false && moneyMoving) continue;
    const after = query.after?.moneyMoving === moneyMoving ? query.after : undefined;
    const wanted = query.limit - rows.length;
    if (wanted > 0) rows.push(...(await selectPart(tx, { ...query, after, limit: wanted, moneyMoving })));
  }
  return rows;
}

async function selectPart(tx: Context, query: ReportPageQuery & { moneyMoving: boolean }): Promise<ListedReport[]> {
  const { after, state } = query;
  let select = tx.db
    .selectFrom('report')
    .select(listedColumns)
    // So many characters are at least as many UTF-16 units.
    .select(sql<string>`left(text, ${excerptMaxChars})`.as('text'))
    .where((where) => (query.moneyMoving ? where.ref('money_moving') : where.not(where.ref('money_moving'))))
    .where('purge_at', '>', tx.now())
    // What others share lies apart: a page is of one's own.
    .where('agency_id', '=', tx.agencyId);
  if (state !== undefined) select = select.where('state', '=', state);
  if (after !== undefined) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('received_at', 'id'), '<', tuple(new Date(after.receivedAt), after.id)),
    );
  }
  const rows = await select.orderBy('received_at', 'desc').orderBy('id', 'desc').limit(query.limit).execute();
  return rows.map(listedReport);
}

function listedReport(row: DeskRow): ListedReport {
  const { text, ...report } = deskReport(row);
  return { ...report, excerpt: text.slice(0, excerptMaxChars).toWellFormed() };
}

interface DeskRow extends HeldReportRow {
  channel: string | null;
  happened_at: Date | null;
}

function deskReport(row: DeskRow): DeskReport {
  return {
    ...heldReport(row),
    channel: (row.channel ?? undefined) as Channel | undefined,
    happenedAt: row.happened_at ?? undefined,
  };
}

/** What was lost, as it was told. */
export async function findLoss(tx: Context, reportId: string): Promise<ReportDraft['loss'] | undefined> {
  const row = await tx.db
    .selectFrom('report_loss')
    .select(['amount_minor', 'currency', 'paid_at', 'own_bank', 'payee_account'])
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...(row.amount_minor === null || row.currency === null
      ? {}
      : { amount: { amountMinor: Number(row.amount_minor), currency: row.currency } }),
    ...(row.paid_at === null ? {} : { paidAt: row.paid_at.toISOString() }),
    ...(row.own_bank === null ? {} : { ownBank: row.own_bank }),
    ...(row.payee_account === null ? {} : { payeeAccount: row.payee_account }),
  };
}

export async function insertAnswer(
  tx: Context,
  answer: { id: string; reportId: string; answeredAt: Date; by: string; text: string },
): Promise<void> {
  await tx.db
    .insertInto('report_answer')
    .values({
      id: answer.id,
      agency_id: tx.agencyId,
      report_id: answer.reportId,
      answered_at: answer.answeredAt,
      answered_by: answer.by,
      text: answer.text,
    })
    .execute();
}

export interface SealedContact {
  readonly keyId: string;
  readonly sealed: Buffer;
}

/** The sealed contact details of a report, or of an appeal that was filed without one. */
export async function findSealedContact(tx: Context, subjectId: string): Promise<SealedContact | undefined> {
  const row = await tx.db
    .selectFrom('sealed_contact')
    .select(['key_id', 'sealed'])
    .where(({ eb, or }) => or([eb('report_id', '=', subjectId), eb('appeal_id', '=', subjectId)]))
    .where('purge_at', '>', tx.now())
    .executeTakeFirst();
  return row === undefined ? undefined : { keyId: row.key_id, sealed: Buffer.from(row.sealed) };
}
