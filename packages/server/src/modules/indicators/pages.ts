import { pageEndpoints } from '@spring-rain/contract';
import { sourcesPage } from '@spring-rain/pages';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { Route } from '../../platform/http/types.ts';
import { listSources } from './sources.ts';

/** Where the knowledge comes from: every list with its publisher, licence and attribution. */
export const indicatorPages: readonly Route[] = [
  bind(pageEndpoints.sourcesPage, async (ctx, _input, request) => ({
    html: sourcesPage(pageView(ctx, request), { sources: await listSources(ctx) }),
  })),
];
