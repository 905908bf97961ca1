import type { KindReader } from '../../platform/kind-reader.ts';
import type { Module } from '../../platform/module.ts';
import type { ReleasedCampaigns } from '../campaigns/index.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { followKnownValues, type KnownFollower } from './known-follower.ts';
import { createKnownValues } from './known-values.ts';
import { checkPages } from './pages.ts';
import { checkRoutes } from './routes.ts';
import type { Knowledge } from './service.ts';

export interface ChecksResources {
  readonly knownFolder: string;
  readonly kinds: KindReader;
  readonly released: ReleasedCampaigns;
  readonly images: ImageReader;
}

/** The module for one process; snapshots of known values are kept in the given folder. */
export function createChecksModule(resources: ChecksResources): Module {
  const { kinds, images, released } = resources;
  const known = createKnownValues(resources.knownFolder);
  const knowledge: Knowledge = { known, kinds, released };
  let follower: KnownFollower | undefined;
  return {
    name: 'checks',
    routes: [...checkRoutes(knowledge, images), ...checkPages(knowledge, images)],
    async start(ctx) {
      follower = await followKnownValues(ctx, known);
    },
    async stop() {
      await follower?.[Symbol.asyncDispose]();
    },
    warnings: { 'kind-model': () => kinds.problem },
    readiness: { 'known-values': async () => follower !== undefined },
    gauges: {
      known_values: { help: 'Values in the snapshot of known values.', read: () => known.size },
      known_values_changed: { help: 'Values that changed since the snapshot.', read: () => known.changedSince },
    },
  };
}
