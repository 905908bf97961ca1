import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { importIndicators } from './import.ts';
import { listListings } from './listing-pages.ts';
import { listIndicator, withdrawListing } from './listings.ts';
import { adoptSource, dropSource, listSources } from './sources.ts';

export const indicatorRoutes: readonly Route[] = [
  bind(contract.listSources, async (ctx) => ({ sources: await listSources(ctx) })),
  bind(contract.listListings, (ctx, { query }) => listListings(ctx, query)),
  bind(contract.listIndicator, (ctx, { body }) => listIndicator(ctx, body)),
  bind(contract.withdrawListing, (ctx, { params, body }) => withdrawListing(ctx, params.id, body)),
  bind(contract.adoptSource, (ctx, { params, body }) => adoptSource(ctx, params.name, body)),
  bind(contract.dropSource, (ctx, { params, body }) => dropSource(ctx, params.name, body)),
  bind(contract.importIndicators, (ctx, { body }) => importIndicators(ctx, body)),
];
