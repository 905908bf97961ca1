import { defineJob } from '../../platform/jobs.ts';
import { purgeEnded, removeOrphanFiles } from './retention.ts';

/** Every hour: what is promised to be deleted is gone within the hour. */
export const retentionJob = defineJob('reports.retention', { cron: '17 * * * *' }, async (ctx) => {
  await purgeEnded(ctx);
});

/** Every Sunday night: files that no row names, left by a crash. */
export const orphanFilesJob = defineJob('reports.orphan-files', { cron: '41 3 * * 0' }, async (ctx) => {
  await removeOrphanFiles(ctx);
});
