import Type from 'typebox';
import { accountLimits } from './desk-account-endpoints.ts';
import { endpoint } from './endpoint.ts';

/** Pages of staff for their own account: plain forms that work without JavaScript. */
const closed = { additionalProperties: false };
const field = Type.String({ maxLength: accountLimits.passwordFieldMaxChars });
const login = Type.String({ maxLength: accountLimits.loginMaxChars });
const maybe = Type.Optional(field);
const params = Type.Object({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{20,100}$' }) }, closed);

export const deskSignInPage = endpoint({
  name: 'deskSignInPage',
  method: 'GET',
  path: '/desk/sign-in',
  summary: 'The form by which staff sign in.',
  permission: 'public',
  produces: 'html',
});

export const signInPage = endpoint({
  name: 'signInPage',
  method: 'POST',
  path: '/desk/sign-in',
  summary: 'Signs in, then leads to the desk. The field `code` takes the app’s six digits or a recovery code.',
  permission: 'public',
  rateBudget: 'sign-in',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({ login, password: field, code: field }, closed),
  problems: ['sign-in.refused', 'sign-in.busy', 'rate.limited', 'request.cross_site'],
});

export const deskSignUpPage = endpoint({
  name: 'deskSignUpPage',
  method: 'GET',
  path: '/desk/sign-up/:token',
  summary: 'The page of a sign-up link: set a password, enrol an authenticator app.',
  permission: 'public',
  rateBudget: 'sign-in',
  produces: 'html',
  params,
  problems: ['sign-up.link_ended', 'rate.limited'],
});

export const signUpPage = endpoint({
  name: 'signUpPage',
  method: 'POST',
  path: '/desk/sign-up/:token',
  summary: 'Keeps password and second factor, and shows the recovery codes this once.',
  permission: 'public',
  rateBudget: 'sign-in',
  accepts: 'form',
  produces: 'html',
  params,
  body: Type.Object({ ticket: field, login: Type.Optional(login), name: maybe, password: field, code: field }, closed),
  problems: [
    'sign-up.link_ended',
    'sign-up.code_wrong',
    'sign-in.busy',
    'password.length',
    'password.guessable',
    'person.login_invalid',
    'person.login_taken',
    'person.name_blank',
    'rate.limited',
  ],
});

export const deskPage = endpoint({
  name: 'deskPage',
  method: 'GET',
  path: '/desk',
  summary: 'Who I am here, my sessions, my password.',
  permission: 'signed-in',
  produces: 'html',
});

export const signOutPage = endpoint({
  name: 'signOutPage',
  method: 'POST',
  path: '/desk/sign-out',
  summary: 'Ends this session, then leads to the sign-in page.',
  permission: 'signed-in',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({}, closed),
});

export const signOutEverywherePage = endpoint({
  name: 'signOutEverywherePage',
  method: 'POST',
  path: '/desk/sign-out-everywhere',
  summary: 'Ends every session and forgets all devices, then leads to the sign-in page.',
  permission: 'signed-in',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({}, closed),
});

export const changePasswordPage = endpoint({
  name: 'changePasswordPage',
  method: 'POST',
  path: '/desk/password',
  summary: 'Sets a new password, then shows the desk.',
  permission: 'signed-in',
  rateBudget: 'sign-in',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({ password: field, newPassword: field }, closed),
  problems: ['password.wrong', 'password.length', 'password.guessable', 'sign-in.busy', 'rate.limited'],
});

export const switchAgencyPage = endpoint({
  name: 'switchAgencyPage',
  method: 'POST',
  path: '/desk/agency',
  summary: 'Goes on for another of one’s agencies, then leads to the desk.',
  permission: 'signed-in',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({ agencyId: field }, closed),
  problems: ['request.not_found', 'sign-in.by_provider'],
});
