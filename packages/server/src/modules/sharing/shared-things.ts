import { type Input, limits, type Output, Problem, type readReceivedShare, type Share } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { readCampaign } from '../campaigns/index.ts';
import { findSource, listSharedListings } from '../indicators/index.ts';
import { readReport } from '../reports/index.ts';
import { findReceivedShare, selectShares, stateOf } from './share-store.ts';
import { tellShares } from './subjects.ts';

interface PageQuery {
  readonly cursor?: string;
  readonly limit?: number;
}

/** One page of what the agency gave, ended shares too, newest first. Throws `cursor.invalid`. */
export function listGiven(ctx: Context, query: PageQuery): Promise<{ rows: Share[]; next?: string }> {
  return listShares(ctx, 'given', query);
}

/** One page of what is shared with whoever asks, newest first. Throws `cursor.invalid`. */
export function listReceived(ctx: Context, query: PageQuery): Promise<{ rows: Share[]; next?: string }> {
  return listShares(ctx, 'received', query);
}

function listShares(
  ctx: Context,
  direction: 'given' | 'received',
  query: PageQuery,
): Promise<{ rows: Share[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  const kind = `shares-${direction}`;
  return inTransaction(ctx, async (tx) => {
    const before = query.cursor === undefined ? undefined : decodeCursor<string>(tx, kind, query.cursor);
    const found = await selectShares(tx, { direction, before, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const told = await tellShares(tx, rows);
    if (found.length <= limit || last === undefined) return { rows: told };
    return { rows: told, next: encodeCursor(tx, kind, last.id) };
  });
}

type Received = Output<typeof readReceivedShare>;

/** What a share lets see, read as whoever asks: the walls decide, not this. Throws `request.not_found`, `cursor.invalid`. */
export async function readReceived(
  ctx: Context,
  id: string,
  cursor: Input<typeof readReceivedShare>['query']['cursor'],
): Promise<Received> {
  return await inTransaction(ctx, async (tx) => {
    const row = await findReceivedShare(tx, id);
    if (row === undefined || stateOf(row, tx.now()) !== 'active') throw new Problem('request.not_found');
    const share = (await tellShares(tx, [row]))[0]!;
    switch (row.subject) {
      case 'report':
        return { share, report: await readReport(tx, row.subjectId) };
      case 'campaign':
        return { share, campaign: await readCampaign(tx, row.subjectId) };
      case 'indicator':
        return { share, ...(share.indicator === undefined ? {} : { indicator: share.indicator }) };
      case 'source': {
        const source = await findSource(tx, row.subjectId);
        if (source === undefined) throw new Problem('request.not_found');
        return { share, source, listings: await listSharedListings(tx, row.subjectId, cursor) };
      }
    }
  });
}
