import { type Context, inTransaction } from '../../platform/context.ts';
import { readRetentionDays } from '../reports/index.ts';
import { deleteEmergenceBefore, deleteEndedCampaigns, forgetReporterKeys } from './retention-store.ts';
import { countScripts } from './script-store.ts';

const dayMs = 86_400_000;
/** Rows a transaction, and batches a run; what is left waits for the next night. */
const batchMaxRows = 1_000;
const batchesMax = 1_000;

/**
 * Forgets and deletes what has come to its end: who reported, campaigns without reports, what was new long ago. Scripts
 * and links end with their reports by themselves. Running it again changes nothing.
 */
export async function purgeCampaigns(ctx: Context): Promise<void> {
  const { emergence } = ctx.profile.retentionDays;
  const { reporterHash, campaign } = await inTransaction(ctx, readRetentionDays);
  const daysAgo = (days: number) => new Date(ctx.now().getTime() - days * dayMs);
  const reporters = await inBatches(ctx, (tx) =>
    forgetReporterKeys(tx, { time: daysAgo(reporterHash), limit: batchMaxRows }),
  );
  const campaigns = await inBatches(ctx, (tx) =>
    deleteEndedCampaigns(tx, { time: daysAgo(campaign), limit: batchMaxRows }),
  );
  await inTransaction(ctx, async (tx) => {
    await deleteEmergenceBefore(tx, daysAgo(emergence));
    await countScripts(tx);
  });
  ctx.log.info({ reporters, campaigns }, 'campaigns: what has come to its end was deleted');
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
