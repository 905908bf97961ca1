import { indicatorKinds, scamKinds, verdicts } from '@spring-rain/engine';
import Type, { type Static, type TLiteral, type TUnion } from 'typebox';
import { papLabels, tlpLabels } from './staff.ts';
import {
  appealStates,
  appealSubjects,
  campaignStates,
  channels,
  emergenceSubjects,
  imageCodeKinds,
  listingScopes,
  listingStates,
  nextSteps,
  reportStates,
  rightsStates,
  sourceRoles,
  timelineKinds,
} from './vocabulary.ts';

/** Limits on what the outside may send, by name. */
export const limits = {
  textMaxChars: 10_000,
  reasonMaxChars: 2_000,
  nameMaxChars: 100,
  contactMaxChars: 300,
  attachmentMaxBytes: 10 * 1024 * 1024,
  attachmentsMaxCount: 5,
  /** Codes that are read from one picture, and how much of each. */
  imageCodesMaxCount: 20,
  imageCodeMaxChars: 2_000,
  jsonBodyMaxBytes: 256 * 1024,
  /** An import's batch: `importBatchMaxRows` lines, most of them far below `importLineMaxChars`. */
  operatorBodyMaxBytes: 32 * 1024 * 1024,
  importBatchMaxRows: 1_000,
  importLineMaxChars: 20_000,
  /** Reports that one decision moves; a larger part of a campaign is a campaign to be split twice. */
  campaignMoveMaxReports: 500,
  pageMaxRows: 200,
  pageDefaultRows: 50,
} as const;

const closed = { additionalProperties: false };

/** A union of literals from a tuple of words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
): TUnion<{ -readonly [Index in keyof Words]: TLiteral<Words[Index]> }> {
  const literals = words.map((word) => Type.Literal(word));
  // The mapped tuple type says what `map` cannot: the same literals in the same order.
  return Type.Union(literals) as unknown as TUnion<{ -readonly [Index in keyof Words]: TLiteral<Words[Index]> }>;
}

export const IndicatorKindSchema = oneOf(indicatorKinds);
export const ScamKindSchema = oneOf(scamKinds);
export const VerdictSchema = oneOf(verdicts);

/** UTC, ISO 8601 with `Z`. */
export const InstantSchema = Type.String({ format: 'date-time', maxLength: 40 });
export const IdSchema = Type.String({ format: 'uuid' });
/** The 16 digits; spaces and hyphens are forgiven. */
export const ReceiptSchema = Type.String({ minLength: 16, maxLength: 32 });
export const TextSchema = Type.String({ maxLength: limits.textMaxChars * 4 });
export const NameSchema = Type.String({ minLength: 1, maxLength: limits.nameMaxChars });
/**
 * Who decides. The operator's token says it for the person at the terminal; whoever is signed in decides in their own
 * name, and a key in its own: they leave it out.
 */
export const ByNameSchema = Type.String({ minLength: 1, maxLength: limits.nameMaxChars });
export const ReasonSchema = Type.String({ minLength: 1, maxLength: limits.reasonMaxChars });
export const CursorSchema = Type.String({ minLength: 1, maxLength: 200 });

export const MoneySchema = Type.Object(
  {
    amountMinor: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  },
  closed,
);

export const LossDraftSchema = Type.Object(
  {
    amount: Type.Optional(MoneySchema),
    paidAt: Type.Optional(InstantSchema),
    ownBank: Type.Optional(Type.String({ maxLength: 200 })),
    payeeAccount: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
);

/** What a person tells us. Only `text` must be there. */
export const ReportDraftSchema = Type.Object(
  {
    text: TextSchema,
    scamKind: Type.Optional(ScamKindSchema),
    channel: Type.Optional(oneOf(channels)),
    happenedAt: Type.Optional(InstantSchema),
    moneyMoving: Type.Optional(Type.Boolean()),
    loss: Type.Optional(LossDraftSchema),
    contact: Type.Optional(Type.String({ maxLength: limits.contactMaxChars })),
  },
  closed,
);
export type ReportDraft = Static<typeof ReportDraftSchema>;

export const RecognisedIndicatorSchema = Type.Object({
  kind: IndicatorKindSchema,
  value: Type.String(),
  start: Type.Integer({ minimum: 0 }),
  end: Type.Integer({ minimum: 0 }),
});
export type RecognisedIndicator = Static<typeof RecognisedIndicatorSchema>;

export const LocalisedSchema = Type.Object({ 'zh-CN': Type.String(), en: Type.String() });
export type Localised = Static<typeof LocalisedSchema>;

/** Why a verdict is what it is. Every count has its meaning beside it; nothing here is a person's text. */
export const EvidenceSchema = Type.Union([
  Type.Object({
    type: Type.Literal('listing'),
    listingId: IdSchema,
    source: Type.String(),
    sourceTitle: LocalisedSchema,
    sourceUrl: Type.Optional(Type.String()),
    scope: oneOf(listingScopes),
    scopeValue: Type.String(),
    reports: Type.Optional(Type.Integer({ minimum: 0 })),
    since: Type.Optional(InstantSchema),
    lastSeen: Type.Optional(InstantSchema),
    expiresAt: Type.Optional(InstantSchema),
    reason: Type.Optional(Type.String()),
  }),
  Type.Object({
    type: Type.Literal('official'),
    source: Type.String(),
    name: LocalisedSchema,
    country: Type.Optional(Type.String()),
    sourceUrl: Type.Optional(Type.String()),
    scope: oneOf(listingScopes),
    scopeValue: Type.String(),
  }),
  Type.Object({
    type: Type.Literal('reports'),
    /** An estimate: distinct keyed hashes of session, address range and contact. */
    distinctReporters: Type.Integer({ minimum: 0 }),
    confirmed: Type.Integer({ minimum: 0 }),
    since: InstantSchema,
    lastSeen: InstantSchema,
    /** What was reported: this value (`exact`), or the host that it stands on. */
    scope: oneOf(listingScopes),
    scopeValue: Type.String(),
  }),
  Type.Object({
    type: Type.Literal('look-alike'),
    official: Type.String(),
    how: Type.String(),
  }),
  Type.Object({ type: Type.Literal('trait'), trait: Type.String() }),
]);
export type Evidence = Static<typeof EvidenceSchema>;

export const CheckedIndicatorSchema = Type.Object({
  kind: IndicatorKindSchema,
  value: Type.String(),
  start: Type.Integer({ minimum: 0 }),
  end: Type.Integer({ minimum: 0 }),
  confidence01: Type.Number({ minimum: 0, maximum: 1 }),
  traits: Type.Array(Type.String()),
  verdict: VerdictSchema,
  evidence: Type.Array(EvidenceSchema),
});
export type CheckedIndicator = Static<typeof CheckedIndicatorSchema>;

/** A stretch of the text that carried a reading: half-open UTF-16 offsets in the original. */
export const CarryingPhraseSchema = Type.Object({
  text: Type.String(),
  start: Type.Integer({ minimum: 0 }),
  end: Type.Integer({ minimum: 0 }),
});
export type CarryingPhrase = Static<typeof CarryingPhraseSchema>;

/**
 * The scam that a text reads like; without `kind`, fraud of a kind that is not clear. Absent wherever the reading is undecided or honest: an answer never
 * says "safe".
 */
export const ScamSuspicionSchema = Type.Object({
  kind: Type.Optional(ScamKindSchema),
  /** Calibrated: of a hundred texts read with 0.9, about ninety are of this kind, or fraud where no kind is named. */
  probability01: Type.Number({ minimum: 0, maximum: 1 }),
  because: Type.Array(CarryingPhraseSchema),
});
export type ScamSuspicion = Static<typeof ScamSuspicionSchema>;

/** A campaign as the public may see it: figures of released data alone. */
export const CampaignMentionSchema = Type.Object({
  id: IdSchema,
  kind: Type.Optional(ScamKindSchema),
  state: oneOf(campaignStates),
  /** An estimate: distinct keyed hashes of session, address range and contact. */
  distinctReporters: Type.Integer({ minimum: 0 }),
  firstSeen: InstantSchema,
  lastSeen: InstantSchema,
});
export type CampaignMention = Static<typeof CampaignMentionSchema>;

export const DecisionSchema = Type.Object({
  id: IdSchema,
  subject: Type.String(),
  subjectId: IdSchema,
  action: Type.String(),
  by: Type.String(),
  reason: Type.String(),
  at: InstantSchema,
});
export type Decision = Static<typeof DecisionSchema>;

/** A campaign in a list, for staff. */
export const CampaignSummarySchema = Type.Object({
  id: IdSchema,
  name: Type.Optional(Type.String()),
  kind: Type.Optional(ScamKindSchema),
  /** Who said so: a named person, or the drafting of most of its reports. */
  kindBy: Type.Optional(Type.Union([Type.Literal('person'), Type.Literal('draft')])),
  state: oneOf(campaignStates),
  reports: Type.Integer({ minimum: 0 }),
  /** An estimate: distinct keyed hashes of session, address range and contact. */
  distinctReporters: Type.Integer({ minimum: 0 }),
  firstSeen: InstantSchema,
  lastSeen: InstantSchema,
  isReleased: Type.Boolean(),
  /** The campaign that it was merged into. */
  mergedInto: Type.Optional(IdSchema),
});
export type CampaignSummary = Static<typeof CampaignSummarySchema>;

/** Why a report is in its campaign. */
export const CampaignLinkSchema = Type.Object({
  /** One of the engine's link reasons, or `decided` by a named person. */
  reason: Type.String(),
  indicator: Type.Optional(Type.Object({ kind: IndicatorKindSchema, value: Type.String() })),
  otherReportId: Type.Optional(IdSchema),
  weight01: Type.Number({ minimum: 0, maximum: 1 }),
  similarity01: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  /** The value is by now seen in so many reports that it no longer links. */
  overShared: Type.Boolean(),
  by: Type.Optional(Type.String()),
  at: InstantSchema,
});
export type CampaignLink = Static<typeof CampaignLinkSchema>;

/** A report of a campaign, for staff; what was said in it is read at the report itself. */
export const CampaignReportSchema = Type.Object({
  reportId: IdSchema,
  receivedAt: InstantSchema,
  counts: Type.Boolean(),
  strength01: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  by: Type.Optional(Type.String()),
  joinedAt: InstantSchema,
  links: Type.Array(CampaignLinkSchema),
});
export type CampaignReport = Static<typeof CampaignReportSchema>;

const Tallied = { reports: Type.Integer({ minimum: 0 }) };

export const CampaignProposalSchema = Type.Object({
  campaignId: IdSchema,
  otherCampaignId: IdSchema,
  /** The last report that speaks for both. */
  reportId: IdSchema,
  reports: Type.Integer({ minimum: 1 }),
  reason: Type.String(),
  strength01: Type.Number({ minimum: 0, maximum: 1 }),
  lastAt: InstantSchema,
});
export type CampaignProposal = Static<typeof CampaignProposalSchema>;

/** A campaign, whole, for staff. Nothing in it is a reporter's text. */
export const CampaignDetailSchema = Type.Object({
  ...CampaignSummarySchema.properties,
  /** Drafted from the figures below. */
  summary: LocalisedSchema,
  /** Tallies are over this many of its newest reports. */
  talliedReports: Type.Integer({ minimum: 0 }),
  kinds: Type.Array(Type.Object({ kind: ScamKindSchema, ...Tallied })),
  channels: Type.Array(Type.Object({ channel: oneOf(channels), ...Tallied })),
  languages: Type.Array(Type.Object({ language: Type.String(), ...Tallied })),
  indicators: Type.Array(
    Type.Object({
      kind: IndicatorKindSchema,
      value: Type.String(),
      ...Tallied,
      weight01: Type.Number({ minimum: 0, maximum: 1 }),
      /** Why it links nothing: official, busy or shared values never do, over-shared ones no longer. */
      unlinked: Type.Optional(Type.String()),
    }),
  ),
  losses: Type.Array(
    Type.Object({
      currency: Type.String(),
      amountMinor: Type.Integer({ minimum: 0 }),
      ...Tallied,
    }),
  ),
  perDay: Type.Array(Type.Object({ day: Type.String(), ...Tallied })),
  merged: Type.Array(IdSchema),
  proposals: Type.Array(CampaignProposalSchema),
  decisions: Type.Array(DecisionSchema),
});
export type CampaignDetail = Static<typeof CampaignDetailSchema>;

/** Something that was seen far more often than its own past lets expect; for staff alone. */
export const EmergenceSchema = Type.Object({
  id: IdSchema,
  day: Type.String(),
  subject: oneOf(emergenceSubjects),
  campaign: Type.Optional(CampaignSummarySchema),
  indicator: Type.Optional(Type.Object({ kind: IndicatorKindSchema, value: Type.String() })),
  phrase: Type.Optional(Type.String()),
  count: Type.Integer({ minimum: 0 }),
  expected: Type.Number({ minimum: 0 }),
  pValue: Type.Number({ minimum: 0, maximum: 1 }),
  /** Never seen in the weeks before. */
  isNew: Type.Boolean(),
});
export type Emergence = Static<typeof EmergenceSchema>;

export const CheckAnswerSchema = Type.Object({
  verdict: VerdictSchema,
  indicators: Type.Array(CheckedIndicatorSchema),
  redactions: Type.Array(
    Type.Object({ kind: Type.String(), start: Type.Integer({ minimum: 0 }), end: Type.Integer({ minimum: 0 }) }),
  ),
  nextSteps: Type.Array(oneOf(nextSteps)),
  scam: Type.Optional(ScamSuspicionSchema),
  campaign: Type.Optional(CampaignMentionSchema),
  checkedAt: InstantSchema,
});
export type CheckAnswer = Static<typeof CheckAnswerSchema>;

/** A QR code or the like: its content as text, which nothing here opens. */
export const ImageCodeSchema = Type.Object({
  text: Type.String(),
  kind: oneOf(imageCodeKinds),
  /** Whether the content is an address of the web, `http` or `https`. */
  isLink: Type.Boolean(),
});
export type ImageCode = Static<typeof ImageCodeSchema>;

/** What was read from a picture. A machine read it: it may be wrong, and who asks has the picture to compare. */
export const ImageReadingSchema = Type.Object({
  /** The writing, then the content of each code on lines of its own: the text that was checked. */
  text: Type.String(),
  codes: Type.Array(ImageCodeSchema),
  /** False when the picture holds more than was read: it was too long, or moves. */
  isComplete: Type.Boolean(),
});
export type ImageReading = Static<typeof ImageReadingSchema>;

/** The answer to a picture; offsets count in `image.text`. */
export const ImageCheckAnswerSchema = Type.Object({ ...CheckAnswerSchema.properties, image: ImageReadingSchema });
export type ImageCheckAnswer = Static<typeof ImageCheckAnswerSchema>;

export const ReceiptAnswerSchema = Type.Object({
  /** 16 digits, no spaces. Shown once; only its hash is kept. */
  receipt: Type.String({ pattern: '^[0-9]{16}$' }),
  receivedAt: InstantSchema,
});
export type ReceiptAnswer = Static<typeof ReceiptAnswerSchema>;

export const AttachmentSummarySchema = Type.Object({
  id: IdSchema,
  mediaType: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
  addedAt: InstantSchema,
});
export type AttachmentSummary = Static<typeof AttachmentSummarySchema>;

/** What was read from a picture of a report, for staff. Identity numbers are hidden in it. */
export const AttachmentReadingSchema = Type.Object({
  ...ImageReadingSchema.properties,
  readAt: InstantSchema,
  /** What is recognised in `text`, with offsets in it. */
  indicators: Type.Array(RecognisedIndicatorSchema),
  /** Why nothing could be read, as a problem's code. */
  refusal: Type.Optional(Type.String()),
});
export type AttachmentReading = Static<typeof AttachmentReadingSchema>;

/** An attachment as staff see it; `reading` is absent until a picture was read, and for a PDF. */
export const DeskAttachmentSchema = Type.Object({
  ...AttachmentSummarySchema.properties,
  reading: Type.Optional(AttachmentReadingSchema),
});
export type DeskAttachment = Static<typeof DeskAttachmentSchema>;

export const AppealSummarySchema = Type.Object({
  id: IdSchema,
  subject: oneOf(appealSubjects),
  state: oneOf(appealStates),
  filedAt: InstantSchema,
  /** By when a person must have decided. */
  dueAt: InstantSchema,
  decidedAt: Type.Optional(InstantSchema),
  reason: Type.Optional(Type.String()),
});
export type AppealSummary = Static<typeof AppealSummarySchema>;

export const TimelineEntrySchema = Type.Object({
  kind: oneOf(timelineKinds),
  at: InstantSchema,
  /** For `answered`, `added` and `appeal-decided`: the text, which only the receipt's holder and staff see. */
  text: Type.Optional(Type.String()),
  /** For `decided`: the state that it led to. */
  state: Type.Optional(oneOf(reportStates)),
  answerId: Type.Optional(IdSchema),
});
export type TimelineEntry = Static<typeof TimelineEntrySchema>;

/** That a person asked for their report to be deleted, and what became of it. */
export const DeletionStatusSchema = Type.Object({
  state: oneOf(rightsStates),
  askedAt: InstantSchema,
  /** By when a person must have decided. */
  dueAt: InstantSchema,
  decidedAt: Type.Optional(InstantSchema),
  /** Why it was refused; a granted one is done. */
  reason: Type.Optional(Type.String()),
});
export type DeletionStatus = Static<typeof DeletionStatusSchema>;

/** What the holder of a receipt sees; of a report, or of an appeal filed without one. */
export const ReceiptStatusSchema = Type.Object({
  about: Type.Union([Type.Literal('report'), Type.Literal('appeal')]),
  receivedAt: InstantSchema,
  state: Type.Optional(oneOf(reportStates)),
  moneyMoving: Type.Optional(Type.Boolean()),
  /** As the reporter named it. */
  scamKind: Type.Optional(ScamKindSchema),
  text: Type.Optional(Type.String()),
  indicators: Type.Array(RecognisedIndicatorSchema),
  timeline: Type.Array(TimelineEntrySchema),
  attachments: Type.Array(AttachmentSummarySchema),
  appeals: Type.Array(AppealSummarySchema),
  hasContact: Type.Boolean(),
  keptUntil: InstantSchema,
  /** The newest request for deletion. */
  deletion: Type.Optional(DeletionStatusSchema),
  /** A law keeps it for now, whatever its time: a deletion waits. */
  held: Type.Boolean(),
});
export type ReceiptStatus = Static<typeof ReceiptStatusSchema>;

export const ReportSummarySchema = Type.Object({
  id: IdSchema,
  receivedAt: InstantSchema,
  state: oneOf(reportStates),
  moneyMoving: Type.Boolean(),
  scamKind: Type.Optional(ScamKindSchema),
  channel: Type.Optional(oneOf(channels)),
  source: Type.Optional(Type.String()),
  /** The first 200 UTF-16 units of the text, redacted. */
  excerpt: Type.String(),
  indicators: Type.Array(Type.Object({ kind: IndicatorKindSchema, value: Type.String() })),
});
export type ReportSummary = Static<typeof ReportSummarySchema>;

/** By which share a thing of another agency's is seen. */
export const ReceivedLabelsSchema = Type.Object({
  id: IdSchema,
  agencyId: IdSchema,
  agency: Type.String(),
  tlp: oneOf(tlpLabels),
  pap: oneOf(papLabels),
  until: InstantSchema,
  reason: Type.String(),
});
export type ReceivedLabels = Static<typeof ReceivedLabelsSchema>;

export const ReportDetailSchema = Type.Object({
  id: IdSchema,
  receivedAt: InstantSchema,
  state: oneOf(reportStates),
  moneyMoving: Type.Boolean(),
  text: Type.String(),
  scamKind: Type.Optional(ScamKindSchema),
  channel: Type.Optional(oneOf(channels)),
  happenedAt: Type.Optional(InstantSchema),
  source: Type.Optional(Type.String()),
  loss: Type.Optional(LossDraftSchema),
  indicators: Type.Array(RecognisedIndicatorSchema),
  timeline: Type.Array(TimelineEntrySchema),
  decisions: Type.Array(DecisionSchema),
  attachments: Type.Array(DeskAttachmentSchema),
  appeals: Type.Array(AppealSummarySchema),
  hasContact: Type.Boolean(),
  /** Words of the agency's own staff. */
  tags: Type.Optional(Type.Array(Type.String())),
  /** Of another agency's report: who shares it, for how long, and what may be done with it. */
  shared: Type.Optional(ReceivedLabelsSchema),
});
export type ReportDetail = Static<typeof ReportDetailSchema>;

export const ListingSchema = Type.Object({
  id: IdSchema,
  kind: IndicatorKindSchema,
  value: Type.String(),
  role: oneOf(sourceRoles),
  scope: oneOf(listingScopes),
  state: oneOf(listingStates),
  source: Type.String(),
  reason: Type.Optional(Type.String()),
  legalBasis: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  reports: Type.Optional(Type.Integer({ minimum: 0 })),
  firstSeen: Type.Optional(InstantSchema),
  lastSeen: Type.Optional(InstantSchema),
  listedAt: InstantSchema,
  expiresAt: Type.Optional(InstantSchema),
});
export type Listing = Static<typeof ListingSchema>;

export const ListingDraftSchema = Type.Object(
  {
    kind: IndicatorKindSchema,
    value: Type.String({ minLength: 1, maxLength: 2_000 }),
    scope: Type.Optional(oneOf(listingScopes)),
    by: ByNameSchema,
    reason: ReasonSchema,
    legalBasis: Type.Optional(Type.String({ maxLength: limits.reasonMaxChars })),
    expiresAt: Type.Optional(InstantSchema),
    reportId: Type.Optional(IdSchema),
  },
  closed,
);

export const SourceSchema = Type.Object({
  id: IdSchema,
  name: Type.String(),
  title: LocalisedSchema,
  role: oneOf(sourceRoles),
  publisher: Type.String(),
  url: Type.Optional(Type.String()),
  licence: Type.String(),
  attribution: Type.Optional(LocalisedSchema),
  values: Type.Integer({ minimum: 0 }),
  asOf: Type.Optional(Type.String()),
  adoptedBy: Type.Optional(Type.String()),
  adoptedAt: Type.Optional(InstantSchema),
});
export type Source = Static<typeof SourceSchema>;

export const AppealDetailSchema = Type.Object({
  id: IdSchema,
  subject: oneOf(appealSubjects),
  subjectId: IdSchema,
  state: oneOf(appealStates),
  text: Type.String(),
  filedAt: InstantSchema,
  dueAt: InstantSchema,
  decidedAt: Type.Optional(InstantSchema),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  hasContact: Type.Boolean(),
});
export type AppealDetail = Static<typeof AppealDetailSchema>;

export const NamedReasonSchema = Type.Object({ by: ByNameSchema, reason: ReasonSchema }, closed);

/** One page of a list: `next` is absent on the last one. */
export function pageOf<const Row extends Type.TSchema>(row: Row) {
  return Type.Object({ rows: Type.Array(row), next: Type.Optional(CursorSchema) });
}

export const PageQuerySchema = Type.Object(
  {
    cursor: Type.Optional(CursorSchema),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: limits.pageMaxRows })),
  },
  closed,
);

/** One line of an import, by its number in the file (from 1), still as text. */
export const ImportRowSchema = Type.Object(
  { line: Type.Integer({ minimum: 1 }), raw: Type.String({ maxLength: limits.importLineMaxChars }) },
  closed,
);

export const ImportAnswerSchema = Type.Object({
  added: Type.Integer({ minimum: 0 }),
  unchanged: Type.Integer({ minimum: 0 }),
  updated: Type.Integer({ minimum: 0 }),
  refused: Type.Array(Type.Object({ line: Type.Integer(), reason: Type.String() })),
});
export type ImportAnswer = Static<typeof ImportAnswerSchema>;

/** A task that costs a computer under a second and a flood its money: see docs/operate/floods.md. */
export const ChallengeSchema = Type.Object({}, { additionalProperties: true });
