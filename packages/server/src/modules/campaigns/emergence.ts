import { type Emergence, limits } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { readIndicators } from '../indicators/index.ts';
import { findCampaigns, summaryOf } from './campaign-store.ts';
import type { PageQuery } from './desk.ts';
import { type EmergencePosition, type EmergenceRow, selectEmergence } from './emergence-store.ts';

const shownDays = 7;
const dayMs = 86_400_000;

/** One page of what was new this week, the newest day first. Throws `cursor.invalid`. */
export function listEmergence(ctx: Context, query: PageQuery): Promise<{ rows: Emergence[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const after =
      query.cursor === undefined ? undefined : decodeCursor<EmergencePosition>(tx, 'emergence', query.cursor);
    const since = new Date(tx.now().getTime() - shownDays * dayMs);
    const found = await selectEmergence(tx, { since, after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const shown = await withSubjects(tx, rows);
    if (found.length <= limit || last === undefined) return { rows: shown };
    return { rows: shown, next: encodeCursor(tx, 'emergence', { day: last.day, id: last.id }) };
  });
}

async function withSubjects(tx: Context, rows: readonly EmergenceRow[]): Promise<Emergence[]> {
  const campaigns = await findCampaigns(
    tx,
    rows.flatMap(({ campaignId }) => campaignId ?? []),
  );
  const indicators = await readIndicators(
    tx,
    rows.flatMap(({ indicatorId }) => indicatorId ?? []),
  );
  return rows.map(({ campaignId, indicatorId, phrase, ...row }) => {
    const campaign = campaignId === null ? undefined : campaigns.get(campaignId);
    const indicator = indicatorId === null ? undefined : indicators.get(indicatorId);
    return {
      ...row,
      ...(campaign === undefined ? {} : { campaign: summaryOf(tx, campaign) }),
      ...(indicator === undefined ? {} : { indicator }),
      ...(phrase === null ? {} : { phrase }),
    };
  });
}
