import type { Context } from '../../platform/context.ts';
import { groupCommit } from '../../platform/group-commit.ts';
import type { Module } from '../../platform/module.ts';
import { keepReports, type PreparedReport } from './filing.ts';
import { orphanFilesJob, retentionJob } from './jobs.ts';
import { reportPages } from './pages.ts';
import { reportRoutes } from './routes.ts';

/** Reports that share one commit at most: past this the statements grow faster than the commits are saved. */
const commitMaxReports = 100;

/** The module for one process; `intake` is the context of the public. */
export function createReportsModule(intake: Context): Module {
  const keepReport = groupCommit(intake, {
    maxBatch: commitMaxReports,
    write: (tx: Context, prepared: readonly PreparedReport[]) => keepReports(tx, prepared),
  });
  return {
    name: 'reports',
    routes: [...reportRoutes(keepReport), ...reportPages(keepReport)],
    jobs: [retentionJob, orphanFilesJob],
  };
}
