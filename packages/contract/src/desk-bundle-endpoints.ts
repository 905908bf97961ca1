import Type, { type Static } from 'typebox';
import { endpoint } from './endpoint.ts';
import {
  ByNameSchema,
  IdSchema,
  IndicatorKindSchema,
  InstantSchema,
  LossDraftSchema,
  limits,
  oneOf,
  ReasonSchema,
  ScamKindSchema,
} from './schemas.ts';
import { papLabels, tlpLabels } from './staff.ts';
import { channels } from './vocabulary.ts';

const closed = { additionalProperties: false };

/** Limits of a bundle, by name. */
export const bundleLimits = {
  reportsMaxCount: 100,
  /** The whole file. Within `limits.operatorBodyMaxBytes` once it stands as a string in a request. */
  bytesMax: 24 * 1024 * 1024,
  indicatorsPerReportMax: 500,
} as const;

export const bundleFormat = 'spring-rain-bundle';
export const bundleVersion = 1;

const KeyIdSchema = Type.String({ pattern: '^[0-9a-f]{16}$' });
const HashSchema = Type.String({ pattern: '^[0-9a-f]{64}$' });
/** An Ed25519 public key: 32 bytes as base64url. */
export const PublicKeySchema = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });

/** A report as it leaves: what it says, never who said it. */
export const BundledReportSchema = Type.Object(
  {
    id: IdSchema,
    receivedAt: InstantSchema,
    text: Type.String({ minLength: 1, maxLength: limits.textMaxChars }),
    additions: Type.Array(Type.String({ minLength: 1, maxLength: limits.textMaxChars }), { maxItems: 200 }),
    scamKind: Type.Optional(ScamKindSchema),
    channel: Type.Optional(oneOf(channels)),
    happenedAt: Type.Optional(InstantSchema),
    loss: Type.Optional(LossDraftSchema),
    indicators: Type.Array(
      Type.Object({ kind: IndicatorKindSchema, value: Type.String({ maxLength: 2_000 }) }, closed),
      { maxItems: bundleLimits.indicatorsPerReportMax },
    ),
    attachments: Type.Array(
      Type.Object({ mediaType: Type.String({ maxLength: 100 }), hash: HashSchema, bytesBase64: Type.String() }, closed),
      { maxItems: limits.attachmentsMaxCount },
    ),
  },
  closed,
);
export type BundledReport = Static<typeof BundledReportSchema>;

/** What is signed: the bytes of this in canonical JSON (RFC 8785). */
export const BundleContentSchema = Type.Object(
  {
    format: Type.Literal(bundleFormat),
    version: Type.Literal(bundleVersion),
    from: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), keyId: KeyIdSchema }, closed),
    /** The key of the agency that it is for: nobody else takes it. */
    to: Type.Object({ keyId: KeyIdSchema }, closed),
    writtenAt: InstantSchema,
    writtenBy: Type.String({ maxLength: limits.nameMaxChars }),
    /** Who may know, and what may be done with it. */
    tlp: oneOf(tlpLabels),
    pap: oneOf(papLabels),
    reports: Type.Array(BundledReportSchema, { minItems: 1, maxItems: bundleLimits.reportsMaxCount }),
  },
  closed,
);
export type BundleContent = Static<typeof BundleContentSchema>;

/** The file: content and its signature (Ed25519, base64url), itself in canonical JSON. */
export const BundleSchema = Type.Object(
  { content: BundleContentSchema, signature: Type.String({ pattern: '^[A-Za-z0-9_-]{86}$' }) },
  closed,
);
export type Bundle = Static<typeof BundleSchema>;

export const readBundleKey = endpoint({
  name: 'readBundleKey',
  method: 'GET',
  path: '/api/desk/bundles/key',
  summary: 'The public half of the agency’s signing key, to be given to agencies elsewhere.',
  permission: 'bundles.exchange',
  reply: Type.Object({ keyId: KeyIdSchema, publicKey: PublicKeySchema, createdAt: InstantSchema }),
});

export const writeBundle = endpoint({
  name: 'writeBundle',
  method: 'POST',
  path: '/api/desk/bundles',
  summary: 'A signed bundle of the agency’s own reports, for the agency elsewhere whose public key is named.',
  permission: 'bundles.exchange',
  body: Type.Object(
    {
      reportIds: Type.Array(IdSchema, { minItems: 1, maxItems: bundleLimits.reportsMaxCount, uniqueItems: true }),
      to: PublicKeySchema,
      tlp: oneOf(tlpLabels),
      pap: oneOf(papLabels),
      by: ByNameSchema,
      reason: ReasonSchema,
    },
    closed,
  ),
  reply: Type.Object({ bundle: Type.String(), hash: HashSchema, keyId: KeyIdSchema, reports: Type.Integer() }),
  problems: [
    'request.not_found',
    'bundle.too_large',
    'bundle.beyond_label',
    'decision.name_missing',
    'text.not_unicode',
  ],
});

export const takeBundle = endpoint({
  name: 'takeBundle',
  method: 'POST',
  path: '/api/desk/bundles/taken',
  summary: 'Takes the reports of a bundle that is signed by the key given, as unverified. All of it, or nothing.',
  permission: 'bundles.exchange',
  status: 201,
  body: Type.Object(
    { bundle: Type.String({ minLength: 1 }), key: PublicKeySchema, by: ByNameSchema, reason: ReasonSchema },
    closed,
  ),
  reply: Type.Object({
    hash: HashSchema,
    source: Type.String(),
    from: Type.String(),
    tlp: oneOf(tlpLabels),
    pap: oneOf(papLabels),
    reports: Type.Array(Type.Object({ id: IdSchema, theirId: IdSchema })),
    /** Reports that an earlier bundle of this sender brought already. */
    unchanged: Type.Integer({ minimum: 0 }),
  }),
  problems: [
    'bundle.unreadable',
    'bundle.version_unknown',
    'bundle.not_signed_by',
    'bundle.for_another',
    'bundle.taken_already',
    'bundle.too_large',
    'bundle.content_refused',
    'decision.name_missing',
    'text.not_unicode',
  ],
});
