import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** A campaign or a value that enough reporters of a day speak of, with its past. */
export interface CountedSubject {
  readonly subject: 'campaign' | 'indicator';
  readonly id: string;
  /** Distinct reporters on the day; a flood by one of them is one. */
  readonly reporters: number;
}

/** A day as `YYYY-MM-DD`, UTC. */
export type Day = string;

/** More subjects than this are not judged on one day: those with the most reporters. */
const subjectsMax = 2_000;

/** What the given reports speak of, with at least `min` distinct reporters; and how many there are of each in all. */
export async function countSubjects(
  tx: Context,
  reportIds: readonly string[],
  min: number,
): Promise<{ counted: CountedSubject[]; totals: { readonly campaign: number; readonly indicator: number } }> {
  const { rows } = await sql<CountedSubject & { total: number }>`
    with told as (
      select placed.report_id, placed.campaign_id,
        coalesce(encode(placed.reporter_key, 'hex'), 'unknown') as reporter
      from unnest(${reportIds}::uuid[]) as asked(id)
      join campaign_report as placed on placed.report_id = asked.id
    ), spoken as (
      select 'campaign' as subject, campaign.root_id::text as id, told.reporter
      from told join campaign on campaign.id = told.campaign_id
      union
      select 'indicator', sighting.indicator_id::text, told.reporter
      from told join sighting on sighting.report_id = told.report_id
    ), counted as (
      select subject, id, count(*)::int as reporters, (count(*) over (partition by subject))::int as total
      from spoken group by subject, id
    )
    select subject, id, reporters, total from counted
    where reporters >= ${min} or id = (select min(id) from counted as any_one where any_one.subject = counted.subject)
    order by reporters desc, subject, id limit ${subjectsMax}`.execute(tx.db);
  const totalOf = (subject: string) => rows.find((row) => row.subject === subject)?.total ?? 0;
  return {
    counted: rows.filter(({ reporters }) => reporters >= min).map(({ total: _total, ...row }) => row),
    totals: { campaign: totalOf('campaign'), indicator: totalOf('indicator') },
  };
}

export interface PastCount {
  readonly id: string;
  readonly day: Day;
  readonly count: number;
}

/** Reports of each campaign a day, from `since` on and before `until`; deleted ones too. */
export async function countCampaignDays(
  tx: Context,
  ids: readonly string[],
  { since, until }: { since: Date; until: Date },
): Promise<PastCount[]> {
  const { rows } = await sql<PastCount>`
    select id, day::text as day, sum(count)::int as count from (
      select campaign.root_id::text as id, (placed.received_at at time zone 'UTC')::date as day, count(*) as count
      from campaign join campaign_report as placed on placed.campaign_id = campaign.id
      where campaign.root_id = any(${ids}::uuid[])
        and placed.received_at >= ${since} and placed.received_at < ${until}
      group by 1, 2
      union all
      select campaign.root_id::text, campaign_day.day, campaign_day.report_count
      from campaign join campaign_day on campaign_day.campaign_id = campaign.id
      where campaign.root_id = any(${ids}::uuid[])
        and campaign_day.day >= ${since}::date and campaign_day.day < ${until}::date
    ) as counted
    group by id, day`.execute(tx.db);
  return rows;
}

/** Reports of each value a day, from `since` on and before `until`. */
export async function countIndicatorDays(
  tx: Context,
  ids: readonly string[],
  { since, until }: { since: Date; until: Date },
): Promise<PastCount[]> {
  const { rows } = await sql<PastCount>`
    select sighting.indicator_id::text as id, (sighting.seen_at at time zone 'UTC')::date::text as day,
      count(*)::int as count
    from sighting
    where sighting.indicator_id = any(${ids}::bigint[])
      and sighting.seen_at >= ${since} and sighting.seen_at < ${until}
    group by 1, 2`.execute(tx.db);
  return rows;
}

/** Distinct reporters of each phrase a day, as kept. */
export async function countPhraseDays(
  tx: Context,
  hashes: readonly bigint[],
  { since, until }: { since: Date; until: Date },
): Promise<PastCount[]> {
  const { rows } = await sql<PastCount>`
    select phrase_hash::text as id, day::text as day, reporter_count as count from phrase_day
    where agency_id = ${tx.agencyId}::uuid and phrase_hash = any(${hashes}::bigint[])
      and day >= ${since}::date and day < ${until}::date`.execute(tx.db);
  return rows;
}

/** Keeps a day's phrases by their hashes in place of what was kept of that day, and forgets days before `since`. */
export async function keepPhraseDay(
  tx: Context,
  phrases: readonly { readonly hash: bigint; readonly reporters: number }[],
  { day, since }: { day: Day; since: Date },
): Promise<void> {
  await sql`delete from phrase_day where day = ${day}::date or day < ${since}::date`.execute(tx.db);
  if (phrases.length === 0) return;
  await sql`
    insert into phrase_day (agency_id, phrase_hash, day, reporter_count)
    select ${tx.agencyId}::uuid, met.hash, ${day}::date, met.reporters
    from unnest(${phrases.map(({ hash }) => hash)}::bigint[], ${phrases.map(({ reporters }) => reporters)}::int[])
      as met(hash, reporters)
    on conflict on constraint phrase_day_pk do nothing`.execute(tx.db);
}

/** The scripts of the given reports with the reporters of each, and one report that reads so. */
export async function readDayScripts(
  tx: Context,
  reportIds: readonly string[],
  limit: number,
): Promise<{ reportId: string; reporters: string[] }[]> {
  const { rows } = await sql<{ reportId: string; reporters: string[] }>`
    select (array_agg(placed.report_id order by placed.report_id))[1] as "reportId",
      jsonb_agg(distinct coalesce(encode(placed.reporter_key, 'hex'), 'unknown')) as reporters
    from unnest(${reportIds}::uuid[]) as asked(id)
    join campaign_report as placed on placed.report_id = asked.id
    group by placed.script_id
    order by count(distinct placed.reporter_key) desc, placed.script_id limit ${limit}`.execute(tx.db);
  return rows;
}
