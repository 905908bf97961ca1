import {
  type CampaignDetail,
  type CampaignLink,
  type CampaignProposal,
  type CampaignReport,
  type CampaignState,
  type CampaignSummary,
  limits,
  Problem,
} from '@spring-rain/contract';
import type { IndicatorKind } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import {
  type CampaignPosition,
  type CampaignRow,
  findCampaign,
  type LinkRow,
  listMerged,
  type MemberPosition,
  type MemberRow,
  type ProposalOfPair,
  type ProposalPosition,
  selectCampaigns,
  selectDays,
  selectLinks,
  selectMembers,
  selectProposals,
  summaryOf,
} from './campaign-store.ts';
import { listCampaignDecisions } from './decision-store.ts';
import { type CampaignFacts, readFacts } from './facts-store.ts';
import { draftSummary } from './summary.ts';
import { indicatorOf, type ValueStanding, weighLinkValues } from './value-standing.ts';

export interface PageQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

/** Reports that the figures of a campaign's page are tallied over. */
const talliedReportsMax = 2_000;
const proposalsShownMax = 20;
const shownDays = 90;
const dayMs = 86_400_000;

/** One page of campaigns, the one with the newest report first. Throws `cursor.invalid`. */
export function listCampaigns(
  ctx: Context,
  query: PageQuery & { readonly state?: CampaignState },
): Promise<{ rows: CampaignSummary[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const after =
      query.cursor === undefined ? undefined : decodeCursor<CampaignPosition>(tx, 'campaigns', query.cursor);
    const found = await selectCampaigns(tx, { after, limit: limit + 1, state: query.state });
    const positionOf = ({ lastSeen, id }: CampaignRow): CampaignPosition => ({ lastSeen: lastSeen.toISOString(), id });
    const { rows, ...next } = pageOf(tx, found, { kind: 'campaigns', limit, positionOf });
    return { rows: rows.map((row) => summaryOf(tx, row)), ...next };
  });
}

interface PageShape<Row> {
  readonly kind: string;
  readonly limit: number;
  readonly positionOf: (row: Row) => unknown;
}

/** The first `limit` rows, and the cursor to go on with when there are more. */
function pageOf<Row>(tx: Context, found: readonly Row[], { kind, limit, positionOf }: PageShape<Row>) {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return found.length > limit && last !== undefined
    ? { rows, next: encodeCursor(tx, kind, positionOf(last)) }
    : { rows };
}

/** One campaign, whole. Throws `request.not_found`. */
export function readCampaign(ctx: Context, id: string): Promise<CampaignDetail> {
  return inTransaction(ctx, async (tx) => {
    const row = await findCampaign(tx, id);
    if (row === undefined) throw new Problem('request.not_found');
    const summary = summaryOf(tx, row);
    const facts = await readFacts(tx, id, talliedReportsMax);
    const since = new Date(tx.now().getTime() - shownDays * dayMs);
    return {
      ...summary,
      summary: draftSummary(summary, facts),
      talliedReports: facts.reports,
      kinds: [...facts.kinds],
      channels: [...facts.channels],
      languages: [...facts.languages],
      indicators: await weighIndicators(tx, facts),
      losses: [...facts.losses],
      perDay: await selectDays(tx, id, since),
      merged: await listMerged(tx, id),
      proposals: (await selectProposals(tx, { rootId: id, limit: proposalsShownMax })).map(withoutPair),
      decisions: await listCampaignDecisions(tx, id),
    };
  });
}

/** The values of a campaign by what they weigh, then by how many reports name them. */
async function weighIndicators(tx: Context, { values }: CampaignFacts): Promise<CampaignDetail['indicators']> {
  const standings = await weighLinkValues(
    tx,
    values.map(({ kind, value }) => ({ kind: kind as IndicatorKind, value })),
  );
  return values
    .map(({ kind, value, reports }, index) => {
      const { weight01, unlinked } = standings[index]!;
      return { kind: kind as IndicatorKind, value, reports, weight01, ...(unlinked === undefined ? {} : { unlinked }) };
    })
    .toSorted((one, other) => other.weight01 - one.weight01 || other.reports - one.reports);
}

/** One page of a campaign's reports, newest first, each with why. Throws `request.not_found`, `cursor.invalid`. */
export function listCampaignReports(
  ctx: Context,
  id: string,
  query: PageQuery,
): Promise<{ rows: CampaignReport[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  const kind = `campaign-reports:${id}`;
  return inTransaction(ctx, async (tx) => {
    if ((await findCampaign(tx, id)) === undefined) throw new Problem('request.not_found');
    const after = query.cursor === undefined ? undefined : decodeCursor<MemberPosition>(tx, kind, query.cursor);
    const found = await selectMembers(tx, { rootId: id, after, limit: limit + 1 });
    const positionOf = ({ receivedAt, reportId }: MemberRow): MemberPosition => ({
      receivedAt: receivedAt.toISOString(),
      id: reportId,
    });
    const { rows, ...next } = pageOf(tx, found, { kind, limit, positionOf });
    return { rows: await withLinks(tx, rows), ...next };
  });
}

async function withLinks(tx: Context, members: readonly MemberRow[]): Promise<CampaignReport[]> {
  const links = await selectLinks(
    tx,
    members.map(({ reportId }) => reportId),
  );
  const named = links.flatMap(({ valueKind, value }) =>
    valueKind === null || value === null ? [] : [{ kind: valueKind, value }],
  );
  const standings = await weighLinkValues(tx, named);
  const standingOf = new Map(named.map(({ kind, value }, index) => [`${kind}\0${value}`, standings[index]!]));
  const byReport = Map.groupBy(links, ({ reportId, campaignId }) => `${reportId} ${campaignId}`);
  return members.map((member) => ({
    reportId: member.reportId,
    receivedAt: member.receivedAt.toISOString(),
    counts: member.counts,
    ...(member.strength01 === null ? {} : { strength01: member.strength01 }),
    ...(member.decidedBy === null ? {} : { by: member.decidedBy }),
    joinedAt: member.joinedAt.toISOString(),
    links: (byReport.get(`${member.reportId} ${member.campaignId}`) ?? []).map((link) => linkOf(link, standingOf)),
  }));
}

function linkOf(link: LinkRow, standingOf: ReadonlyMap<string, ValueStanding>): CampaignLink {
  const { valueKind, value, otherReportId, similarity01, decidedBy } = link;
  const named = valueKind === null || value === null ? undefined : { kind: valueKind, value };
  return {
    reason: link.reason,
    ...(named === undefined ? {} : { indicator: indicatorOf(named) }),
    ...(otherReportId === null ? {} : { otherReportId }),
    weight01: link.weight01,
    ...(similarity01 === null ? {} : { similarity01 }),
    overShared: named !== undefined && standingOf.get(`${named.kind}\0${named.value}`)?.unlinked === 'over-shared',
    ...(decidedBy === null ? {} : { by: decidedBy }),
    at: link.decidedAt.toISOString(),
  };
}

/** One page of proposals that wait for a person, the newest first. Throws `cursor.invalid`. */
export function listCampaignProposals(
  ctx: Context,
  query: PageQuery,
): Promise<{ rows: CampaignProposal[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const after =
      query.cursor === undefined ? undefined : decodeCursor<ProposalPosition>(tx, 'campaign-proposals', query.cursor);
    const found = await selectProposals(tx, { after, limit: limit + 1 });
    const positionOf = ({ lastAt, pairId }: ProposalOfPair): ProposalPosition => ({ lastAt, ...pairId });
    const { rows, ...next } = pageOf(tx, found, { kind: 'campaign-proposals', limit, positionOf });
    return { rows: rows.map(withoutPair), ...next };
  });
}

function withoutPair({ pairId: _position, ...proposal }: ProposalOfPair): CampaignProposal {
  return proposal;
}
