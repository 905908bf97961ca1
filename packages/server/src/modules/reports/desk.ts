import {
  type Decision,
  limits,
  Problem,
  type ReportAction,
  type ReportDetail,
  type ReportState,
  type ReportSummary,
} from '@spring-rain/contract';
import { logActions } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { emit } from '../../platform/events.ts';
import { readSightings } from '../indicators/index.ts';
import { readReadings } from './attachment-reading.ts';
import { insertDecision, listDecisions } from './decision-store.ts';
import {
  type DeskReport,
  findLoss,
  findReport,
  findSealedContact,
  insertAnswer,
  type ListedReport,
  lockReport,
  type ReportPosition,
  selectReports,
  updateState,
} from './desk-store.ts';
import { keepContactOn, keepOn } from './keeping.ts';
import { hasContact } from './receipt-store.ts';
import { readHistory, summaryOf } from './receipts.ts';
import { readMarks } from './tag-store.ts';
import { acceptName, acceptReason, acceptText } from './text.ts';
import { timelineOf } from './timeline.ts';
import { nextState, startState } from './transitions.ts';

export interface ReportListQuery {
  readonly cursor?: string;
  readonly limit?: number;
  readonly state?: ReportState;
  readonly moneyMoving?: boolean;
}

/** One page of reports, money moving before all others, newest first. Throws `cursor.invalid`. */
export function listReports(ctx: Context, query: ReportListQuery): Promise<{ rows: ReportSummary[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const found = await selectReports(tx, {
      after: query.cursor === undefined ? undefined : decodeCursor<ReportPosition>(tx, 'reports', query.cursor),
      limit: limit + 1,
      state: query.state,
      moneyMoving: query.moneyMoving,
    });
    const reports = found.slice(0, limit);
    const last = reports.at(-1);
    const sightings = await readSightings(
      tx,
      reports.map(({ id }) => id),
    );
    const rows = reports.map((report) => reportSummary(report, sightings.get(report.id) ?? []));
    return found.length > limit && last !== undefined
      ? { rows, next: encodeCursor(tx, 'reports', positionOf(last)) }
      : { rows };
  });
}

function positionOf({ moneyMoving, receivedAt, id }: ListedReport): ReportPosition {
  return { moneyMoving, receivedAt: receivedAt.toISOString(), id };
}

function reportSummary(report: ListedReport, indicators: ReportSummary['indicators']): ReportSummary {
  return {
    id: report.id,
    receivedAt: report.receivedAt.toISOString(),
    state: report.state,
    moneyMoving: report.moneyMoving,
    ...optionalFields(report),
    excerpt: report.excerpt,
    indicators: indicators.map(({ kind, value }) => ({ kind, value })),
  };
}

function optionalFields({ scamKind, channel, source }: ListedReport | DeskReport) {
  return {
    ...(scamKind === undefined ? {} : { scamKind }),
    ...(channel === undefined ? {} : { channel }),
    ...(source === undefined ? {} : { source }),
  };
}

/** One report, whole. Throws `request.not_found`. */
export function readReport(ctx: Context, id: string): Promise<ReportDetail> {
  return inTransaction(ctx, async (tx) => {
    const report = await findReport(tx, id);
    if (report === undefined) throw new Problem('request.not_found');
    return await reportDetail(tx, report);
  });
}

/** One page of reports, whole, in the order of `listReports`. Throws `cursor.invalid`. */
export function exportReports(
  ctx: Context,
  query: Pick<ReportListQuery, 'cursor' | 'limit'>,
): Promise<{ rows: ReportDetail[]; next?: string }> {
  return inTransaction(ctx, async (tx) => {
    const { rows: listed, next } = await listReports(tx, query);
    const rows: ReportDetail[] = [];
    for (const { id } of listed) {
      const report = await findReport(tx, id);
      // A report that ended between the list and its reading is no longer there to be exported.
      if (report !== undefined) rows.push(await reportDetail(tx, report));
    }
    await logActions(
      tx,
      rows.map(({ id }) => ({ action: 'export', subject: 'report', subjectId: id })),
    );
    return next === undefined ? { rows } : { rows, next };
  });
}

async function reportDetail(tx: Context, report: DeskReport): Promise<ReportDetail> {
  const { id } = report;
  const history = await readHistory(tx, report, ['report', 'contact', 'rights']);
  const sightings = await readSightings(tx, [id]);
  const contacts = await hasContact(tx, 'report_id', [id]);
  const loss = await findLoss(tx, id);
  const readings = await readReadings(tx, id);
  const { tags, shared } = await readMarks(tx, id);
  return {
    id,
    receivedAt: report.receivedAt.toISOString(),
    state: report.state,
    moneyMoving: report.moneyMoving,
    text: report.text,
    ...optionalFields(report),
    ...(report.happenedAt === undefined ? {} : { happenedAt: report.happenedAt.toISOString() }),
    ...(loss === undefined ? {} : { loss }),
    indicators: sightings.get(id) ?? [],
    timeline: timelineOf(history),
    decisions: [...history.decisions],
    attachments: history.attachments.map((attachment) => {
      const reading = readings.get(attachment.id);
      return reading === undefined ? attachment : { ...attachment, reading };
    }),
    appeals: history.appeals.map(summaryOf),
    hasContact: contacts.has(id),
    ...(shared === undefined ? { tags } : { shared }),
  };
}

export interface ReportDecision {
  readonly id: string;
  readonly action: ReportAction;
  readonly by: string;
  readonly reason: string;
}

/**
 * A named person decides about a report; `reopen` takes the last decision back. Decision, state and event commit
 * together. Throws `request.not_found`, `decision.name_missing`, `decision.not_possible`.
 */
export async function decideReport(
  ctx: Context,
  wanted: ReportDecision,
): Promise<{ decision: Decision; state: ReportState }> {
  const by = acceptName(wanted.by);
  const reason = acceptReason(wanted.reason);
  return await inTransaction(ctx, async (tx) => {
    const report = await lockReport(tx, wanted.id);
    if (report === undefined) throw new Problem('request.not_found');
    const made = await listDecisions(tx, ['report'], report.id);
    const state = nextState(
      startState(report.source),
      made.map(({ action }) => action),
      wanted.action,
    );
    const decision = await insertDecision(tx, {
      subject: 'report',
      subjectId: report.id,
      action: wanted.action,
      by,
      reason,
    });
    await updateState(tx, report.id, state);
    await keepOn(tx, report.id, state);
    await emit(tx, 'report.decided', { subjectId: report.id, data: { state } });
    return { decision, state };
  });
}

export interface AnswerDraft {
  readonly id: string;
  readonly by: string;
  readonly text: string;
}

/** Answers a reporter; the answer stands on the receipt's page. Throws `request.not_found`, `decision.name_missing`. */
export async function answerReporter(ctx: Context, draft: AnswerDraft): Promise<{ answerId: string; at: string }> {
  const by = acceptName(draft.by);
  const { text } = acceptText(draft.text);
  return await inTransaction(ctx, async (tx) => {
    const report = await lockReport(tx, draft.id);
    if (report === undefined) throw new Problem('request.not_found');
    const answer = { id: tx.newId(), reportId: report.id, answeredAt: tx.now(), by, text };
    await insertAnswer(tx, answer);
    await keepOn(tx, report.id, report.state);
    await keepContactOn(tx, report.id);
    await emit(tx, 'report.answered', { subjectId: report.id });
    return { answerId: answer.id, at: answer.answeredAt.toISOString() };
  });
}

export interface ContactRequest {
  /** Of a report, or of an appeal that was filed without one. */
  readonly id: string;
  readonly by: string;
  /** What the contact details are needed for. */
  readonly reason: string;
}

/**
 * Hands out sealed contact details for a purpose, which is kept as a decision; who holds the private key opens them.
 * Throws `request.not_found`, `decision.name_missing`.
 */
export async function openContact(
  ctx: Context,
  request: ContactRequest,
): Promise<{ sealedBase64: string; keyId: string }> {
  const by = acceptName(request.by);
  const reason = acceptReason(request.reason);
  return await inTransaction(ctx, async (tx) => {
    const contact = await findSealedContact(tx, request.id);
    if (contact === undefined) throw new Problem('request.not_found');
    await insertDecision(tx, { subject: 'contact', subjectId: request.id, action: 'open', by, reason });
    return { sealedBase64: contact.sealed.toString('base64'), keyId: contact.keyId };
  });
}
