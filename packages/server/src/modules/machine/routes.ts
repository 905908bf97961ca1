import * as contract from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { inTransaction } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { apiDescription } from './description.ts';
import { followAllEvents } from './following.ts';
import type { MachineResources } from './module.ts';
import { readReadiness } from './readiness.ts';

export function machineRoutes(resources: MachineResources): Route[] {
  const { version, meter } = resources;
  const stopping = () => Promise.resolve(!resources.isStopping());
  return [
    bind(contract.readHealth, () => ({ status: 'ok' as const, version })),
    bind(contract.readReadiness, (ctx) =>
      readReadiness(ctx, { ...resources.readiness(), accepting: stopping }, resources.warnings()),
    ),
    bind(contract.readMetrics, async () => ({ text: await meter.text(), mediaType: meter.registry.contentType })),
    bind(contract.readOpenApi, () => apiDescription(resources)),
    bind(contract.followEvents, (ctx, { query }, request) => followAllEvents(ctx, query.after, request)),
    bind(contract.downloadBackup, async (ctx) => {
      // Before it leaves, so that the archive holds the entry of its own making.
      await inTransaction(ctx, (tx) =>
        logAction(tx, { action: 'export', subject: 'installation', subjectId: 'backup' }),
      );
      return {
        bytes: resources.backup(),
        mediaType: 'application/gzip',
        headers: {
          'content-disposition': 'attachment; filename="spring-rain-backup.tar.gz"',
          'cache-control': 'no-store',
        },
      };
    }),
  ];
}
