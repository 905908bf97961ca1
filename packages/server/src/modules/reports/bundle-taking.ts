import { createHash } from 'node:crypto';
import {
  type BundleContent,
  type BundledReport,
  type Pap,
  Problem,
  type RecognisedIndicator,
  type Tlp,
} from '@spring-rain/contract';
import { canonicalIndicator } from '@spring-rain/engine';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit, emitAll } from '../../platform/events.ts';
import { contentHash } from '../../platform/files.ts';
import { ensureSigningKey } from '../../platform/signing-keys.ts';
import { recordSightings } from '../indicators/index.ts';
import { type CleanFile, cleanFile } from './attachment-content.ts';
import { insertAttachment } from './attachment-store.ts';
import { keepFile } from './attachments.ts';
import { decodeBundle } from './bundle-format.ts';
import { insertTags, insertTaken } from './bundle-store.ts';
import { acceptLoss, payeeIndicators } from './filing.ts';
import { insertReports, type NewReport } from './filing-store.ts';
import { insertAddition } from './receipt-store.ts';
import { acceptName, acceptReason, acceptText } from './text.ts';
import { acceptPastTime } from './times-and-amounts.ts';

export interface BundleFile {
  readonly bundle: string;
  /** The public key of the agency that wrote it, base64url. */
  readonly key: string;
  readonly by: string;
  readonly reason: string;
}

export interface TakenAnswer {
  readonly hash: string;
  readonly source: string;
  readonly from: string;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly reports: { id: string; theirId: string }[];
  readonly unchanged: number;
}

/**
 * Takes the reports of a bundle into the agency, verified first: as `unverified`, with the sender as their source, so
 * that they count for nothing until a person here confirms them. All of it, or nothing; a bundle once, and a report of a
 * sender once, whichever bundles it came in. Throws what `decodeBundle` throws, `bundle.taken_already`,
 * `bundle.content_refused`, `decision.name_missing`.
 */
export async function takeBundle(ctx: Context, file: BundleFile): Promise<TakenAnswer> {
  const by = acceptName(file.by);
  const reason = acceptReason(file.reason);
  const { keyId: ownKeyId } = await ensureSigningKey(ctx, ctx.agencyId);
  const publicKey = Buffer.from(file.key, 'base64url');
  const { content, hash } = decodeBundle(file.bundle, { publicKey, ownKeyId });
  const source = sourceOf(content);
  const prepared: PreparedReport[] = [];
  for (const [index, report] of content.reports.entries()) {
    prepared.push(await naming(index + 1, () => prepare(ctx, report, { source, keyId: content.from.keyId })));
  }
  const { tlp, pap, from } = content;
  const kept = await inTransaction(ctx, async (tx) => {
    const bundle = { hash, keyId: from.keyId, fromName: from.name, tlp, pap, reportCount: prepared.length, by };
    if (!(await insertTaken(tx, bundle))) throw new Problem('bundle.taken_already');
    const fresh = await keepPrepared(tx, prepared, { hash, source, by, tags: [`tlp:${tlp}`, `pap:${pap}`] });
    await logAction(tx, { action: 'take-bundle', subject: 'bundle', subjectId: hash, reason });
    return fresh;
  });
  const reports = kept.map(({ report, theirId }) => ({ id: report.id, theirId }));
  return { hash, source, from: from.name, tlp, pap, reports, unchanged: prepared.length - reports.length };
}

/** The sender as a source: the key, which nobody can choose, behind what they call themselves in plain letters. */
function sourceOf({ from }: BundleContent): string {
  const plain = from.name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain === '' ? 'agency' : plain}.${from.keyId}`;
}

interface PreparedReport {
  readonly theirId: string;
  readonly report: NewReport;
  readonly indicators: readonly RecognisedIndicator[];
  readonly additions: readonly string[];
  readonly files: readonly CleanFile[];
}

/** A report of a bundle, held to the same rules as one that is typed in here. */
async function prepare(
  ctx: Context,
  sent: BundledReport,
  { source, keyId }: { source: string; keyId: string },
): Promise<PreparedReport> {
  const receivedAt = ctx.now();
  const { text, indicators } = acceptText(sent.text);
  const additions = sent.additions.map((addition) => acceptText(addition));
  const files: CleanFile[] = [];
  for (const attachment of sent.attachments) files.push(await cleanAttachment(ctx, attachment));
  const outside = [
    ...additions.flatMap((addition) => addition.indicators),
    ...payeeIndicators(sent),
    ...sent.indicators.flatMap(({ kind, value }) => canonicalIndicator(kind, value) ?? []),
  ].map(({ kind, value }) => ({ kind, value, start: 0, end: 0 }));
  return {
    theirId: sent.id,
    indicators: [...indicators, ...outside].slice(0, ctx.profile.limits.indicatorsPerReportMax),
    additions: additions.map((addition) => addition.text),
    files,
    report: {
      id: ctx.newId(),
      receivedAt,
      state: 'unverified',
      text,
      scamKind: sent.scamKind,
      channel: sent.channel,
      happenedAt: acceptPastTime(sent.happenedAt, { field: 'happenedAt', now: receivedAt }),
      moneyMoving: false,
      receiptHash: undefined,
      reporterHash: undefined,
      source,
      importKey: createHash('sha256').update(`bundle\0${ctx.agencyId}\0${keyId}\0${sent.id}`).digest(),
      loss: acceptLoss(sent.loss, receivedAt),
      contact: undefined,
    },
  };
}

async function cleanAttachment(ctx: Context, sent: BundledReport['attachments'][number]): Promise<CleanFile> {
  const bytes = Buffer.from(sent.bytesBase64, 'base64');
  if (contentHash(bytes) !== sent.hash) throw new Problem('attachment.broken');
  return await cleanFile(bytes, ctx.profile.limits.attachmentMaxPixels);
}

/** Says which report of the bundle it was that could not be kept. */
async function naming<T>(position: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('bundle.content_refused', { parameters: { position, code: error.code }, cause: error });
  }
}

interface Taking {
  readonly hash: string;
  readonly source: string;
  readonly by: string;
  readonly tags: readonly string[];
}

async function keepPrepared(
  tx: Context,
  prepared: readonly PreparedReport[],
  taking: Taking,
): Promise<PreparedReport[]> {
  const ids = await insertReports(
    tx,
    prepared.map(({ report }) => report),
  );
  const fresh = prepared.filter(({ report }) => ids.has(report.id));
  if (fresh.length === 0) return fresh;
  await recordSightings(
    tx,
    fresh.map(({ report, indicators }) => ({ reportId: report.id, indicators, seenAt: report.receivedAt })),
  );
  for (const each of fresh) await keepParts(tx, each);
  const reportIds = fresh.map(({ report }) => report.id);
  await insertTags(tx, reportIds, taking);
  const { by, source } = taking;
  const data = { by, source, added: fresh.length, first: reportIds[0], last: reportIds.at(-1) };
  await emit(tx, 'reports.imported', { subjectId: taking.hash, data });
  await emitAll(
    tx,
    fresh
      .filter(({ files }) => files.length > 0)
      .map(({ report }) => ({ type: 'report.attached' as const, subjectId: report.id })),
  );
  return fresh;
}

async function keepParts(tx: Context, { report, additions, files }: PreparedReport): Promise<void> {
  const addedAt = report.receivedAt;
  for (const text of additions) {
    await insertAddition(tx, { id: tx.newId(), reportId: report.id, addedAt, text, isCorrection: false });
  }
  const distinct = [...new Map(files.map((file) => [file.contentHash, file])).values()];
  for (const [index, file] of distinct.entries()) {
    await keepFile(tx, file);
    await insertAttachment(tx, { id: tx.newId(), reportId: report.id, addedAt, position: index + 1, file });
  }
}
