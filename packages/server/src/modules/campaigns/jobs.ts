import { forEachAgency } from '../../platform/agencies.ts';
import { defineJob, type JobDefinition } from '../../platform/jobs.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { findEmergence } from './emerging.ts';
import { linkReports } from './linking.ts';
import { purgeCampaigns } from './retention.ts';

export const linkJobName = 'campaigns.link';

/** Reports whose links are to be brought up to date. */
export interface LinkData {
  /** Whose reports; left out by jobs of an earlier version, which knew one agency. */
  readonly agencyId?: string;
  readonly reportIds: readonly string[];
}

export type LinkJob = JobDefinition<LinkData>;

/** Three quarters of the time belong to those who report and check, even while a flood is being linked. */
const restFactor = 3;

/** As reports come in: each is linked within seconds. */
export function createLinkJob(kinds: KindReader): LinkJob {
  return defineJob<LinkData>(linkJobName, { reason: 'linking reports', batchSize: 2 }, async (ctx, batch) => {
    for (const [agencyId, own] of Map.groupBy(batch, (data) => data.agencyId ?? ctx.agencyId)) {
      await linkReports(
        { ...ctx, agencyId },
        own.flatMap(({ reportIds }) => reportIds),
        { kinds, restFactor },
      );
    }
  });
}

/** Every hour: what is seen far more often than before is shown while it runs. */
export const emergenceJob = defineJob(
  'campaigns.emergence',
  { reason: 'finding what is new', cron: '11 * * * *' },
  async (ctx) => {
    await forEachAgency(ctx, findEmergence);
  },
);

/** Every hour, like the retention of reports: who reported is forgotten here when it is forgotten there. */
export const purgeCampaignsJob = defineJob(
  'campaigns.retention',
  { reason: 'deleting what has ended', cron: '37 * * * *' },
  async (ctx) => {
    await forEachAgency(ctx, purgeCampaigns, { alsoClosed: true });
  },
);
