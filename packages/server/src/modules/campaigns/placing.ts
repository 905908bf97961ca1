import type { LinkDecision } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import type { Place } from './candidate-store.ts';
import { findCandidates } from './candidates.ts';
import { type Candidate, judge, type LinkTo, type SharedEvidence, type Verdict } from './judging.ts';
import {
  countJoined,
  insertCampaign,
  insertLinks,
  type Joining,
  keepProposals,
  type NewLink,
  type NewProposal,
  setPlaces,
} from './membership-store.ts';
import type { ReadReport } from './reading.ts';
import { weighLinkValues } from './value-standing.ts';

/** Reasons that are kept of one report's link: the strongest of each family. */
const reasonsPerLinkMax = 4;

/** What came of placing reports. */
export interface Placed {
  /** Campaigns that changed. */
  readonly roots: ReadonlySet<string>;
  /** Reports in no campaign that the placed ones are linked to. */
  readonly echoes: readonly string[];
}

/** What is decided so far in this transaction: later reports of a batch see where earlier ones went. */
interface Plan {
  readonly moved: Map<string, Pick<Place, 'rootId' | 'founderScriptId'>>;
  readonly joining: Joining[];
  readonly links: NewLink[];
  readonly proposals: NewProposal[];
  readonly founded: { id: string; founderScriptId: number; seenAt: Date }[];
  readonly echoes: Set<string>;
}

/** Lets each report join a campaign, found one, or stay alone; in their order, one after the other. */
export async function placeReports(
  tx: Context,
  reports: readonly ReadReport[],
  options: { readonly totalScripts: number; readonly isEcho: boolean },
): Promise<Placed> {
  if (reports.length === 0) return { roots: new Set(), echoes: [] };
  const values = reports.flatMap(({ script }) => script.values);
  const standings = await weighLinkValues(tx, values, options);
  const weights = new Map(values.map(({ key }, index) => [key, standings[index]!.weight01]));
  const asked = reports.map(({ scriptId, script }) => ({ id: scriptId, script }));
  const candidates = await findCandidates(tx, asked, weights);
  const plan: Plan = {
    moved: new Map(),
    joining: [],
    links: [],
    proposals: [],
    founded: [],
    echoes: new Set(),
  };
  // What comes later in a batch is not there yet: the outcome is that of one report after the other.
  const toCome = new Set(reports.map(({ reportId }) => reportId));
  for (const report of reports) {
    toCome.delete(report.reportId);
    if (plan.moved.has(report.reportId)) continue;
    const seen = (candidates.get(report.scriptId) ?? []).map((candidate) => asOfNow(candidate, plan, toCome));
    carryOut(tx, plan, report, judge(report, seen, options));
  }
  await keepPlan(tx, plan);
  const inBatch = new Set(reports.map(({ reportId }) => reportId));
  return {
    roots: new Set(plan.links.map(({ campaignId }) => campaignId)),
    echoes: [...plan.echoes].filter((id) => !inBatch.has(id) && !plan.moved.has(id)),
  };
}

function asOfNow(candidate: Candidate, { moved }: Plan, toCome: ReadonlySet<string>): Candidate {
  const there = candidate.places.filter(({ reportId }) => !toCome.has(reportId));
  return { ...candidate, places: there.map((place) => ({ ...place, ...moved.get(place.reportId) })) };
}

function carryOut(tx: Context, plan: Plan, report: ReadReport, verdict: Verdict): void {
  if (verdict.kind === 'founds') found(tx, plan, report, verdict);
  if (verdict.kind !== 'joins') return;
  const { rootId, because, bridges } = verdict;
  join(plan, { reportId: report.reportId, rootId, founderScriptId: because.other.founderScriptId!, because });
  for (const echo of verdict.echoes) plan.echoes.add(echo);
  for (const bridge of bridges) {
    const { strength01, reason } = bridge;
    plan.proposals.push({ oneId: rootId, otherId: bridge.rootId, reportId: report.reportId, strength01, reason });
  }
}

function found(tx: Context, plan: Plan, report: ReadReport, verdict: Extract<Verdict, { kind: 'founds' }>): void {
  const { because, partners } = verdict;
  const rootId = tx.newId();
  const founderScriptId = because.other.scriptId;
  plan.founded.push({ id: rootId, founderScriptId, seenAt: report.receivedAt });
  join(plan, { reportId: report.reportId, rootId, founderScriptId, because });
  // What links one to the other links the other to the one.
  const back = { decision: because.decision, other: { ...because.other, reportId: report.reportId } };
  for (const { reportId } of partners) join(plan, { reportId, rootId, founderScriptId, because: back });
  for (const echo of verdict.echoes) plan.echoes.add(echo);
}

interface Join {
  readonly reportId: string;
  readonly rootId: string;
  readonly founderScriptId: number;
  readonly because: LinkTo;
}

function join(plan: Plan, { reportId, rootId, founderScriptId, because }: Join): void {
  const { decision, other } = because;
  plan.moved.set(reportId, { rootId, founderScriptId });
  plan.joining.push({ reportId, campaignId: rootId, strength01: decision.strength01, decidedBy: null });
  plan.links.push(...linksFor({ reportId, campaignId: rootId, otherReportId: other.reportId, decision }));
}

function linksFor(
  link: Pick<NewLink, 'reportId' | 'campaignId' | 'otherReportId'> & { decision: LinkDecision },
): NewLink[] {
  const { decision, ...of } = link;
  return decision.reasons.slice(0, reasonsPerLinkMax).map((piece: SharedEvidence) => ({
    ...of,
    reason: piece.reason,
    valueKind: piece.valueKind ?? null,
    value: piece.valueKind === undefined ? null : (piece.value ?? null),
    weight01: piece.weight01,
    similarity01: piece.similarity01 ?? null,
    decidedBy: null,
  }));
}

async function keepPlan(tx: Context, plan: Plan): Promise<void> {
  if (plan.joining.length === 0) return;
  for (const campaign of plan.founded) await insertCampaign(tx, campaign);
  await setPlaces(tx, plan.joining);
  await countJoined(
    tx,
    plan.joining.map(({ reportId }) => reportId),
  );
  await insertLinks(tx, plan.links);
  await keepProposals(tx, plan.proposals);
}
