import { forEachAgency } from '../../platform/agencies.ts';
import type { Consumer } from '../../platform/events.ts';
import { defineJob, enqueueAll, type JobDefinition } from '../../platform/jobs.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { readAttachments } from './attachment-reading.ts';
import { purgeEnded, removeOrphanFiles } from './retention.ts';

/** Every hour: what is promised to be deleted is gone within the hour. */
export const retentionJob = defineJob(
  'reports.retention',
  { reason: 'files that no attachment names', cron: '17 * * * *' },
  async (ctx) => {
    await forEachAgency(ctx, purgeEnded, { alsoClosed: true });
  },
);

/** Every Sunday night: files that no row names, left by a crash. */
export const orphanFilesJob = defineJob(
  'reports.orphan-files',
  { reason: 'files that no attachment names', cron: '41 3 * * 0' },
  async (ctx) => {
    await removeOrphanFiles(ctx);
  },
);

const readingName = 'reports.read-attachments';

/** A report that got a picture. */
export interface ReadingData {
  /** Whose report; left out by jobs of an earlier version, which knew one agency. */
  readonly agencyId?: string;
  readonly reportId: string;
}

/** As pictures come in: what they say is read. A few reports at once, because each picture takes a second or more. */
export function createReadingJob(images: ImageReader): JobDefinition<ReadingData> {
  return defineJob<ReadingData>(readingName, { reason: 'reading pictures', batchSize: 2 }, async (ctx, batch) => {
    for (const { agencyId = ctx.agencyId, reportId } of batch)
      await readAttachments({ ...ctx, agencyId }, images, reportId);
  });
}

/** Queues the reading of pictures, with the move of its own place in the log. */
export function followAttachments(job: JobDefinition<ReadingData>): Consumer {
  return {
    name: readingName,
    handle: async (tx, events) => {
      const attached = events.filter(({ type }) => type === 'report.attached').map(({ subjectId }) => subjectId);
      await enqueueAll(
        tx,
        job,
        [...new Set(attached)].map((reportId) => ({ agencyId: tx.agencyId, reportId })),
      );
    },
  };
}
