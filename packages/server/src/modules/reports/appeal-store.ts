import type { AppealDetail, AppealState, AppealSubject } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import { contactRow } from './filing-store.ts';
import type { NewSealedContact } from './keeping.ts';

export interface NewAppeal {
  readonly id: string;
  readonly subject: AppealSubject;
  readonly subjectId: string;
  /** Of the report whose holder appeals; an appeal without one has a receipt of its own. */
  readonly reportId: string | undefined;
  readonly receiptHash: Buffer | undefined;
  readonly text: string;
  readonly filedAt: Date;
  readonly dueAt: Date;
  readonly purgeAt: Date;
  /** When the contact details go, which serve only to answer. */
  readonly contactPurgeAt: Date;
  readonly contact: NewSealedContact | undefined;
}

/** Keeps an appeal; false when one already waits about the same answer. */
export async function insertAppeal(tx: Context, appeal: NewAppeal): Promise<boolean> {
  const inserted = await tx.db
    .insertInto('appeal')
    .values({
      id: appeal.id,
      agency_id: tx.agencyId,
      subject: appeal.subject,
      subject_id: appeal.subjectId,
      report_id: appeal.reportId ?? null,
      receipt_hash: appeal.receiptHash ?? null,
      text: appeal.text,
      state: 'waiting',
      filed_at: appeal.filedAt,
      due_at: appeal.dueAt,
      purge_at: appeal.purgeAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['subject', 'subject_id'])
        .where('state', '=', 'waiting')
        .where('subject', '=', 'answer')
        .doNothing(),
    )
    .returning('id')
    .executeTakeFirst();
  if (inserted === undefined) return false;
  if (appeal.contact !== undefined) {
    const row = { ...contactRow(tx.agencyId, appeal.contact, appeal.contactPurgeAt), appeal_id: appeal.id };
    await tx.db.insertInto('sealed_contact').values(row).execute();
  }
  return true;
}

export async function countWaiting(
  tx: Context,
  about: { subject: AppealSubject; subjectId: string } | { reportId: string },
): Promise<number> {
  const select = tx.db
    .selectFrom('appeal')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('state', '=', 'waiting');
  const { count } = await ('reportId' in about
    ? select.where('report_id', '=', about.reportId)
    : select.where('subject', '=', about.subject).where('subject_id', '=', about.subjectId)
  ).executeTakeFirstOrThrow();
  return Number(count);
}

/** An appeal as the desk sees it. */
export interface DeskAppeal {
  readonly id: string;
  readonly subject: AppealSubject;
  readonly subjectId: string;
  readonly reportId: string | undefined;
  readonly state: AppealState;
  readonly text: string;
  readonly filedAt: Date;
  readonly dueAt: Date;
  readonly decidedAt: Date | undefined;
  readonly decidedBy: string | undefined;
  readonly reason: string | undefined;
}

const columns = [
  'id',
  'subject',
  'subject_id',
  'report_id',
  'state',
  'text',
  'filed_at',
  'due_at',
  'decided_at',
  'decided_by',
  'reason',
] as const;

/** An appeal by id, locked until the transaction ends: it is decided once. */
export async function lockAppeal(tx: Context, id: string): Promise<DeskAppeal | undefined> {
  const row = await tx.db
    .selectFrom('appeal')
    .select(columns)
    .where('id', '=', id)
    .where('purge_at', '>', tx.now())
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : deskAppeal(row);
}

export interface AppealOutcome {
  readonly id: string;
  readonly state: Exclude<AppealState, 'waiting'>;
  readonly decidedAt: Date;
  readonly decidedBy: string;
  readonly reason: string;
}

export async function updateOutcome(tx: Context, outcome: AppealOutcome): Promise<void> {
  await tx.db
    .updateTable('appeal')
    .set({
      state: outcome.state,
      decided_at: outcome.decidedAt,
      decided_by: outcome.decidedBy,
      reason: outcome.reason,
    })
    .where('id', '=', outcome.id)
    .execute();
}

/** Where a page of appeals starts: right after this one. */
export interface AppealPosition {
  readonly isWaiting: boolean;
  readonly dueAt: string;
  readonly id: string;
}

export interface AppealPageQuery {
  readonly after: AppealPosition | undefined;
  readonly limit: number;
  readonly state: AppealState | undefined;
}

/** A page of appeals: those that wait, the one due first at the top, then all others likewise, by `(due_at, id)`. */
export async function selectAppeals(tx: Context, query: AppealPageQuery): Promise<DeskAppeal[]> {
  const rows: DeskAppeal[] = [];
  for (const isWaiting of [true, false]) {
    if (query.state !== undefined && (query.state === 'waiting') !== isWaiting) continue;
    if (query.after?.isWaiting === false && isWaiting) continue;
    const after = query.after?.isWaiting === isWaiting ? query.after : undefined;
    const wanted = query.limit - rows.length;
    if (wanted > 0) rows.push(...(await selectPart(tx, { ...query, after, limit: wanted, isWaiting })));
  }
  return rows;
}

async function selectPart(tx: Context, query: AppealPageQuery & { isWaiting: boolean }): Promise<DeskAppeal[]> {
  const { after, state, isWaiting } = query;
  let select = tx.db
    .selectFrom('appeal')
    .select(columns)
    .where('state', isWaiting ? '=' : '<>', 'waiting')
    .where('purge_at', '>', tx.now());
  if (state !== undefined) select = select.where('state', '=', state);
  if (after !== undefined) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('due_at', 'id'), '>', tuple(new Date(after.dueAt), after.id)),
    );
  }
  const rows = await select.orderBy('due_at').orderBy('id').limit(query.limit).execute();
  return rows.map(deskAppeal);
}

interface DeskAppealRow {
  id: string;
  subject: string;
  subject_id: string;
  report_id: string | null;
  state: string;
  text: string;
  filed_at: Date;
  due_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

function deskAppeal(row: DeskAppealRow): DeskAppeal {
  return {
    id: row.id,
    subject: row.subject as AppealSubject,
    subjectId: row.subject_id,
    reportId: row.report_id ?? undefined,
    state: row.state as AppealState,
    text: row.text,
    filedAt: row.filed_at,
    dueAt: row.due_at,
    decidedAt: row.decided_at ?? undefined,
    decidedBy: row.decided_by ?? undefined,
    reason: row.reason ?? undefined,
  };
}

/** What the desk is told of an appeal. */
export function appealDetail(appeal: DeskAppeal, hasContact: boolean): AppealDetail {
  const { id, subject, subjectId, state, text, decidedAt, decidedBy, reason } = appeal;
  return {
    id,
    subject,
    subjectId,
    state,
    text,
    filedAt: appeal.filedAt.toISOString(),
    dueAt: appeal.dueAt.toISOString(),
    ...(decidedAt === undefined ? {} : { decidedAt: decidedAt.toISOString() }),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    ...(reason === undefined ? {} : { reason }),
    hasContact,
  };
}
