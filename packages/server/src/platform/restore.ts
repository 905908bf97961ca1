import { randomUUID } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { sql } from 'kysely';
import { formatVersion, listTables, type Manifest, type ManifestEntry, seededTables, sha256 } from './backup-format.ts';
import { type Database, databaseFolder, migrate, openDatabase } from './db/index.ts';
import { readMigrations } from './db/migrate.ts';
import { openFileStore } from './files.ts';
import { writeWhole } from './key-files.ts';
import { createLog } from './log.ts';
import { damaged, RestoreRefused, unpack } from './restore-archive.ts';

export interface RestoreTarget {
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly filesUrl?: string | undefined;
}

export interface RestoreAnswer {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/**
 * Fills an empty data folder, or an empty PostgreSQL, from an archive of `writeBackup`. The archive is unpacked aside
 * and held against its manifest first; then everything is kept, or nothing. Throws RestoreRefused.
 */
export async function restoreBackup(target: RestoreTarget, archive: Readable): Promise<RestoreAnswer> {
  await mkdir(target.dataDir, { recursive: true, mode: 0o700 });
  const aside = join(target.dataDir, `restore.${randomUUID()}`);
  await mkdir(aside, { mode: 0o700 });
  try {
    const manifest = await unpack(archive, aside);
    await refuseNewer(manifest);
    refuseOtherKeys(target, manifest);
    return await load(target, manifest, aside);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function refuseNewer(manifest: Manifest): Promise<void> {
  if (manifest.formatVersion > formatVersion) {
    throw new RestoreRefused(
      `The backup must have format ${formatVersion} or older, found ${manifest.formatVersion}. Use the newer program.`,
    );
  }
  const own = new Map((await readMigrations()).map(({ name, hash }) => [name, hash]));
  for (const { name, hash } of manifest.migrations) {
    if (!own.has(name))
      throw new RestoreRefused(
        `The backup must not be newer than this program, found migration ${name}. Use the newer program.`,
      );
    if (own.get(name) !== hash)
      throw new RestoreRefused(`The backup must have this program’s migration ${name}, found another text of it.`);
  }
}

/** Moving from the embedded database to a server keeps the data folder: its keys are the archive's own. */
function refuseOtherKeys({ dataDir }: RestoreTarget, manifest: Manifest): void {
  const place = join(dataDir, 'keys', 'secret.key');
  if (!existsSync(place)) return;
  const own = manifest.entries.find(({ path }) => path === 'keys/secret.key');
  if (own?.sha256 === sha256(readFileSync(place))) return;
  throw new RestoreRefused(
    `The data folder must be empty, found keys of another installation in ${dataDir}. Choose another DATA_DIR.`,
  );
}

const quiet = createLog('warn');

async function load(target: RestoreTarget, manifest: Manifest, aside: string): Promise<RestoreAnswer> {
  const folder = join(target.dataDir, databaseFolder);
  const isEmbedded = target.databaseUrl === undefined;
  if (isEmbedded && existsSync(folder)) {
    throw new RestoreRefused(
      `The data folder must be empty, found a database in ${target.dataDir}. Choose another DATA_DIR.`,
    );
  }
  const folderName = `${databaseFolder}.restore`;
  await rm(join(target.dataDir, folderName), { recursive: true, force: true });
  const database = await openDatabase({ databaseUrl: target.databaseUrl, dataDir: target.dataDir, folderName }, quiet);
  const undo: (() => Promise<void>)[] = [];
  try {
    await migrate(database);
    const answer = await database.admin.transaction().execute(async (tx) => {
      const rows = await fillTables(tx, manifest, aside);
      const files = await keepFiles(target, manifest, aside, undo);
      await keepKeys(target, manifest, aside, undo);
      return { tables: rows.tables, rows: rows.rows, files };
    });
    await database.close();
    if (isEmbedded) await rename(join(target.dataDir, folderName), folder);
    return answer;
  } catch (error) {
    await database.close().catch(() => undefined);
    for (const step of undo.reverse()) await step();
    throw error;
  } finally {
    if (isEmbedded) await rm(join(target.dataDir, folderName), { recursive: true, force: true });
  }
}

async function fillTables(tx: Database, manifest: Manifest, aside: string): Promise<{ tables: number; rows: number }> {
  const tables = await listTables(tx);
  for (const table of tables.filter((name) => !seededTables.has(name))) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(tx);
    if (rows.length > 0)
      throw new RestoreRefused(`The database must be empty, found rows in ${table}. Restore into a new one.`);
  }
  await sql`delete from agency`.execute(tx);
  let rows = 0;
  const entries = manifest.entries.filter(({ path }) => path.startsWith('tables/'));
  for (const table of tables) {
    const entry = entries.find(({ path }) => path === `tables/${table}.jsonl`);
    if (entry !== undefined) rows += await fillTable(tx, table, entry, aside);
  }
  await continueCounting(tx);
  await settleEvents(tx);
  return { tables: entries.length, rows };
}

const batchMaxRows = 500;
const batchMaxChars = 4_000_000;

/**
 * Members that rows get anew. Another database counts its transactions from elsewhere: entries of the log that are not
 * chained yet come as of one transaction before its first one, in the order in which they were written.
 */
const replacedMembers: Readonly<Record<string, string>> = { audit_entry: '{"transaction_id":"3"}' };

async function fillTable(tx: Database, table: string, entry: ManifestEntry, aside: string): Promise<number> {
  let kept = 0;
  let batch: string[] = [];
  let chars = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await sql`
      insert into ${sql.table(table)} overriding system value
      select kept.* from jsonb_array_elements(${`[${batch.join(',')}]`}::jsonb) as row,
        jsonb_populate_record(null::${sql.table(table)}, row || ${replacedMembers[table] ?? '{}'}::jsonb) as kept`.execute(
      tx,
    );
    kept += batch.length;
    batch = [];
    chars = 0;
  };
  const lines = createInterface({
    input: createReadStream(join(aside, entry.path.replace('/', '.'))),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const line of lines) {
    batch.push(line);
    chars += line.length;
    if (batch.length === batchMaxRows || chars > batchMaxChars) await flush();
  }
  await flush();
  if (kept !== entry.rows) throw damaged(`${kept} rows in ${entry.path} instead of ${entry.rows}`);
  return kept;
}

/** Numbers that the database gives out go on after the highest that was restored. */
async function continueCounting(tx: Database): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.relname as table, a.attname as column
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attidentity <> '' and c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`.execute(tx);
  for (const { table, column } of rows) {
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), coalesce(max(${sql.ref(column)}), 0) + 1, false)
      from ${sql.table(table)}`.execute(tx);
  }
}

/**
 * Another database counts its transactions from elsewhere, so restored events are all before its first one, numbered
 * in their order, and each consumer's cursor stands at as many events as it had handled.
 */
async function settleEvents(tx: Database): Promise<void> {
  await sql`
    create temporary table placed on commit drop as
      select event.*, row_number() over (order by transaction_id, id) as place from event`.execute(tx);
  await sql`
    update event_cursor set event_id = (
      select coalesce(max(place), 0) from placed
      where (placed.transaction_id, placed.id) <= (event_cursor.transaction_id, event_cursor.event_id)
    )`.execute(tx);
  await sql`update event_cursor set transaction_id = '3'::xid8`.execute(tx);
  await sql`delete from event`.execute(tx);
  await sql`
    insert into event overriding system value
    select renumbered.* from placed, jsonb_populate_record(
      null::event, to_jsonb(placed) || jsonb_build_object('id', placed.place, 'transaction_id', '3')
    ) as renumbered`.execute(tx);
  await sql`select setval(pg_get_serial_sequence('event', 'id'), coalesce(max(id), 0) + 1, false) from event`.execute(
    tx,
  );
}

type Undo = (() => Promise<void>)[];

async function keepFiles(target: RestoreTarget, manifest: Manifest, aside: string, undo: Undo): Promise<number> {
  const entries = manifest.entries.filter(({ path }) => path.startsWith('files/'));
  const files = await openFileStore(target);
  for (const { path, sha256 } of entries) {
    if (await files.exists(sha256)) continue;
    await files.put(sha256, await readFile(join(aside, path.replace('/', '.'))));
    undo.push(() => files.delete(sha256));
  }
  return entries.length;
}

async function keepKeys(target: RestoreTarget, manifest: Manifest, aside: string, undo: Undo): Promise<void> {
  const folder = join(target.dataDir, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path } of manifest.entries.filter((entry) => entry.path.startsWith('keys/'))) {
    const place = join(target.dataDir, path);
    if (existsSync(place)) continue;
    undo.push(() => rm(place, { force: true }));
    writeWhole(place, await readFile(join(aside, path.replace('/', '.'))));
  }
}
