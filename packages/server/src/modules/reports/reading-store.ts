import { type AttachmentReading, ImageCodeSchema } from '@spring-rain/contract';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Context } from '../../platform/context.ts';

/** A picture that was kept and not read yet. */
export interface UnreadAttachment {
  readonly id: string;
  readonly contentHash: string;
}

/** The pictures of a report that nothing was read from yet, in the order they came. */
export async function listUnreadAttachments(tx: Context, reportId: string): Promise<UnreadAttachment[]> {
  const rows = await tx.db
    .selectFrom('attachment')
    .leftJoin('attachment_reading', 'attachment_reading.attachment_id', 'attachment.id')
    .select(['attachment.id', 'attachment.content_hash'])
    .where('attachment.report_id', '=', reportId)
    .where('attachment.media_type', 'like', 'image/%')
    .where('attachment_reading.attachment_id', 'is', null)
    .orderBy('attachment.position')
    .execute();
  return rows.map((row) => ({ id: row.id, contentHash: row.content_hash }));
}

/** A reading as it is kept; what was recognised in it is recognised again when it is read. */
export type KeptReading = Omit<AttachmentReading, 'indicators'>;

/**
 * Keeps what was read, unless the picture has gone or was read meanwhile. Answers whether it was kept. The picture's
 * row is locked, so that it cannot go in between.
 */
export async function insertReading(tx: Context, attachmentId: string, reading: KeptReading): Promise<boolean> {
  const attachment = await tx.db
    .selectFrom('attachment')
    .select('id')
    .where('id', '=', attachmentId)
    .forUpdate()
    .executeTakeFirst();
  if (attachment === undefined) return false;
  const kept = await tx.db
    .insertInto('attachment_reading')
    .values({
      attachment_id: attachmentId,
      agency_id: tx.agencyId,
      read_at: reading.readAt,
      text: reading.text,
      codes: JSON.stringify(reading.codes),
      is_complete: reading.isComplete,
      refusal: reading.refusal ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('attachment_id')
    .executeTakeFirst();
  return kept !== undefined;
}

/** What was read from the pictures of a report, by attachment. */
export async function listReadings(tx: Context, reportId: string): Promise<Map<string, KeptReading>> {
  const rows = await tx.db
    .selectFrom('attachment_reading')
    .innerJoin('attachment', 'attachment.id', 'attachment_reading.attachment_id')
    .select(['attachment_id', 'read_at', 'text', 'codes', 'is_complete', 'refusal'])
    .where('attachment.report_id', '=', reportId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.attachment_id,
      {
        readAt: row.read_at.toISOString(),
        text: row.text,
        codes: Value.Parse(Type.Array(ImageCodeSchema), row.codes),
        isComplete: row.is_complete,
        ...(row.refusal === null ? {} : { refusal: row.refusal }),
      },
    ]),
  );
}
