import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { askAround, decideConsent, listAnswers, listConsents } from './deconfliction.ts';
import { addRule, endRule, listRules } from './rules.ts';
import { listGiven, listReceived, readReceived } from './shared-things.ts';
import { addShare, previewShare, withdrawShare } from './sharing.ts';
import { transferReport } from './transfer.ts';

export const sharingRoutes: readonly Route[] = [
  bind(contract.previewShare, (ctx, { body }) => previewShare(ctx, body)),
  bind(contract.addShare, (ctx, { body }) => addShare(ctx, body)),
  bind(contract.withdrawShare, (ctx, { params, body }) => withdrawShare(ctx, params.id, body)),
  bind(contract.listGivenShares, (ctx, { query }) => listGiven(ctx, query)),
  bind(contract.listReceivedShares, (ctx, { query }) => listReceived(ctx, query)),
  bind(contract.readReceivedShare, (ctx, { params, query }) => readReceived(ctx, params.id, query.cursor)),
  bind(contract.transferReport, (ctx, { params, body }) => transferReport(ctx, params.id, body)),
  bind(contract.addSharingRule, (ctx, { body }) => addRule(ctx, body)),
  bind(contract.listSharingRules, (ctx, { query }) => listRules(ctx, query)),
  bind(contract.endSharingRule, (ctx, { params, body }) => endRule(ctx, params.id, body)),
  bind(contract.askDeconfliction, (ctx, { body }) => askAround(ctx, body)),
  bind(contract.listDeconflictionAnswers, (ctx, { query }) => listAnswers(ctx, query)),
  bind(contract.listDeconflictionConsents, (ctx) => listConsents(ctx)),
  bind(contract.decideDeconflictionConsent, (ctx, { body }) => decideConsent(ctx, body)),
];
