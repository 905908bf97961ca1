import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ByNameSchema,
  IdSchema,
  InstantSchema,
  NamedReasonSchema,
  NameSchema,
  oneOf,
  PageQuerySchema,
  pageOf,
  ReasonSchema,
} from './schemas.ts';
import { agencyKinds, staffRoles } from './staff.ts';

const closed = { additionalProperties: false };
const ById = Type.Object({ id: IdSchema }, closed);

/** A stretch of working time; one over midnight is two. */
export const WorkingHoursSchema = Type.Array(
  Type.Object(
    {
      /** From Monday (0) to Sunday (6). */
      day: Type.Integer({ minimum: 0, maximum: 6 }),
      from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' }),
      /** `24:00` is the day's end. */
      to: Type.String({ pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$' }),
    },
    closed,
  ),
  { maxItems: 50 },
);
export type WorkingHours = Static<typeof WorkingHoursSchema>;

const agencyFields = {
  name: NameSchema,
  kind: oneOf(agencyKinds),
  /** ISO 3166-1, two letters. */
  country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  /** Its area of responsibility. */
  areaId: Type.Optional(IdSchema),
  /** IANA name. */
  timeZone: Type.String({ minLength: 1, maxLength: 60 }),
  /** Empty means round the clock. */
  workingHours: WorkingHoursSchema,
};

export const AgencySchema = Type.Object({
  id: IdSchema,
  ...agencyFields,
  createdAt: InstantSchema,
  closedAt: Type.Optional(InstantSchema),
});
export type Agency = Static<typeof AgencySchema>;

export const AreaSchema = Type.Object({
  id: IdSchema,
  parentId: Type.Optional(IdSchema),
  code: Type.String(),
  name: Type.Object({ 'zh-CN': Type.String(), en: Type.String() }),
  /** From the root down to the area itself. */
  path: Type.Array(IdSchema),
});
export type Area = Static<typeof AreaSchema>;

/** A role that somebody has in an agency. */
export const MembershipSchema = Type.Object({
  id: IdSchema,
  personId: IdSchema,
  login: Type.String(),
  name: Type.String(),
  role: oneOf(staffRoles),
  areaId: Type.Optional(IdSchema),
  grantedAt: InstantSchema,
  grantedBy: Type.String(),
  /** The account is closed, whatever roles it has. */
  isDisabled: Type.Boolean(),
});
export type Membership = Static<typeof MembershipSchema>;

export const listAgencies = endpoint({
  name: 'listAgencies',
  method: 'GET',
  path: '/api/desk/agencies',
  summary: 'The agencies of this installation, closed ones too.',
  permission: 'agencies.read',
  query: PageQuerySchema,
  reply: pageOf(AgencySchema),
  problems: ['cursor.invalid'],
});

export const createAgency = endpoint({
  name: 'createAgency',
  method: 'POST',
  path: '/api/desk/agencies',
  summary: 'Opens an agency; by an administrator of the host’s agency or the operator.',
  permission: 'agencies.decide',
  status: 201,
  body: Type.Object({ ...agencyFields, by: ByNameSchema, reason: ReasonSchema }, closed),
  reply: AgencySchema,
  problems: [
    'agency.host_only',
    'agency.name_blank',
    'agency.name_taken',
    'agency.time_zone_unknown',
    'agency.hours_overlap',
    'area.unknown',
    'decision.name_missing',
  ],
});

export const changeAgency = endpoint({
  name: 'changeAgency',
  method: 'POST',
  path: '/api/desk/agencies/:id',
  summary: 'Changes what is given of an agency: one’s own, or any by the host’s agency.',
  permission: 'agencies.decide',
  params: ById,
  body: Type.Object(
    { ...Type.Partial(Type.Object(agencyFields)).properties, by: ByNameSchema, reason: ReasonSchema },
    closed,
  ),
  reply: AgencySchema,
  problems: [
    'request.not_found',
    'agency.name_blank',
    'agency.name_taken',
    'agency.time_zone_unknown',
    'agency.hours_overlap',
    'area.unknown',
    'decision.name_missing',
  ],
});

export const closeAgency = endpoint({
  name: 'closeAgency',
  method: 'POST',
  path: '/api/desk/agencies/:id/closings',
  summary: 'Closes an agency for good: its sessions and keys end with their next request. By the host’s agency alone.',
  permission: 'agencies.decide',
  params: ById,
  body: NamedReasonSchema,
  reply: AgencySchema,
  problems: ['request.not_found', 'agency.host_only', 'agency.host_stays', 'decision.name_missing'],
});

export const listAreas = endpoint({
  name: 'listAreas',
  method: 'GET',
  path: '/api/desk/areas',
  summary: 'The areas of responsibility, each behind the one that it belongs to.',
  permission: 'agencies.read',
  reply: Type.Object({ rows: Type.Array(AreaSchema) }),
});

export const createArea = endpoint({
  name: 'createArea',
  method: 'POST',
  path: '/api/desk/areas',
  summary: 'Adds an area to the tree; by the host’s agency alone.',
  permission: 'agencies.decide',
  status: 201,
  body: Type.Object(
    {
      /** As the authority writes it, such as a division code. */
      code: Type.String({ pattern: '^[A-Za-z0-9.-]{1,30}$' }),
      name: Type.Object({ 'zh-CN': NameSchema, en: NameSchema }, closed),
      parentId: Type.Optional(IdSchema),
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: AreaSchema,
  problems: ['agency.host_only', 'area.unknown', 'area.code_taken', 'area.too_deep', 'decision.name_missing'],
});

export const moveArea = endpoint({
  name: 'moveArea',
  method: 'POST',
  path: '/api/desk/areas/:id/moves',
  summary: 'Puts an area, with all below it, under another one, or makes it a root; by the host’s agency alone.',
  permission: 'agencies.decide',
  params: ById,
  body: Type.Object({ parentId: Type.Optional(IdSchema), by: ByNameSchema, reason: ReasonSchema }, closed),
  reply: AreaSchema,
  problems: [
    'request.not_found',
    'agency.host_only',
    'area.unknown',
    'area.below_itself',
    'area.too_deep',
    'decision.name_missing',
  ],
});

export const listMembers = endpoint({
  name: 'listMembers',
  method: 'GET',
  path: '/api/desk/agencies/:id/members',
  summary: 'Who has which role in an agency: one’s own, or any for the operator.',
  permission: 'people.read',
  params: ById,
  query: PageQuerySchema,
  reply: pageOf(MembershipSchema),
  problems: ['request.not_found', 'cursor.invalid'],
});

export const grantRole = endpoint({
  name: 'grantRole',
  method: 'POST',
  path: '/api/desk/agencies/:id/members',
  summary: 'Grants a role to a colleague, never to oneself; the operator grants it to anybody with an account.',
  permission: 'people.decide',
  status: 201,
  params: ById,
  body: Type.Object(
    {
      /** Id or login. */
      person: Type.String({ minLength: 2, maxLength: 100 }),
      role: oneOf(staffRoles),
      areaId: Type.Optional(IdSchema),
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: MembershipSchema,
  problems: [
    'request.not_found',
    'membership.person_unknown',
    'membership.own',
    'membership.has_role',
    'area.unknown',
    'decision.name_missing',
  ],
});

export const endRole = endpoint({
  name: 'endRole',
  method: 'POST',
  path: '/api/desk/agencies/:id/members/:membershipId/endings',
  summary:
    'Ends a role; whoever has none left is out with the next request. Never one’s own, never the last administrator’s.',
  permission: 'people.decide',
  params: Type.Object({ id: IdSchema, membershipId: IdSchema }, closed),
  body: NamedReasonSchema,
  reply: MembershipSchema,
  problems: [
    'request.not_found',
    'membership.own',
    'membership.last_administrator',
    'permission.not_granted',
    'decision.name_missing',
  ],
});
