import { type AttachmentSummary, limits, Problem } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import type { UploadedFile } from '../../platform/http/types.ts';
import { type AttachmentType, attachmentTypes, type CleanFile, cleanFile } from './attachment-content.ts';
import { findAttachment, holdName, insertAttachment, listKeptAttachments } from './attachment-store.ts';
import { keepOn } from './keeping.ts';
import { requireReport } from './receipts.ts';

/**
 * Adds one file to a report: the same content again adds nothing.
 * The file is written before its row commits, so a row never names a file that is not there.
 * Throws `receipt.unknown`, `attachment.too_many`, and what `cleanFile` throws.
 */
async function attachFile(ctx: Context, receiptHash: Buffer, upload: UploadedFile): Promise<void> {
  // Before the costly part: a stranger without a receipt makes the server draw nothing.
  await inTransaction(ctx, (tx) => requireReport(tx, receiptHash));
  const file = await cleanFile(upload.bytes, ctx.profile.limits.attachmentMaxPixels);
  await inTransaction(ctx, async (tx) => {
    const report = await requireReport(tx, receiptHash);
    await holdName(tx, 'report', report.id);
    const kept = await listKeptAttachments(tx, report.id);
    if (kept.some(({ contentHash }) => contentHash === file.contentHash)) return;
    if (kept.length >= limits.attachmentsMaxCount) throw tooMany();
    await keepFile(tx, file);
    const position = (kept.at(-1)?.position ?? 0) + 1;
    await insertAttachment(tx, { id: tx.newId(), reportId: report.id, addedAt: tx.now(), position, file });
    await keepOn(tx, report.id, report.state);
    await emit(tx, 'report.attached', { subjectId: report.id });
  });
}

function tooMany(): Problem {
  return new Problem('attachment.too_many', { parameters: { limit: limits.attachmentsMaxCount } });
}

/** Writes a file under its hash, unless it is there: before its row commits, so that no row names a file that is not. */
export async function keepFile(tx: Context, file: CleanFile): Promise<void> {
  await holdName(tx, 'content', file.contentHash);
  if (await tx.files.exists(file.contentHash)) return;
  await tx.files.put(file.contentHash, file.bytes);
}

/**
 * Adds files one by one as they arrive. The first that is refused ends it with its problem; those before it are kept.
 */
export async function attachToReport(
  ctx: Context,
  receiptHash: Buffer,
  files: AsyncIterable<UploadedFile>,
): Promise<AttachmentSummary[]> {
  for await (const upload of files) await attachFile(ctx, receiptHash, upload);
  return inTransaction(ctx, async (tx) => {
    const report = await requireReport(tx, receiptHash);
    const kept = await listKeptAttachments(tx, report.id);
    return kept.map(({ id, mediaType, sizeBytes, addedAt }) => ({ id, mediaType, sizeBytes, addedAt }));
  });
}

/** Adds as many files as can be taken and says why the others were not: a page keeps the report either way. */
export async function attachWhatFits(
  ctx: Context,
  receiptHash: Buffer,
  files: AsyncIterable<UploadedFile> | undefined,
): Promise<{ taken: number; refused: Problem[] }> {
  const refused: Problem[] = [];
  let taken = 0;
  try {
    for await (const upload of files ?? []) {
      const problem = await attachFile(ctx, receiptHash, upload).then(() => undefined, asProblem);
      if (problem === undefined) taken += 1;
      else refused.push(problem);
    }
  } catch (error) {
    // The form itself ended early: a file over the limit, or more files than are taken.
    refused.push(asProblem(error));
  }
  return { taken, refused };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  throw error;
}

export interface AttachmentDownload {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly fileName: string;
}

/** An attachment's bytes, to be saved and never shown in place. Throws `request.not_found`. */
export async function readAttachment(ctx: Context, id: string): Promise<AttachmentDownload> {
  const found = await inTransaction(ctx, (tx) => findAttachment(tx, id));
  if (found === undefined) throw new Problem('request.not_found');
  const ending = attachmentTypes[found.mediaType as AttachmentType];
  return { bytes: await ctx.files.get(found.contentHash), mediaType: found.mediaType, fileName: `${id}.${ending}` };
}
