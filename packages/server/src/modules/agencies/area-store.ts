import type { Area } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** Makes those who change the tree wait for each other: two moves at once could close a circle. */
export async function lockAreas(tx: Context): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('spring-rain areas', 0))`.execute(tx.db);
}

export async function findArea(tx: Context, id: string): Promise<Area | undefined> {
  const row = await areas(tx).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toArea(row);
}

/** Parents before what lies below them. */
export async function listAreaRows(tx: Context, limit: number): Promise<Area[]> {
  const rows = await areas(tx).orderBy('path').limit(limit).execute();
  return rows.map(toArea);
}

/** Adds an area; false when its code is taken. */
export async function insertArea(tx: Context, { id, parentId, code, name, path }: Area): Promise<boolean> {
  const inserted = await tx.db
    .insertInto('area')
    .values({ id, parent_id: parentId ?? null, code, name: JSON.stringify(name), path, created_at: tx.now() })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** Levels from an area down to the deepest below it, itself counted. */
export async function countLevels(tx: Context, { id, path }: Area): Promise<number> {
  const { rows } = await sql<{ levels: number }>`
    select coalesce(max(cardinality(path)), 0)::int - ${path.length - 1}::int as levels
    from area where path @> array[${id}::uuid]`.execute(tx.db);
  return rows[0]?.levels ?? 1;
}

/** Puts an area with all below it under another path, which is empty for a root. */
export async function updatePlace(
  tx: Context,
  { area, parentId, above }: { area: Area; parentId: string | undefined; above: readonly string[] },
): Promise<void> {
  const { id, path } = area;
  await tx.db
    .updateTable('area')
    .set({ parent_id: parentId ?? null })
    .where('id', '=', id)
    .execute();
  await sql`
    update area set path = ${[...above]}::uuid[] || path[${path.length}::int:]
    where path @> array[${id}::uuid]`.execute(tx.db);
}

function areas(tx: Context) {
  return tx.db.selectFrom('area').select(['id', 'parent_id', 'code', 'name', 'path']);
}

interface AreaRow {
  readonly id: string;
  readonly parent_id: string | null;
  readonly code: string;
  readonly name: unknown;
  readonly path: string[];
}

function toArea({ id, parent_id, code, name, path }: AreaRow): Area {
  // `createArea` is the only writer, behind the contract's schema.
  const named = name as Area['name'];
  return { id, code, name: named, path, ...(parent_id === null ? {} : { parentId: parent_id }) };
}
