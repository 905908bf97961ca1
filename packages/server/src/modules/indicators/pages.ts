import { sourcesPage as renderSourcesPage } from '@spring-rain/pages';
import type { Context } from '../../platform/context.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo } from '../../platform/http/types.ts';
import { listSources } from './sources.ts';

/** Where the knowledge comes from: every adopted list with its publisher, licence and attribution. */
export async function sourcesPage(ctx: Context, _input: object, request: RequestInfo): Promise<HtmlReply> {
  const sources = await listSources(ctx);
  return { html: renderSourcesPage(pageView(request), { sources }) };
}
