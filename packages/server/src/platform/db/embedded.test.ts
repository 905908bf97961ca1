import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fdatasyncSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Problem } from '@spring-rain/contract';
import { createLog } from '../log.ts';
import { readTestDump } from '../test-database.ts';
import { type DatabaseHandle, type DiskCalls, FolderInUse, openDatabase } from './index.ts';

const quiet = createLog('silent');

test('each commit of the embedded database reaches the disk before it answers', async () => {
  await using folder = await temporaryFolder();
  let syncs = 0;
  const sync = (descriptor: number): void => {
    syncs += 1;
    fdatasyncSync(descriptor);
  };
  await using database = await makeDatabase(folder.path, { sync });
  await database.run('create table kept (n integer)');

  const before = syncs;
  for (let n = 0; n < 100; n += 1) await database.run(`insert into kept values (${n})`);

  assert.equal(syncs - before, 100);
});

test('a disk that cannot sync makes the commit fail, and the database comes back with what was acknowledged', async () => {
  await using folder = await temporaryFolder();
  const disk = failingDisk();
  await using database = await makeDatabase(folder.path, disk);
  await database.run('create table kept (n integer)');
  await database.run('insert into kept values (1)');

  disk.failing = 'sync';
  await assert.rejects(database.run('insert into kept values (2)'), isUnavailable);
  await assert.rejects(database.run('select 1'), isUnavailable);
  disk.failing = 'nothing';

  const rows = await eventually(() => database.run('select n from kept where n = 1'));
  assert.deepEqual(rows, [{ n: 1 }]);
});

test('a full disk is answered with service.unavailable, keeps what was acknowledged, and ends by itself', async () => {
  await using folder = await temporaryFolder();
  const disk = failingDisk();
  await using database = await makeDatabase(folder.path, disk);
  await database.run('create table kept (n integer, filler text)');
  await database.run(`insert into kept select n, repeat('x', 500) from generate_series(1, 1000) n`);

  disk.failing = 'write';
  const bulk = `insert into kept select n, repeat('y', 2000) from generate_series(1, 20000) n`;
  await assert.rejects(database.run(bulk), isUnavailable);
  await assert.rejects(database.run('insert into kept values (-1)'), isUnavailable);
  disk.failing = 'nothing';

  assert.deepEqual(await eventually(() => database.run('select count(*) from kept')), [{ count: 1000 }]);
  await database.run('insert into kept values (0)');
  assert.deepEqual(await database.run('select count(*) from kept'), [{ count: 1001 }]);
});

test('the log on disk does not grow with all that was ever written, and the planner learns of the rows', async () => {
  await using folder = await temporaryFolder();
  const care = { intervalMs: 20, checkpointBytes: 8 * 1024 * 1024, vacuumBytes: 8 * 1024 * 1024 };
  await using database = await openDatabase({ dataDir: folder.path, care, from: await readTestDump() }, quiet);
  await database.run('create table kept (n integer, filler text)');
  for (let n = 0; n < 250; n += 1) {
    await database.run(
      `insert into kept select n, repeat(md5(n::text), 30) from generate_series(1, 1000) n; delete from kept`,
    );
    // Lets timers run, as the waiting of a server does.
    await delay(1);
  }
  await eventually(async () => {
    const [table] = await database.run(
      `select last_vacuum is not null as vacuumed from pg_stat_user_tables where relname = 'kept'`,
    );
    assert.deepEqual(table, { vacuumed: true });
    return [];
  });
  const [written] = await database.run(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as bytes`);
  const segments = readdirSync(join(folder.path, 'database', 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name));
  const writtenSegments = Number((written as { bytes: string }).bytes) / (16 * 1024 * 1024);
  assert.ok(segments.length < writtenSegments / 2, `${segments.length} of ${writtenSegments} segments`);
});

test('kill -9 during writes loses no acknowledged row, and the folder opens again', async () => {
  await using folder = await temporaryFolder();
  const acknowledged: number[] = [];
  const { child, exited } = await startWriter(folder.path);
  for await (const line of createInterface({ input: child.stdout! })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === 300) child.kill('SIGKILL');
  }
  await exited;

  await using database = await openDatabase({ dataDir: folder.path }, quiet);
  const rows = (await database.run('select n from kept')) as { n: number }[];
  const kept = new Set(rows.map(({ n }) => n));
  assert.ok(acknowledged.length >= 300);
  assert.deepEqual(
    acknowledged.filter((n) => !kept.has(n)),
    [],
  );
});

test('a second process on one folder is refused with who holds it and what to do', async () => {
  await using folder = await temporaryFolder();
  const { child, exited } = await startWriter(folder.path);
  await once(createInterface({ input: child.stdout! }), 'line');

  await assert.rejects(openDatabase({ dataDir: folder.path }, quiet), (error) => {
    assert.ok(error instanceof FolderInUse);
    assert.match(error.message, new RegExp(`process ${child.pid} on .*${folder.path}.*Stop that server`, 's'));
    return true;
  });
  child.kill('SIGKILL');
  await exited;

  // Whoever held it is gone without a word: the lock it left does not count.
  await using database = await openDatabase({ dataDir: folder.path }, quiet);
  assert.equal(database.kind, 'embedded');
});

test('one process does not open one folder twice', async () => {
  await using folder = await temporaryFolder();
  await using _database = await makeDatabase(folder.path);
  await assert.rejects(openDatabase({ dataDir: folder.path }, quiet), FolderInUse);
});

/** Made from a dump, which is quicker than from nothing. */
async function makeDatabase(dataDir: string, disk?: DiskCalls): Promise<DatabaseHandle> {
  return await openDatabase({ dataDir, disk, from: await readTestDump() }, quiet);
}

/** A process that writes numbers one by one and says each that was acknowledged. */
async function startWriter(folder: string): Promise<{ child: ChildProcess; exited: Promise<unknown> }> {
  await (await makeDatabase(folder)).close();
  const script = `
    import { openDatabase } from './index.ts';
    import { createLog } from '../log.ts';
    const database = await openDatabase({ dataDir: process.argv[1] }, createLog('silent'));
    await database.run('create table if not exists kept (n integer)');
    for (let n = 1; n <= 100_000; n += 1) {
      await database.run('insert into kept values (' + n + ')');
      process.stdout.write(n + '\\n');
    }`;
  const args = ['--liftoff-only', '--input-type=module-typescript', '--eval', script, folder];
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  return { child, exited: once(child, 'exit') };
}

interface FailingDisk {
  failing: 'nothing' | 'sync' | 'write';
  sync(descriptor: number): void;
  beforeWrite(): void;
}

function failingDisk(): FailingDisk {
  const fail = (code: string): never => {
    throw Object.assign(new Error(`${code}: the disk of this test`), { code });
  };
  const disk: FailingDisk = {
    failing: 'nothing',
    sync: (descriptor) => (disk.failing === 'sync' ? fail('EIO') : fdatasyncSync(descriptor)),
    beforeWrite: () => (disk.failing === 'write' ? fail('ENOSPC') : undefined),
  };
  return disk;
}

function isUnavailable(error: unknown): boolean {
  return (
    error instanceof Problem && error.code === 'service.unavailable' && error.options.retryAfterSeconds !== undefined
  );
}

/** What `work` yields once it succeeds: recovery takes a moment. */
async function eventually(work: () => ReturnType<DatabaseHandle['run']>): Promise<unknown[]> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) throw error;
      await delay(100);
    }
  }
}

async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
