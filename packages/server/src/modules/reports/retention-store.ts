import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/**
 * Locks reports whose time has ended, except where an appeal still waits for a person, and those whose deletion was
 * granted; never one that a legal hold keeps. Answers their ids.
 */
export async function lockEndedReports(tx: Context, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select report.id from report
    where (
      report.purge_at <= ${tx.now()}
      and not exists (select from appeal where appeal.report_id = report.id and appeal.state = 'waiting')
      or report.id in (select report_id from rights_request where state = 'granted')
    ) and not is_report_held(report.id, ${tx.now()})
    order by report.purge_at, report.id
    limit ${limit}
    for update skip locked`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Deletes reports with all that hangs on them. */
export async function deleteReports(tx: Context, ids: readonly string[]): Promise<void> {
  await tx.db.deleteFrom('report').where('id', 'in', ids).execute();
}

/** Deletes attachments of reports received before `time`. */
export async function deleteOldAttachments(
  tx: Context,
  before: { time: Date; limit: number },
): Promise<{ reportId: string; contentHash: string }[]> {
  const { rows } = await sql<{ reportId: string; contentHash: string }>`
    delete from attachment where id in (
      select attachment.id from attachment
      join report on report.id = attachment.report_id
      where report.received_at <= ${before.time} and not is_report_held(report.id, ${tx.now()})
      order by attachment.id
      limit ${before.limit}
      for update of attachment skip locked
    ) returning report_id as "reportId", content_hash as "contentHash"`.execute(tx.db);
  return rows;
}

/** The contents that the attachments of the given reports name. */
export async function listContentOf(tx: Context, reportIds: readonly string[]): Promise<string[]> {
  if (reportIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('attachment')
    .select('content_hash')
    .distinct()
    .where('report_id', 'in', reportIds)
    .execute();
  return rows.map((row) => row.content_hash);
}

/** Forgets who reported what was received before `time`. Answers how many. */
export async function forgetReporters(tx: Context, before: { time: Date; limit: number }): Promise<number> {
  const { rows } = await sql`
    update report set reporter_hash = null where id in (
      select id from report
      where reporter_hash is not null and received_at <= ${before.time} and not is_report_held(id, ${tx.now()})
      order by received_at, id
      limit ${before.limit}
      for update skip locked
    ) returning 1`.execute(tx.db);
  return rows.length;
}

const purgeable = ['sealed_contact', 'idempotency_key'] as const;
export type Purgeable = (typeof purgeable)[number];

/** Deletes rows of a table whose `purge_at` has come. Answers how many. */
export async function deleteEnded(tx: Context, table: Purgeable, limit: number): Promise<number> {
  const key = table === 'sealed_contact' ? 'id' : 'key_hash';
  const notHeld = table === 'sealed_contact' ? sql`and not is_report_held(report_id, ${tx.now()})` : sql``;
  const { rows } = await sql`
    delete from ${sql.table(table)} where ${sql.ref(key)} in (
      select ${sql.ref(key)} from ${sql.table(table)}
      where purge_at <= ${tx.now()} ${notHeld}
      order by purge_at
      limit ${limit}
      for update skip locked
    ) returning 1`.execute(tx.db);
  return rows.length;
}

/** Deletes appeals that were decided and whose time has ended; one that waits is never deleted. Answers their ids. */
export async function deleteEndedAppeals(tx: Context, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from appeal where id in (
      select id from appeal
      where purge_at <= ${tx.now()} and state <> 'waiting' and not is_report_held(report_id, ${tx.now()})
      order by purge_at, id
      limit ${limit}
      for update skip locked
    ) returning id`.execute(tx.db);
  return rows.map(({ id }) => id);
}
