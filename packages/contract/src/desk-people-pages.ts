import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import { ByNameSchema, CursorSchema, IdSchema, oneOf, ReasonSchema } from './schemas.ts';
import { staffRoles } from './staff.ts';

/** Who has which role, as plain forms that work without JavaScript. */
const closed = { additionalProperties: false };

export const peoplePage = endpoint({
  name: 'peoplePage',
  method: 'GET',
  path: '/desk/people',
  summary: 'Who has which role in one’s agency, with forms to grant and end one.',
  permission: 'people.read',
  produces: 'html',
  query: Type.Object({ cursor: Type.Optional(CursorSchema) }, closed),
  problems: ['cursor.invalid'],
});

export const grantRolePage = endpoint({
  name: 'grantRolePage',
  method: 'POST',
  path: '/desk/people/roles',
  summary: 'Grants a role to a colleague, then shows the people.',
  permission: 'people.decide',
  accepts: 'form',
  produces: 'html',
  body: Type.Object(
    {
      person: Type.String({ minLength: 1, maxLength: 100 }),
      role: oneOf(staffRoles),
      reason: ReasonSchema,
      by: ByNameSchema,
    },
    closed,
  ),
  problems: ['membership.person_unknown', 'membership.own', 'membership.has_role', 'decision.name_missing'],
});

export const endRolePage = endpoint({
  name: 'endRolePage',
  method: 'POST',
  path: '/desk/people/endings',
  summary: 'Ends a role, then shows the people.',
  permission: 'people.decide',
  accepts: 'form',
  produces: 'html',
  body: Type.Object({ membershipId: IdSchema, endReason: ReasonSchema, by: ByNameSchema }, closed),
  problems: [
    'request.not_found',
    'membership.own',
    'membership.last_administrator',
    'permission.not_granted',
    'decision.name_missing',
  ],
});
