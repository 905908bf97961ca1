import { type ProblemDocument, pageEndpoints } from '@spring-rain/contract';
import { deskPage, deskSignInPage, recoveryCodesPage, signUpPage } from '@spring-rain/pages';
import type { Context } from '../../platform/context.ts';
import { bind } from '../../platform/http/bind.ts';
import { pageView } from '../../platform/http/page-view.ts';
import type { HtmlReply, RequestInfo, Route } from '../../platform/http/types.ts';
import type { Staff } from '../../platform/staff.ts';
import { giveCookies, heldCookies, takeSessionCookie } from './account-cookies.ts';
import { linkPath } from './links.ts';
import {
  changePassword,
  listOwnSessions,
  readOwnAccount,
  signOut,
  signOutEverywhere,
  switchAgency,
} from './own-account.ts';
import { listOffered } from './provider-sign-in.ts';
import { type SignInTools, signInByPassword } from './sign-in.ts';
import { openSignUpLink, signUp } from './sign-up.ts';

const signInPath = '/desk/sign-in';

/** Signing in and one's own account, as plain pages. */
export function accountPages(tools: SignInTools): readonly Route[] {
  return [...signInPages(tools), ...signUpPages(tools), ...ownPages(tools)];
}

function signInPages(tools: SignInTools): readonly Route[] {
  return [
    bind(pageEndpoints.deskSignInPage, async (ctx, _input, request) => ({
      html: deskSignInPage(pageView(ctx, request), { providers: await listOffered(ctx) }),
    })),
    bind(
      pageEndpoints.signInPage,
      async (ctx, { body }, request) => {
        const { login, password } = body;
        const attempt = { login, password, ...factorIn(body.code), ...heldCookies(request) };
        const signedIn = await signInByPassword(ctx, tools, attempt);
        giveCookies(request, { ...signedIn, deviceDays: ctx.profile.signIn.deviceDays });
        return leadTo('/desk');
      },
      (ctx, { input, request, problem }) => ({
        html: deskSignInPage(pageView(ctx, request), { problem, login: input.body.login }),
      }),
    ),
  ];
}

function signUpPages(tools: SignInTools): readonly Route[] {
  return [
    bind(pageEndpoints.deskSignUpPage, async (ctx, { params }, request) => {
      const opening = await openSignUpLink(ctx, params.token);
      return { html: signUpPage(pageView(ctx, request), { path: linkPath(params.token), opening }) };
    }),
    bind(
      pageEndpoints.signUpPage,
      async (ctx, { params, body }, request) => {
        const draft = { ...body, token: params.token };
        const { recoveryCodes } = await signUp(ctx, tools, { draft, language: request.language });
        return { html: recoveryCodesPage(pageView(ctx, request), { codes: recoveryCodes }) };
      },
      async (ctx, { input: { params, body }, request, problem }) => {
        // The entry that the phone has made by now stays good.
        const opening = await openSignUpLink(ctx, params.token, { ticket: body.ticket });
        const { login, name } = body;
        const data = { path: linkPath(params.token), opening, problem, values: { login, name } };
        return { html: signUpPage(pageView(ctx, request), data) };
      },
    ),
  ];
}

function ownPages(tools: SignInTools): readonly Route[] {
  return [
    bind(pageEndpoints.deskPage, (ctx, _input, request) => showDesk(ctx, request, {})),
    bind(pageEndpoints.signOutPage, async (ctx, _input, request) => {
      await signOut(ctx, request.staff);
      takeSessionCookie(request);
      return leadTo(signInPath);
    }),
    bind(pageEndpoints.signOutEverywherePage, async (ctx, _input, request) => {
      await signOutEverywhere(ctx, request.staff);
      takeSessionCookie(request);
      return leadTo(signInPath);
    }),
    bind(
      pageEndpoints.changePasswordPage,
      async (ctx, { body }, request) => {
        const renewed = await changePassword(ctx, tools, { ...body, staff: request.staff });
        giveCookies(request, { ...renewed, deviceDays: ctx.profile.signIn.deviceDays });
        const staff = request.staff && { ...request.staff, sessionId: renewed.session.sessionId };
        return showDesk(ctx, request, { staff, isPasswordChanged: true });
      },
      (ctx, { request, problem }) => showDesk(ctx, request, { problem }),
    ),
    bind(pageEndpoints.switchAgencyPage, async (ctx, { body }, request) => {
      const switched = await switchAgency(ctx, request.staff, body.agencyId);
      giveCookies(request, { ...switched, deviceDays: ctx.profile.signIn.deviceDays });
      return leadTo('/desk');
    }),
  ];
}

interface DeskState {
  readonly problem?: ProblemDocument;
  readonly isPasswordChanged?: boolean;
  /** Where the session has been renewed by this very request. */
  readonly staff?: Staff | undefined;
}

async function showDesk(
  ctx: Context,
  request: RequestInfo,
  { staff = request.staff, ...state }: DeskState,
): Promise<HtmlReply> {
  const account = await readOwnAccount(ctx, staff);
  const sessions = await listOwnSessions(ctx, staff);
  return { html: deskPage(pageView(ctx, request), { account, sessions, ...state }) };
}

/** Six digits are the app's code; anything else is taken for a recovery code. */
function factorIn(typed: string): { readonly code: string } | { readonly recoveryCode: string } {
  const digits = typed.normalize('NFKC').replace(/[\s-]/g, '');
  return /^[0-9]{6}$/.test(digits) ? { code: digits } : { recoveryCode: typed };
}

/** RFC 9110 15.4.4: what a form did is not done again by a reload. */
function leadTo(path: string): HtmlReply {
  return { html: '', status: 303, headers: { location: path } };
}
