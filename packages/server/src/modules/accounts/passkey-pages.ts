import { type ProblemDocument, pageEndpoints } from '@spring-rain/contract';
import { passkeysPage } from '@spring-rain/pages';
import type { Context } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo, Route } from '../../platform/http/types.ts';
import { readOwnSession } from './own-session.ts';
import { listPasskeys, removePasskey } from './passkeys.ts';
import { listLinkable } from './provider-sign-in.ts';

export const passkeyPages: readonly Route[] = [
  bind(pageEndpoints.passkeysPage, (ctx, _input, request) => show(ctx, request)),
  bind(
    pageEndpoints.removePasskeyPage,
    async (ctx, { params }, request) => {
      await removePasskey(ctx, params.id, readOwnSession(request.staff));
      return { html: '', status: 303, headers: { location: '/desk/passkeys' } };
    },
    (ctx, { request, problem }) => show(ctx, request, problem),
  ),
];

async function show(ctx: Context, request: RequestInfo, problem?: ProblemDocument): Promise<HtmlReply> {
  const passkeys = await listPasskeys(ctx, readOwnSession(request.staff));
  const providers = await listLinkable(ctx);
  const html = passkeysPage(pageView(ctx, request), {
    passkeys,
    providers,
    ...(problem === undefined ? {} : { problem }),
  });
  return { html, status: problem?.status ?? 200 };
}
