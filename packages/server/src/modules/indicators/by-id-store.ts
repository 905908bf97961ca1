import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { IndicatorKey } from './keys.ts';

/** The values of the given rows; those that are gone by now are left out. */
export async function readIndicators(tx: Context, ids: readonly number[]): Promise<Map<number, IndicatorKey>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<IndicatorKey & { id: number }>`
    select id, kind, value from indicator where id = any(${ids}::bigint[])`.execute(tx.db);
  return new Map(rows.map(({ id, kind, value }) => [id, { kind, value }]));
}
