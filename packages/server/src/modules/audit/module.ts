import * as contract from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import type { Module } from '../../platform/module.ts';
import { ensureSigningKey } from '../../platform/signing-keys.ts';
import { followLog } from './chain.ts';
import { exportLog } from './export.ts';
import { listLog, readLogKeys } from './reading.ts';

/** The module for one process; `chainCtx` acts as a job, which chains what all agencies did. */
export function createAuditModule(chainCtx: Context): Module {
  let following: AsyncDisposable | undefined;
  return {
    name: 'audit',
    routes: auditRoutes(chainCtx),
    async start() {
      await ensureSigningKey(chainCtx, null);
      following = followLog(chainCtx);
    },
    async stop() {
      await following?.[Symbol.asyncDispose]();
    },
  };
}

function auditRoutes(chainCtx: Context): Route[] {
  return [
    bind(contract.listLog, (ctx, { query }) => listLog(ctx, { ...query, chainCtx })),
    bind(contract.exportLog, (ctx, { query }, request) =>
      // Staff see their own agency's; without staff it is the operator of the host.
      exportLog(ctx, { from: query.from, agencyId: request.staff?.agencyId, chainCtx }),
    ),
    bind(contract.readLogKeys, (ctx) => readLogKeys(ctx)),
  ];
}
