import {
  type BundledReport,
  bundleFormat,
  bundleVersion,
  type Pap,
  Problem,
  papLabels,
  type Tlp,
  tlpLabels,
} from '@spring-rain/contract';
import { readAgencyName } from '../../platform/agencies.ts';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { ensureSigningKey, signingKeyId } from '../../platform/signing-keys.ts';
import { readSightings } from '../indicators/index.ts';
import { type KeptAttachment, listKeptAttachments } from './attachment-store.ts';
import { encodeBundle } from './bundle-format.ts';
import { findOwnReports, type LeavingReport, listTagsOf } from './bundle-store.ts';
import { findLoss } from './desk-store.ts';
import { listAdditions } from './receipt-store.ts';
import { acceptName, acceptReason } from './text.ts';

/** The public half of the agency's signing key, made when it is first asked for. */
export async function readBundleKey(ctx: Context): Promise<{ keyId: string; publicKey: string; createdAt: string }> {
  const { keyId, publicKey, createdAt } = await ensureSigningKey(ctx, ctx.agencyId);
  return { keyId, publicKey: publicKey.toString('base64url'), createdAt: createdAt.toISOString() };
}

export interface BundleDraft {
  readonly reportIds: readonly string[];
  /** The public key of the agency that it is for, base64url. */
  readonly to: string;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly by: string;
  readonly reason: string;
}

/**
 * A signed bundle of the agency's own reports for an agency elsewhere. What is in it: text, additions, kind, loss,
 * indicators and files; never contact details, who reported, or what staff wrote. Every report that leaves is logged.
 * Throws `request.not_found` when one is not the agency's own, `bundle.beyond_label`, `bundle.too_large`,
 * `decision.name_missing`.
 */
export async function writeBundle(
  ctx: Context,
  draft: BundleDraft,
): Promise<{ bundle: string; hash: string; keyId: string; reports: number }> {
  const by = acceptName(draft.by);
  const reason = acceptReason(draft.reason);
  const { tlp, pap } = draft;
  const key = await ensureSigningKey(ctx, ctx.agencyId);
  const { name, leaving } = await inTransaction(ctx, (tx) => readLeaving(tx, draft));
  const reports: BundledReport[] = [];
  for (const report of leaving) reports.push(await withFiles(ctx, report));
  const { text, hash } = encodeBundle(
    {
      format: bundleFormat,
      version: bundleVersion,
      from: { name, keyId: key.keyId },
      to: { keyId: signingKeyId(Buffer.from(draft.to, 'base64url')) },
      writtenAt: ctx.now().toISOString(),
      writtenBy: by,
      tlp,
      pap,
      reports,
    },
    key,
  );
  await inTransaction(ctx, async (tx) => {
    await logAction(tx, { action: 'write-bundle', subject: 'bundle', subjectId: hash, reason });
    for (const report of reports) {
      const fields = Object.keys(report);
      await logAction(tx, { action: 'send-in-bundle', subject: 'report', subjectId: report.id, fields, reason });
    }
  });
  return { bundle: text, hash, keyId: key.keyId, reports: reports.length };
}

interface Leaving {
  readonly said: Omit<BundledReport, 'attachments'>;
  readonly files: readonly KeptAttachment[];
}

async function readLeaving(tx: Context, draft: BundleDraft): Promise<{ name: string; leaving: Leaving[] }> {
  const reports = await findOwnReports(tx, draft.reportIds);
  if (reports.length < draft.reportIds.length) throw new Problem('request.not_found');
  refuseBeyondLabels(await listTagsOf(tx, draft.reportIds), draft);
  const sightings = await readSightings(tx, draft.reportIds);
  const leaving: Leaving[] = [];
  for (const report of reports) {
    const indicators = (sightings.get(report.id) ?? []).map(({ kind, value }) => ({ kind, value }));
    const additions = (await listAdditions(tx, report.id)).map(({ text }) => text);
    const loss = await findLoss(tx, report.id);
    const said = { ...saidOf(report), additions, indicators, ...(loss === undefined ? {} : { loss }) };
    leaving.push({ said, files: await listKeptAttachments(tx, report.id) });
  }
  return { name: await readAgencyName(tx), leaving };
}

function saidOf({ id, receivedAt, text, scamKind, channel, happenedAt }: LeavingReport) {
  return {
    id,
    receivedAt: receivedAt.toISOString(),
    text,
    ...(scamKind === undefined ? {} : { scamKind }),
    ...(channel === undefined ? {} : { channel }),
    ...(happenedAt === undefined ? {} : { happenedAt: happenedAt.toISOString() }),
  };
}

/**
 * TLP:RED names persons, so no agency is sent it. What came under a label is passed on only where that label lets it be
 * (GREEN, CLEAR), and under none that is wider.
 */
function refuseBeyondLabels(tags: readonly string[], { tlp, pap }: BundleDraft): void {
  if (tlp === 'red') throw beyond('TLP:RED', 'TLP:RED');
  for (const label of tlpLabels.filter((known) => tags.includes(`tlp:${known}`))) {
    const mayPass = label === 'green' || label === 'clear';
    if (!mayPass || tlpLabels.indexOf(tlp) > tlpLabels.indexOf(label)) throw beyond(`tlp:${label}`, `tlp:${tlp}`);
  }
  for (const label of papLabels.filter((known) => tags.includes(`pap:${known}`))) {
    if (papLabels.indexOf(pap) > papLabels.indexOf(label)) throw beyond(`pap:${label}`, `pap:${pap}`);
  }
}

function beyond(found: string, wanted: string): Problem {
  return new Problem('bundle.beyond_label', {
    parameters: { found: found.toUpperCase(), wanted: wanted.toUpperCase() },
  });
}

async function withFiles(ctx: Context, { said, files }: Leaving): Promise<BundledReport> {
  const attachments: BundledReport['attachments'] = [];
  for (const { mediaType, contentHash } of files) {
    const bytes = await ctx.files.get(contentHash);
    attachments.push({ mediaType, hash: contentHash, bytesBase64: bytes.toString('base64') });
  }
  return { ...said, attachments };
}
