import { limits, Problem, type ReceiptStatus, type RightsRequest, type RightsState } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { emit } from '../../platform/events.ts';
import { insertDecision } from './decision-store.ts';
import { lockReport } from './desk-store.ts';
import { isHeld } from './holds-store.ts';
import { claimFor, claimRequest } from './idempotency.ts';
import { daysAfter } from './keeping.ts';
import { reportStatus, requireReport } from './receipts.ts';
import { deleteReportsNow, removeUnnamedFiles } from './retention.ts';
import {
  type DeletionRequest,
  insertRequest,
  listRequestsOf,
  lockRequest,
  type RequestPosition,
  selectRequests,
  updateDecided,
} from './rights-store.ts';
import { acceptName, acceptReason, acceptText } from './text.ts';

export interface DeletionDraft {
  readonly receiptHash: Buffer;
  readonly idempotencyKey: string;
  /** Why; nobody must say. */
  readonly text?: string | undefined;
}

/**
 * Asks for a report to be deleted: it waits, with its clock, for a named person. Answers the status.
 * Throws `receipt.unknown`, `rights.already_asked`, `rights.asked_too_often`, and what `acceptText` throws.
 */
export async function askForDeletion(ctx: Context, draft: DeletionDraft): Promise<ReceiptStatus> {
  const written = draft.text ?? '';
  const maxChars = ctx.profile.limits.additionMaxCharacters;
  const text = written.trim() === '' ? '' : acceptText(written, { maxChars }).text;
  return await inTransaction(ctx, async (tx) => {
    const report = await requireReport(tx, draft.receiptHash);
    const id = tx.newId();
    const claimed = await claimRequest(
      tx,
      claimFor(tx, {
        operation: 'askForDeletion',
        receiptHash: draft.receiptHash,
        key: draft.idempotencyKey,
        body: { text },
        subjectId: id,
      }),
    );
    if (!claimed.isReplay) await keepRequest(tx, { id, reportId: report.id, text });
    return await reportStatus(tx, report);
  });
}

async function keepRequest(tx: Context, asked: { id: string; reportId: string; text: string }): Promise<void> {
  const { dueDays, requestsPerReportMax: limit } = tx.profile.rights;
  const made = await listRequestsOf(tx, asked.reportId);
  if (made.some(({ state }) => state !== 'refused')) throw new Problem('rights.already_asked');
  if (made.length >= limit) throw new Problem('rights.asked_too_often', { parameters: { limit } });
  const askedAt = tx.now();
  const request = {
    ...asked,
    state: 'waiting',
    askedAt,
    dueAt: daysAfter(askedAt, dueDays),
    decided: undefined,
  } as const;
  if (!(await insertRequest(tx, request))) throw new Problem('rights.already_asked');
  await emit(tx, 'rights.asked', { subjectId: asked.reportId });
}

export interface RightsListQuery {
  readonly cursor?: string;
  readonly limit?: number;
  readonly state?: RightsState;
}

/** One page of the agency's requests, the one due first at the top. Throws `cursor.invalid`. */
export function listRightsRequests(
  ctx: Context,
  query: RightsListQuery,
): Promise<{ rows: RightsRequest[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const after = query.cursor === undefined ? undefined : decodeCursor<RequestPosition>(tx, 'rights', query.cursor);
    const found = await selectRequests(tx, { after, limit: limit + 1, state: query.state });
    const rows: RightsRequest[] = [];
    for (const request of found.slice(0, limit)) {
      rows.push(requestAnswer(request, await isHeld(tx, request.reportId)));
    }
    const last = rows.at(-1);
    return found.length > limit && last !== undefined
      ? { rows, next: encodeCursor(tx, 'rights', { dueAt: last.dueAt, id: last.id }) }
      : { rows };
  });
}

function requestAnswer({ askedAt, dueAt, decided, ...request }: DeletionRequest, held: boolean): RightsRequest {
  return {
    ...request,
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    ...(decided === undefined
      ? {}
      : { decidedAt: decided.at.toISOString(), decidedBy: decided.by, reason: decided.reason }),
    held,
  };
}

export interface RightsDecision {
  readonly id: string;
  readonly outcome: 'granted' | 'refused';
  readonly by: string;
  readonly reason: string;
}

/**
 * A named person decides about a deletion. Granted, the report goes at once, as a purge would delete it; under a legal
 * hold it goes with the first purge after that. Decisions stay, by id. A refusal's reason is read on the receipt's page.
 * Throws `request.not_found`, `rights.decided`, `decision.name_missing`.
 */
export async function decideRightsRequest(
  ctx: Context,
  wanted: RightsDecision,
): Promise<{ outcome: 'granted' | 'refused'; deleted: boolean; held: boolean }> {
  const by = acceptName(wanted.by);
  const reason = acceptReason(wanted.reason);
  const { outcome } = wanted;
  const files = new Set<string>();
  const held = await inTransaction(ctx, async (tx) => {
    const request = await lockRequest(tx, wanted.id);
    if (request === undefined) throw new Problem('request.not_found');
    if (request.state !== 'waiting') throw new Problem('rights.decided');
    const { reportId } = request;
    // Nobody adds to it, or places a hold on it, while it is decided about.
    await lockReport(tx, reportId);
    await updateDecided(tx, request.id, { state: outcome, at: tx.now(), by, reason });
    await insertDecision(tx, { subject: 'rights', subjectId: reportId, action: `deletion-${outcome}`, by, reason });
    const isKeptByLaw = await isHeld(tx, reportId);
    if (outcome === 'granted' && !isKeptByLaw) await deleteReportsNow(tx, [reportId], files);
    else await emit(tx, 'rights.decided', { subjectId: reportId, data: { outcome } });
    return isKeptByLaw;
  });
  await removeUnnamedFiles(ctx, files);
  return { outcome, deleted: outcome === 'granted' && !held, held };
}
