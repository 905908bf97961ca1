import type { CampaignProposal, CampaignState, CampaignSummary } from '@spring-rain/contract';
import type { IndicatorKind, ScamKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { stateBounds, stateOf } from './states.ts';

/** A campaign as kept. */
export interface CampaignRow {
  readonly id: string;
  readonly name: string | null;
  readonly kind: ScamKind | null;
  readonly draftedKind: ScamKind | null;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly reportCount: number;
  readonly reporterCount: number;
  readonly mergedInto: string | null;
  readonly rootId: string;
  readonly closedAt: Date | null;
  readonly releasedAt: Date | null;
}

const columns = sql`
  campaign.id, campaign.name, campaign.kind, campaign.drafted_kind as "draftedKind",
  campaign.first_seen as "firstSeen", campaign.last_seen as "lastSeen", campaign.report_count as "reportCount",
  campaign.reporter_count as "reporterCount", campaign.merged_into as "mergedInto", campaign.root_id as "rootId",
  campaign.closed_at as "closedAt", campaign.released_at as "releasedAt"`;

export async function findCampaign(tx: Context, id: string): Promise<CampaignRow | undefined> {
  const query = sql<CampaignRow>`select ${columns} from campaign where campaign.id = ${id}`;
  return (await query.execute(tx.db)).rows[0];
}

/** A campaign of one's own: what others share is read, and not decided about. */
export async function findOwnCampaign(tx: Context, id: string): Promise<CampaignRow | undefined> {
  const query = sql<CampaignRow>`
    select ${columns} from campaign where campaign.id = ${id} and campaign.agency_id = ${tx.agencyId}::uuid`;
  return (await query.execute(tx.db)).rows[0];
}

export async function findCampaigns(tx: Context, ids: readonly string[]): Promise<Map<string, CampaignRow>> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaign where campaign.id = any(${ids}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** The campaigns that were merged into one, directly or by way of another. */
export async function listMerged(tx: Context, rootId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from campaign where root_id = ${rootId} and id <> ${rootId} order by id`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Where a page of campaigns starts: right after this one. */
export interface CampaignPosition {
  readonly lastSeen: string;
  readonly id: string;
}

export interface CampaignPageQuery {
  readonly after: CampaignPosition | undefined;
  readonly limit: number;
  readonly state: CampaignState | undefined;
}

/** A page of campaigns that stand for themselves, the one with the newest report first, by `(last_seen, id)`. */
export async function selectCampaigns(tx: Context, query: CampaignPageQuery): Promise<CampaignRow[]> {
  const { emergingSince, activeSince } = stateBounds(tx.profile, tx.now());
  const open = sql`campaign.closed_at is null`;
  const inState = {
    closed: sql`campaign.closed_at is not null`,
    quiet: sql`${open} and campaign.last_seen < ${activeSince}`,
    emerging: sql`${open} and campaign.last_seen >= ${activeSince} and campaign.first_seen >= ${emergingSince}`,
    active: sql`${open} and campaign.last_seen >= ${activeSince} and campaign.first_seen < ${emergingSince}`,
  } satisfies Record<CampaignState, unknown>;
  const { after, state } = query;
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaign
    where campaign.agency_id = ${tx.agencyId}::uuid and campaign.root_id = campaign.id and campaign.report_count > 0
      and ${state === undefined ? sql`true` : inState[state]}
      and ${after === undefined ? sql`true` : sql`(campaign.last_seen, campaign.id) < (${after.lastSeen}::timestamptz, ${after.id}::uuid)`}
    order by campaign.last_seen desc, campaign.id desc limit ${query.limit}`.execute(tx.db);
  return rows;
}

/** A campaign as staff see it. */
export function summaryOf(tx: Context, row: CampaignRow): CampaignSummary {
  const kind = row.kind ?? row.draftedKind;
  return {
    id: row.id,
    ...(row.name === null ? {} : { name: row.name }),
    ...(kind === null ? {} : { kind, kindBy: row.kind === null ? ('draft' as const) : ('person' as const) }),
    state: stateOf(row, stateBounds(tx.profile, tx.now())),
    reports: row.reportCount,
    distinctReporters: row.reporterCount,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
    isReleased: row.releasedAt !== null,
    ...(row.mergedInto === null ? {} : { mergedInto: row.mergedInto }),
  };
}

/** How many reports came in a day, UTC, the oldest day first; those that are deleted by now are counted too. */
export async function selectDays(
  tx: Context,
  rootId: string,
  since: Date,
): Promise<{ day: string; reports: number }[]> {
  const { rows } = await sql<{ day: string; reports: number }>`
    select day::text as day, sum(reports)::int as reports from (
      select (placed.received_at at time zone 'UTC')::date as day, count(*) as reports
      from campaign join campaign_report as placed on placed.campaign_id = campaign.id
      where campaign.root_id = ${rootId} and placed.received_at >= ${since}
      group by 1
      union all
      select campaign_day.day, campaign_day.report_count
      from campaign join campaign_day on campaign_day.campaign_id = campaign.id
      where campaign.root_id = ${rootId} and campaign_day.day >= ${since}::date
    ) as counted
    group by day order by day`.execute(tx.db);
  return rows;
}

/** A report of a campaign. */
export interface MemberRow {
  readonly reportId: string;
  readonly campaignId: string;
  readonly receivedAt: Date;
  readonly counts: boolean;
  readonly strength01: number | null;
  readonly decidedBy: string | null;
  readonly joinedAt: Date;
}

export interface MemberPosition {
  readonly receivedAt: string;
  readonly id: string;
}

/** A page of a campaign's reports, the newest first, by `(received_at, report_id)`. */
export async function selectMembers(
  tx: Context,
  query: { rootId: string; after: MemberPosition | undefined; limit: number },
): Promise<MemberRow[]> {
  const { rootId, after, limit } = query;
  const isAfter =
    after === undefined
      ? sql`true`
      : sql`(own.received_at, own.report_id) < (${after.receivedAt}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<MemberRow>`
    select placed.report_id as "reportId", placed.campaign_id as "campaignId", placed.received_at as "receivedAt",
      placed.counts, placed.strength01, placed.decided_by as "decidedBy", placed.joined_at as "joinedAt"
    from campaign as part
    cross join lateral (
      select own.* from campaign_report as own
      -- As a range, for the same reason as in newestReports.
      where own.campaign_id between part.id and part.id and ${isAfter}
      order by own.campaign_id desc, own.received_at desc, own.report_id desc limit ${limit}
    ) as placed
    where part.root_id = ${rootId}
    order by placed.received_at desc, placed.report_id desc limit ${limit}`.execute(tx.db);
  return rows;
}

export interface LinkRow {
  readonly reportId: string;
  readonly campaignId: string;
  readonly reason: string;
  readonly valueKind: IndicatorKind | 'host' | 'link-path' | null;
  readonly value: string | null;
  readonly otherReportId: string | null;
  readonly weight01: number;
  readonly similarity01: number | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date;
}

/** Why the given reports are where they are, the strongest reason first. */
export async function selectLinks(tx: Context, reportIds: readonly string[]): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select report_id as "reportId", campaign_id as "campaignId", reason, value_kind as "valueKind", value,
      other_report_id as "otherReportId", weight01, similarity01, decided_by as "decidedBy", decided_at as "decidedAt"
    from campaign_link where report_id = any(${reportIds}::uuid[])
    order by report_id, weight01 desc, id`.execute(tx.db);
  return rows;
}

/** Where a page of proposals starts. */
export interface ProposalPosition {
  readonly lastAt: string;
  readonly one: string;
  readonly other: string;
}

/** A proposal with the pair that it was made for, which may be parts of other campaigns by now. */
export interface ProposalOfPair extends CampaignProposal {
  readonly pairId: { readonly one: string; readonly other: string };
}

interface ProposalRow {
  pairOne: string;
  pairOther: string;
  oneId: string;
  otherId: string;
  reportId: string;
  reports: number;
  reason: string;
  strength01: number;
  lastAt: Date;
}

/** A page of proposals that wait: between two campaigns that are still two. The newest first. */
export async function selectProposals(
  tx: Context,
  query: { after?: ProposalPosition | undefined; rootId?: string; limit: number },
): Promise<ProposalOfPair[]> {
  const { after, rootId, limit } = query;
  const { rows } = await sql<ProposalRow>`
    select proposal.one_id as "pairOne", proposal.other_id as "pairOther", one.root_id as "oneId", other.root_id as "otherId", proposal.report_id as "reportId",
      proposal.report_count as reports, proposal.reason, proposal.strength01, proposal.last_at as "lastAt"
    from campaign_proposal as proposal
    join campaign as one on one.id = proposal.one_id
    join campaign as other on other.id = proposal.other_id
    where proposal.kept_apart_at is null and one.root_id <> other.root_id
      and ${rootId === undefined ? sql`true` : sql`(one.root_id = ${rootId} or other.root_id = ${rootId})`}
      and ${after === undefined ? sql`true` : sql`(proposal.last_at, proposal.one_id, proposal.other_id) < (${after.lastAt}::timestamptz, ${after.one}::uuid, ${after.other}::uuid)`}
    order by proposal.last_at desc, proposal.one_id desc, proposal.other_id desc limit ${limit}`.execute(tx.db);
  return rows.map(({ pairOne, pairOther, oneId, otherId, lastAt, ...row }) => ({
    pairId: { one: pairOne, other: pairOther },
    campaignId: oneId,
    otherCampaignId: otherId,
    ...row,
    lastAt: lastAt.toISOString(),
  }));
}
