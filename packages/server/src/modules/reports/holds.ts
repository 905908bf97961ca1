import { type HeldSubject, type LegalHold, limits, Problem } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { lockReport } from './desk-store.ts';
import { type Hold, insertHold, isOwnCampaign, lockHold, selectHolds, updateReleased } from './holds-store.ts';
import { daysAfter } from './keeping.ts';
import { acceptLine, acceptName, acceptReason } from './text.ts';

export interface HoldDraft {
  readonly subject: HeldSubject;
  readonly id: string;
  readonly legalBasis: string;
  readonly until: string;
  readonly by: string;
  readonly reason: string;
}

/**
 * Keeps a report, or a campaign with its reports, from being purged until a date: nothing of it is deleted, and it can be
 * read by whoever may read it. The hold ends by itself. Throws `request.not_found` for what is not the agency's own,
 * `hold.until_invalid`, `decision.name_missing`.
 */
export async function placeHold(ctx: Context, draft: HoldDraft): Promise<LegalHold> {
  const by = acceptName(draft.by);
  const reason = acceptReason(draft.reason);
  const legalBasis = acceptLine(draft.legalBasis, 'legalBasis');
  if (legalBasis === undefined) throw new Problem('decision.name_missing', { parameters: { field: 'legalBasis' } });
  const until = acceptEnd(ctx, draft.until);
  return await inTransaction(ctx, async (tx) => {
    await requireOwn(tx, draft);
    const { subject, id: subjectId } = draft;
    const heldAt = tx.now();
    const hold = { id: tx.newId(), subject, subjectId, legalBasis, reason, by, heldAt, until, released: undefined };
    await insertHold(tx, hold);
    await logAction(tx, { action: 'hold', subject, subjectId, fields: ['until'], reason });
    return holdAnswer(tx, hold);
  });
}

function acceptEnd(ctx: Context, written: string): Date {
  const until = new Date(written);
  const { maxDays } = ctx.profile.holds;
  if (until > ctx.now() && until <= daysAfter(ctx.now(), maxDays)) return until;
  throw new Problem('hold.until_invalid', { parameters: { field: 'until', limit: maxDays } });
}

async function requireOwn(tx: Context, { subject, id }: HoldDraft): Promise<void> {
  // What others share can be read, and not locked.
  const isOwn = subject === 'report' ? (await lockReport(tx, id)) !== undefined : await isOwnCampaign(tx, id);
  if (!isOwn) throw new Problem('request.not_found');
}

/** One page of the agency's holds, the newest first, ended ones too. Throws `cursor.invalid`. */
export function listHolds(
  ctx: Context,
  query: { readonly cursor?: string; readonly limit?: number },
): Promise<{ rows: LegalHold[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const before = query.cursor === undefined ? undefined : decodeCursor<{ id: string }>(tx, 'holds', query.cursor).id;
    const found = await selectHolds(tx, { before, limit: limit + 1 });
    const rows = found.slice(0, limit).map((hold) => holdAnswer(tx, hold));
    const last = rows.at(-1);
    return found.length > limit && last !== undefined
      ? { rows, next: encodeCursor(tx, 'holds', { id: last.id }) }
      : { rows };
  });
}

/** Ends a hold before its time. Throws `request.not_found`, `hold.ended`, `decision.name_missing`. */
export async function releaseHold(
  ctx: Context,
  wanted: { readonly id: string; readonly by: string; readonly reason: string },
): Promise<LegalHold> {
  const by = acceptName(wanted.by);
  const reason = acceptReason(wanted.reason);
  return await inTransaction(ctx, async (tx) => {
    const hold = await lockHold(tx, wanted.id);
    if (hold === undefined) throw new Problem('request.not_found');
    if (!isInForce(tx, hold)) throw new Problem('hold.ended');
    const released = { at: tx.now(), by, reason };
    await updateReleased(tx, hold.id, released);
    await logAction(tx, { action: 'release-hold', subject: hold.subject, subjectId: hold.subjectId, reason });
    return holdAnswer(tx, { ...hold, released });
  });
}

function isInForce(ctx: Context, { released, until }: Hold): boolean {
  return released === undefined && until > ctx.now();
}

function holdAnswer(ctx: Context, hold: Hold): LegalHold {
  const { heldAt, until, released, ...rest } = hold;
  return {
    ...rest,
    heldAt: heldAt.toISOString(),
    until: until.toISOString(),
    inForce: isInForce(ctx, hold),
    ...(released === undefined
      ? {}
      : { releasedAt: released.at.toISOString(), releasedBy: released.by, releasedReason: released.reason }),
  };
}
