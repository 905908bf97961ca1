import { type AttachmentReading, type ImageCode, type ImageReading, Problem } from '@spring-rain/contract';
import { recognise, redact } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { readFromPicture, recordSightings } from '../indicators/index.ts';
import type { ImageReader } from '../screenshots/index.ts';
import {
  insertReading,
  type KeptReading,
  listReadings,
  listUnreadAttachments,
  type UnreadAttachment,
} from './reading-store.ts';

/**
 * Reads the pictures of a report that were not read yet, and keeps what they say with the report's sightings.
 * A value that a code holds is exact and counts as if it were typed; one that was read from writing may be misread, and
 * warns nobody until a person has confirmed the report. Running it again reads nothing twice.
 * Throws `image.busy` when the reader has no time; then it is to be tried again.
 */
export async function readAttachments(ctx: Context, images: ImageReader, reportId: string): Promise<void> {
  const unread = await inTransaction(ctx, (tx) => listUnreadAttachments(tx, reportId));
  for (const attachment of unread) {
    const found = await readKept(ctx, images, attachment);
    await inTransaction(ctx, (tx) => keepReading(tx, { reportId, attachment, found }));
  }
}

type Found = ImageReading | { readonly refusal: string };

async function readKept(ctx: Context, images: ImageReader, { contentHash }: UnreadAttachment): Promise<Found> {
  const bytes = await ctx.files.get(contentHash);
  try {
    return await images.read(bytes, { pixelsMax: ctx.profile.limits.attachmentMaxPixels });
  } catch (error) {
    // The picture's own fault stays; that the reader is busy does not.
    if (error instanceof Problem && error.code !== 'image.busy') return { refusal: error.code };
    throw error;
  }
}

interface Reading {
  readonly reportId: string;
  readonly attachment: UnreadAttachment;
  readonly found: Found;
}

async function keepReading(tx: Context, { reportId, attachment, found }: Reading): Promise<void> {
  const reading = keptReading(found, tx.now());
  if (!(await insertReading(tx, attachment.id, reading)) || 'refusal' in found) return;
  const fromCodes = found.codes.flatMap(({ text }) => recognise(text).indicators);
  const fromWriting = recognise(found.text).indicators;
  const indicators = [
    ...fromCodes.map(({ kind, value }) => ({ kind, value, start: 0, end: 0 })),
    ...fromWriting.map(({ kind, value }) => ({ kind, value, ...readFromPicture })),
  ].slice(0, tx.profile.limits.indicatorsPerReportMax);
  await recordSightings(tx, [{ reportId, indicators, seenAt: tx.now() }]);
  await emit(tx, 'report.read', { subjectId: reportId });
}

/** As it may be kept: identity numbers hidden, as in a report's own text. */
function keptReading(found: Found, now: Date): KeptReading {
  const readAt = now.toISOString();
  if ('refusal' in found) return { readAt, text: '', codes: [], isComplete: false, refusal: found.refusal };
  const codes = found.codes.map((code): ImageCode => ({ ...code, text: redacted(code.text) }));
  return { readAt, text: redacted(found.text), codes, isComplete: found.isComplete };
}

function redacted(text: string): string {
  return redact(text, recognise(text).redactions);
}

/** What was read from the pictures of a report, by attachment, with what is recognised in it. */
export async function readReadings(tx: Context, reportId: string): Promise<Map<string, AttachmentReading>> {
  const kept = await listReadings(tx, reportId);
  return new Map(
    [...kept].map(([id, reading]) => [
      id,
      {
        ...reading,
        indicators: recognise(reading.text).indicators.map(({ kind, value, start, end }) => ({
          kind,
          value,
          start,
          end,
        })),
      },
    ]),
  );
}
