import { type Context, inTransaction } from '../../platform/context.ts';
import { emitAll } from '../../platform/events.ts';
import { findNamedContent, holdName } from './attachment-store.ts';
import { daysAfter } from './keeping.ts';
import { readRetentionDays } from './retention-rule-store.ts';
import {
  deleteEnded,
  deleteEndedAppeals,
  deleteOldAttachments,
  deleteReports,
  forgetReporters,
  listContentOf,
  lockEndedReports,
} from './retention-store.ts';

/** Rows a transaction: short locks, and a purge that is interrupted has still done its part. */
const batchMaxRows = 500;
/** Batches a run; what is left waits for the next run. */
const batchesMax = 1_000;

/** How many of each ended. Counts alone: they may be logged. */
export interface PurgeCounts {
  readonly reports: number;
  readonly attachments: number;
  readonly appeals: number;
  readonly contacts: number;
  readonly requests: number;
  readonly reporters: number;
  readonly files: number;
}

/** Deletes what has come to its end, and nothing else. Running it again at the same time changes nothing. */
export async function purgeEnded(ctx: Context): Promise<PurgeCounts> {
  const files = new Set<string>();
  const { attachment, reporterHash } = await inTransaction(ctx, readRetentionDays);
  const now = ctx.now();
  const counts = {
    reports: await inBatches(ctx, (tx) => purgeReports(tx, files)),
    attachments: await inBatches(ctx, (tx) => purgeAttachments(tx, daysAfter(now, -attachment), files)),
    appeals: await inBatches(ctx, async (tx) => (await deleteEndedAppeals(tx, batchMaxRows)).length),
    contacts: await inBatches(ctx, (tx) => deleteEnded(tx, 'sealed_contact', batchMaxRows)),
    requests: await inBatches(ctx, (tx) => deleteEnded(tx, 'idempotency_key', batchMaxRows)),
    reporters: await inBatches(ctx, (tx) =>
      forgetReporters(tx, { time: daysAfter(now, -reporterHash), limit: batchMaxRows }),
    ),
    files: await removeUnnamedFiles(ctx, files),
  };
  ctx.log.info(counts, 'retention has run');
  return counts;
}

async function inBatches(ctx: Context, purge: (tx: Context) => Promise<number>): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const count = await inTransaction(ctx, purge);
    total += count;
    if (count < batchMaxRows) break;
  }
  return total;
}

async function purgeReports(tx: Context, files: Set<string>): Promise<number> {
  const ids = await lockEndedReports(tx, batchMaxRows);
  if (ids.length === 0) return 0;
  await deleteReportsNow(tx, ids, files);
  return ids.length;
}

/** Deletes reports with all that hangs on them, and notes whose files may go once that has committed. */
export async function deleteReportsNow(tx: Context, ids: readonly string[], files: Set<string>): Promise<void> {
  for (const hash of await listContentOf(tx, ids)) files.add(hash);
  await deleteReports(tx, ids);
  await emitAll(
    tx,
    ids.map((subjectId) => ({ type: 'report.purged' as const, subjectId })),
  );
}

async function purgeAttachments(tx: Context, time: Date, files: Set<string>): Promise<number> {
  const deleted = await deleteOldAttachments(tx, { time, limit: batchMaxRows });
  for (const { contentHash } of deleted) files.add(contentHash);
  return deleted.length;
}

/**
 * Removes those of the given files that no attachment names any more. A transaction of its own for each: while one is
 * looked at, nobody can attach the same content; and no lock on a report is held meanwhile.
 */
export async function removeUnnamedFiles(ctx: Context, hashes: Iterable<string>): Promise<number> {
  let removed = 0;
  for (const hash of hashes) {
    const isRemoved = await inTransaction(ctx, async (tx) => {
      await holdName(tx, 'content', hash);
      const named = await findNamedContent(tx, [hash]);
      if (named.has(hash)) return false;
      await tx.files.delete(hash);
      return true;
    });
    if (isRemoved) removed += 1;
  }
  return removed;
}

/**
 * Removes files that no attachment names: a crash between writing a file and committing its row leaves one.
 * Walks the whole store, so it runs seldom.
 */
export async function removeOrphanFiles(ctx: Context): Promise<number> {
  let removed = 0;
  let batch: string[] = [];
  const flush = async () => {
    const named = await inTransaction(ctx, (tx) => findNamedContent(tx, batch));
    removed += await removeUnnamedFiles(
      ctx,
      batch.filter((hash) => !named.has(hash)),
    );
    batch = [];
  };
  for await (const hash of ctx.files.list()) {
    batch.push(hash);
    if (batch.length >= batchMaxRows) await flush();
  }
  if (batch.length > 0) await flush();
  ctx.log.info({ removed }, 'orphan files removed');
  return removed;
}
