import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import { IdSchema, InstantSchema, PageQuerySchema, pageOf } from './schemas.ts';

const closed = { additionalProperties: false };

/** What was done, by whom, to what, and why; never what stands in it. */
export const LogEntrySchema = Type.Object({
  /** Its place in the chain, from 1 on; between an agency's own there are gaps, which are other agencies'. */
  seq: Type.Integer({ minimum: 1 }),
  id: IdSchema,
  happenedAt: InstantSchema,
  /** `person:<id>`, `key:<id>`, `operator`, `public` or `job:<name>`; of a decision with the name that it was made in. */
  actor: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  subjectId: Type.String(),
  /** Names of the fields that were seen or changed. */
  fields: Type.Array(Type.String()),
  reason: Type.Optional(Type.String()),
});
export type LogEntry = Static<typeof LogEntrySchema>;

export const LogKeysSchema = Type.Object({
  installationId: Type.String(),
  keys: Type.Array(
    Type.Object({
      keyId: Type.String(),
      /** Ed25519, 32 bytes in base64url. */
      publicKey: Type.String(),
      createdAt: InstantSchema,
      retiredAt: Type.Optional(InstantSchema),
    }),
  ),
});

export const listLog = endpoint({
  name: 'listLog',
  method: 'GET',
  path: '/api/desk/log',
  summary: 'The agency’s own log, the last entry first. Reading it is logged too.',
  permission: 'audit.read',
  query: PageQuerySchema,
  reply: pageOf(LogEntrySchema),
  problems: ['cursor.invalid'],
});

export const exportLog = endpoint({
  name: 'exportLog',
  method: 'GET',
  path: '/api/desk/log/export',
  summary:
    'The whole chain as JSON Lines, to be verified offline: the agency’s own entries, of others’ the hash alone; the operator gets all. Exporting it is logged too.',
  permission: 'audit.read',
  produces: 'bytes',
  query: Type.Object({ from: Type.Optional(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })) }, closed),
  problems: ['log.not_there'],
});

export const readLogKeys = endpoint({
  name: 'readLogKeys',
  method: 'GET',
  path: '/api/log/keys',
  summary: 'The public keys that the log’s checkpoints are signed with.',
  permission: 'public',
  reply: LogKeysSchema,
});
