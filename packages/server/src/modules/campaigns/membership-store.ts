import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface NewPlace {
  readonly reportId: string;
  readonly scriptId: number;
  readonly receivedAt: Date;
  readonly reporterKey: Buffer | null;
  readonly isImport: boolean;
  readonly counts: boolean;
}

/** Notes which reports were read, and as which script; one that was noted before changes its script alone. */
export async function keepPlaces(tx: Context, places: readonly NewPlace[]): Promise<void> {
  if (places.length === 0) return;
  await sql`
    insert into campaign_report (report_id, agency_id, script_id, received_at, reporter_key, is_import,
      is_new_reporter, counts)
    select read.report_id, ${tx.agencyId}::uuid, read.script_id, read.received_at, read.reporter_key, read.is_import,
      false, read.counts
    from unnest(
      ${places.map(({ reportId }) => reportId)}::uuid[], ${places.map(({ scriptId }) => scriptId)}::bigint[],
      ${places.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${places.map(({ reporterKey }) => reporterKey)}::bytea[], ${places.map(({ isImport }) => isImport)}::boolean[],
      ${places.map(({ counts }) => counts)}::boolean[]
    ) as read(report_id, script_id, received_at, reporter_key, is_import, counts)
    on conflict on constraint campaign_report_pk do update
      set script_id = excluded.script_id, counts = excluded.counts`.execute(tx.db);
}

/** Makes a campaign that has no reports yet. */
export async function insertCampaign(
  tx: Context,
  campaign: { readonly id: string; readonly founderScriptId: number; readonly seenAt: Date },
): Promise<void> {
  const { id, founderScriptId, seenAt } = campaign;
  await sql`
    insert into campaign (id, agency_id, founded_at, first_seen, last_seen, report_count, reporter_count,
      founder_script_id, root_id)
    values (${id}, ${tx.agencyId}, ${tx.now()}, ${seenAt}, ${seenAt}, 0, 0, ${founderScriptId}, ${id})`.execute(tx.db);
}

/** A report that comes to a campaign. */
export interface Joining {
  readonly reportId: string;
  /** Null takes it out of the one that it is in. */
  readonly campaignId: string | null;
  readonly strength01: number | null;
  readonly decidedBy: string | null;
}

/** Puts reports into campaigns. Whether each is a new reporter's, and the campaigns' figures, follow from `countJoined`. */
export async function setPlaces(tx: Context, joining: readonly Joining[]): Promise<void> {
  if (joining.length === 0) return;
  await sql`
    update campaign_report as placed set campaign_id = joining.campaign_id, strength01 = joining.strength01,
      joined_at = ${tx.now()}::timestamptz, decided_by = joining.decided_by
    from unnest(
      ${joining.map(({ reportId }) => reportId)}::uuid[], ${joining.map(({ campaignId }) => campaignId)}::uuid[],
      ${joining.map(({ strength01 }) => strength01)}::double precision[],
      ${joining.map(({ decidedBy }) => decidedBy)}::text[]
    ) as joining(report_id, campaign_id, strength01, decided_by)
    where placed.report_id = joining.report_id`.execute(tx.db);
}

/**
 * Counts reports that have just joined into their campaigns' figures. A reporter counts once a campaign; where who
 * reported is forgotten, once a day, which is the least that is certain.
 */
export async function countJoined(tx: Context, reportIds: readonly string[]): Promise<void> {
  if (reportIds.length === 0) return;
  await sql`
    with joined as (
      select placed.report_id, placed.received_at, campaign.root_id, placed.reporter_key, placed.counts,
        row_number() over (
          partition by campaign.root_id, placed.counts,
            coalesce(encode(placed.reporter_key, 'hex'), (placed.received_at at time zone 'UTC')::date::text)
          order by placed.received_at, placed.report_id
        ) = 1 as is_first
      from campaign_report as placed join campaign on campaign.id = placed.campaign_id
      where placed.report_id = any(${reportIds}::uuid[])
    ), judged as (
      select joined.*, joined.counts and joined.is_first and not exists (
        select from campaign join campaign_report as other on other.campaign_id = campaign.id
        where campaign.root_id = joined.root_id and other.is_new_reporter
          and other.report_id <> all(${reportIds}::uuid[])
          and other.reporter_key = joined.reporter_key
      ) and (joined.reporter_key is not null or not exists (
        select from campaign join campaign_report as other on other.campaign_id = campaign.id
        where campaign.root_id = joined.root_id and other.is_new_reporter and other.reporter_key is null
          and other.report_id <> all(${reportIds}::uuid[])
          and other.received_at >= date_trunc('day', joined.received_at, 'UTC')
          and other.received_at < date_trunc('day', joined.received_at, 'UTC') + interval '1 day'
      )) as is_new
      from joined
    ), marked as (
      update campaign_report as placed set is_new_reporter = judged.is_new
      from judged where placed.report_id = judged.report_id
    )
    update campaign set report_count = campaign.report_count + grown.reports,
      reporter_count = campaign.reporter_count + grown.reporters,
      first_seen = least(campaign.first_seen, grown.first_seen), last_seen = greatest(campaign.last_seen, grown.last_seen)
    from (
      select root_id, count(*)::int as reports, count(*) filter (where is_new)::int as reporters,
        min(received_at) as first_seen, max(received_at) as last_seen
      from judged group by root_id
    ) as grown
    where campaign.id = grown.root_id`.execute(tx.db);
}

/**
 * Counts a campaign's figures anew, from its reports and from those that are deleted by now: after people moved
 * reports about. Cost grows with the campaign.
 */
export async function recountCampaign(tx: Context, rootId: string): Promise<void> {
  await sql`
    with member as (
      select placed.report_id, placed.received_at, placed.is_new_reporter, placed.reporter_key, placed.counts,
        row_number() over (
          partition by placed.counts, placed.reporter_key order by placed.received_at, placed.report_id
        ) = 1 as is_first
      from campaign join campaign_report as placed on placed.campaign_id = campaign.id
      where campaign.root_id = ${rootId}
    ), judged as (
      select member.*,
        member.counts and case when reporter_key is null then is_new_reporter else is_first end as is_new
      from member
    ), marked as (
      update campaign_report as placed set is_new_reporter = judged.is_new
      from judged where placed.report_id = judged.report_id and placed.is_new_reporter <> judged.is_new
    ), past as (
      select sum(campaign_day.report_count) as reports, sum(campaign_day.reporter_count) as reporters,
        min(campaign_day.day)::timestamptz as first_seen, max(campaign_day.day)::timestamptz as last_seen
      from campaign join campaign_day on campaign_day.campaign_id = campaign.id
      where campaign.root_id = ${rootId}
    ), figures as (
      select count(*) as reports, count(*) filter (where is_new) as reporters,
        min(received_at) as first_seen, max(received_at) as last_seen
      from judged
    )
    update campaign set report_count = figures.reports + coalesce(past.reports, 0),
      reporter_count = figures.reporters + coalesce(past.reporters, 0),
      first_seen = coalesce(least(figures.first_seen, past.first_seen), campaign.first_seen),
      last_seen = coalesce(greatest(figures.last_seen, past.last_seen), campaign.last_seen)
    from figures, past
    where campaign.id = ${rootId}`.execute(tx.db);
}

/** Why a report joined. */
export interface NewLink {
  readonly campaignId: string;
  readonly reportId: string;
  readonly reason: string;
  readonly valueKind: string | null;
  readonly value: string | null;
  readonly otherReportId: string | null;
  readonly weight01: number;
  readonly similarity01: number | null;
  readonly decidedBy: string | null;
}

export async function insertLinks(tx: Context, links: readonly NewLink[]): Promise<void> {
  if (links.length === 0) return;
  const at = tx.now();
  await tx.db
    .insertInto('campaign_link')
    .values(
      links.map((link) => ({
        id: tx.newId(),
        agency_id: tx.agencyId,
        campaign_id: link.campaignId,
        report_id: link.reportId,
        reason: link.reason,
        value_kind: link.valueKind,
        value: link.value,
        other_report_id: link.otherReportId,
        weight01: link.weight01,
        similarity01: link.similarity01,
        decided_by: link.decidedBy,
        decided_at: at,
      })),
    )
    .execute();
}

/**
 * Takes reports out that count no longer. What the machine placed is forgotten, so that a report that is reopened is
 * read afresh; what a person placed keeps that person's name, and the machine stays away from it.
 */
export async function removeReports(tx: Context, reportIds: readonly string[]): Promise<void> {
  if (reportIds.length === 0) return;
  await sql`
    update campaign_report set campaign_id = null, counts = false, is_new_reporter = false
    where report_id = any(${reportIds}::uuid[])`.execute(tx.db);
  await sql`
    delete from campaign_report where report_id = any(${reportIds}::uuid[]) and decided_by is null`.execute(tx.db);
}

export async function setCounts(tx: Context, reportIds: readonly string[], counts: boolean): Promise<void> {
  if (reportIds.length === 0) return;
  await sql`update campaign_report set counts = ${counts} where report_id = any(${reportIds}::uuid[])`.execute(tx.db);
}

/** What speaks for two campaigns at once. */
export interface NewProposal {
  readonly oneId: string;
  readonly otherId: string;
  readonly reportId: string;
  readonly strength01: number;
  readonly reason: string;
}

/** Keeps proposals, a row a pair of campaigns: each further report raises its count. */
export async function keepProposals(tx: Context, proposals: readonly NewProposal[]): Promise<void> {
  for (const { oneId, otherId, reportId, strength01, reason } of proposals) {
    const [one, other] = [oneId, otherId].toSorted();
    await sql`
      insert into campaign_proposal (one_id, other_id, agency_id, report_id, report_count, strength01, reason, first_at,
        last_at)
      values (${one}, ${other}, ${tx.agencyId}, ${reportId}, 1, ${strength01}, ${reason}, ${tx.now()}, ${tx.now()})
      on conflict on constraint campaign_proposal_pk do update
        set report_id = excluded.report_id, report_count = campaign_proposal.report_count + 1,
          strength01 = greatest(campaign_proposal.strength01, excluded.strength01),
          reason = case when excluded.strength01 > campaign_proposal.strength01 then excluded.reason
            else campaign_proposal.reason end,
          last_at = excluded.last_at
        where campaign_proposal.report_id <> excluded.report_id`.execute(tx.db);
  }
}
