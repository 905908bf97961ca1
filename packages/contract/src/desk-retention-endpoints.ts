import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ByNameSchema,
  IdSchema,
  InstantSchema,
  limits,
  NamedReasonSchema,
  oneOf,
  PageQuerySchema,
  pageOf,
  ReasonSchema,
} from './schemas.ts';
import { heldSubjects, retentionRecords, rightsStates } from './vocabulary.ts';

const closed = { additionalProperties: false };
const ById = Type.Object({ id: IdSchema }, closed);

// ---- how long what is kept ----
export const RetentionTimeSchema = Type.Object({
  /** One of `retentionRecords`, or a record whose time is the installation's alone. */
  record: Type.String(),
  days: Type.Integer({ minimum: 0 }),
  /** The moment that the days count from, and why they are that many: as the profile says. */
  from: Type.String(),
  why: Type.String(),
  /** What the profile says, where the agency has a rule of its own. */
  profileDays: Type.Integer({ minimum: 0 }),
  /** Between what an agency may choose; absent where it may not. */
  bounds: Type.Optional(Type.Object({ min: Type.Integer(), max: Type.Integer() })),
  setBy: Type.Optional(Type.String()),
  setAt: Type.Optional(InstantSchema),
});
export type RetentionTime = Static<typeof RetentionTimeSchema>;

export const listRetention = endpoint({
  name: 'listRetention',
  method: 'GET',
  path: '/api/desk/retention',
  summary: 'What is kept how long and why: the profile, and where the agency has a rule of its own.',
  permission: 'agencies.read',
  reply: Type.Object({ rows: Type.Array(RetentionTimeSchema) }),
});

export const setRetention = endpoint({
  name: 'setRetention',
  method: 'POST',
  path: '/api/desk/retention/:record',
  summary:
    'How many days the agency keeps a kind of record, for what is kept from then on; without days as the profile says.',
  permission: 'agencies.decide',
  params: Type.Object({ record: oneOf(retentionRecords) }, closed),
  body: Type.Object(
    { days: Type.Optional(Type.Integer({ minimum: 1, maximum: 36_500 })), by: ByNameSchema, reason: ReasonSchema },
    closed,
  ),
  reply: RetentionTimeSchema,
  problems: ['retention.out_of_bounds', 'decision.name_missing', 'text.not_unicode'],
});

// ---- legal holds ----
export const LegalHoldSchema = Type.Object({
  id: IdSchema,
  subject: oneOf(heldSubjects),
  subjectId: IdSchema,
  legalBasis: Type.String(),
  reason: Type.String(),
  by: Type.String(),
  heldAt: InstantSchema,
  until: InstantSchema,
  inForce: Type.Boolean(),
  releasedAt: Type.Optional(InstantSchema),
  releasedBy: Type.Optional(Type.String()),
  releasedReason: Type.Optional(Type.String()),
});
export type LegalHold = Static<typeof LegalHoldSchema>;

export const listHolds = endpoint({
  name: 'listHolds',
  method: 'GET',
  path: '/api/desk/holds',
  summary: 'Legal holds of the agency, the newest first, ended ones too.',
  permission: 'holds.decide',
  query: PageQuerySchema,
  reply: pageOf(LegalHoldSchema),
  problems: ['cursor.invalid'],
});

export const placeHold = endpoint({
  name: 'placeHold',
  method: 'POST',
  path: '/api/desk/holds',
  summary: 'A named person keeps a report, or a campaign with its reports, from being purged until a date.',
  permission: 'holds.decide',
  status: 201,
  body: Type.Object(
    {
      subject: oneOf(heldSubjects),
      id: IdSchema,
      legalBasis: Type.String({ minLength: 1, maxLength: limits.reasonMaxChars }),
      until: InstantSchema,
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: LegalHoldSchema,
  problems: ['request.not_found', 'hold.until_invalid', 'decision.name_missing', 'text.not_unicode'],
});

export const releaseHold = endpoint({
  name: 'releaseHold',
  method: 'POST',
  path: '/api/desk/holds/:id/release',
  summary: 'A named person ends a legal hold before its time; what is past its own time is then purged.',
  permission: 'holds.decide',
  params: ById,
  body: NamedReasonSchema,
  reply: LegalHoldSchema,
  problems: ['request.not_found', 'hold.ended', 'decision.name_missing', 'text.not_unicode'],
});

// ---- what persons ask for by receipt ----
export const RightsRequestSchema = Type.Object({
  id: IdSchema,
  reportId: IdSchema,
  text: Type.String(),
  state: oneOf(rightsStates),
  askedAt: InstantSchema,
  dueAt: InstantSchema,
  decidedAt: Type.Optional(InstantSchema),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  /** A legal hold keeps the report for now. */
  held: Type.Boolean(),
});
export type RightsRequest = Static<typeof RightsRequestSchema>;

export const listRightsRequests = endpoint({
  name: 'listRightsRequests',
  method: 'GET',
  path: '/api/desk/rights',
  summary: 'Reports whose reporters ask for their deletion, the one due first at the top.',
  permission: 'rights.decide',
  query: Type.Object({ ...PageQuerySchema.properties, state: Type.Optional(oneOf(rightsStates)) }, closed),
  reply: pageOf(RightsRequestSchema),
  problems: ['cursor.invalid'],
});

export const decideRightsRequest = endpoint({
  name: 'decideRightsRequest',
  method: 'POST',
  path: '/api/desk/rights/:id/decisions',
  summary:
    'A named person grants a deletion, which is done at once unless a legal hold keeps the report, or refuses it.',
  permission: 'rights.decide',
  params: ById,
  body: Type.Object({ outcome: oneOf(['granted', 'refused']), by: ByNameSchema, reason: ReasonSchema }, closed),
  reply: Type.Object({ outcome: oneOf(['granted', 'refused']), deleted: Type.Boolean(), held: Type.Boolean() }),
  problems: ['request.not_found', 'rights.decided', 'decision.name_missing', 'text.not_unicode'],
});
