import { forEachAgency } from '../../platform/agencies.ts';
import { defineJob } from '../../platform/jobs.ts';
import { purgeEndedListings, purgeUnnamedIndicators } from './purge.ts';

/** Every night: listings that ended long enough ago are gone, as promised, and values that nothing names any more. */
export const purgeListingsJob = defineJob(
  'indicators.purge',
  { reason: 'deleting what has ended', cron: '23 3 * * *' },
  async (ctx) => {
    await forEachAgency(ctx, purgeEndedListings, { alsoClosed: true });
    await purgeUnnamedIndicators(ctx);
  },
);
