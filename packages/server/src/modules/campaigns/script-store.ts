import { type Shingles, sketchVersion } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { bytesOf, type ReadScript, shinglesOf } from './scripts.ts';

/**
 * Takes the lock of whoever links, until the transaction ends; answers how many scripts there are.
 * One linker at a time: two that read before either wrote would found the same campaign twice.
 */
export async function lockLinking(tx: Context): Promise<number> {
  const locked = () => tx.db.selectFrom('linking_state').select('script_count').forUpdate().executeTakeFirst();
  const row = await locked();
  if (row !== undefined) return row.script_count;
  await tx.db
    .insertInto('linking_state')
    .values({ agency_id: tx.agencyId, script_count: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return (await locked())?.script_count ?? 0;
}

/** How many scripts there are: what a value's rarity is measured against. */
export async function readScriptCount(tx: Context): Promise<number> {
  const row = await tx.db.selectFrom('linking_state').select('script_count').executeTakeFirst();
  return row?.script_count ?? 0;
}

/**
 * Keeps scripts with their bands, and which values stand in them; answers the id of each, in order. Scripts that are
 * there already stay as they are. Four statements for any number.
 */
export async function keepScripts(tx: Context, scripts: readonly ReadScript[]): Promise<number[]> {
  const distinct = new Map(scripts.map((script) => [script.hash.toString('hex'), script]));
  const hashes = [...distinct.keys()].toSorted();
  const kept = hashes.map((hash) => distinct.get(hash)!);
  const { rows: fresh } = await sql<{ id: number; hash: string }>`
    insert into script (agency_id, version, script_hash, shingles, language, created_at)
    select ${tx.agencyId}::uuid, ${sketchVersion}::int, read.hash, read.shingles, read.language, ${tx.now()}::timestamptz
    from unnest(
      ${kept.map(({ hash }) => hash)}::bytea[], ${kept.map(({ shingles }) => bytesOf(shingles))}::bytea[],
      ${kept.map(({ language }) => language)}::text[]
    ) as read(hash, shingles, language)
    on conflict on constraint script_hash_unique do nothing
    returning id, encode(script_hash, 'hex') as hash`.execute(tx.db);
  const isAllNew = fresh.length === kept.length;
  const ids = isAllNew ? new Map(fresh.map(({ id, hash }) => [hash, id])) : await findScriptIds(tx, kept);
  await keepBands(
    tx,
    fresh.map(({ id, hash }) => ({ id, script: distinct.get(hash)! })),
  );
  await keepValues(tx, scripts, ids);
  if (fresh.length > 0) {
    await sql`update linking_state set script_count = script_count + ${fresh.length}`.execute(tx.db);
  }
  return scripts.map(({ hash }) => ids.get(hash.toString('hex'))!);
}

async function findScriptIds(tx: Context, scripts: readonly ReadScript[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: number; hash: string }>`
    select script.id, encode(script.script_hash, 'hex') as hash
    from unnest(${scripts.map(({ hash }) => hash)}::bytea[]) as asked(hash)
    join script on script.agency_id = ${tx.agencyId}::uuid and script.script_hash = asked.hash`.execute(tx.db);
  return new Map(rows.map(({ id, hash }) => [hash, id]));
}

async function keepBands(tx: Context, fresh: readonly { id: number; script: ReadScript }[]): Promise<void> {
  const rows = fresh.flatMap(({ id, script }) => script.bands.map((key) => ({ id, key })));
  if (rows.length === 0) return;
  await sql`
    insert into script_band (band_key, script_id, agency_id)
    select band.key, band.script, ${tx.agencyId}::uuid
    from unnest(${rows.map(({ key }) => key)}::bigint[], ${rows.map(({ id }) => id)}::bigint[]) as band(key, script)
    on conflict on constraint script_band_pk do nothing`.execute(tx.db);
}

async function keepValues(tx: Context, scripts: readonly ReadScript[], ids: ReadonlyMap<string, number>) {
  const rows = scripts.flatMap(({ hash, values }) =>
    values.map(({ key }) => ({ key, id: ids.get(hash.toString('hex'))! })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into script_value (value_key, script_id, agency_id)
    select distinct found.key, found.script, ${tx.agencyId}::uuid
    from unnest(${rows.map(({ key }) => key)}::bigint[], ${rows.map(({ id }) => id)}::bigint[]) as found(key, script)
    on conflict on constraint script_value_pk do nothing`.execute(tx.db);
}

/** The shingles of the given scripts, of this version alone: those of another cannot be compared. */
export async function findShingles(tx: Context, ids: readonly number[]): Promise<Map<number, Shingles>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: number; shingles: Buffer }>`
    select id, shingles from script where id = any(${ids}::bigint[]) and version = ${sketchVersion}`.execute(tx.db);
  return new Map(rows.map(({ id, shingles }) => [id, shinglesOf(shingles)]));
}

/** Brings the count of scripts back to what is there, after a purge. */
export async function countScripts(tx: Context): Promise<void> {
  await sql`update linking_state set script_count = (select count(*) from script)`.execute(tx.db);
}
