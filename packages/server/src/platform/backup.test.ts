import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { loadConfig } from '../config.ts';
import { RestoreRefused, restoreBackup, writeBackup } from './backup.ts';
import { type Context, hostAgencyId, inTransaction } from './context.ts';
import { type Consumer, consumeOnce, emit } from './events.ts';
import { contentHash, openFileStore } from './files.ts';
import { createLog } from './log.ts';
import { openResources } from './resources.ts';
import { openEmptyTestDatabase } from './test-database.ts';
import { startTestPlatform, type TestPlatform } from './test-platform.ts';

const picture = Buffer.from('not really a picture, but bytes\u0000\u0001');

test('a backup brings back every row, file and key in an empty installation, and its numbers go on', async () => {
  await using platform = await startTestPlatform();
  await fill(platform);
  const before = await readEverything(platform.ctx);
  const archive = await buffer(writeBackup(platform.resources));

  await using target = await emptyTarget();
  const answer = await restoreBackup(target.config, Readable.from([archive]));
  assert.equal(answer.files, 1);
  assert.equal(answer.rows, before.rows);

  await using restored = await openResources(target.config, createLog('silent'));
  const ctx = restored.context({ role: 'app', name: 'operator' });
  const after = await readEverything(ctx);
  assert.deepEqual(after.tables, before.tables);
  assert.deepEqual(await restored.files.get(contentHash(picture)), picture);
  assert.equal(restored.keys.receiptFor('some id'), platform.resources.keys.receiptFor('some id'));
  assert.notEqual(restored.keys.operatorToken, platform.resources.keys.operatorToken);
  await expectNumbersGoOn(ctx);
});

test('events keep their order across a restore, and a consumer goes on where it stood', async () => {
  await using platform = await startTestPlatform();
  for (const subjectId of ['a', 'b', 'c']) await emitOne(platform.ctx, subjectId);
  const handled: string[] = [];
  const consumer: Consumer = {
    name: 'test',
    handle: async (_tx, events) => void handled.push(...events.map(({ subjectId }) => subjectId)),
  };
  await consumeOnce(platform.jobCtx, consumer);
  await emitOne(platform.ctx, 'd');
  const archive = await buffer(writeBackup(platform.resources));

  await using target = await emptyTarget();
  await restoreBackup(target.config, Readable.from([archive]));
  await using restored = await openResources(target.config, createLog('silent'));
  await emitOne(restored.context({ role: 'app', name: 'operator' }), 'e');
  await consumeOnce(restored.context({ role: 'job', name: 'test', reason: 'following events' }), consumer);
  assert.deepEqual(handled, ['a', 'b', 'c', 'd', 'e']);
});

test('a damaged, cut off or foreign archive is refused and leaves nothing behind', async () => {
  await using platform = await startTestPlatform();
  await fill(platform);
  const archive = await buffer(writeBackup(platform.resources));
  const open = gunzipSync(archive);
  const flipped = Buffer.from(open);
  flipped[flipped.indexOf('not really a picture')] = 0x4e;
  const altered = Buffer.from(open);
  altered.write('Officer Liz', altered.indexOf('Officer Lin'));
  const broken: Record<string, Buffer> = {
    'a file with another content': gzipSync(flipped),
    'a row with another content': gzipSync(altered),
    'a newer migration': gzipSync(replaceInManifest(open, '0001_main_job.sql', '0009_main_job.sql')),
    'a newer format': gzipSync(replaceInManifest(open, '"formatVersion": 1', '"formatVersion": 2')),
    'cut off': archive.subarray(0, archive.length - 200),
    'cut off between entries': gzipSync(open.subarray(0, 1024)),
    'not an archive': Buffer.from('hello'),
    empty: Buffer.alloc(0),
  };
  await using target = await emptyTarget();
  for (const [name, bytes] of Object.entries(broken)) {
    await assert.rejects(restoreBackup(target.config, Readable.from([bytes])), RestoreRefused, name);
    assert.deepEqual(readdirSync(target.config.dataDir), [], name);
  }
  // The target was left fit for the whole one.
  await restoreBackup(target.config, Readable.from([archive]));
});

test('a failure in the middle of loading undoes files and keys as well', async () => {
  await using platform = await startTestPlatform();
  await fill(platform);
  const archive = await buffer(writeBackup(platform.resources));
  await using target = await emptyTarget();
  // The last step before the commit is to keep the keys; a file in their place makes it fail.
  await writeFile(join(target.config.dataDir, 'keys'), 'in the way');

  await assert.rejects(restoreBackup(target.config, Readable.from([archive])), /EEXIST|ENOTDIR/);

  await rm(join(target.config.dataDir, 'keys'));
  const files = await openFileStore(target.config);
  assert.equal(await files.exists(contentHash(picture)), false);
  assert.equal(existsSync(join(target.config.dataDir, 'database')), false);
  await restoreBackup(target.config, Readable.from([archive]));
});

test('a target that is in use is refused and not touched', async () => {
  await using platform = await startTestPlatform();
  const archive = await buffer(writeBackup(platform.resources));
  await using target = await emptyTarget();
  {
    await using used = await openResources(target.config, createLog('silent'));
    await emitOne(used.context({ role: 'app', name: 'operator' }), 'mine');
  }
  await assert.rejects(restoreBackup(target.config, Readable.from([archive])), (error) => {
    assert.ok(error instanceof RestoreRefused);
    assert.match(error.message, /must be empty/);
    return true;
  });
  const foreign = join(target.config.dataDir, 'keys', 'secret.key');
  await writeFile(foreign, Buffer.alloc(32, 9).toString('base64'));
  await assert.rejects(restoreBackup(target.config, Readable.from([archive])), /keys of another installation/);
  // Without the keys it is the database itself that shows that somebody is there.
  await rm(join(target.config.dataDir, 'keys'), { recursive: true });
  await assert.rejects(restoreBackup(target.config, Readable.from([archive])), /must be empty/);
  await using again = await openResources(target.config, createLog('silent'));
  const { tables } = await readEverything(again.context({ role: 'app', name: 'operator' }));
  assert.match(JSON.stringify(tables.event), /mine/);
});

test('a backup of a file that is damaged on disk fails instead of keeping the damage', async () => {
  await using platform = await startTestPlatform();
  await fill(platform);
  const hash = contentHash(picture);
  await writeFile(join(platform.config.dataDir, 'files', hash.slice(0, 2), hash), 'bit rot');
  await assert.rejects(buffer(writeBackup(platform.resources)), /another content/);
  assert.deepEqual(
    readdirSync(platform.config.dataDir).filter((name) => name.startsWith('backup')),
    [],
  );
});

interface Target extends AsyncDisposable {
  readonly config: ReturnType<typeof loadConfig>;
}

/** An empty data folder; with an empty database on the server when the suite runs on one. */
async function emptyTarget(): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const empty = await openEmptyTestDatabase();
  const config = loadConfig({
    DATA_DIR: dataDir,
    SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
    ...(empty.url === undefined ? {} : { DATABASE_URL: empty.url }),
  });
  const dispose = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await empty.drop();
  };
  return { config, [Symbol.asyncDispose]: dispose };
}

/** Rows in tables that refer to each other, with every kind of value, and one file. */
async function fill({ ctx, config, resources }: TestPlatform): Promise<void> {
  const keys = join(config.dataDir, 'keys');
  await mkdir(keys);
  await writeFile(join(keys, 'secret.key'), Buffer.alloc(32, 7).toString('base64'));
  await resources.files.put(contentHash(picture), picture);
  await inTransaction(ctx, async (tx) => {
    const ids = { reportId: tx.newId(), sourceId: tx.newId() };
    await sql`insert into source (id, agency_id, name, title, role, publisher, licence, as_of, created_at)
      values (${ids.sourceId}, ${hostAgencyId}, 'list', '{"en":"a \\"list\\""}', 'known-scam', 'p', 'l', '2026-01-31', now())`.execute(
      tx.db,
    );
    await sql`insert into indicator (kind, value, value_hash, created_at)
      select 'domain', 'site' || n || '.example', decode(md5(n::text), 'hex'), now() from generate_series(1, 1500) n`.execute(
      tx.db,
    );
    await sql`insert into report (id, agency_id, received_at, state, text, money_moving, purge_at)
      values (${ids.reportId}, ${hostAgencyId}, '2026-11-02T03:04:05.678901Z', 'received', ${'换行\n"引号" \\ 😀'}, true, now())`.execute(
      tx.db,
    );
    await sql`insert into report_loss (report_id, agency_id, amount_minor, currency)
      values (${ids.reportId}, ${hostAgencyId}, 9007199254740991, 'CNY')`.execute(tx.db);
    await sql`insert into attachment (id, agency_id, report_id, added_at, content_hash, media_type, size_bytes, position)
      values (${tx.newId()}, ${hostAgencyId}, ${ids.reportId}, now(), ${contentHash(picture)}, 'image/png', ${picture.length}, 0)`.execute(
      tx.db,
    );
    await sql`insert into decision (id, agency_id, subject, subject_id, action, decided_by, reason, decided_at)
      values (${tx.newId()}, ${hostAgencyId}, 'report', ${ids.reportId}, 'confirm', 'Officer Lin', 'seen', now())`.execute(
      tx.db,
    );
    await emit(tx, 'test.happened', { subjectId: ids.reportId });
  });
}

/** Everything that the tables hold, as text; events without the numbers that a restore gives anew. */
async function readEverything(ctx: Context): Promise<{ tables: Record<string, string[]>; rows: number }> {
  return await inTransaction(ctx, async (tx) => {
    const names = [
      'agency',
      'source',
      'indicator',
      'report',
      'report_loss',
      'attachment',
      'decision',
      'event',
      'audit_entry',
    ];
    const tables: Record<string, string[]> = {};
    for (const name of names) {
      const { rows } = await sql<{ row: string }>`
        select (to_jsonb(kept) - 'transaction_id')::text as row from ${sql.table(name)} kept order by 1`.execute(tx.db);
      tables[name] = rows.map(({ row }) => row);
    }
    return { tables, rows: Object.values(tables).reduce((sum, rows) => sum + rows.length, 0) };
  });
}

async function expectNumbersGoOn(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ id: number }>`insert into indicator (kind, value, value_hash, created_at)
      values ('domain', 'new.example', '\\x00', now()) returning id`.execute(tx.db);
    assert.equal(rows[0]?.id, 1_501);
  });
}

function replaceInManifest(open: Buffer, from: string, to: string): Buffer {
  const copy = Buffer.from(open);
  const place = copy.indexOf(from);
  assert.ok(place > 0 && from.length === to.length);
  copy.write(to, place);
  return copy;
}

async function emitOne(ctx: Context, subjectId: string): Promise<void> {
  await inTransaction(ctx, (tx) => emit(tx, 'test.happened', { subjectId }));
}
