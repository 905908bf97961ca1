import * as contract from '@spring-rain/contract';
import { bind } from '../../platform/http/bind.ts';
import type { Route } from '../../platform/http/types.ts';
import { giveCookies, heldCookies, takeSessionCookie } from './account-cookies.ts';
import {
  changePassword,
  listOwnSessions,
  readOwnAccount,
  signOut,
  signOutEverywhere,
  switchAgency,
} from './own-account.ts';
import { addPerson, recoverPerson } from './people.ts';
import { type SignInTools, signInByPassword } from './sign-in.ts';
import { openSignUpLink, signUp } from './sign-up.ts';

/** Signing in and one's own account, for programs. */
export function accountRoutes(tools: SignInTools): readonly Route[] {
  return [
    bind(contract.signIn, async (ctx, { body }, request) => {
      const signedIn = await signInByPassword(ctx, tools, { ...body, ...heldCookies(request) });
      giveCookies(request, { ...signedIn, deviceDays: ctx.profile.signIn.deviceDays });
      return { agency: signedIn.agency, expiresAt: signedIn.session.expiresAt.toISOString() };
    }),
    bind(contract.openSignUpLink, (ctx, { body }) => openSignUpLink(ctx, body.token)),
    bind(contract.signUp, (ctx, { body }, { language }) => signUp(ctx, tools, { draft: body, language })),
    bind(contract.readOwnAccount, (ctx, _input, { staff }) => readOwnAccount(ctx, staff)),
    bind(contract.listOwnSessions, async (ctx, _input, { staff }) => ({ rows: await listOwnSessions(ctx, staff) })),
    bind(contract.signOut, async (ctx, _input, request) => {
      await signOut(ctx, request.staff);
      takeSessionCookie(request);
      return {};
    }),
    bind(contract.signOutEverywhere, async (ctx, _input, request) => {
      await signOutEverywhere(ctx, request.staff);
      takeSessionCookie(request);
      return {};
    }),
    bind(contract.changePassword, async (ctx, { body }, request) => {
      const renewed = await changePassword(ctx, tools, { ...body, staff: request.staff });
      giveCookies(request, { ...renewed, deviceDays: ctx.profile.signIn.deviceDays });
      return {};
    }),
    bind(contract.switchAgency, async (ctx, { body }, request) => {
      const switched = await switchAgency(ctx, request.staff, body.agencyId);
      giveCookies(request, { ...switched, deviceDays: ctx.profile.signIn.deviceDays });
      return { agency: switched.agency };
    }),
    bind(contract.addPerson, (ctx, { body }, { staff, language }) => addPerson(ctx, body, { staff, language })),
    bind(contract.recoverPerson, (ctx, { params, body }, { staff }) =>
      recoverPerson(ctx, { ...body, idOrLogin: params.id, staff }),
    ),
  ];
}
