import { type Input, type Listing, limits, type listListings as listListingsEndpoint } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { toListing } from './listings.ts';
import { selectListings } from './store.ts';

type Query = Input<typeof listListingsEndpoint>['query'];

/** Listed values, newest first, a page at a time. Throws `cursor.invalid`. */
export async function listListings(ctx: Context, query: Query): Promise<{ rows: Listing[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  const { source, role, state } = query;
  return await inTransaction(ctx, async (tx) => {
    const before = query.cursor === undefined ? undefined : decodeCursor<string>(tx, 'listings', query.cursor);
    const found = await selectListings(tx, { before, limit: limit + 1, source, role, state });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const hasMore = found.length > limit && last !== undefined;
    const next = hasMore ? { next: encodeCursor(tx, 'listings', last.id) } : {};
    return { rows: rows.map((row) => toListing(row, tx.now())), ...next };
  });
}

/** One page of a list that another agency shares: its values, not who of theirs decided. Throws `cursor.invalid`. */
export async function listSharedListings(
  ctx: Context,
  sourceId: string,
  cursor: string | undefined,
): Promise<{ rows: Listing[]; next?: string }> {
  const limit = limits.pageDefaultRows;
  const kind = `listings:${sourceId}`;
  return await inTransaction(ctx, async (tx) => {
    const before = cursor === undefined ? undefined : decodeCursor<string>(tx, kind, cursor);
    const found = await selectListings(tx, { before, limit: limit + 1, sourceId });
    const rows = found.slice(0, limit).map((row) => {
      const { by: _decider, ...listing } = toListing(row, tx.now());
      return listing;
    });
    const last = rows.at(-1);
    if (found.length <= limit || last === undefined) return { rows };
    return { rows, next: encodeCursor(tx, kind, last.id) };
  });
}
