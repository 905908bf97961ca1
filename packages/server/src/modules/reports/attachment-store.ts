import type { AttachmentSummary } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { CleanFile } from './attachment-content.ts';
import { isKept } from './holds-store.ts';

export interface KeptAttachment extends AttachmentSummary {
  readonly contentHash: string;
  readonly position: number;
}

/** The attachments of a report, in the order they came. */
export async function listKeptAttachments(tx: Context, reportId: string): Promise<KeptAttachment[]> {
  const rows = await tx.db
    .selectFrom('attachment')
    .select(['id', 'media_type', 'size_bytes', 'added_at', 'content_hash', 'position'])
    .where('report_id', '=', reportId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    mediaType: row.media_type,
    sizeBytes: Number(row.size_bytes),
    addedAt: row.added_at.toISOString(),
    contentHash: row.content_hash,
    position: row.position,
  }));
}

export interface NewAttachment {
  readonly id: string;
  readonly reportId: string;
  readonly addedAt: Date;
  readonly position: number;
  readonly file: CleanFile;
}

export async function insertAttachment(tx: Context, attachment: NewAttachment): Promise<void> {
  await tx.db
    .insertInto('attachment')
    .values({
      id: attachment.id,
      agency_id: tx.agencyId,
      report_id: attachment.reportId,
      added_at: attachment.addedAt,
      content_hash: attachment.file.contentHash,
      media_type: attachment.file.mediaType,
      size_bytes: attachment.file.bytes.byteLength,
      position: attachment.position,
    })
    .execute();
}

export async function findAttachment(
  tx: Context,
  id: string,
): Promise<{ contentHash: string; mediaType: string } | undefined> {
  const row = await tx.db
    .selectFrom('attachment')
    .innerJoin('report', 'report.id', 'attachment.report_id')
    .select(['attachment.content_hash', 'attachment.media_type'])
    .where('attachment.id', '=', id)
    .where(isKept(tx))
    .executeTakeFirst();
  return row === undefined ? undefined : { contentHash: row.content_hash, mediaType: row.media_type };
}

/** Of the given content hashes, those that an attachment names, of whichever agency: one file may be several's. */
export async function findNamedContent(tx: Context, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const { rows } = await sql<{ hash: string }>`
    select hash from named_content(${[...hashes]}::text[]) as named (hash)`.execute(tx.db);
  return new Set(rows.map(({ hash }) => hash));
}

/**
 * Holds a name until the transaction ends, so that whoever keeps a file and whoever removes it as no longer named,
 * or two who add to one report, go one after the other.
 */
export async function holdName(tx: Context, kind: 'content' | 'report', name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${kind}:${name}`}, 0))`.execute(tx.db);
}
