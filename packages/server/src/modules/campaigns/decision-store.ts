import type { CampaignAction, Decision } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** The fields of a campaign that a person decides, as they were before a decision. */
export interface CampaignFields {
  readonly name: string | null;
  readonly kind: string | null;
  readonly closedAt: string | null;
  readonly releasedAt: string | null;
  readonly mergedInto: string | null;
}

/** A report as it stood before a decision moved it. */
export interface MovedReport {
  readonly reportId: string;
  readonly fromCampaignId: string | null;
  readonly toCampaignId: string | null;
  readonly previous: {
    readonly strength01: number | null;
    readonly joinedAt: string | null;
    readonly by: string | null;
  };
}

export interface NewCampaignDecision {
  readonly campaignId: string;
  readonly action: CampaignAction;
  readonly by: string;
  readonly reason: string;
}

/** Appends a decision of a named person; decisions are never changed. */
export async function insertDecision(tx: Context, made: NewCampaignDecision): Promise<Decision> {
  const { campaignId, action, by, reason } = made;
  const decision = { id: tx.newId(), subject: 'campaign', subjectId: campaignId, action, by, reason, at: tx.now() };
  await tx.db
    .insertInto('decision')
    .values({
      id: decision.id,
      agency_id: tx.agencyId,
      subject: decision.subject,
      subject_id: campaignId,
      action,
      decided_by: by,
      reason,
      decided_at: decision.at,
    })
    .execute();
  return { ...decision, at: decision.at.toISOString() };
}

/** Notes which campaigns a decision concerns, and how each was before. */
export async function insertConcerned(
  tx: Context,
  decisionId: string,
  concerned: { readonly previous: ReadonlyMap<string, CampaignFields>; readonly undoes: string | null },
): Promise<void> {
  const rows = [...concerned.previous].map(([campaignId, previous]) => ({
    decision_id: decisionId,
    campaign_id: campaignId,
    agency_id: tx.agencyId,
    undoes: concerned.undoes,
    previous: JSON.stringify(previous),
  }));
  await tx.db.insertInto('campaign_decision').values(rows).execute();
}

/** Moves reports for a person, and notes where each was: answers as many as were there to be moved. */
export async function insertMoves(tx: Context, decisionId: string, moves: readonly MovedReport[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.db
    .insertInto('campaign_move')
    .values(
      moves.map(({ reportId, fromCampaignId, toCampaignId, previous }) => ({
        decision_id: decisionId,
        report_id: reportId,
        agency_id: tx.agencyId,
        from_campaign_id: fromCampaignId,
        to_campaign_id: toCampaignId,
        previous: JSON.stringify(previous),
      })),
    )
    .execute();
}

/** Where the given reports stand, as a move would note it; those that were never read for linking are left out. */
export async function findMovable(
  tx: Context,
  reportIds: readonly string[],
): Promise<(Omit<MovedReport, 'toCampaignId'> & { rootId: string | null })[]> {
  if (reportIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom('campaign_report')
    .leftJoin('campaign', 'campaign.id', 'campaign_report.campaign_id')
    .select(['report_id', 'campaign_id', 'strength01', 'joined_at', 'decided_by', 'campaign.root_id'])
    .where('report_id', 'in', reportIds)
    .orderBy('report_id')
    .execute();
  return rows.map((row) => ({
    reportId: row.report_id,
    fromCampaignId: row.campaign_id,
    rootId: row.root_id,
    previous: {
      strength01: row.strength01,
      joinedAt: row.joined_at === null ? null : row.joined_at.toISOString(),
      by: row.decided_by,
    },
  }));
}

/** The moves of a decision whose reports are still there. */
export async function listMoves(tx: Context, decisionId: string): Promise<MovedReport[]> {
  const rows = await tx.db
    .selectFrom('campaign_move')
    .select(['report_id', 'from_campaign_id', 'to_campaign_id', 'previous'])
    .where('decision_id', '=', decisionId)
    .orderBy('report_id')
    .execute();
  return rows.map((row) => ({
    reportId: row.report_id,
    fromCampaignId: row.from_campaign_id,
    toCampaignId: row.to_campaign_id,
    // `insertMoves` is the only writer.
    previous: row.previous as MovedReport['previous'],
  }));
}

/** Puts reports back where they were before a move. */
export async function restorePlaces(tx: Context, moves: readonly MovedReport[]): Promise<void> {
  for (const { reportId, fromCampaignId, previous } of moves) {
    await tx.db
      .updateTable('campaign_report')
      .set({
        campaign_id: fromCampaignId,
        strength01: previous.strength01,
        joined_at: previous.joinedAt,
        decided_by: previous.by,
      })
      .where('report_id', '=', reportId)
      .execute();
  }
}

/** Sets what a person decides of a campaign. Merging moves the whole part below it under its new root. */
export async function setFields(tx: Context, campaignId: string, fields: CampaignFields): Promise<void> {
  await tx.db
    .updateTable('campaign')
    .set({
      name: fields.name,
      kind: fields.kind,
      closed_at: fields.closedAt,
      released_at: fields.releasedAt,
      merged_into: fields.mergedInto,
    })
    .where('id', '=', campaignId)
    .execute();
}

/** Merges nest no deeper than this; it keeps a mistake in the table from running for ever. */
const mergeDepthMax = 100;

/** Brings the root of a campaign, and of all that was merged into it, up to date with `merged_into`. */
export async function setRoots(tx: Context, campaignId: string): Promise<void> {
  await sql`
    with recursive above(id, merged_into, depth) as (
      select id, merged_into, 0 from campaign where id = ${campaignId}
      union all
      select campaign.id, campaign.merged_into, above.depth + 1
      from campaign join above on campaign.id = above.merged_into where above.depth < ${mergeDepthMax}
    ), below(id, depth) as (
      select ${campaignId}::uuid, 0
      union all
      select campaign.id, below.depth + 1
      from campaign join below on campaign.merged_into = below.id where below.depth < ${mergeDepthMax}
    )
    update campaign set root_id = (select id from above where merged_into is null)
    from below where campaign.id = below.id`.execute(tx.db);
}

/** The decisions that concern a campaign, oldest first: its own, and those of others that moved reports to or from it. */
export async function listCampaignDecisions(tx: Context, campaignId: string): Promise<Decision[]> {
  const { rows } = await sql<Omit<Decision, 'at'> & { at: Date }>`
    select decision.id, decision.subject, decision.subject_id as "subjectId", decision.action,
      decision.decided_by as by, decision.reason, decision.decided_at as at
    from campaign_decision join decision on decision.id = campaign_decision.decision_id
    where campaign_decision.campaign_id = ${campaignId}
    order by decision.decided_at, decision.id`.execute(tx.db);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The last decision about a campaign that stands: neither an undoing nor undone. */
export async function findStanding(
  tx: Context,
  campaignId: string,
): Promise<{ id: string; action: CampaignAction } | undefined> {
  const { rows } = await sql<{ id: string; action: CampaignAction }>`
    select decision.id, decision.action
    from campaign_decision as made join decision on decision.id = made.decision_id
    where made.campaign_id = ${campaignId} and made.undoes is null
      and not exists (
        select from campaign_decision as undoing
        where undoing.campaign_id = made.campaign_id and undoing.undoes = made.decision_id
      )
    order by decision.decided_at desc, decision.id desc limit 1`.execute(tx.db);
  return rows[0];
}

/** The campaigns that a decision concerns, each as it was before. */
export async function findConcerned(tx: Context, decisionId: string): Promise<Map<string, CampaignFields>> {
  const rows = await tx.db
    .selectFrom('campaign_decision')
    .select(['campaign_id', 'previous'])
    .where('decision_id', '=', decisionId)
    .orderBy('campaign_id')
    .execute();
  // `insertConcerned` is the only writer.
  return new Map(rows.map((row) => [row.campaign_id, row.previous as CampaignFields]));
}

/** Sets, or takes back, that two campaigns are kept apart; answers whether there was a proposal to merge them. */
export async function setKeptApart(tx: Context, pair: readonly [string, string], at: Date | null): Promise<boolean> {
  const [one, other] = pair.toSorted();
  const { rows } = await sql`
    update campaign_proposal set kept_apart_at = ${at}
    where one_id = ${one} and other_id = ${other} returning 1`.execute(tx.db);
  return rows.length > 0;
}
