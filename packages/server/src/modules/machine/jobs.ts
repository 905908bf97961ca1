import { purgeEvents } from '../../platform/events.ts';
import { purgeSpentProofs } from '../../platform/http/flood-store.ts';
import { defineJob } from '../../platform/jobs.ts';

/** Every hour: proofs of work that were spent and have expired since are forgotten. */
export const purgeProofsJob = defineJob('machine.purge-proofs', { cron: '29 * * * *' }, async (ctx) => {
  await purgeSpentProofs(ctx);
});

const dayMs = 86_400_000;

/** Every night: events have told what they had to tell. */
export const purgeEventsJob = defineJob('machine.purge-events', { cron: '23 2 * * *' }, async (ctx) => {
  const count = await purgeEvents(ctx, new Date(ctx.now().getTime() - ctx.profile.retentionDays.event * dayMs));
  ctx.log.info({ count }, 'old events were deleted');
});
