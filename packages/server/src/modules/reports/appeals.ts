import { type AppealSummary, Problem, type ReceiptAnswer } from '@spring-rain/contract';
import { asAgency, type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { countWaiting, insertAppeal, type NewAppeal } from './appeal-store.ts';
import { claimFor, claimRequest } from './idempotency.ts';
import { daysAfter, keepOn, sealContact } from './keeping.ts';
import { findCondemningListing } from './listing-subjects.ts';
import { listAnswers, listAppealsOfReport } from './receipt-store.ts';
import { requireReport, summaryOf } from './receipts.ts';
import { readRetentionDays } from './retention-rule-store.ts';
import { acceptText, refuseBrokenUnicode } from './text.ts';
import { startState } from './transitions.ts';

export interface AnswerAppealDraft {
  readonly receiptHash: Buffer;
  readonly text: string;
  readonly idempotencyKey: string;
}

/**
 * Objects to the answer that a reporter got, or to what was decided of the report when nobody answered in words.
 * Its clock starts now. Throws `receipt.unknown`, `appeal.already_open`, and `decision.not_possible` when there is
 * nothing yet to object to.
 */
export async function appealAnswer(ctx: Context, draft: AnswerAppealDraft): Promise<AppealSummary> {
  const { text } = acceptText(draft.text, { maxChars: ctx.profile.appeal.textMaxCharacters });
  return await inTransaction(ctx, async (tx) => {
    const report = await requireReport(tx, draft.receiptHash);
    const id = tx.newId();
    const claimed = await claimRequest(
      tx,
      claimFor(tx, {
        operation: 'appealAnswer',
        receiptHash: draft.receiptHash,
        key: draft.idempotencyKey,
        body: { text: draft.text },
        subjectId: id,
      }),
    );
    if (!claimed.isReplay) {
      const answers = await listAnswers(tx, report.id);
      const isDecided = report.state !== startState(report.source);
      if (answers.length === 0 && !isDecided) throw nothingToAppeal();
      if ((await countWaiting(tx, { reportId: report.id })) > 0) throw new Problem('appeal.already_open');
      const subjectId = answers.at(-1)?.id ?? report.id;
      await keepAppeal(tx, { id, subject: 'answer', subjectId, reportId: report.id, text });
      await keepOn(tx, report.id, report.state);
    }
    const appeals = await listAppealsOfReport(tx, report.id);
    return summaryOf(appeals.find((appeal) => appeal.id === claimed.subjectId)!);
  });
}

function nothingToAppeal(): Problem {
  return new Problem('decision.not_possible', {
    parameters: {
      found: { 'zh-CN': '尚未答复', en: 'not answered yet' },
      wanted: { 'zh-CN': '一个答复或决定', en: 'an answer or a decision' },
    },
  });
}

export interface ListingAppealDraft {
  /** The listed value, as the person wrote it. */
  readonly value: string;
  readonly text: string;
  readonly contact?: string;
  readonly idempotencyKey: string;
}

/**
 * Objects to a listing, for whoever is affected; answers a receipt to follow it with.
 * Throws `request.not_found` when nothing lists the value, `appeal.already_open` when enough appeals about it wait.
 */
export async function appealListing(ctx: Context, draft: ListingAppealDraft): Promise<ReceiptAnswer> {
  refuseBrokenUnicode(draft.value, 'value');
  const { text } = acceptText(draft.text, { maxChars: ctx.profile.appeal.textMaxCharacters });
  const { idempotencyKey: key, ...body } = draft;
  const id = ctx.newId();
  const contact = sealContact(ctx, draft.contact);
  return inTransaction(ctx, async (tx) => {
    const claimed = await claimRequest(tx, claimFor(tx, { operation: 'appealListing', key, body, subjectId: id }));
    const receipt = tx.keys.receiptFor(claimed.subjectId);
    if (!claimed.isReplay) {
      const listing = await findCondemningListing(tx, draft.value);
      if (listing === undefined) throw new Problem('request.not_found', { parameters: { field: 'value' } });
      const receiptHash = tx.keys.receiptHash(receipt);
      const start = { id, subject: 'listing', subjectId: listing.id, text, receiptHash, contact } as const;
      // It goes to whoever listed the value: they alone can take the listing back.
      await asAgency(tx, listing.agencyId, async (own) => {
        const waiting = await countWaiting(own, start);
        if (waiting >= own.profile.appeal.openPerListingMax) throw new Problem('appeal.already_open');
        await keepAppeal(own, start);
      });
    }
    return { receipt, receivedAt: claimed.createdAt.toISOString() };
  });
}

type AppealStart = Pick<NewAppeal, 'id' | 'subject' | 'subjectId' | 'text'> &
  Partial<Pick<NewAppeal, 'reportId' | 'receiptHash' | 'contact'>>;

async function keepAppeal(tx: Context, start: AppealStart): Promise<void> {
  const filedAt = tx.now();
  const { appeal } = tx.profile;
  const days = await readRetentionDays(tx);
  const kept = await insertAppeal(tx, {
    reportId: undefined,
    receiptHash: undefined,
    contact: undefined,
    ...start,
    filedAt,
    dueAt: daysAfter(filedAt, appeal.dueDays),
    purgeAt: daysAfter(filedAt, days.report),
    contactPurgeAt: daysAfter(filedAt, days.contact),
  });
  if (!kept) throw new Problem('appeal.already_open');
  await emit(tx, 'appeal.filed', { subjectId: start.id });
  if (start.reportId !== undefined) await emit(tx, 'appeal.filed', { subjectId: start.reportId });
}
