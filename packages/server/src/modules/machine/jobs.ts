import { forEachAgency } from '../../platform/agencies.ts';
import { purgeEvents } from '../../platform/events.ts';
import { purgeSpentProofs } from '../../platform/http/flood-store.ts';
import { defineJob } from '../../platform/jobs.ts';

/** Every hour: proofs of work that were spent and have expired since are forgotten. */
export const purgeProofsJob = defineJob(
  'machine.purge-proofs',
  { reason: 'deleting what has ended', cron: '29 * * * *' },
  async (ctx) => {
    await purgeSpentProofs(ctx);
  },
);

const dayMs = 86_400_000;

/** Every night: events have told what they had to tell. */
export const purgeEventsJob = defineJob(
  'machine.purge-events',
  { reason: 'deleting what has ended', cron: '23 2 * * *' },
  async (ctx) => {
    const before = new Date(ctx.now().getTime() - ctx.profile.retentionDays.event * dayMs);
    let count = 0;
    await forEachAgency(
      ctx,
      async (own) => {
        count += await purgeEvents(own, before);
      },
      { alsoClosed: true },
    );
    ctx.log.info({ count }, 'old events were deleted');
  },
);
