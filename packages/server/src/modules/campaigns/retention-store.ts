import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** Forgets who reported what was received before `time`, as the reports themselves do; imports name a source, nobody. */
export async function forgetReporterKeys(tx: Context, before: { time: Date; limit: number }): Promise<number> {
  const { rows } = await sql`
    update campaign_report set reporter_key = null where report_id in (
      select report_id from campaign_report
      where reporter_key is not null and not is_import and received_at <= ${before.time}
        and not is_report_held(report_id, ${tx.now()})
      order by received_at limit ${before.limit}
    ) returning 1`.execute(tx.db);
  return rows.length;
}

/**
 * Deletes campaigns whose last report came before `time` and whose reports are all gone, with what was merged into them
 * and their figures; never one that a legal hold keeps. What was decided stays in the log of decisions.
 */
export async function deleteEndedCampaigns(tx: Context, before: { time: Date; limit: number }): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select root.id from campaign as root
    where root.root_id = root.id and root.last_seen <= ${before.time}
      and not exists (
        select from campaign as part join campaign_report on campaign_report.campaign_id = part.id
        where part.root_id = root.id
      )
      and not exists (
        select from legal_hold join campaign as held on held.id = legal_hold.subject_id
        where legal_hold.subject = 'campaign' and held.root_id = root.id
          and legal_hold.released_at is null and legal_hold.until > ${tx.now()}
      )
    order by root.last_seen, root.id limit ${before.limit}`.execute(tx.db);
  if (rows.length === 0) return 0;
  await sql`delete from campaign where root_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx.db);
  return rows.length;
}

export async function deleteEmergenceBefore(tx: Context, time: Date): Promise<void> {
  await sql`delete from emergence where day < ${time}::date`.execute(tx.db);
}
