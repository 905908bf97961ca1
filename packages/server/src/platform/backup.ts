import { createHash, type Hash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import { type Pack, pack } from 'tar-stream';
import {
  derivedTables,
  formatVersion,
  keyNames,
  listTables,
  type Manifest,
  type ManifestEntry,
  sha256,
} from './backup-format.ts';
import type { Database } from './db/index.ts';
import { readApplied } from './db/migrate.ts';
import type { Resources } from './resources.ts';

const rowsPerFetch = 1_000;

type Sources = Pick<Resources, 'database' | 'files' | 'config' | 'clock'>;

/**
 * The whole installation as one tar.gz: every table as of one moment, the files that rows name, and the keys.
 * The tables are first copied aside, so that a slow reader of the archive holds up nobody. A failure ends the stream
 * with an error, so that half an archive is never taken for a whole one.
 */
export function writeBackup(sources: Sources): Readable {
  const out = new PassThrough();
  // The error reaches whoever reads the stream.
  writeTo(sources, out).catch((error: unknown) =>
    out.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return out;
}

async function writeTo(sources: Sources, out: PassThrough): Promise<void> {
  const aside = join(sources.config.dataDir, `backup.${randomUUID()}`);
  await mkdir(aside, { recursive: true, mode: 0o700 });
  try {
    const { entries, fileHashes } = await copyTables(sources, aside);
    const keys = await readKeys(sources.config.dataDir);
    const files = await measureFiles(sources, fileHashes);
    const manifest: Manifest = {
      format: 'spring-rain-backup',
      formatVersion,
      writtenAt: sources.clock.now().toISOString(),
      migrations: await readApplied(sources.database),
      entries: [...entries, ...files, ...keys.map(({ entry }) => entry)],
    };
    const archive = pack();
    const sent = pipeline(archive, createGzip(), out);
    const filled = fill(archive, sources, { manifest, aside, keys });
    await Promise.all([sent, filled.catch((error: unknown) => archive.destroy(error as Error))]);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

interface KeyEntry {
  readonly entry: ManifestEntry;
  readonly bytes: Buffer;
}

interface Contents {
  readonly manifest: Manifest;
  readonly aside: string;
  readonly keys: readonly KeyEntry[];
}

async function fill(archive: Pack, sources: Sources, { manifest, aside, keys }: Contents): Promise<void> {
  await addBytes(archive, 'manifest.json', Buffer.from(JSON.stringify(manifest, undefined, 2)));
  for (const { path, bytes } of manifest.entries) {
    if (path.startsWith('tables/')) {
      const entry = archive.entry({ name: path, size: bytes });
      await pipeline(createReadStream(join(aside, path.slice('tables/'.length))), entry);
    } else if (path.startsWith('files/'))
      await addBytes(archive, path, await sources.files.get(path.slice('files/'.length)));
    else await addBytes(archive, path, keys.find(({ entry }) => entry.path === path)?.bytes ?? Buffer.alloc(0));
  }
  archive.finalize();
}

function addBytes(archive: Pack, name: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    archive.entry({ name, mode: 0o600 }, bytes, (error) => (error ? reject(error) : resolve()));
  });
}

async function copyTables(
  { database }: Sources,
  aside: string,
): Promise<{ entries: ManifestEntry[]; fileHashes: string[] }> {
  const transaction = database.admin.transaction().setIsolationLevel('repeatable read');
  return await transaction.execute(async (tx) => {
    const entries: ManifestEntry[] = [];
    for (const table of await listTables(tx)) {
      if (!derivedTables.has(table)) entries.push(await copyTable(tx, table, join(aside, `${table}.jsonl`)));
    }
    const named = await tx.selectFrom('attachment').select('content_hash').distinct().orderBy('content_hash').execute();
    return { entries, fileHashes: named.map(({ content_hash }) => content_hash) };
  });
}

async function copyTable(tx: Database, table: string, path: string): Promise<ManifestEntry> {
  const file = await open(path, 'wx', 0o600);
  const hash: Hash = createHash('sha256');
  let rows = 0;
  let bytes = 0;
  try {
    await sql`declare copied no scroll cursor for ${rowsOf(table)}`.execute(tx);
    for (let fetched = rowsPerFetch; fetched === rowsPerFetch; ) {
      const page = await sql<{ row: string }>`fetch ${sql.lit(rowsPerFetch)} from copied`.execute(tx);
      fetched = page.rows.length;
      const chunk = Buffer.from(page.rows.map(({ row }) => `${row}\n`).join(''));
      hash.update(chunk);
      await file.write(chunk);
      rows += fetched;
      bytes += chunk.length;
    }
    await sql`close copied`.execute(tx);
  } finally {
    await file.close();
  }
  return { path: `tables/${table}.jsonl`, bytes, sha256: hash.digest('hex'), rows };
}

/**
 * Each row as JSON that PostgreSQL itself reads back. Events go in the order of reading, which a restore numbers anew:
 * another database counts its transactions from elsewhere.
 */
function rowsOf(table: string) {
  const order = table === 'event' ? sql`order by transaction_id, id` : sql``;
  return sql`select to_jsonb(kept)::text as row from ${sql.table(table)} as kept ${order}`;
}

async function readKeys(dataDir: string): Promise<KeyEntry[]> {
  const there = keyNames.filter((name) => existsSync(join(dataDir, 'keys', name)));
  return await Promise.all(
    there.map(async (name) => {
      const bytes = await readFile(join(dataDir, 'keys', name));
      return { bytes, entry: { path: `keys/${name}`, bytes: bytes.length, sha256: sha256(bytes) } };
    }),
  );
}

async function measureFiles({ files }: Sources, hashes: readonly string[]): Promise<ManifestEntry[]> {
  const entries: ManifestEntry[] = [];
  for (const hash of hashes) {
    // Purged between the copy of the tables and now: its row is gone by the next backup.
    if (!(await files.exists(hash))) continue;
    const bytes = await files.get(hash);
    if (sha256(bytes) !== hash)
      throw new Error(`A file must hold what its name says, found another content under ${hash}.`);
    entries.push({ path: `files/${hash}`, bytes: bytes.length, sha256: hash });
  }
  return entries;
}

export { type RestoreAnswer, restoreBackup } from './restore.ts';
export { RestoreRefused } from './restore-archive.ts';
