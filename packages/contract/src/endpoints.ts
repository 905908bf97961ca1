import { indicatorKinds } from '@spring-rain/engine';
import Type from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  AppealDetailSchema,
  AppealSummarySchema,
  AttachmentSummarySchema,
  ByNameSchema,
  CampaignDetailSchema,
  CampaignProposalSchema,
  CampaignReportSchema,
  CampaignSummarySchema,
  CheckAnswerSchema,
  CursorSchema,
  DecisionSchema,
  EmergenceSchema,
  IdSchema,
  ImageCheckAnswerSchema,
  ImportAnswerSchema,
  ImportRowSchema,
  ListingDraftSchema,
  ListingSchema,
  limits,
  NamedReasonSchema,
  NameSchema,
  oneOf,
  PageQuerySchema,
  pageOf,
  ReasonSchema,
  ReceiptAnswerSchema,
  ReceiptStatusSchema,
  ReportDetailSchema,
  ReportDraftSchema,
  ReportSummarySchema,
  ScamKindSchema,
  SourceSchema,
  TextSchema,
} from './schemas.ts';
import {
  appealStates,
  campaignActions,
  campaignStates,
  listingStates,
  reportActions,
  reportStates,
  sourceRoles,
} from './vocabulary.ts';

const closed = { additionalProperties: false };
const ById = Type.Object({ id: IdSchema }, closed);

// ---- checks ----
export const checkText = endpoint({
  name: 'checkText',
  method: 'POST',
  path: '/api/checks',
  summary: 'Is this a scam? Recognises what is in a text and answers a verdict with its evidence. Nothing is kept.',
  permission: 'public',
  rateBudget: 'check',
  body: Type.Object({ text: TextSchema }, closed),
  reply: CheckAnswerSchema,
  problems: ['check.text_blank', 'text.too_long', 'text.not_unicode'],
});

export const checkImage = endpoint({
  name: 'checkImage',
  method: 'POST',
  path: '/api/checks/image',
  summary:
    'Is this a scam? Reads text and QR codes from a picture (multipart field `file`) and checks them. Nothing is kept.',
  permission: 'public',
  rateBudget: 'image',
  accepts: 'multipart',
  reply: ImageCheckAnswerSchema,
  problems: [
    'image.missing',
    'image.one_only',
    'image.unreadable',
    'image.too_large',
    'image.nothing_read',
    'image.took_too_long',
    'image.busy',
    'attachment.too_large',
    'attachment.too_many',
  ],
});

// ---- reports, from the public ----
export const fileReport = endpoint({
  name: 'fileReport',
  method: 'POST',
  path: '/api/reports',
  summary: 'Keeps a report and answers its receipt.',
  permission: 'public',
  rateBudget: 'report',
  status: 201,
  idempotent: true,
  body: ReportDraftSchema,
  reply: ReceiptAnswerSchema,
  problems: [
    'report.text_blank',
    'text.too_long',
    'text.not_unicode',
    'report.time_invalid',
    'report.amount_invalid',
    'contact.unavailable',
    'flood.proof_required',
    'flood.proof_invalid',
  ],
});

export const readReceipt = endpoint({
  name: 'readReceipt',
  method: 'GET',
  path: '/api/receipt',
  summary: 'What became of a report or an appeal, for the holder of its receipt.',
  permission: 'receipt',
  rateBudget: 'receipt',
  reply: ReceiptStatusSchema,
  problems: ['receipt.unknown'],
});

export const addToReport = endpoint({
  name: 'addToReport',
  method: 'POST',
  path: '/api/receipt/additions',
  summary: 'Adds text to a report.',
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

export const attachToReport = endpoint({
  name: 'attachToReport',
  method: 'POST',
  path: '/api/receipt/attachments',
  summary: 'Adds images or a PDF to a report (multipart field `file`).',
  permission: 'receipt',
  rateBudget: 'receipt',
  accepts: 'multipart',
  status: 201,
  reply: Type.Object({ attachments: Type.Array(AttachmentSummarySchema) }),
  problems: [
    'receipt.unknown',
    'attachment.type_refused',
    'attachment.too_large',
    'attachment.too_many',
    'attachment.broken',
    'decision.not_possible',
  ],
});

export const appealAnswer = endpoint({
  name: 'appealAnswer',
  method: 'POST',
  path: '/api/receipt/appeals',
  summary: 'Objects to the answer that a reporter got; another person decides.',
  permission: 'receipt',
  rateBudget: 'receipt',
  status: 201,
  idempotent: true,
  body: Type.Object({ text: TextSchema }, closed),
  reply: AppealSummarySchema,
  problems: [
    'receipt.unknown',
    'report.text_blank',
    'text.too_long',
    'text.not_unicode',
    'appeal.already_open',
    'decision.not_possible',
  ],
});

export const followReceipt = endpoint({
  name: 'followReceipt',
  method: 'GET',
  path: '/api/receipt/events',
  summary: 'Server-sent events: says that something changed for this receipt; resumes by Last-Event-ID.',
  permission: 'receipt',
  rateBudget: 'receipt',
  produces: 'events',
  problems: ['receipt.unknown', 'cursor.invalid'],
});

export const appealListing = endpoint({
  name: 'appealListing',
  method: 'POST',
  path: '/api/appeals',
  summary: 'Objects to a listing, for whoever is affected; answers a receipt to follow it with.',
  permission: 'public',
  rateBudget: 'report',
  status: 201,
  idempotent: true,
  body: Type.Object(
    {
      value: Type.String({ minLength: 1, maxLength: 2_000 }),
      text: TextSchema,
      contact: Type.Optional(Type.String({ maxLength: limits.contactMaxChars })),
    },
    closed,
  ),
  reply: ReceiptAnswerSchema,
  problems: [
    'request.not_found',
    'report.text_blank',
    'text.too_long',
    'text.not_unicode',
    'appeal.already_open',
    'contact.unavailable',
    'flood.proof_required',
    'flood.proof_invalid',
  ],
});

export const listSources = endpoint({
  name: 'listSources',
  method: 'GET',
  path: '/api/sources',
  summary: 'The published lists that checks rest on: publisher, licence, attribution, who adopted them.',
  permission: 'public',
  reply: Type.Object({ sources: Type.Array(SourceSchema) }),
});

// ---- the operator of this host ----
export const listReports = endpoint({
  name: 'listReports',
  method: 'GET',
  path: '/api/desk/reports',
  summary: 'Reports, newest first, money moving before all others.',
  permission: 'reports.read',
  query: Type.Object(
    {
      ...PageQuerySchema.properties,
      state: Type.Optional(oneOf(reportStates)),
      moneyMoving: Type.Optional(Type.Boolean()),
    },
    closed,
  ),
  reply: pageOf(ReportSummarySchema),
  problems: ['cursor.invalid'],
});

export const exportReports = endpoint({
  name: 'exportReports',
  method: 'GET',
  path: '/api/desk/export/reports',
  summary: 'Reports, whole, newest first, a page at a time; contact details are never in it.',
  permission: 'reports.export',
  query: PageQuerySchema,
  reply: pageOf(ReportDetailSchema),
  problems: ['cursor.invalid'],
});

export const readReport = endpoint({
  name: 'readReport',
  method: 'GET',
  path: '/api/desk/reports/:id',
  summary: 'One report, whole.',
  permission: 'reports.read',
  params: ById,
  reply: ReportDetailSchema,
  problems: ['request.not_found'],
});

export const decideReport = endpoint({
  name: 'decideReport',
  method: 'POST',
  path: '/api/desk/reports/:id/decisions',
  summary: 'A named person confirms, rejects, marks as junk, escalates or reopens a report.',
  permission: 'reports.decide',
  status: 201,
  params: ById,
  body: Type.Object({ action: oneOf(reportActions), by: ByNameSchema, reason: ReasonSchema }, closed),
  reply: Type.Object({ decision: DecisionSchema, state: oneOf(reportStates) }),
  problems: ['request.not_found', 'decision.name_missing', 'text.not_unicode', 'decision.not_possible'],
});

export const answerReporter = endpoint({
  name: 'answerReporter',
  method: 'POST',
  path: '/api/desk/reports/:id/answers',
  summary: 'Answers the reporter; the answer stands on the receipt page.',
  permission: 'reports.answer',
  status: 201,
  params: ById,
  body: Type.Object({ by: ByNameSchema, text: ReasonSchema }, closed),
  reply: Type.Object({ answerId: IdSchema, at: Type.String() }),
  problems: ['request.not_found', 'decision.name_missing', 'report.text_blank', 'text.not_unicode'],
});

export const openContact = endpoint({
  name: 'openContact',
  method: 'POST',
  path: '/api/desk/reports/:id/contact',
  summary: 'Hands out the sealed contact details for a purpose that is logged; opened with the private key elsewhere.',
  permission: 'contacts.open',
  params: ById,
  body: NamedReasonSchema,
  reply: Type.Object({ sealedBase64: Type.String(), keyId: Type.String() }),
  problems: ['request.not_found', 'decision.name_missing', 'text.not_unicode'],
});

export const readAttachment = endpoint({
  name: 'readAttachment',
  method: 'GET',
  path: '/api/desk/attachments/:id',
  summary: 'An attachment’s bytes, as a download.',
  permission: 'reports.read',
  produces: 'bytes',
  params: ById,
  problems: ['request.not_found'],
});

export const listListings = endpoint({
  name: 'listListings',
  method: 'GET',
  path: '/api/desk/listings',
  summary: 'Listed values, newest first.',
  permission: 'listings.read',
  query: Type.Object(
    {
      ...PageQuerySchema.properties,
      source: Type.Optional(NameSchema),
      role: Type.Optional(oneOf(sourceRoles)),
      state: Type.Optional(oneOf(listingStates)),
    },
    closed,
  ),
  reply: pageOf(ListingSchema),
  problems: ['cursor.invalid'],
});

export const listIndicator = endpoint({
  name: 'listIndicator',
  method: 'POST',
  path: '/api/desk/listings',
  summary: 'A named person lists a value as a known scam, in the narrowest scope that holds, until a date.',
  permission: 'listings.decide',
  status: 201,
  body: ListingDraftSchema,
  reply: ListingSchema,
  problems: [
    'indicator.invalid',
    'listing.scope_too_wide',
    'listing.known_good',
    'listing.expiry_invalid',
    'request.not_found',
    'decision.not_possible',
  ],
});

export const withdrawListing = endpoint({
  name: 'withdrawListing',
  method: 'POST',
  path: '/api/desk/listings/:id/withdrawals',
  summary: 'Takes a listing back.',
  permission: 'listings.decide',
  status: 201,
  params: ById,
  body: NamedReasonSchema,
  reply: ListingSchema,
  problems: ['request.not_found', 'decision.not_possible'],
});

export const listAppeals = endpoint({
  name: 'listAppeals',
  method: 'GET',
  path: '/api/desk/appeals',
  summary: 'Appeals, the one due first at the top.',
  permission: 'appeals.read',
  query: Type.Object({ ...PageQuerySchema.properties, state: Type.Optional(oneOf(appealStates)) }, closed),
  reply: pageOf(AppealDetailSchema),
  problems: ['cursor.invalid'],
});

export const decideAppeal = endpoint({
  name: 'decideAppeal',
  method: 'POST',
  path: '/api/desk/appeals/:id/decisions',
  summary: 'Upholds or dismisses an appeal; never by the person who made the decision. Upholding undoes it.',
  permission: 'appeals.decide',
  status: 201,
  params: ById,
  body: Type.Object(
    {
      outcome: Type.Union([Type.Literal('upheld'), Type.Literal('dismissed')]),
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: AppealDetailSchema,
  problems: [
    'request.not_found',
    'decision.name_missing',
    'text.not_unicode',
    'decision.not_possible',
    'appeal.same_person',
  ],
});

export const adoptSource = endpoint({
  name: 'adoptSource',
  method: 'POST',
  path: '/api/desk/sources/:name/adoptions',
  summary: 'A named person adopts a published list: from now on its values count.',
  permission: 'sources.decide',
  status: 201,
  params: Type.Object({ name: NameSchema }, closed),
  body: NamedReasonSchema,
  reply: SourceSchema,
  problems: ['source.unknown', 'decision.not_possible'],
});

export const dropSource = endpoint({
  name: 'dropSource',
  method: 'POST',
  path: '/api/desk/sources/:name/revocations',
  summary: 'Takes an adoption back: the list’s values no longer count.',
  permission: 'sources.decide',
  status: 201,
  params: Type.Object({ name: NameSchema }, closed),
  body: NamedReasonSchema,
  reply: SourceSchema,
  problems: ['source.unknown', 'decision.not_possible'],
});

/** Formats that `importIndicators` reads; see docs/sources.md. */
export const importFormats = ['jsonl', 'taiwan165', 'plain'] as const;
export type ImportFormat = (typeof importFormats)[number];

export const importIndicators = endpoint({
  name: 'importIndicators',
  method: 'POST',
  path: '/api/desk/imports/indicators',
  summary:
    'One batch of an import: lines of a published list, kept under a source. The same lines twice change nothing.',
  permission: 'sources.import',
  body: Type.Object(
    {
      source: NameSchema,
      role: Type.Optional(oneOf(sourceRoles)),
      kind: Type.Optional(oneOf(indicatorKinds)),
      format: oneOf(importFormats),
      licence: Type.Optional(Type.String({ maxLength: 200 })),
      publisher: Type.Optional(NameSchema),
      url: Type.Optional(Type.String({ maxLength: 500 })),
      by: ByNameSchema,
      rows: Type.Array(ImportRowSchema, { maxItems: limits.importBatchMaxRows }),
    },
    closed,
  ),
  reply: ImportAnswerSchema,
  problems: ['import.batch_invalid'],
});

export const importReports = endpoint({
  name: 'importReports',
  method: 'POST',
  path: '/api/desk/imports/reports',
  summary: 'One batch of reports from a file: kept as unverified, once a line (source + file hash + line).',
  permission: 'reports.import',
  body: Type.Object(
    {
      source: NameSchema,
      fileHash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      by: ByNameSchema,
      rows: Type.Array(ImportRowSchema, { maxItems: limits.importBatchMaxRows }),
    },
    closed,
  ),
  reply: ImportAnswerSchema,
  problems: ['import.batch_invalid', 'decision.name_missing', 'text.not_unicode'],
});

// ---- campaigns, for the operator ----
export const listCampaigns = endpoint({
  name: 'listCampaigns',
  method: 'GET',
  path: '/api/desk/campaigns',
  summary: 'Campaigns, the one with the newest report first.',
  permission: 'campaigns.read',
  query: Type.Object({ ...PageQuerySchema.properties, state: Type.Optional(oneOf(campaignStates)) }, closed),
  reply: pageOf(CampaignSummarySchema),
  problems: ['cursor.invalid'],
});

export const readCampaign = endpoint({
  name: 'readCampaign',
  method: 'GET',
  path: '/api/desk/campaigns/:id',
  summary: 'One campaign: kind, drafted summary, values by weight, days, losses, decisions. No reporter’s text.',
  permission: 'campaigns.read',
  params: ById,
  reply: CampaignDetailSchema,
  problems: ['request.not_found'],
});

export const listCampaignReports = endpoint({
  name: 'listCampaignReports',
  method: 'GET',
  path: '/api/desk/campaigns/:id/reports',
  summary: 'The reports of a campaign, newest first, each with why it belongs there.',
  permission: 'campaigns.read',
  params: ById,
  query: PageQuerySchema,
  reply: pageOf(CampaignReportSchema),
  problems: ['request.not_found', 'cursor.invalid'],
});

export const decideCampaign = endpoint({
  name: 'decideCampaign',
  method: 'POST',
  path: '/api/desk/campaigns/:id/decisions',
  summary: 'A named person merges, splits, attaches, detaches, closes, names, releases or undoes.',
  permission: 'campaigns.decide',
  status: 201,
  params: ById,
  body: Type.Object(
    {
      action: oneOf(campaignActions),
      by: ByNameSchema,
      reason: ReasonSchema,
      /** For `merge`: the campaign that becomes part of this one; for `keep-apart`: the other one. */
      campaignId: Type.Optional(IdSchema),
      /** For `split`, `attach` and `detach`. */
      reportIds: Type.Optional(Type.Array(IdSchema, { minItems: 1, maxItems: limits.campaignMoveMaxReports })),
      /** For `set-kind`; without it most of its reports decide again. */
      kind: Type.Optional(ScamKindSchema),
      /** For `rename`; without it the campaign has no name. */
      name: Type.Optional(NameSchema),
    },
    closed,
  ),
  reply: Type.Object({ decision: DecisionSchema, campaign: CampaignSummarySchema, created: Type.Optional(IdSchema) }),
  problems: [
    'request.not_found',
    'request.invalid',
    'decision.name_missing',
    'text.not_unicode',
    'decision.not_possible',
  ],
});

export const listCampaignProposals = endpoint({
  name: 'listCampaignProposals',
  method: 'GET',
  path: '/api/desk/campaign-proposals',
  summary: 'Pairs of campaigns that a report speaks for both of; a person decides whether they are one.',
  permission: 'campaigns.read',
  query: PageQuerySchema,
  reply: pageOf(CampaignProposalSchema),
  problems: ['cursor.invalid'],
});

export const listEmergence = endpoint({
  name: 'listEmergence',
  method: 'GET',
  path: '/api/desk/emergence',
  summary: 'New this week: campaigns, values and wordings that were seen far more often than before.',
  permission: 'campaigns.read',
  query: PageQuerySchema,
  reply: pageOf(EmergenceSchema),
  problems: ['cursor.invalid'],
});

export const relinkReports = endpoint({
  name: 'relinkReports',
  method: 'POST',
  path: '/api/desk/relinkings',
  summary: 'Links one batch of the reports that are kept, oldest first; `next` goes on where it ended.',
  permission: 'operator',
  body: Type.Object({ cursor: Type.Optional(CursorSchema) }, closed),
  reply: Type.Object({ reports: Type.Integer({ minimum: 0 }), next: Type.Optional(CursorSchema) }),
  problems: ['cursor.invalid'],
});

export const downloadBackup = endpoint({
  name: 'downloadBackup',
  method: 'GET',
  path: '/api/desk/backup',
  summary: 'The whole installation as one archive: tables, files and keys.',
  permission: 'operator',
  produces: 'bytes',
});

export const followEvents = endpoint({
  name: 'followEvents',
  method: 'GET',
  path: '/api/desk/events',
  summary: 'Server-sent events: what changed, by id; resumes by Last-Event-ID.',
  permission: 'events.follow',
  produces: 'events',
  query: Type.Object({ after: Type.Optional(CursorSchema) }, closed),
  problems: ['cursor.invalid'],
});

// ---- the machine room ----
export const readHealth = endpoint({
  name: 'readHealth',
  method: 'GET',
  path: '/health',
  summary: 'The process lives.',
  permission: 'public',
  rateBudget: 'none',
  reply: Type.Object({ status: Type.Literal('ok'), version: Type.String() }),
});

export const readReadiness = endpoint({
  name: 'readReadiness',
  method: 'GET',
  path: '/ready',
  summary: 'Whether requests can be served: database, files, known values. 503 when not.',
  permission: 'public',
  rateBudget: 'none',
  reply: Type.Object({
    ready: Type.Boolean(),
    checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean() })),
    /** What should be mended, although requests are served: such as a broken model of scam kinds. */
    warnings: Type.Array(Type.String()),
  }),
  problems: ['service.unavailable'],
});

export const readMetrics = endpoint({
  name: 'readMetrics',
  method: 'GET',
  path: '/metrics',
  summary: 'Prometheus metrics; from this host or with the operator’s token.',
  permission: 'host',
  rateBudget: 'none',
  produces: 'text',
});

export const readOpenApi = endpoint({
  name: 'readOpenApi',
  method: 'GET',
  path: '/openapi.json',
  summary: 'This description, as OpenAPI 3.1.',
  permission: 'public',
  reply: Type.Object({}, { additionalProperties: true }),
});
