import type { KindReader } from '../../platform/kind-reader.ts';
import type { Module } from '../../platform/module.ts';
import { followReports } from './following.ts';
import { createLinkJob, emergenceJob, purgeCampaignsJob } from './jobs.ts';
import type { ReleasedCampaigns } from './released.ts';
import { campaignRoutes } from './routes.ts';

export interface CampaignsOptions {
  /** What a classifier reads in a text; nothing while there is no model. */
  readonly kinds: KindReader;
  /** Kept true by this module, asked by checks. */
  readonly released: ReleasedCampaigns;
}

/** The module for one process. */
export function createCampaignsModule({ kinds, released }: CampaignsOptions): Module {
  const linkJob = createLinkJob(kinds);
  let following: AsyncDisposable | undefined;
  return {
    name: 'campaigns',
    routes: campaignRoutes(kinds),
    jobs: [linkJob, emergenceJob, purgeCampaignsJob],
    consumers: [followReports(linkJob)],
    async start(ctx) {
      following = await released.follow(ctx);
    },
    async stop() {
      await following?.[Symbol.asyncDispose]();
    },
    readiness: { 'released-campaigns': async () => following !== undefined },
  };
}
