import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  AppealSummarySchema,
  AttachmentSummarySchema,
  DeletionStatusSchema,
  IndicatorKindSchema,
  InstantSchema,
  LossDraftSchema,
  oneOf,
  ReceiptStatusSchema,
  ScamKindSchema,
  TextSchema,
} from './schemas.ts';
import { channels, reportStates } from './vocabulary.ts';

const closed = { additionalProperties: false };

const SaidSchema = Type.Object({ at: InstantSchema, text: Type.String() });

/**
 * Everything that is kept about what somebody told us, for the holder of its receipt. Nothing of others: no name of
 * staff, none of their notes, and not what others told of the same values.
 */
export const OwnDataSchema = Type.Object({
  about: oneOf(['report', 'appeal']),
  exportedAt: InstantSchema,
  receivedAt: InstantSchema,
  /** By when it is deleted, unless something is said about it again. */
  keptUntil: InstantSchema,
  /** A law keeps it beyond that for now. */
  held: Type.Boolean(),
  text: Type.String(),
  state: Type.Optional(oneOf(reportStates)),
  scamKind: Type.Optional(ScamKindSchema),
  channel: Type.Optional(oneOf(channels)),
  happenedAt: Type.Optional(InstantSchema),
  moneyMoving: Type.Optional(Type.Boolean()),
  loss: Type.Optional(LossDraftSchema),
  additions: Type.Array(Type.Object({ ...SaidSchema.properties, isCorrection: Type.Boolean() })),
  answers: Type.Array(SaidSchema),
  decisions: Type.Array(Type.Object({ at: InstantSchema, state: oneOf(reportStates) })),
  recognised: Type.Array(Type.Object({ kind: IndicatorKindSchema, value: Type.String() })),
  attachments: Type.Array(
    Type.Object({
      ...AttachmentSummarySchema.properties,
      /** What a machine read in it. */
      read: Type.Optional(Type.String()),
    }),
  ),
  appeals: Type.Array(Type.Object({ ...AppealSummarySchema.properties, text: Type.String() })),
  deletions: Type.Array(Type.Object({ ...DeletionStatusSchema.properties, text: Type.String() })),
  contact: Type.Object({ kept: Type.Boolean(), keptUntil: Type.Optional(InstantSchema) }),
  /** Whether the keyed hash that tells one reporter from another is still kept. */
  reporterHashKept: Type.Boolean(),
});
export type OwnData = Static<typeof OwnDataSchema>;

export const exportOwnData = endpoint({
  name: 'exportOwnData',
  method: 'GET',
  path: '/api/receipt/data',
  summary: 'Everything that is kept about what the holder of a receipt told us.',
  permission: 'receipt',
  rateBudget: 'receipt',
  reply: OwnDataSchema,
  problems: ['receipt.unknown'],
});

export const correctReport = endpoint({
  name: 'correctReport',
  method: 'POST',
  path: '/api/receipt/corrections',
  summary: 'Says what is wrong in a report; it stands beside it, marked as a correction.',
  permission: 'receipt',
  rateBudget: 'receipt',
  status: 201,
  idempotent: true,
  body: Type.Object({ text: TextSchema }, closed),
  reply: ReceiptStatusSchema,
  problems: [
    'receipt.unknown',
    'report.text_blank',
    'text.too_long',
    'text.not_unicode',
    'decision.not_possible',
    'request.too_large',
  ],
});

export const askForDeletion = endpoint({
  name: 'askForDeletion',
  method: 'POST',
  path: '/api/receipt/deletions',
  summary: 'Asks for a report to be deleted; a named person decides by a date.',
  permission: 'receipt',
  rateBudget: 'receipt',
  status: 201,
  idempotent: true,
  body: Type.Object({ text: Type.Optional(TextSchema) }, closed),
  reply: ReceiptStatusSchema,
  problems: [
    'receipt.unknown',
    'rights.already_asked',
    'rights.asked_too_often',
    'text.too_long',
    'text.not_unicode',
    'decision.not_possible',
  ],
});
