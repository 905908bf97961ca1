import * as endpoints from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { takeBundle } from './bundle-taking.ts';
import { readBundleKey, writeBundle } from './bundle-writing.ts';
import { listHolds, placeHold, releaseHold } from './holds.ts';
import { exportOwnData } from './own-data.ts';
import { addToReport } from './receipts.ts';
import { listRetention, setRetention } from './retention-rules.ts';
import { askForDeletion, decideRightsRequest, listRightsRequests } from './rights.ts';

/** How long what is kept, what a law keeps longer, what persons ask for by receipt, and what leaves in bundles. */
export const rightsRoutes: readonly Route[] = [
  bind(endpoints.exportOwnData, (ctx, _input, { receiptHash }) => exportOwnData(ctx, receiptHash!)),
  bind(endpoints.correctReport, (ctx, { body }, { receiptHash, idempotencyKey }) =>
    addToReport(ctx, {
      ...body,
      receiptHash: receiptHash!,
      idempotencyKey: idempotencyKey!,
      isCorrection: true,
    }),
  ),
  bind(endpoints.askForDeletion, (ctx, { body }, { receiptHash, idempotencyKey }) =>
    askForDeletion(ctx, { ...body, receiptHash: receiptHash!, idempotencyKey: idempotencyKey! }),
  ),
  bind(endpoints.listRetention, (ctx) => listRetention(ctx)),
  bind(endpoints.setRetention, (ctx, { params, body }) => setRetention(ctx, { ...params, ...body })),
  bind(endpoints.listHolds, (ctx, { query }) => listHolds(ctx, query)),
  bind(endpoints.placeHold, (ctx, { body }) => placeHold(ctx, body)),
  bind(endpoints.releaseHold, (ctx, { params, body }) => releaseHold(ctx, { ...params, ...body })),
  bind(endpoints.listRightsRequests, (ctx, { query }) => listRightsRequests(ctx, query)),
  bind(endpoints.decideRightsRequest, (ctx, { params, body }) => decideRightsRequest(ctx, { ...params, ...body })),
  bind(endpoints.readBundleKey, (ctx) => readBundleKey(ctx)),
  bind(endpoints.writeBundle, (ctx, { body }) => writeBundle(ctx, body)),
  bind(endpoints.takeBundle, (ctx, { body }) => takeBundle(ctx, body)),
];
