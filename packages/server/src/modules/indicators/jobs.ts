import { defineJob } from '../../platform/jobs.ts';
import { purgeEndedListings } from './purge.ts';

/** Every night: listings that ended long enough ago are gone, as promised. */
export const purgeListingsJob = defineJob('indicators.purge', { cron: '23 3 * * *' }, async (ctx) => {
  await purgeEndedListings(ctx);
});
