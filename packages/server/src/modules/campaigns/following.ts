import type { Context } from '../../platform/context.ts';
import type { Consumer, Event } from '../../platform/events.ts';
import { enqueueAll } from '../../platform/jobs.ts';
import { type ImportedBatch, listImportedIds } from '../reports/index.ts';
import { type LinkJob, linkJobName } from './jobs.ts';

/** Reports of one job: work that is given up and tried again is short. */
const reportsPerJob = 100;
/** An import's batch holds no more lines than this. */
const importBatchMax = 1_000;

/** After these a report is linked, or its link is brought up to date. */
const reportEvents: ReadonlySet<string> = new Set(['report.filed', 'report.decided', 'report.transferred']);

/** Queues the linking of reports that came in or were decided about, with the move of its own place in the log. */
export function followReports(job: LinkJob): Consumer {
  return {
    name: linkJobName,
    handle: async (tx, events) => {
      const ids = [...new Set(await reportIdsOf(tx, events))];
      const batches = Array.from({ length: Math.ceil(ids.length / reportsPerJob) }, (_, index) => ({
        agencyId: tx.agencyId,
        reportIds: ids.slice(index * reportsPerJob, (index + 1) * reportsPerJob),
      }));
      await enqueueAll(tx, job, batches);
    },
  };
}

async function reportIdsOf(tx: Context, events: readonly Event[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { type, subjectId, data } of events) {
    if (reportEvents.has(type)) ids.push(subjectId);
    else if (type === 'reports.imported' && isBatch(data))
      ids.push(...(await listImportedIds(tx, data, importBatchMax)));
  }
  return ids;
}

/** Imports by an earlier version do not say which reports came; `campaigns relink --all` finds those. */
function isBatch(data: Event['data']): data is Event['data'] & ImportedBatch {
  const { source, first, last } = data;
  return [source, first, last].every((part) => typeof part === 'string');
}
