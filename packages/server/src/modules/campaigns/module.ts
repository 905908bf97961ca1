import type { Module } from '../../platform/module.ts';
import { followReports } from './following.ts';
import { createLinkJob } from './jobs.ts';
import type { ReadKind } from './reading.ts';
import { campaignRoutes } from './routes.ts';

/** The module for one process; `readKind` is what a classifier reads in a text, nothing while there is no model. */
export function createCampaignsModule({ readKind = () => undefined }: { readonly readKind?: ReadKind } = {}): Module {
  const linkJob = createLinkJob(readKind);
  return {
    name: 'campaigns',
    routes: campaignRoutes(readKind),
    jobs: [linkJob],
    consumers: [followReports(linkJob)],
  };
}
