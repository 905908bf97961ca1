import { purgeSpentProofs } from '../../platform/http/flood-store.ts';
import { defineJob } from '../../platform/jobs.ts';

/** Every hour: proofs of work that were spent and have expired since are forgotten. */
export const purgeProofsJob = defineJob('machine.purge-proofs', { cron: '29 * * * *' }, async (ctx) => {
  await purgeSpentProofs(ctx);
});
