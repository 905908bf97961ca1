import type { Channel } from '@spring-rain/contract';
import { type ScamKind, scamKinds } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** A campaign's kind is drafted from so many of its newest reports. */
const draftedFromReports = 50;

/**
 * Drafts the kind of campaigns from their newest reports: what reporters said, and what the classifier read where they
 * said nothing or `other`. Ties go to the kind that comes first in the alphabet.
 */
export async function draftKinds(tx: Context, rootIds: readonly string[]): Promise<void> {
  if (rootIds.length === 0) return;
  const newest = newestReports(sql`asked.id`, draftedFromReports);
  await sql`
    with drafted as materialized (
      select asked.id, (
        select said.kind from (
          select coalesce(nullif(report.scam_kind, 'other'), report_reading.kind, report.scam_kind) as kind
          from (${newest}) as newest
          join report on report.id = newest.report_id
          left join report_reading on report_reading.report_id = newest.report_id
            and report_reading.kind = any(${[...scamKinds]}::text[])
        ) as said
        where said.kind is not null
        group by said.kind order by count(*) desc, said.kind limit 1
      ) as kind
      from unnest(${rootIds}::uuid[]) as asked(id)
    )
    update campaign set drafted_kind = drafted.kind from drafted
    where campaign.id = drafted.id and campaign.drafted_kind is distinct from drafted.kind`.execute(tx.db);
}

/**
 * The newest reports of a campaign after all merges, as `report_id`, `received_at`, `script_id`, `counts` and
 * `reporter`: keyed, or where that is forgotten the day, which is the least that is certain.
 */
export function newestReports(rootId: ReturnType<typeof sql>, limit: number) {
  // Part by part along the index. As a range, because for an equal key the planner takes the mean campaign's size for
  // this one's, and would read and sort all reports of a large one to find the newest.
  return sql`
    select placed.report_id, placed.received_at, placed.script_id, placed.counts,
      coalesce(encode(placed.reporter_key, 'hex'), (placed.received_at at time zone 'UTC')::date::text) as reporter
    from campaign as part
    cross join lateral (
      select own.* from campaign_report as own
      where own.campaign_id between part.id and part.id
      order by own.campaign_id desc, own.received_at desc, own.report_id desc limit ${limit}
    ) as placed
    where part.root_id = ${rootId}
    order by placed.received_at desc, placed.report_id desc limit ${limit}`;
}

/** What a campaign's newest reports say, tallied. Nothing of it is a reporter's text. */
export interface CampaignFacts {
  readonly reports: number;
  readonly kinds: readonly { kind: ScamKind; reports: number }[];
  readonly channels: readonly { channel: Channel; reports: number }[];
  readonly languages: readonly { language: string; reports: number }[];
  readonly losses: readonly { currency: string; amountMinor: number; reports: number }[];
  readonly values: readonly { kind: string; value: string; reports: number }[];
}

const valuesMax = 30;

/** Tallies the newest `limit` reports of a campaign in one statement, so that all figures are of one moment. */
export async function readFacts(tx: Context, rootId: string, limit: number): Promise<CampaignFacts> {
  const { rows } = await sql<CampaignFacts>`
    with newest as materialized (${newestReports(sql`${rootId}::uuid`, limit)}),
    told as (
      select report.channel, coalesce(nullif(report.scam_kind, 'other'), report_reading.kind, report.scam_kind) as kind,
        script.language, report_loss.currency, report_loss.amount_minor
      from newest
      join report on report.id = newest.report_id
      join script on script.id = newest.script_id
      left join report_reading on report_reading.report_id = newest.report_id
        and report_reading.kind = any(${[...scamKinds]}::text[])
      left join report_loss on report_loss.report_id = newest.report_id
    )
    select
      (select count(*)::int from newest) as reports,
      ${tally(sql`kind`, sql`jsonb_build_object('kind', kind, 'reports', reports)`)} as kinds,
      ${tally(sql`channel`, sql`jsonb_build_object('channel', channel, 'reports', reports)`)} as channels,
      ${tally(sql`language`, sql`jsonb_build_object('language', language, 'reports', reports)`)} as languages,
      coalesce((
        select jsonb_agg(jsonb_build_object('currency', currency, 'amountMinor', amount, 'reports', reports)
          order by currency)
        from (
          select currency, least(sum(amount_minor), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint as amount,
            count(*)::int as reports
          from told where amount_minor is not null group by currency
        ) as lost
      ), '[]') as losses,
      coalesce((
        select jsonb_agg(jsonb_build_object('kind', kind, 'value', value, 'reports', reports)
          order by reports desc, kind, value)
        from (
          select indicator.kind, indicator.value, count(*)::int as reports
          from newest
          join sighting on sighting.report_id = newest.report_id
          join indicator on indicator.id = sighting.indicator_id
          group by indicator.kind, indicator.value
          order by count(*) desc, indicator.kind, indicator.value limit ${valuesMax}
        ) as seen
      ), '[]') as values`.execute(tx.db);
  return rows[0]!;
}

function tally(column: ReturnType<typeof sql>, shape: ReturnType<typeof sql>) {
  return sql`coalesce((
    select jsonb_agg(${shape} order by reports desc, ${column})
    from (select ${column}, count(*)::int as reports from told where ${column} is not null group by ${column}) as counted
  ), '[]')`;
}
