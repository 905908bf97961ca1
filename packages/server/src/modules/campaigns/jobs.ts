import { defineJob, type JobDefinition } from '../../platform/jobs.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { linkReports } from './linking.ts';

export const linkJobName = 'campaigns.link';

/** Reports whose links are to be brought up to date. */
export interface LinkData {
  readonly reportIds: readonly string[];
}

export type LinkJob = JobDefinition<LinkData>;

/** As reports come in: each is linked within seconds. */
export function createLinkJob(kinds: KindReader): LinkJob {
  return defineJob<LinkData>(linkJobName, { batchSize: 2 }, async (ctx, batch) => {
    await linkReports(
      ctx,
      batch.flatMap(({ reportIds }) => reportIds),
      kinds,
    );
  });
}
