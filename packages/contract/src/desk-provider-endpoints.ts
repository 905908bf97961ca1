import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema, InstantSchema, NamedReasonSchema, NameSchema } from './schemas.ts';

const closed = { additionalProperties: false };

export const providerLimits = { perAgencyMax: 20 } as const;

/** A provider (OpenID Connect) that an agency trusts to say who its people are. */
export const ProviderSchema = Type.Object({
  id: IdSchema,
  name: Type.String(),
  issuer: Type.String(),
  clientId: Type.String(),
  /** Whether this server shows a secret when it redeems a code; never the secret itself. */
  hasSecret: Type.Boolean(),
  addedAt: InstantSchema,
  endedAt: Type.Optional(InstantSchema),
});
export type Provider = Static<typeof ProviderSchema>;

export const listProviders = endpoint({
  name: 'listProviders',
  method: 'GET',
  path: '/api/desk/providers',
  summary: 'The OpenID providers that the agency trusts or trusted, newest first; at most 200.',
  permission: 'agencies.decide',
  reply: Type.Object({ rows: Type.Array(ProviderSchema) }),
});

export const addProvider = endpoint({
  name: 'addProvider',
  method: 'POST',
  path: '/api/desk/providers',
  summary: 'From now on the agency’s people can link an account of this provider and sign in by it.',
  permission: 'agencies.decide',
  status: 201,
  body: Type.Object(
    {
      ...NamedReasonSchema.properties,
      name: NameSchema,
      issuer: Type.String({ minLength: 1, maxLength: 500 }),
      clientId: Type.String({ minLength: 1, maxLength: 200 }),
      clientSecret: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
    },
    closed,
  ),
  reply: ProviderSchema,
  problems: ['decision.name_missing', 'provider.issuer_invalid', 'provider.known', 'provider.too_many'],
});

export const endProvider = endpoint({
  name: 'endProvider',
  method: 'POST',
  path: '/api/desk/providers/:id/end',
  summary: 'Nobody signs in by this provider any more; sessions that it opened go on to their end.',
  permission: 'agencies.decide',
  params: Type.Object({ id: IdSchema }, closed),
  body: NamedReasonSchema,
  reply: ProviderSchema,
  problems: ['request.not_found', 'decision.name_missing', 'decision.not_possible'],
});
