import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { ByNameSchema, IdSchema, InstantSchema, NamedReasonSchema, oneOf } from './schemas.ts';
import { signInFactors, staffPermissions, staffRoles } from './staff.ts';

/** What a person types at sign-in; taken wider than anything that can be right, so that a slip is a refusal and no form error. */
export const accountLimits = {
  loginMaxChars: 100,
  /** Of the field; what a password may have is said by `password.length`. */
  passwordFieldMaxChars: 1_000,
  passwordMinChars: 12,
  passwordMaxChars: 200,
  sessionsListedMax: 50,
} as const;

const closed = { additionalProperties: false };
const LoginSchema = Type.String({ maxLength: accountLimits.loginMaxChars });
const PasswordSchema = Type.String({ maxLength: accountLimits.passwordFieldMaxChars });
const CodeSchema = Type.String({ maxLength: 40 });
const TokenSchema = Type.String({ maxLength: 100 });

const AgencyNameSchema = Type.Object({ id: IdSchema, name: Type.String() });

/** Somebody who is signed in, as they are to themselves. */
export const OwnAccountSchema = Type.Object({
  id: IdSchema,
  login: Type.String(),
  name: Type.String(),
  /** For which this session acts. */
  agency: AgencyNameSchema,
  /** All that one belongs to, the one in use among them. */
  agencies: Type.Array(AgencyNameSchema),
  roles: Type.Array(oneOf(staffRoles)),
  permissions: Type.Array(oneOf(staffPermissions)),
  recoveryCodesLeft: Type.Integer({ minimum: 0 }),
});
export type OwnAccount = Static<typeof OwnAccountSchema>;

export const OwnSessionSchema = Type.Object({
  id: IdSchema,
  agency: AgencyNameSchema,
  factors: Type.Array(oneOf(signInFactors)),
  createdAt: InstantSchema,
  /** To within a minute. */
  lastSeenAt: InstantSchema,
  expiresAt: InstantSchema,
  isThisOne: Type.Boolean(),
});
export type OwnSession = Static<typeof OwnSessionSchema>;

/** What a new account or a recovered one begins with. */
export const SignUpOpeningSchema = Type.Object({
  purpose: Type.Union([Type.Literal('first-administrator'), Type.Literal('invitation'), Type.Literal('recovery')]),
  /** Of the person that the link is for; the first administrator chooses both. */
  login: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  /** For an authenticator app: the secret in base32, the same as an address, and as a picture (SVG). */
  totpSecret: Type.String(),
  totpUri: Type.String(),
  totpQrSvg: Type.Optional(Type.String()),
  /** Sent back with the code that the app shows. */
  ticket: Type.String(),
  expiresAt: InstantSchema,
});
export type SignUpOpening = Static<typeof SignUpOpeningSchema>;

/** A link that is good once. */
export const SignUpLinkSchema = Type.Object({
  personId: IdSchema,
  login: Type.String(),
  /** The path of the page; the address of the server goes before it. */
  path: Type.String(),
  expiresAt: InstantSchema,
});
export type SignUpLink = Static<typeof SignUpLinkSchema>;

export const signIn = endpoint({
  name: 'signIn',
  method: 'POST',
  path: '/api/sign-in',
  summary: 'Signs a person in by password and second factor. The session is a cookie that no script can read.',
  permission: 'public',
  rateBudget: 'sign-in',
  body: Type.Object(
    {
      login: LoginSchema,
      password: PasswordSchema,
      /** Six digits of an authenticator app; without it a recovery code. */
      code: Type.Optional(CodeSchema),
      recoveryCode: Type.Optional(CodeSchema),
      /** Of somebody who belongs to several; without it the one that they worked for last. */
      agencyId: Type.Optional(IdSchema),
    },
    closed,
  ),
  reply: Type.Object({ agency: AgencyNameSchema, expiresAt: InstantSchema }),
  problems: ['sign-in.refused', 'sign-in.busy', 'rate.limited'],
});

export const openSignUpLink = endpoint({
  name: 'openSignUpLink',
  method: 'POST',
  path: '/api/sign-up/openings',
  summary: 'What a sign-up link is for, and a new secret for the second factor. The link is still good afterwards.',
  permission: 'public',
  rateBudget: 'sign-in',
  body: Type.Object({ token: TokenSchema }, closed),
  reply: SignUpOpeningSchema,
  problems: ['sign-up.link_ended', 'rate.limited'],
});

export const signUp = endpoint({
  name: 'signUp',
  method: 'POST',
  path: '/api/sign-up',
  summary:
    'Sets password and second factor by a sign-up link, which ends with it. The recovery codes are shown this once.',
  permission: 'public',
  rateBudget: 'sign-in',
  body: Type.Object(
    {
      token: TokenSchema,
      ticket: Type.String({ maxLength: 300 }),
      /** Both of the first administrator alone. */
      login: Type.Optional(LoginSchema),
      name: Type.Optional(Type.String({ maxLength: 200 })),
      password: PasswordSchema,
      code: CodeSchema,
    },
    closed,
  ),
  reply: Type.Object({ login: Type.String(), recoveryCodes: Type.Array(Type.String()) }),
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

export const readOwnAccount = endpoint({
  name: 'readOwnAccount',
  method: 'GET',
  path: '/api/desk/account',
  summary: 'Who is signed in: name, agency, roles, and what they may do.',
  permission: 'signed-in',
  reply: OwnAccountSchema,
});

export const listOwnSessions = endpoint({
  name: 'listOwnSessions',
  method: 'GET',
  path: '/api/desk/account/sessions',
  summary: 'The sessions of whoever is signed in that have not ended, the one used last first; at most 50.',
  permission: 'signed-in',
  reply: Type.Object({ rows: Type.Array(OwnSessionSchema) }),
});

export const signOut = endpoint({
  name: 'signOut',
  method: 'POST',
  path: '/api/desk/account/sign-out',
  summary: 'Ends this session.',
  permission: 'signed-in',
  body: Type.Object({}, closed),
  reply: Type.Object({}, closed),
});

export const signOutEverywhere = endpoint({
  name: 'signOutEverywhere',
  method: 'POST',
  path: '/api/desk/account/sign-out-everywhere',
  summary: 'Ends every session of whoever is signed in, this one too, and forgets their devices.',
  permission: 'signed-in',
  body: Type.Object({}, closed),
  reply: Type.Object({}, closed),
});

export const changePassword = endpoint({
  name: 'changePassword',
  method: 'POST',
  path: '/api/desk/account/password',
  summary: 'Sets a new password; every other session ends, and this one goes on with a new cookie.',
  permission: 'signed-in',
  rateBudget: 'sign-in',
  body: Type.Object({ password: PasswordSchema, newPassword: PasswordSchema }, closed),
  reply: Type.Object({}, closed),
  problems: ['password.wrong', 'password.length', 'password.guessable', 'sign-in.busy', 'rate.limited'],
});

export const switchAgency = endpoint({
  name: 'switchAgency',
  method: 'POST',
  path: '/api/desk/account/agency',
  summary: 'Goes on for another of one’s agencies: a new session with the old one’s end, and the old one ends.',
  permission: 'signed-in',
  body: Type.Object({ agencyId: IdSchema }, closed),
  reply: Type.Object({ agency: AgencyNameSchema }),
  problems: ['request.not_found', 'sign-in.by_provider'],
});

export const addPerson = endpoint({
  name: 'addPerson',
  method: 'POST',
  path: '/api/desk/people',
  summary: 'Adds a person to the agency in a role, and makes the link by which they set password and second factor.',
  permission: 'people.decide',
  status: 201,
  body: Type.Object(
    {
      login: LoginSchema,
      name: Type.String({ maxLength: 200 }),
      role: oneOf(staffRoles),
      /** By the operator alone, for another agency than the host’s. */
      agencyId: Type.Optional(IdSchema),
      by: ByNameSchema,
    },
    closed,
  ),
  reply: SignUpLinkSchema,
  problems: [
    'decision.name_missing',
    'person.login_invalid',
    'person.login_taken',
    'person.name_blank',
    'request.not_found',
  ],
});

export const recoverPerson = endpoint({
  name: 'recoverPerson',
  method: 'POST',
  path: '/api/desk/people/:id/recoveries',
  summary:
    'For a lost password or second factor: ends all sessions, clears the factors, and makes a link to set them anew. Never for oneself.',
  permission: 'people.decide',
  status: 201,
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: accountLimits.loginMaxChars }) }, closed),
  body: NamedReasonSchema,
  reply: SignUpLinkSchema,
  problems: ['decision.name_missing', 'request.not_found', 'recovery.oneself', 'recovery.elsewhere'],
});
