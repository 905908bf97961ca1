import type { Context } from '../../platform/context.ts';
import { type CampaignRow, findCampaigns } from './campaign-store.ts';
import {
  findConcerned,
  findMovable,
  findStanding,
  listMoves,
  restorePlaces,
  setFields,
  setKeptApart,
  setRoots,
} from './decision-store.ts';
import { fieldsOf, notPossible, type Step } from './steps.ts';

const said = {
  none: { 'zh-CN': '没有可撤销的决定', en: 'no decision that stands' },
  decision: { 'zh-CN': '一个仍然有效的决定', en: 'a decision that stands' },
  later: {
    'zh-CN': '涉及的另一个诈骗活动之后又有决定',
    en: 'a later decision about another campaign that it concerns',
  },
  last: { 'zh-CN': '先撤销之后的决定', en: 'later decisions undone first' },
  moved: { 'zh-CN': '举报已被移走', en: 'reports that were moved since' },
} as const;

/**
 * How to take back the last decision about a campaign that stands, exactly: its fields, those of every campaign that it
 * concerns, and where each report stood. Reports that the machine linked since stay where they are. Throws
 * `decision.not_possible` when there is none, or when a later decision rests on it.
 */
export async function undoLast(tx: Context, campaign: CampaignRow): Promise<Step> {
  const standing = await findStanding(tx, campaign.id);
  if (standing === undefined) throw notPossible(said.none, said.decision);
  const before = await findConcerned(tx, standing.id);
  for (const id of before.keys()) {
    if ((await findStanding(tx, id))?.id !== standing.id) throw notPossible(said.later, said.last);
  }
  const made = await listMoves(tx, standing.id);
  const places = new Map(
    (
      await findMovable(
        tx,
        made.map(({ reportId }) => reportId),
      )
    ).map((place) => [place.reportId, place]),
  );
  if (made.some((move) => places.get(move.reportId)?.fromCampaignId !== move.toCampaignId)) {
    throw notPossible(said.moved, said.last);
  }
  return async () => {
    const now = await findCampaigns(tx, [...before.keys()]);
    const previous = new Map([...now].map(([id, row]) => [id, fieldsOf(row)]));
    for (const [id, fields] of before) await setFields(tx, id, fields);
    for (const id of before.keys()) await setRoots(tx, id);
    if (standing.action === 'keep-apart') await setKeptApart(tx, [...before.keys()] as [string, string], null);
    await restorePlaces(tx, made);
    const moves = made.map((move) => {
      const { rootId: _root, ...place } = places.get(move.reportId)!;
      return { ...place, toCampaignId: move.fromCampaignId };
    });
    return { previous, moves, undoes: standing.id };
  };
}
