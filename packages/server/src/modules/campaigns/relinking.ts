import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { listReportIds } from '../reports/index.ts';
import { linkReports } from './linking.ts';

/** Reports that one request links. */
const batchReports = 200;

/**
 * Links one batch of the reports that are kept, the oldest first: of a database from before, or after the wording of
 * scripts is read anew. What is in a campaign stays there. Throws `cursor.invalid`.
 */
export async function relinkReports(
  ctx: Context,
  given: { readonly cursor?: string; readonly kinds: KindReader },
): Promise<{ reports: number; next?: string }> {
  const ids = await inTransaction(ctx, (tx) => {
    const after = given.cursor === undefined ? undefined : decodeCursor<string>(tx, 'relinking', given.cursor);
    return listReportIds(tx, after, batchReports);
  });
  await linkReports(ctx, ids, { kinds: given.kinds });
  const last = ids.at(-1);
  if (ids.length < batchReports || last === undefined) return { reports: ids.length };
  return { reports: ids.length, next: encodeCursor(ctx, 'relinking', last) };
}
