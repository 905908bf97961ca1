import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { type IndicatorKey, valueHash } from './keys.ts';

/** The values of the given rows; those that are gone by now are left out. */
export async function readIndicators(tx: Context, ids: readonly number[]): Promise<Map<number, IndicatorKey>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<IndicatorKey & { id: number }>`
    select id, kind, value from indicator where id = any(${ids}::bigint[])`.execute(tx.db);
  return new Map(rows.map(({ id, kind, value }) => [id, { kind, value }]));
}

/** The id of a value that a report or a list named; undefined when none ever did. */
export async function findIndicatorId(tx: Context, key: IndicatorKey): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select id from indicator where value_hash = decode(${valueHash(key)}, 'hex')`.execute(tx.db);
  return rows[0]?.id;
}
