import { indicatorKinds } from '@spring-rain/engine';
import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ByNameSchema,
  IdSchema,
  IndicatorKindSchema,
  InstantSchema,
  NamedReasonSchema,
  oneOf,
  PageQuerySchema,
  pageOf,
  ReasonSchema,
} from './schemas.ts';

const closed = { additionalProperties: false };

export const askDeconfliction = endpoint({
  name: 'askDeconfliction',
  method: 'POST',
  path: '/api/desk/deconfliction',
  summary:
    'Whether another agency that holds the same value asks to be contacted. Nothing else is said; each answer is logged.',
  permission: 'deconfliction.ask',
  body: Type.Object(
    {
      kind: oneOf(indicatorKinds),
      value: Type.String({ minLength: 1, maxLength: 2_000 }),
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: Type.Object({ anotherAgencyAsksToBeContacted: Type.Boolean() }),
  problems: ['decision.name_missing', 'indicator.invalid', 'rate.limited'],
});

const DeconflictionAnswerSchema = Type.Object({
  id: IdSchema,
  kind: IndicatorKindSchema,
  /** While a report of the agency's own names it. */
  value: Type.Optional(Type.String()),
  askedAt: InstantSchema,
  by: Type.String(),
  reason: Type.String(),
  anotherAgencyAsksToBeContacted: Type.Boolean(),
});
export type DeconflictionAnswer = Static<typeof DeconflictionAnswerSchema>;

const ConsentsSchema = Type.Object({
  consents: Type.Array(Type.Object({ kind: IndicatorKindSchema, givenAt: InstantSchema, by: Type.String() })),
});

export const listDeconflictionConsents = endpoint({
  name: 'listDeconflictionConsents',
  method: 'GET',
  path: '/api/desk/deconfliction-consents',
  summary: 'For which kinds of value the agency takes part in deconfliction.',
  permission: 'deconfliction.ask',
  reply: ConsentsSchema,
});

export const decideDeconflictionConsent = endpoint({
  name: 'decideDeconflictionConsent',
  method: 'POST',
  path: '/api/desk/deconfliction-consents',
  summary: 'Takes part in deconfliction for a kind of value, or no longer.',
  permission: 'shares.decide',
  body: Type.Object({ kind: oneOf(indicatorKinds), isGiven: Type.Boolean(), ...NamedReasonSchema.properties }, closed),
  reply: ConsentsSchema,
  problems: ['decision.name_missing'],
});

export const listDeconflictionAnswers = endpoint({
  name: 'listDeconflictionAnswers',
  method: 'GET',
  path: '/api/desk/deconfliction',
  summary: 'The agency’s own questions and their answers, and where another agency that met a value asks for contact.',
  permission: 'deconfliction.ask',
  query: PageQuerySchema,
  reply: pageOf(DeconflictionAnswerSchema),
  problems: ['cursor.invalid'],
});
