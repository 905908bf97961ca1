import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { giveCookies, heldCookies } from './account-cookies.ts';
import { readOwnSession } from './own-session.ts';
import { passkeyPlace } from './passkey-place.ts';
import {
  addPasskey,
  listPasskeys,
  openEnrolment,
  openPasskeySignIn,
  removePasskey,
  signInByPasskey,
} from './passkeys.ts';

export const passkeyRoutes: readonly Route[] = [
  bind(contract.openPasskeySignIn, (ctx, _input, request) => openPasskeySignIn(ctx, passkeyPlace(request))),
  bind(contract.signInByPasskey, async (ctx, { body }, request) => {
    const { heldToken } = heldCookies(request);
    const signedIn = await signInByPasskey(ctx, body, { place: passkeyPlace(request), heldToken });
    giveCookies(request, { ...signedIn, deviceDays: ctx.profile.signIn.deviceDays });
    return { agency: signedIn.agency, expiresAt: signedIn.session.expiresAt.toISOString() };
  }),
  bind(contract.listPasskeys, async (ctx, _input, { staff }) => ({
    rows: await listPasskeys(ctx, readOwnSession(staff)),
  })),
  bind(contract.openPasskeyEnrolment, (ctx, _input, request) =>
    openEnrolment(ctx, {
      own: readOwnSession(request.staff),
      place: passkeyPlace(request),
      userName: ctx.actor.name,
    }),
  ),
  bind(contract.addPasskey, (ctx, { body }, request) =>
    addPasskey(ctx, body, { own: readOwnSession(request.staff), place: passkeyPlace(request) }),
  ),
  bind(contract.removePasskey, async (ctx, { params }, { staff }) => ({
    rows: await removePasskey(ctx, params.id, readOwnSession(staff)),
  })),
];
