import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema, InstantSchema, NameSchema } from './schemas.ts';

const closed = { additionalProperties: false };
const base64url = (maxLength: number) => Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength });
const TicketSchema = Type.String({ minLength: 1, maxLength: 1_000 });

export const passkeyLimits = { perPersonMax: 20, transportsMax: 10 } as const;

/** What `PublicKeyCredential.toJSON()` gives; browsers add to it, so further fields are passed over. */
const common = {
  id: base64url(1_400),
  rawId: base64url(1_400),
  type: Type.Literal('public-key'),
};

export const NewPasskeySchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: base64url(4_000),
    attestationObject: base64url(20_000),
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: passkeyLimits.transportsMax })),
  }),
});

export const ShownPasskeySchema = Type.Object({
  ...common,
  response: Type.Object({
    clientDataJSON: base64url(4_000),
    authenticatorData: base64url(4_000),
    signature: base64url(2_000),
    userHandle: Type.Optional(Type.Union([base64url(200), Type.Null()])),
  }),
});

export const PasskeySchema = Type.Object({
  id: IdSchema,
  name: Type.String(),
  addedAt: InstantSchema,
  lastUsedAt: Type.Optional(InstantSchema),
});
export type Passkey = Static<typeof PasskeySchema>;

/** For `navigator.credentials`, with the ticket that comes back with its answer. */
const OpeningSchema = Type.Object({
  options: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
  ticket: Type.String(),
});

export const openPasskeySignIn = endpoint({
  name: 'openPasskeySignIn',
  method: 'POST',
  path: '/api/sign-in/passkey/options',
  summary: 'What a browser needs in order to sign somebody in by passkey: WebAuthn’s request options.',
  permission: 'public',
  rateBudget: 'sign-in',
  body: Type.Object({}, closed),
  reply: OpeningSchema,
  problems: ['passkey.unavailable'],
});

export const signInByPasskey = endpoint({
  name: 'signInByPasskey',
  method: 'POST',
  path: '/api/sign-in/passkey',
  summary: 'Signs in by passkey: the device has verified its user, so it is both factors.',
  permission: 'public',
  rateBudget: 'sign-in',
  body: Type.Object(
    { ticket: TicketSchema, credential: ShownPasskeySchema, agencyId: Type.Optional(IdSchema) },
    closed,
  ),
  reply: Type.Object({ agency: Type.Object({ id: IdSchema, name: Type.String() }), expiresAt: InstantSchema }),
  problems: ['passkey.refused', 'passkey.unavailable'],
});

export const listPasskeys = endpoint({
  name: 'listPasskeys',
  method: 'GET',
  path: '/api/desk/account/passkeys',
  summary: 'The passkeys of whoever is signed in; at most 20.',
  permission: 'signed-in',
  reply: Type.Object({ rows: Type.Array(PasskeySchema) }),
});

export const openPasskeyEnrolment = endpoint({
  name: 'openPasskeyEnrolment',
  method: 'POST',
  path: '/api/desk/account/passkeys/options',
  summary: 'What a browser needs in order to make a passkey: WebAuthn’s creation options. Soon after signing in alone.',
  permission: 'signed-in',
  rateBudget: 'sign-in',
  body: Type.Object({}, closed),
  reply: OpeningSchema,
  problems: ['passkey.unavailable', 'passkey.too_many', 'sign-in.not_fresh', 'sign-in.by_provider'],
});

export const addPasskey = endpoint({
  name: 'addPasskey',
  method: 'POST',
  path: '/api/desk/account/passkeys',
  summary: 'Keeps a passkey of whoever is signed in.',
  permission: 'signed-in',
  rateBudget: 'sign-in',
  status: 201,
  body: Type.Object({ ticket: TicketSchema, name: NameSchema, credential: NewPasskeySchema }, closed),
  reply: PasskeySchema,
  problems: [
    'passkey.not_taken',
    'passkey.known',
    'passkey.unavailable',
    'passkey.too_many',
    'passkey.name_blank',
    'sign-in.not_fresh',
    'sign-in.by_provider',
  ],
});

export const removePasskey = endpoint({
  name: 'removePasskey',
  method: 'POST',
  path: '/api/desk/account/passkeys/:id/removal',
  summary: 'Forgets a passkey and ends every other session; never the last way in.',
  permission: 'signed-in',
  params: Type.Object({ id: IdSchema }, closed),
  body: Type.Object({}, closed),
  reply: Type.Object({ rows: Type.Array(PasskeySchema) }),
  problems: ['request.not_found', 'passkey.last_way_in', 'sign-in.not_fresh', 'sign-in.by_provider'],
});
