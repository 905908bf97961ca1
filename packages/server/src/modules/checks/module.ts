import type { Module } from '../../platform/module.ts';
import { followKnownValues, type KnownFollower } from './known-follower.ts';
import { createKnownValues } from './known-values.ts';
import { checkPages } from './pages.ts';
import { checkRoutes } from './routes.ts';

/** The module for one process; snapshots of known values are kept in the given folder. */
export function createChecksModule(resources: { readonly knownFolder: string }): Module {
  const known = createKnownValues(resources.knownFolder);
  let follower: KnownFollower | undefined;
  return {
    name: 'checks',
    routes: [...checkRoutes(known), ...checkPages(known)],
    async start(ctx) {
      follower = await followKnownValues(ctx, known);
    },
    async stop() {
      await follower?.[Symbol.asyncDispose]();
    },
    readiness: { 'known-values': async () => follower !== undefined },
    gauges: {
      known_values: { help: 'Values in the snapshot of known values.', read: () => known.size },
      known_values_changed: { help: 'Values that changed since the snapshot.', read: () => known.changedSince },
    },
  };
}
