import * as endpoints from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { decideCampaign } from './decisions.ts';
import { listCampaignProposals, listCampaignReports, listCampaigns, readCampaign } from './desk.ts';
import { listEmergence } from './emergence.ts';
import { relinkReports } from './relinking.ts';

/** The API of campaigns, for the operator of this host. */
export function campaignRoutes(kinds: KindReader): Route[] {
  return [
    bind(endpoints.listCampaigns, (ctx, { query }) => listCampaigns(ctx, query)),
    bind(endpoints.readCampaign, (ctx, { params }) => readCampaign(ctx, params.id)),
    bind(endpoints.listCampaignReports, (ctx, { params, query }) => listCampaignReports(ctx, params.id, query)),
    bind(endpoints.decideCampaign, (ctx, { params, body }) =>
      decideCampaign(ctx, { ...params, ...body, id: params.id }),
    ),
    bind(endpoints.listCampaignProposals, (ctx, { query }) => listCampaignProposals(ctx, query)),
    bind(endpoints.listEmergence, (ctx, { query }) => listEmergence(ctx, query)),
    bind(endpoints.relinkReports, (ctx, { body }) => relinkReports(ctx, { ...body, kinds })),
  ];
}
