import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema, InstantSchema, NamedReasonSchema, NameSchema, oneOf, PageQuerySchema, pageOf } from './schemas.ts';
import { type StaffPermission, staffPermissions } from './staff.ts';

const closed = { additionalProperties: false };

export const keyStates = ['active', 'expired', 'ended'] as const;

/**
 * What no key may hold. A machine that makes people, agencies or keys could make itself anything; and what burdens
 * somebody, answers them or opens who they are is decided by a named person (safeguards 4 and 8).
 */
const neverOfKeys = /^(people|agencies|keys|appeals|contacts)\.|\.(decide|answer)$/;

/** Whether an API key may be given a permission. */
export function isKeyScope(permission: StaffPermission): boolean {
  return !neverOfKeys.test(permission);
}

export const ApiKeySchema = Type.Object({
  id: IdSchema,
  /** What it does is signed with it. */
  name: Type.String(),
  scopes: Type.Array(oneOf(staffPermissions)),
  state: oneOf(keyStates),
  createdBy: Type.String(),
  createdAt: InstantSchema,
  expiresAt: InstantSchema,
  endedAt: Type.Optional(InstantSchema),
  /** To within a minute. */
  lastUsedAt: Type.Optional(InstantSchema),
});
export type ApiKey = Static<typeof ApiKeySchema>;

export const listApiKeys = endpoint({
  name: 'listApiKeys',
  method: 'GET',
  path: '/api/desk/keys',
  summary: 'The agency’s API keys, newest first, with their last use; never their secrets.',
  permission: 'keys.decide',
  query: PageQuerySchema,
  reply: pageOf(ApiKeySchema),
  problems: ['cursor.invalid'],
});

export const addApiKey = endpoint({
  name: 'addApiKey',
  method: 'POST',
  path: '/api/desk/keys',
  summary: 'Makes an API key for a machine. Its secret is in this answer and nowhere else.',
  permission: 'keys.decide',
  status: 201,
  body: Type.Object(
    {
      ...NamedReasonSchema.properties,
      name: NameSchema,
      scopes: Type.Array(oneOf(staffPermissions), {
        minItems: 1,
        maxItems: staffPermissions.length,
        uniqueItems: true,
      }),
      expiresAt: InstantSchema,
    },
    closed,
  ),
  reply: Type.Object({ key: ApiKeySchema, secret: Type.String() }),
  problems: ['decision.name_missing', 'key.name_invalid', 'key.name_taken', 'key.scope_refused', 'key.expiry_invalid'],
});

export const endApiKey = endpoint({
  name: 'endApiKey',
  method: 'POST',
  path: '/api/desk/keys/:id/end',
  summary: 'Ends an API key: its next request is refused.',
  permission: 'keys.decide',
  params: Type.Object({ id: IdSchema }, closed),
  body: NamedReasonSchema,
  reply: ApiKeySchema,
  problems: ['request.not_found', 'decision.name_missing', 'decision.not_possible'],
});
