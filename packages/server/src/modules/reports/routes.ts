import * as endpoints from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { RequestInfo, Route } from '../../platform/http/types.ts';
import { appealAnswer, appealListing } from './appeals.ts';
import { attachToReport, readAttachment } from './attachments.ts';
import { answerReporter, decideReport, exportReports, listReports, openContact, readReport } from './desk.ts';
import { fileReport, type KeepReport } from './filing.ts';
import { followReceipt } from './following.ts';
import { decideAppeal, listAppeals } from './hearing.ts';
import { importReports } from './importing.ts';
import { addToReport, readReceipt } from './receipts.ts';
import { rightsRoutes } from './rights-routes.ts';
import { tagRoutes } from './tag-routes.ts';

/** The API of reports, receipts and appeals: for the public, and for the operator of this host. */
export function reportRoutes(keepReport: KeepReport): Route[] {
  return [
    bind(endpoints.fileReport, (ctx, { body }, { idempotencyKey, reporterParts }) =>
      fileReport(ctx, keepReport, { draft: body, idempotencyKey: idempotencyKey!, reporterParts }),
    ),
    ...publicRoutes,
    ...operatorRoutes,
    ...rightsRoutes,
    ...tagRoutes,
  ];
}

const publicRoutes: readonly Route[] = [
  bind(endpoints.readReceipt, (ctx, _input, { receiptHash }) => readReceipt(ctx, receiptHash!)),
  bind(endpoints.addToReport, (ctx, { body }, request) => addToReport(ctx, { ...body, ...holderOf(request) })),
  bind(endpoints.attachToReport, async (ctx, _input, { receiptHash, files }) => ({
    attachments: await attachToReport(ctx, receiptHash!, files!),
  })),
  bind(endpoints.appealAnswer, (ctx, { body }, request) => appealAnswer(ctx, { ...body, ...holderOf(request) })),
  bind(endpoints.followReceipt, (ctx, _input, request) => followReceipt(ctx, request)),
  bind(endpoints.appealListing, (ctx, { body }, { idempotencyKey }) =>
    appealListing(ctx, { ...body, idempotencyKey: idempotencyKey! }),
  ),
];

function holderOf({ receiptHash, idempotencyKey }: RequestInfo) {
  return { receiptHash: receiptHash!, idempotencyKey: idempotencyKey! };
}

const operatorRoutes: readonly Route[] = [
  bind(endpoints.listReports, (ctx, { query }) => listReports(ctx, query)),
  bind(endpoints.exportReports, (ctx, { query }) => exportReports(ctx, query)),
  bind(endpoints.readReport, (ctx, { params }) => readReport(ctx, params.id)),
  bind(endpoints.decideReport, (ctx, { params, body }) => decideReport(ctx, { ...params, ...body })),
  bind(endpoints.answerReporter, (ctx, { params, body }) => answerReporter(ctx, { ...params, ...body })),
  bind(endpoints.openContact, (ctx, { params, body }) => openContact(ctx, { ...params, ...body })),
  bind(endpoints.readAttachment, async (ctx, { params }) => {
    const { bytes, mediaType, fileName } = await readAttachment(ctx, params.id);
    return { bytes, mediaType, headers: { 'content-disposition': `attachment; filename="${fileName}"` } };
  }),
  bind(endpoints.listAppeals, (ctx, { query }) => listAppeals(ctx, query)),
  bind(endpoints.decideAppeal, (ctx, { params, body }) => decideAppeal(ctx, { ...params, ...body })),
  bind(endpoints.importReports, (ctx, { body }, { language }) => importReports(ctx, { ...body, language })),
];
