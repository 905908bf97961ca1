import type { Context } from '../../platform/context.ts';
import { groupCommit } from '../../platform/group-commit.ts';
import type { Module } from '../../platform/module.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { keepReports, type PreparedReport } from './filing.ts';
import { createReadingJob, followAttachments, orphanFilesJob, retentionJob } from './jobs.ts';
import { reportPages } from './pages.ts';
import { reportRoutes } from './routes.ts';

/** Reports that share one commit at most: past this the statements grow faster than the commits are saved. */
const commitMaxReports = 100;

/** The module for one process; `intake` is the context of the public, `images` reads what came with reports. */
export function createReportsModule(intake: Context, images: ImageReader): Module {
  const readingJob = createReadingJob(images);
  const keepReport = groupCommit(intake, {
    maxBatch: commitMaxReports,
    write: (tx: Context, prepared: readonly PreparedReport[]) => keepReports(tx, prepared),
  });
  return {
    name: 'reports',
    routes: [...reportRoutes(keepReport), ...reportPages(keepReport)],
    jobs: [retentionJob, orphanFilesJob, readingJob],
    consumers: [followAttachments(readingJob)],
  };
}
