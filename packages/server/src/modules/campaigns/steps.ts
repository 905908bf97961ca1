import { type CampaignAction, type Decision, type Localised, Problem } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import { type CampaignRow, findOwnCampaign } from './campaign-store.ts';
import { findPlaces } from './candidate-store.ts';
import {
  type CampaignFields,
  findMovable,
  type MovedReport,
  setFields,
  setKeptApart,
  setRoots,
} from './decision-store.ts';
import type { CampaignDecision, Outcome } from './decisions.ts';
import { insertCampaign, insertLinks, setPlaces } from './membership-store.ts';

/** Carries a decision out, once it is known to be possible. */
export type Step = (decision: Decision) => Promise<Outcome>;

type Prepare = (tx: Context, campaign: CampaignRow, wanted: CampaignDecision) => Promise<Step>;

/** Looks whether what a person wants is possible, and answers how to do it. Throws what `decideCampaign` says. */
export async function stepOf(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  if (campaign.rootId !== campaign.id) throw notPossible(said.merged, said.standing);
  return await prepare[wanted.action as Exclude<CampaignAction, 'undo'>](tx, campaign, wanted);
}

const said = {
  merged: { 'zh-CN': '已并入另一个', en: 'merged into another' },
  standing: { 'zh-CN': '独立的诈骗活动', en: 'a campaign that stands for itself' },
  same: { 'zh-CN': '同一个诈骗活动', en: 'the same campaign' },
  another: { 'zh-CN': '另一个诈骗活动', en: 'another campaign' },
  open: { 'zh-CN': '未关闭', en: 'open' },
  closed: { 'zh-CN': '已关闭', en: 'closed' },
  released: { 'zh-CN': '已公布', en: 'released' },
  unreleased: { 'zh-CN': '未公布', en: 'not released' },
  outside: { 'zh-CN': '不在其中的举报', en: 'a report that is not in it' },
  inside: { 'zh-CN': '其中的举报', en: 'reports of this campaign' },
  all: { 'zh-CN': '全部举报', en: 'all of its reports' },
  some: { 'zh-CN': '其中一部分', en: 'a part of them' },
  noProposal: { 'zh-CN': '没有合并建议', en: 'no proposal to merge them' },
  proposal: { 'zh-CN': '合并建议', en: 'a proposal to merge them' },
} satisfies Record<string, Localised>;

export function notPossible(found: Localised, wanted: Localised): Problem {
  return new Problem('decision.not_possible', { parameters: { found, wanted } });
}

const prepare: Readonly<Record<Exclude<CampaignAction, 'undo'>, Prepare>> = {
  merge: prepareMerge,
  'keep-apart': prepareKeepApart,
  split: prepareSplit,
  attach: prepareAttach,
  detach: prepareDetach,
  close: fieldStep(
    ({ closedAt }) => closedAt === null,
    [said.closed, said.open],
    (at) => ({ closedAt: at }),
  ),
  reopen: fieldStep(
    ({ closedAt }) => closedAt !== null,
    [said.open, said.closed],
    () => ({ closedAt: null }),
  ),
  release: fieldStep(
    ({ releasedAt }) => releasedAt === null,
    [said.released, said.unreleased],
    (at) => ({ releasedAt: at }),
  ),
  retract: fieldStep(
    ({ releasedAt }) => releasedAt !== null,
    [said.unreleased, said.released],
    () => ({ releasedAt: null }),
  ),
  rename: fieldStep(
    () => true,
    [said.open, said.open],
    (_at, { name }) => ({ name: name?.trim() || null }),
  ),
  'set-kind': fieldStep(
    () => true,
    [said.open, said.open],
    (_at, { kind }) => ({ kind: kind ?? null }),
  ),
};

/** A step that changes fields of the one campaign, when `isPossible`; else what was found and wanted is said. */
function fieldStep(
  isPossible: (campaign: CampaignRow) => boolean,
  [found, needed]: readonly [Localised, Localised],
  change: (at: string, wanted: CampaignDecision) => Partial<CampaignFields>,
): Prepare {
  return async (tx, campaign, wanted) => {
    if (!isPossible(campaign)) throw notPossible(found, needed);
    return async ({ at }) => {
      const before = fieldsOf(campaign);
      await setFields(tx, campaign.id, { ...before, ...change(at, wanted) });
      return { previous: new Map([[campaign.id, before]]), moves: [] };
    };
  };
}

export function fieldsOf(campaign: CampaignRow): CampaignFields {
  return {
    name: campaign.name,
    kind: campaign.kind,
    closedAt: campaign.closedAt?.toISOString() ?? null,
    releasedAt: campaign.releasedAt?.toISOString() ?? null,
    mergedInto: campaign.mergedInto,
  };
}

async function readOther(tx: Context, campaign: CampaignRow, { campaignId }: CampaignDecision): Promise<CampaignRow> {
  if (campaignId === undefined)
    throw missing('campaignId', { 'zh-CN': '另一个诈骗活动的编号', en: 'the id of another campaign' });
  const other = await findOwnCampaign(tx, campaignId);
  if (other === undefined) throw new Problem('request.not_found');
  if (other.id === campaign.id) throw notPossible(said.same, said.another);
  if (other.rootId !== other.id) throw notPossible(said.merged, said.standing);
  return other;
}

function missing(field: string, wanted: Localised): Problem {
  return new Problem('request.invalid', { parameters: { field, wanted } });
}

/** The other campaign becomes a part of this one; its reports stay its own, so that undoing parts them as they were. */
async function prepareMerge(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  const other = await readOther(tx, campaign, wanted);
  return async () => {
    await setFields(tx, other.id, { ...fieldsOf(other), mergedInto: campaign.id });
    await setRoots(tx, other.id);
    const before = [campaign, other].map((each) => [each.id, fieldsOf(each)] as const);
    return { previous: new Map(before), moves: [] };
  };
}

async function prepareKeepApart(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  const other = await readOther(tx, campaign, wanted);
  return async () => {
    if (!(await setKeptApart(tx, [campaign.id, other.id], tx.now()))) throw notPossible(said.noProposal, said.proposal);
    const before = [campaign, other].map((each) => [each.id, fieldsOf(each)] as const);
    return { previous: new Map(before), moves: [] };
  };
}

type Movable = Awaited<ReturnType<typeof findMovable>>[number];

async function readMovable(tx: Context, { reportIds }: CampaignDecision): Promise<Movable[]> {
  if (reportIds === undefined) throw missing('reportIds', { 'zh-CN': '举报编号', en: 'ids of reports' });
  const distinct = [...new Set(reportIds)];
  const found = await findMovable(tx, distinct);
  if (found.length < distinct.length) throw new Problem('request.not_found');
  return found;
}

async function readMembers(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Movable[]> {
  const found = await readMovable(tx, wanted);
  if (found.some(({ rootId }) => rootId !== campaign.id)) throw notPossible(said.outside, said.inside);
  return found;
}

/** Some reports become a campaign of their own. */
async function prepareSplit(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  const members = await readMembers(tx, campaign, wanted);
  if (members.length >= campaign.reportCount) throw notPossible(said.all, said.some);
  return async ({ by }) => {
    const [founder] = await findPlaces(tx, [members[0]!.reportId]);
    const created = tx.newId();
    await insertCampaign(tx, { id: created, founderScriptId: founder!.scriptId, seenAt: campaign.firstSeen });
    const moves = await move(tx, members, { to: created, by });
    const empty: CampaignFields = { name: null, kind: null, closedAt: null, releasedAt: null, mergedInto: null };
    return {
      previous: new Map([
        [campaign.id, fieldsOf(campaign)],
        [created, empty],
      ]),
      moves,
      created,
    };
  };
}

/** Reports come to this campaign, from wherever they are. */
async function prepareAttach(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  const found = await readMovable(tx, wanted);
  if (found.some(({ rootId }) => rootId === campaign.id)) throw notPossible(said.inside, said.outside);
  return async ({ by }) => {
    const moves = await move(tx, found, { to: campaign.id, by });
    const left = new Set(found.flatMap(({ rootId }) => (rootId === null ? [] : [rootId])));
    const others = await Promise.all(
      [...left].map(async (id) => [id, fieldsOf((await findOwnCampaign(tx, id))!)] as const),
    );
    return { previous: new Map([[campaign.id, fieldsOf(campaign)], ...others]), moves };
  };
}

/** Reports leave, and the machine does not bring them back. */
async function prepareDetach(tx: Context, campaign: CampaignRow, wanted: CampaignDecision): Promise<Step> {
  const members = await readMembers(tx, campaign, wanted);
  return async ({ by }) => {
    const moves = await move(tx, members, { to: null, by });
    return { previous: new Map([[campaign.id, fieldsOf(campaign)]]), moves };
  };
}

async function move(
  tx: Context,
  reports: readonly Movable[],
  { to, by }: { to: string | null; by: string },
): Promise<MovedReport[]> {
  await setPlaces(
    tx,
    reports.map(({ reportId }) => ({ reportId, campaignId: to, strength01: null, decidedBy: by })),
  );
  if (to !== null) {
    await insertLinks(
      tx,
      reports.map(({ reportId }) => ({
        campaignId: to,
        reportId,
        reason: 'decided',
        valueKind: null,
        value: null,
        otherReportId: null,
        weight01: 1,
        similarity01: null,
        decidedBy: by,
      })),
    );
  }
  return reports.map(({ rootId: _root, ...report }) => ({ ...report, toCampaignId: to }));
}
