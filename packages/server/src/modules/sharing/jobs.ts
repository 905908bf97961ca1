import type { Consumer } from '../../platform/events.ts';
import { defineJob, enqueueAll } from '../../platform/jobs.ts';
import { applyRules, hasRules } from './rules.ts';

const jobName = 'sharing.apply-rules';

/** Reports of an agency that were filed, tagged or decided about. */
interface RuleData {
  readonly agencyId: string;
  readonly reportIds: readonly string[];
}

/** Reports of one job: work that is given up and tried again is short. */
const reportsPerJob = 100;

/** As reports come in and are tagged: what a standing rule says is shared. */
export const applyRulesJob = defineJob<RuleData>(jobName, { reason: 'sharing by rule' }, async (ctx, batch) => {
  for (const { agencyId, reportIds } of batch) await applyRules({ ...ctx, agencyId }, reportIds);
});

/** After these a report may fulfil a rule that it did not fulfil before. */
const reportEvents: ReadonlySet<string> = new Set([
  'report.filed',
  'report.tagged',
  'report.decided',
  'report.transferred',
]);

/** Queues the sharing by rule, with the move of its own place in the log. */
export const followForRules: Consumer = {
  name: jobName,
  handle: async (tx, events) => {
    const ids = [...new Set(events.filter(({ type }) => reportEvents.has(type)).map(({ subjectId }) => subjectId))];
    if (ids.length === 0 || !(await hasRules(tx))) return;
    const batches = Array.from({ length: Math.ceil(ids.length / reportsPerJob) }, (_, index) => ({
      agencyId: tx.agencyId,
      reportIds: ids.slice(index * reportsPerJob, (index + 1) * reportsPerJob),
    }));
    await enqueueAll(tx, applyRulesJob, batches);
  },
};
