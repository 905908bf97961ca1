import {
  type CampaignSummary,
  type Decision,
  type decideCampaign as decideCampaignEndpoint,
  type Input,
  Problem,
} from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emitAll } from '../../platform/events.ts';
import { acceptName, acceptReason } from '../reports/index.ts';
import { type CampaignRow, findCampaigns, findOwnCampaign, summaryOf } from './campaign-store.ts';
import {
  type CampaignFields,
  insertConcerned,
  insertDecision,
  insertMoves,
  type MovedReport,
} from './decision-store.ts';
import { draftKinds } from './facts-store.ts';
import { recountCampaign } from './membership-store.ts';
import { lockLinking } from './script-store.ts';
import { type Step, stepOf } from './steps.ts';
import { undoLast } from './undoing.ts';

/** What a named person wants of a campaign. */
export type CampaignDecision = Input<typeof decideCampaignEndpoint>['body'] & { readonly id: string };

/** What a decision did: the campaigns as they were before, the reports that moved, the campaign that was made. */
export interface Outcome {
  readonly previous: ReadonlyMap<string, CampaignFields>;
  readonly moves: readonly MovedReport[];
  readonly created?: string;
  readonly undoes?: string;
}

/**
 * A named person decides about a campaign; `undo` takes the last decision that stands back exactly, and both stay in
 * the history. Decision, campaigns and event commit together, and no linking runs meanwhile. Throws
 * `request.not_found`, `request.invalid`, `decision.name_missing`, `decision.not_possible`.
 */
export async function decideCampaign(
  ctx: Context,
  given: CampaignDecision,
): Promise<{ decision: Decision; campaign: CampaignSummary; created?: string }> {
  const wanted = { ...given, by: acceptName(given.by), reason: acceptReason(given.reason) };
  return await inTransaction(ctx, async (tx) => {
    await lockLinking(tx);
    const campaign = await findOwnCampaign(tx, wanted.id);
    if (campaign === undefined) throw new Problem('request.not_found');
    const step: Step = wanted.action === 'undo' ? await undoLast(tx, campaign) : await stepOf(tx, campaign, wanted);
    const { by, reason, action } = wanted;
    const decision = await insertDecision(tx, { campaignId: campaign.id, action, by, reason });
    const outcome = await step(decision);
    await keepOutcome(tx, decision, outcome);
    const created = outcome.created === undefined ? {} : { created: outcome.created };
    return { decision, campaign: summaryOf(tx, await readAgain(tx, campaign.id)), ...created };
  });
}

async function readAgain(tx: Context, id: string): Promise<CampaignRow> {
  const row = await findOwnCampaign(tx, id);
  if (row === undefined) throw new Error('A campaign that was just decided about cannot be read.');
  return row;
}

/** Notes what a decision did, and counts the campaigns anew that it concerns. */
async function keepOutcome(tx: Context, decision: Decision, outcome: Outcome): Promise<void> {
  const { previous, moves, undoes = null } = outcome;
  await insertConcerned(tx, decision.id, { previous, undoes });
  await insertMoves(tx, decision.id, moves);
  const rows = await findCampaigns(tx, [...previous.keys()]);
  const roots = new Set([...rows.values()].map(({ rootId }) => rootId));
  for (const root of roots) await recountCampaign(tx, root);
  await draftKinds(tx, [...roots]);
  await emitAll(
    tx,
    [...previous.keys()].map((subjectId) => ({ type: 'campaign.changed' as const, subjectId })),
  );
}
