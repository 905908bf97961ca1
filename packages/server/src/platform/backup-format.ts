import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import Type, { type Static } from 'typebox';
import type { Database } from './db/index.ts';

/** The archive's layout: `manifest.json`, then `tables/<name>.jsonl`, `files/<hash>`, `keys/<name>`, as the manifest lists. */
export const formatVersion = 1;

/** Keys that go along. The operator's token is made anew; the private contact key is not in the data folder at all. */
export const keyNames = ['secret.key', 'contact.pub', 'installation.id'] as const;

/** Tables that a restore makes itself. */
export const derivedTables = new Set(['migration']);
/** Tables with rows in a database that nobody has used yet. */
export const seededTables = new Set(['migration', 'agency']);

const Counted = Type.Object({
  path: Type.String({ pattern: '^(tables/[a-z_]+\\.jsonl|files/[0-9a-f]{64}|keys/[a-z]+\\.[a-z]+)$' }),
  bytes: Type.Integer({ minimum: 0 }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  rows: Type.Optional(Type.Integer({ minimum: 0 })),
});

export const ManifestSchema = Type.Object({
  format: Type.Literal('spring-rain-backup'),
  formatVersion: Type.Integer({ minimum: 1 }),
  writtenAt: Type.String(),
  migrations: Type.Array(Type.Object({ name: Type.String(), hash: Type.String() }), { minItems: 1 }),
  /** In the order in which they can be filled. */
  entries: Type.Array(Counted),
});
export type Manifest = Static<typeof ManifestSchema>;
export type ManifestEntry = Manifest['entries'][number];

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The tables of the schema, each after those that it refers to. */
export async function listTables(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string; parents: string[] }>`
    select c.relname as name, coalesce(
      array_agg(distinct p.relname::text) filter (where p.relname is not null and p.oid <> c.oid), '{}') as parents
    from pg_class c
    left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f'
    left join pg_class p on p.oid = f.confrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    group by c.relname
    order by c.relname`.execute(db);
  const ordered: string[] = [];
  const waiting = new Map(rows.map(({ name, parents }) => [name, parents]));
  while (waiting.size > 0) {
    const ready = [...waiting]
      .filter(([, parents]) => parents.every((parent) => !waiting.has(parent)))
      .map(([name]) => name);
    if (ready.length === 0)
      throw new Error(`Tables must not refer to each other in a circle, found ${[...waiting.keys()].join(', ')}.`);
    ordered.push(...ready);
    for (const name of ready) waiting.delete(name);
  }
  return ordered;
}
