import * as contract from '@spring-rain/contract';
import { providerArrivalPage } from '@spring-rain/pages';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo, Route } from '../../platform/http/types.ts';
import { giveCookies, heldCookies } from './account-cookies.ts';
import { readOwnSession } from './own-session.ts';
import { arrive, type Departure, leaveToLink, leaveToSignIn, roundTripSeconds } from './provider-sign-in.ts';
import { addProvider, endProvider, listProviders } from './providers.ts';

export const providerRoutes: readonly Route[] = [
  bind(contract.listProviders, async (ctx) => ({ rows: await listProviders(ctx) })),
  bind(contract.addProvider, (ctx, { body }, { isSecure }) => addProvider(ctx, body, { isSecure })),
  bind(contract.endProvider, (ctx, { params, body }) => endProvider(ctx, params.id, body)),
  bind(contract.pageEndpoints.providerSignInPage, async (ctx, { params }, request) =>
    depart(request, await leaveToSignIn(ctx, params.id, redirectUri(request))),
  ),
  bind(contract.pageEndpoints.providerLinkPage, async (ctx, { params }, request) => {
    const own = readOwnSession(request.staff);
    return depart(request, await leaveToLink(ctx, params.id, { own, redirectUri: redirectUri(request) }));
  }),
  bind(contract.pageEndpoints.providerCallbackPage, async (ctx, { query }, request) => {
    const ticket = request.cookie(tripCookie(request));
    // Whatever comes of it, it was brought back: a second answer finds nothing to go with.
    request.setCookie(tripCookie(request), '', { maxAgeSeconds: 0, fromElsewhere: true });
    const { heldToken } = heldCookies(request);
    const arrival = await arrive(ctx, query, { ticket, redirectUri: redirectUri(request), heldToken });
    const view = pageView(ctx, request);
    if ('linked' in arrival) return goOn(providerArrivalPage(view, 'linked'), '/desk/passkeys');
    giveCookies(request, { ...arrival.signedIn, deviceDays: ctx.profile.signIn.deviceDays });
    return goOn(providerArrivalPage(view, 'signed-in'), '/desk');
  }),
];

function tripCookie({ isSecure }: RequestInfo): string {
  return isSecure ? '__Host-provider' : 'provider';
}

/** Where the provider sends the browser back to: registered there, character by character. */
function redirectUri({ publicUrl, isSecure, header }: RequestInfo): string {
  const origin = publicUrl ?? `${isSecure ? 'https' : 'http'}://${header('host') ?? 'localhost'}`;
  return new URL('/desk/sign-in/callback', origin).href;
}

function depart(request: RequestInfo, { address, ticket }: Departure): HtmlReply {
  // The provider leads back here from its own site, so the cookie must come along from there.
  request.setCookie(tripCookie(request), ticket, { maxAgeSeconds: roundTripSeconds, fromElsewhere: true });
  return { html: '', status: 303, headers: { location: address } };
}

/** A page of ours that goes on by itself: a redirect would still count as the provider's, and the session's cookie stay behind. */
function goOn(html: string, path: string): HtmlReply {
  return { html, headers: { refresh: `0; url=${path}` } };
}
