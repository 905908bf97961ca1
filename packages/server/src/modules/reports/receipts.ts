import { type AppealSummary, Problem, type ReceiptStatus } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { readSightings, recordSightings } from '../indicators/index.ts';
import { type DecisionSubject, listDecisions } from './decision-store.ts';
import { isHeld } from './holds-store.ts';
import { claimFor, claimRequest } from './idempotency.ts';
import { keepOn } from './keeping.ts';
import {
  countAdditions,
  findHeldAppeal,
  findHeldReport,
  type HeldAppeal,
  type HeldReport,
  hasContact,
  insertAddition,
  listAdditions,
  listAnswers,
  listAppealsOfReport,
  listAttachments,
} from './receipt-store.ts';
import { deletionStatus, listRequestsOf } from './rights-store.ts';
import { acceptText } from './text.ts';
import { appealEntries, type ReportHistory, timelineOf } from './timeline.ts';

/**
 * What became of a report, or of an appeal filed without one, for the holder of its receipt.
 * Throws `receipt.unknown` for a wrong receipt and for an expired one alike, after the same two lookups.
 */
export function readReceipt(ctx: Context, receiptHash: Buffer): Promise<ReceiptStatus> {
  return inTransaction(ctx, async (tx) => {
    const held = await findHeld(tx, receiptHash);
    return 'report' in held ? await reportStatus(tx, held.report) : await appealStatus(tx, held.appeal);
  });
}

export type Held = { readonly report: HeldReport } | { readonly appeal: HeldAppeal };

/** What a receipt is for. Throws `receipt.unknown`. */
export async function findHeld(tx: Context, receiptHash: Buffer): Promise<Held> {
  const report = await findHeldReport(tx, receiptHash);
  const appeal = await findHeldAppeal(tx, receiptHash);
  if (report !== undefined) return { report };
  if (appeal !== undefined) return { appeal };
  throw new Problem('receipt.unknown');
}

/** The id of what a receipt is for: the subject of its events. Throws `receipt.unknown`. */
export function readSubject(ctx: Context, receiptHash: Buffer): Promise<string> {
  return inTransaction(ctx, async (tx) => {
    const held = await findHeld(tx, receiptHash);
    return 'report' in held ? held.report.id : held.appeal.id;
  });
}

/** The report that a receipt is for; throws `receipt.unknown`, or `decision.not_possible` when it is an appeal's. */
export async function requireReport(tx: Context, receiptHash: Buffer): Promise<HeldReport> {
  const held = await findHeld(tx, receiptHash);
  if ('report' in held) return held.report;
  throw new Problem('decision.not_possible', {
    parameters: {
      found: { 'zh-CN': '申诉的回执', en: 'the receipt of an appeal' },
      wanted: { 'zh-CN': '举报的回执', en: 'the receipt of a report' },
    },
  });
}

/** What a report's holder reads of it. */
export async function reportStatus(tx: Context, report: HeldReport): Promise<ReceiptStatus> {
  const history = await readHistory(tx, report);
  const sightings = await readSightings(tx, [report.id]);
  const contacts = await hasContact(tx, 'report_id', [report.id]);
  const asked = (await listRequestsOf(tx, report.id)).at(-1);
  return {
    about: 'report',
    receivedAt: report.receivedAt.toISOString(),
    state: report.state,
    moneyMoving: report.moneyMoving,
    ...(report.scamKind === undefined ? {} : { scamKind: report.scamKind }),
    text: report.text,
    indicators: sightings.get(report.id) ?? [],
    timeline: timelineOf(history),
    attachments: [...history.attachments],
    appeals: history.appeals.map(summaryOf),
    hasContact: contacts.has(report.id),
    keptUntil: report.purgeAt.toISOString(),
    ...(asked === undefined ? {} : { deletion: deletionStatus(asked) }),
    held: await isHeld(tx, report.id),
  };
}

/** Everything that the report's own tables say of it; of decisions those about the report itself, unless others are named. */
export async function readHistory(
  tx: Context,
  report: HeldReport,
  decidedAbout: readonly DecisionSubject[] = ['report'],
): Promise<ReportHistory> {
  return {
    report,
    additions: await listAdditions(tx, report.id),
    answers: await listAnswers(tx, report.id),
    decisions: await listDecisions(tx, decidedAbout, report.id),
    attachments: await listAttachments(tx, report.id),
    appeals: await listAppealsOfReport(tx, report.id),
  };
}

async function appealStatus(tx: Context, appeal: HeldAppeal): Promise<ReceiptStatus> {
  const contacts = await hasContact(tx, 'appeal_id', [appeal.id]);
  return {
    about: 'appeal',
    receivedAt: appeal.filedAt,
    text: appeal.text,
    indicators: [],
    timeline: appealEntries(appeal),
    attachments: [],
    appeals: [summaryOf(appeal)],
    hasContact: contacts.has(appeal.id),
    keptUntil: appeal.purgeAt.toISOString(),
    held: false,
  };
}

/** What the holder of a receipt reads of an appeal. */
export function summaryOf(appeal: AppealSummary): AppealSummary {
  const { id, subject, state, filedAt, dueAt, decidedAt, reason } = appeal;
  return {
    id,
    subject,
    state,
    filedAt,
    dueAt,
    ...(decidedAt === undefined ? {} : { decidedAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

export interface AdditionDraft {
  readonly receiptHash: Buffer;
  readonly text: string;
  readonly idempotencyKey: string;
  /** That something in the report is wrong: it stands beside it, marked. */
  readonly isCorrection?: boolean;
}

/**
 * Adds text to a report, and what is recognised in it to the report's sightings; answers the status.
 * Text, sightings and event commit together; the same request again adds nothing.
 */
export async function addToReport(ctx: Context, draft: AdditionDraft): Promise<ReceiptStatus> {
  const { isCorrection = false } = draft;
  const { text, indicators } = acceptText(draft.text, { maxChars: ctx.profile.limits.additionMaxCharacters });
  return await inTransaction(ctx, async (tx) => {
    const report = await requireReport(tx, draft.receiptHash);
    const addition = { id: tx.newId(), reportId: report.id, addedAt: tx.now(), text, isCorrection };
    const claimed = await claimRequest(
      tx,
      claimFor(tx, {
        operation: isCorrection ? 'correctReport' : 'addToReport',
        receiptHash: draft.receiptHash,
        key: draft.idempotencyKey,
        body: { text: draft.text },
        subjectId: addition.id,
      }),
    );
    if (!claimed.isReplay) {
      await refuseTooManyAdditions(tx, report.id);
      await insertAddition(tx, addition);
      // These values stand outside the report's first text, which their empty stretches say.
      const outside = indicators
        .slice(0, tx.profile.limits.indicatorsPerReportMax)
        .map(({ kind, value }) => ({ kind, value, start: 0, end: 0 }));
      await recordSightings(tx, [{ reportId: report.id, indicators: outside, seenAt: addition.addedAt }]);
      await keepOn(tx, report.id, report.state);
      await emit(tx, 'report.added', { subjectId: report.id });
    }
    return reportStatus(tx, await requireReport(tx, draft.receiptHash));
  });
}

async function refuseTooManyAdditions(tx: Context, reportId: string): Promise<void> {
  const limit = tx.profile.limits.additionsPerReportMax;
  if ((await countAdditions(tx, reportId)) < limit) return;
  throw new Problem('request.too_large', {
    parameters: { limit: { 'zh-CN': `${limit} 条补充`, en: `${limit} additions to a report` } },
  });
}
