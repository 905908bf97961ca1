import { Problem, type ReceiptAnswer, type RecognisedIndicator, type ReportDraft } from '@spring-rain/contract';
import { canonicalIndicator, recognise } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { isUniqueViolation } from '../../platform/db/index.ts';
import { emitAll } from '../../platform/events.ts';
import { recordSightings } from '../indicators/index.ts';
import { insertReports, type NewLoss, type NewReport } from './filing-store.ts';
import { type ClaimedRequest, claimFor, claimRequests, type RequestClaim } from './idempotency.ts';
import { sealContact } from './keeping.ts';
import { acceptLine, acceptText } from './text.ts';
import { acceptPastTime, refuseUnknownCurrency } from './times-and-amounts.ts';

/** A report that came in: what was said, and what is known of the request that brought it. */
export interface Filing {
  readonly draft: ReportDraft;
  readonly idempotencyKey: string;
  readonly reporterParts: readonly string[];
}

/** A report that is fit to be kept: nothing in it can be refused any more. */
export interface PreparedReport {
  readonly report: NewReport;
  readonly indicators: readonly RecognisedIndicator[];
  readonly claim: RequestClaim;
}

/** Keeps one prepared report; requests that arrive while a commit runs share the next one. */
export type KeepReport = (prepared: PreparedReport) => Promise<ReceiptAnswer | Problem>;

/**
 * Keeps a report from the public and answers its receipt; the same request again gets the same receipt.
 * Report, loss, sealed contact, sightings and event commit together.
 */
export async function fileReport(ctx: Context, keepReport: KeepReport, filing: Filing): Promise<ReceiptAnswer> {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await keepReport(prepareReport(ctx, filing));
      if (answer instanceof Problem) throw answer;
      return answer;
    } catch (error) {
      // Another report has these 16 digits already: about once in 10^15 pairs. A new id gives others.
      if (tries === receiptTriesMax || !isUniqueViolation(error, 'report_receipt_hash_unique')) throw error;
    }
  }
}

const receiptTriesMax = 3;

/**
 * Keeps many prepared reports in one transaction; answers in their order a receipt each, or the refusal
 * `idempotency.key_reused`. The work of one commit, whatever the number of requests that share it.
 */
export async function keepReports(
  tx: Context,
  prepared: readonly PreparedReport[],
): Promise<(ReceiptAnswer | Problem)[]> {
  const claimed = await claimRequests(
    tx,
    prepared.map(({ claim }) => claim),
  );
  const fresh = prepared.filter((_report, at) => isFresh(claimed[at]));
  if (fresh.length > 0) {
    await insertReports(
      tx,
      fresh.map(({ report }) => report),
    );
    await recordSightings(
      tx,
      fresh.map(({ report, indicators }) => ({ reportId: report.id, indicators, seenAt: report.receivedAt })),
    );
    await emitAll(
      tx,
      fresh.map(({ report }) => ({ type: 'report.filed' as const, subjectId: report.id })),
    );
  }
  return claimed.map((request) => {
    if (request instanceof Problem) return request;
    return { receipt: tx.keys.receiptFor(request.subjectId), receivedAt: request.createdAt.toISOString() };
  });
}

function isFresh(claimed: ClaimedRequest | Problem | undefined): boolean {
  return claimed !== undefined && !(claimed instanceof Problem) && !claimed.isReplay;
}

/** The rules of a draft: text, times, amount, contact. Throws the problems that `fileReport` declares. */
function prepareReport(ctx: Context, filing: Filing): PreparedReport {
  const { draft } = filing;
  const { text, indicators } = acceptText(draft.text);
  const receivedAt = ctx.now();
  const id = ctx.newId();
  const report: NewReport = {
    id,
    receivedAt,
    state: 'received',
    text,
    scamKind: draft.scamKind,
    channel: draft.channel,
    happenedAt: acceptPastTime(draft.happenedAt, { field: 'happenedAt', now: receivedAt }),
    moneyMoving: draft.moneyMoving === true,
    receiptHash: ctx.keys.receiptHash(ctx.keys.receiptFor(id)),
    // Salted by the day: nobody's reports can be strung together over weeks.
    reporterHash: ctx.keys.reporterHash([receivedAt.toISOString().slice(0, 10), ...filing.reporterParts]),
    source: undefined,
    importKey: undefined,
    loss: acceptLoss(draft.loss, receivedAt),
    contact: sealContact(ctx, draft.contact),
  };
  const claim = claimFor(ctx, { operation: 'fileReport', key: filing.idempotencyKey, body: draft, subjectId: id });
  const payee = payeeIndicators(draft);
  // A text full of links must not crowd out the account that was paid.
  const inText = indicators.slice(0, ctx.profile.limits.indicatorsPerReportMax - payee.length);
  return { report, indicators: [...inText, ...payee], claim };
}

/** What was lost, as it may be kept. Throws `report.amount_invalid`, `report.time_invalid`, `text.not_unicode`. */
export function acceptLoss(loss: ReportDraft['loss'], receivedAt: Date): NewLoss | undefined {
  if (loss === undefined) return undefined;
  if (loss.amount !== undefined) refuseUnknownCurrency(loss.amount.currency);
  const kept: NewLoss = {
    amount: loss.amount,
    paidAt: acceptPastTime(loss.paidAt, { field: 'loss.paidAt', now: receivedAt }),
    ownBank: acceptLine(loss.ownBank, 'loss.ownBank'),
    payeeAccount: acceptLine(loss.payeeAccount, 'loss.payeeAccount'),
  };
  return Object.values(kept).every((part) => part === undefined) ? undefined : kept;
}

/**
 * The account that was paid protects the next one only if it is found too. It stands outside the text, which its
 * empty stretch says. Alone in its field it needs neither cue nor checksum to be read as an account.
 */
export function payeeIndicators({ loss }: Pick<ReportDraft, 'loss'>): RecognisedIndicator[] {
  const written = loss?.payeeAccount ?? '';
  const { indicators, redactions } = recognise(written);
  if (redactions.length > 0) return [];
  const whole = canonicalIndicator('bank-card', written) ?? canonicalIndicator('bank-account', written);
  const found = indicators.length > 0 || whole === undefined ? indicators : [whole];
  return found.map(({ kind, value }) => ({ kind, value, start: 0, end: 0 }));
}
