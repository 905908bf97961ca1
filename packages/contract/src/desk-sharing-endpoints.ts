import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ByNameSchema,
  CampaignDetailSchema,
  CursorSchema,
  IdSchema,
  IndicatorKindSchema,
  InstantSchema,
  ListingSchema,
  MoneySchema,
  NamedReasonSchema,
  oneOf,
  PageQuerySchema,
  pageOf,
  ReceivedLabelsSchema,
  ReportDetailSchema,
  ScamKindSchema,
  SourceSchema,
} from './schemas.ts';
import { papLabels, shareSubjects, staffRoles, tlpLabels } from './staff.ts';

const closed = { additionalProperties: false };
const ById = Type.Object({ id: IdSchema }, closed);

/** Limits on sharing, by name. */
export const sharingLimits = { untilMaxDays: 365, tagMaxChars: 60, tagsPerReportMax: 20 } as const;

export const shareStates = ['active', 'ended', 'withdrawn'] as const;

/** Why somebody, or a field, is left out of a share. */
export const unseenReasons = ['sealed', 'never-leaves', 'own-agency', 'role', 'another-person'] as const;
export type UnseenReason = (typeof unseenReasons)[number];

const IndicatorValueSchema = Type.Object({ kind: IndicatorKindSchema, value: Type.String() });

export const ShareSchema = Type.Object({
  id: IdSchema,
  subject: oneOf(shareSubjects),
  subjectId: Type.String(),
  /** Of an indicator: what `subjectId` stands for. */
  indicator: Type.Optional(IndicatorValueSchema),
  from: Type.Object({ agencyId: IdSchema, agency: Type.String() }),
  to: Type.Object({ agencyId: IdSchema, agency: Type.String(), personId: Type.Optional(IdSchema) }),
  tlp: oneOf(tlpLabels),
  pap: oneOf(papLabels),
  state: oneOf(shareStates),
  sharedAt: InstantSchema,
  until: InstantSchema,
  by: Type.String(),
  reason: Type.String(),
  /** The standing rule that shared it. */
  ruleId: Type.Optional(IdSchema),
  /** The share that it passes on, and with which it ends. */
  passesOn: Type.Optional(IdSchema),
  withdrawnAt: Type.Optional(InstantSchema),
  withdrawnReason: Type.Optional(Type.String()),
});
export type Share = Static<typeof ShareSchema>;

const draftFields = {
  subject: oneOf(shareSubjects),
  /** An id; of an indicator its kind and value: `phone:+8613800000000`. */
  subjectId: Type.String({ minLength: 1, maxLength: 2_050 }),
  toAgencyId: IdSchema,
  /** With a person: only that member of the agency. TLP:RED needs one. */
  toPersonId: Type.Optional(IdSchema),
  tlp: oneOf(tlpLabels),
  pap: oneOf(papLabels),
  until: InstantSchema,
};
export const ShareDraftSchema = Type.Object(draftFields, closed);
export type ShareDraft = Static<typeof ShareDraftSchema>;

export const SharePreviewSchema = Type.Object({
  to: Type.Object({ agencyId: IdSchema, agency: Type.String() }),
  /** Who will see it: how many people there have each role, or the one person that it names. */
  people: Type.Array(
    Type.Object({
      role: oneOf(staffRoles),
      count: Type.Integer({ minimum: 1 }),
      name: Type.Optional(Type.String()),
      sees: Type.Boolean(),
      why: Type.Optional(oneOf(unseenReasons)),
    }),
  ),
  /** What of it they will see, and what not and why. */
  fields: Type.Array(
    Type.Object({ field: Type.String(), isSeen: Type.Boolean(), why: Type.Optional(oneOf(unseenReasons)) }),
  ),
  /** Set where the acting agency passes on what another one shares with it. */
  passesOn: Type.Optional(ReceivedLabelsSchema),
});
export type SharePreview = Static<typeof SharePreviewSchema>;

const refusals = [
  'request.not_found',
  'share.to_self',
  'share.agency_unknown',
  'share.agency_closed',
  'share.not_a_member',
  'share.names_no_person',
  'share.beyond_tlp',
  'share.beyond_pap',
  'share.until_invalid',
] as const;

export const previewShare = endpoint({
  name: 'previewShare',
  method: 'POST',
  path: '/api/desk/share-previews',
  summary: 'Who would see which fields of what is to be shared, and why others not. Shares nothing.',
  permission: 'shares.decide',
  body: ShareDraftSchema,
  reply: SharePreviewSchema,
  problems: [...refusals],
});

export const addShare = endpoint({
  name: 'addShare',
  method: 'POST',
  path: '/api/desk/shares',
  summary: 'Shares a report, a campaign, an indicator or a list with an agency or one of its people, until a time.',
  permission: 'shares.decide',
  status: 201,
  body: Type.Object({ ...draftFields, ...NamedReasonSchema.properties }, closed),
  reply: ShareSchema,
  problems: ['decision.name_missing', ...refusals],
});

export const listGivenShares = endpoint({
  name: 'listGivenShares',
  method: 'GET',
  path: '/api/desk/shares/given',
  summary: 'What the agency shares or shared, newest first.',
  permission: 'shares.decide',
  query: PageQuerySchema,
  reply: pageOf(ShareSchema),
  problems: ['cursor.invalid'],
});

export const listReceivedShares = endpoint({
  name: 'listReceivedShares',
  method: 'GET',
  path: '/api/desk/shares/received',
  summary: 'What others share with the agency, or with whoever asks, and that has not ended; newest first.',
  permission: 'shared.read',
  query: PageQuerySchema,
  reply: pageOf(ShareSchema),
  problems: ['cursor.invalid'],
});

export const readReceivedShare = endpoint({
  name: 'readReceivedShare',
  method: 'GET',
  path: '/api/desk/shares/received/:id',
  summary: 'What is shared, with under which labels and by whom. Of a list a page of its values.',
  permission: 'shared.read',
  params: ById,
  query: Type.Object({ cursor: Type.Optional(CursorSchema) }, closed),
  reply: Type.Object({
    share: ShareSchema,
    report: Type.Optional(ReportDetailSchema),
    campaign: Type.Optional(CampaignDetailSchema),
    indicator: Type.Optional(IndicatorValueSchema),
    source: Type.Optional(SourceSchema),
    listings: Type.Optional(pageOf(ListingSchema)),
  }),
  problems: ['request.not_found', 'cursor.invalid'],
});

export const withdrawShare = endpoint({
  name: 'withdrawShare',
  method: 'POST',
  path: '/api/desk/shares/:id/withdrawals',
  summary: 'Ends a share, and what was passed on by it. What the other agency decided or filed meanwhile stays.',
  permission: 'shares.decide',
  params: ById,
  body: NamedReasonSchema,
  reply: ShareSchema,
  problems: ['request.not_found', 'decision.name_missing', 'share.ended'],
});

export const transferReport = endpoint({
  name: 'transferReport',
  method: 'POST',
  path: '/api/desk/reports/:id/transfers',
  summary: 'Hands a report with all its rows over to another agency. The old owner keeps no sight of it.',
  permission: 'shares.decide',
  params: ById,
  body: Type.Object({ toAgencyId: IdSchema, ...NamedReasonSchema.properties }, closed),
  reply: Type.Object({ id: IdSchema, agencyId: IdSchema }),
  problems: [
    'request.not_found',
    'decision.name_missing',
    'share.to_self',
    'share.agency_unknown',
    'share.agency_closed',
  ],
});

const TagSchema = Type.String({ minLength: 1, maxLength: sharingLimits.tagMaxChars });
const TagBodySchema = Type.Object({ tag: TagSchema, by: ByNameSchema }, closed);
const TagsSchema = Type.Object({ tags: Type.Array(Type.String()) });

export const tagReport = endpoint({
  name: 'tagReport',
  method: 'POST',
  path: '/api/desk/reports/:id/tags',
  summary: 'Puts a word of the agency’s own on a report. Standing rules may share by it; the word itself never leaves.',
  permission: 'reports.tag',
  params: ById,
  body: TagBodySchema,
  reply: TagsSchema,
  problems: ['request.not_found', 'decision.name_missing', 'report.tag_invalid'],
});

export const untagReport = endpoint({
  name: 'untagReport',
  method: 'POST',
  path: '/api/desk/reports/:id/tag-removals',
  summary: 'Takes a tag off a report. What was shared by it stays shared until it is withdrawn.',
  permission: 'reports.tag',
  params: ById,
  body: TagBodySchema,
  reply: TagsSchema,
  problems: ['request.not_found', 'decision.name_missing', 'report.tag_invalid'],
});

// ---- standing rules ----

const conditions = {
  scamKind: Type.Optional(ScamKindSchema),
  tag: Type.Optional(TagSchema),
  /** The agency’s own area lies in this one. */
  areaId: Type.Optional(IdSchema),
  leastAmount: Type.Optional(MoneySchema),
};
/** A rule names an agency, so what is for named persons alone cannot be shared by one. */
const ruleTlps = ['amber-strict', 'amber', 'green', 'clear'] as const;
const ruleFields = {
  toAgencyId: IdSchema,
  ...conditions,
  tlp: oneOf(ruleTlps),
  pap: oneOf(papLabels),
  days: Type.Integer({ minimum: 1, maximum: sharingLimits.untilMaxDays }),
};

export const SharingRuleSchema = Type.Object({
  id: IdSchema,
  ...ruleFields,
  toAgency: Type.String(),
  reason: Type.String(),
  by: Type.String(),
  madeAt: InstantSchema,
  endedAt: Type.Optional(InstantSchema),
});
export type SharingRule = Static<typeof SharingRuleSchema>;

export const addSharingRule = endpoint({
  name: 'addSharingRule',
  method: 'POST',
  path: '/api/desk/sharing-rules',
  summary: 'From now on, shares reports that fulfil all its conditions once they are filed or tagged.',
  permission: 'shares.decide',
  status: 201,
  body: Type.Object({ ...ruleFields, ...NamedReasonSchema.properties }, closed),
  reply: SharingRuleSchema,
  problems: [
    'decision.name_missing',
    'share.to_self',
    'share.agency_unknown',
    'share.agency_closed',
    'sharing_rule.asks_nothing',
  ],
});

export const listSharingRules = endpoint({
  name: 'listSharingRules',
  method: 'GET',
  path: '/api/desk/sharing-rules',
  summary: 'The agency’s standing rules, newest first.',
  permission: 'shares.decide',
  query: PageQuerySchema,
  reply: pageOf(SharingRuleSchema),
  problems: ['cursor.invalid'],
});

export const endSharingRule = endpoint({
  name: 'endSharingRule',
  method: 'POST',
  path: '/api/desk/sharing-rules/:id/endings',
  summary: 'Ends a rule. What it has shared stays shared until its own end or withdrawal.',
  permission: 'shares.decide',
  params: ById,
  body: NamedReasonSchema,
  reply: SharingRuleSchema,
  problems: ['request.not_found', 'decision.name_missing', 'sharing_rule.ended'],
});
