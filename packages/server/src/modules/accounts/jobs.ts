import { inTransaction } from '../../platform/context.ts';
import { defineJob } from '../../platform/jobs.ts';
import { deleteOldLinks, deleteOldSessions } from './purge-store.ts';

const dayMs = 86_400_000;

/** Every night: sessions and links that could long no longer be used are forgotten. */
export const purgeSessionsJob = defineJob(
  'accounts.purge-sessions',
  { reason: 'deleting what has ended', cron: '41 2 * * *' },
  async (ctx) => {
    const before = new Date(ctx.now().getTime() - ctx.profile.retentionDays.session * dayMs);
    const count = await inTransaction(ctx, async (tx) => {
      return { sessions: await deleteOldSessions(tx, before), links: await deleteOldLinks(tx, before) };
    });
    ctx.log.info(count, 'old sessions and links were deleted');
  },
);
