import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { testDatabaseUrl } from '../config.ts';
import { hostAgencyId } from './context.ts';
import { type DatabaseHandle, migrate, openDatabase } from './db/index.ts';
import { readMigrations } from './db/migrate.ts';
import { openQueues } from './jobs.ts';
import { createLog } from './log.ts';

const quiet = createLog('silent');
/** Connections that one test's database may take; a whole suite shares the server. */
const poolMax = 6;

/** A migrated database of one's own, empty, on the engine that the suite runs on; it is gone when closed. */
export async function openTestDatabase(): Promise<DatabaseHandle> {
  const url = testDatabaseUrl();
  return url === undefined ? await openFromDump() : await openFromTemplate(url);
}

/** Makes the template that later tests begin from, if it is not there yet. */
export async function prepareTestDatabase(): Promise<void> {
  const url = testDatabaseUrl();
  if (url === undefined) await dumpFile();
  else await makeTemplate(url);
}

/** An empty database without a schema, and its address if it is on a server: what a restore begins with. */
export async function openEmptyTestDatabase(): Promise<{ url: string | undefined; drop: () => Promise<void> }> {
  const url = testDatabaseUrl();
  if (url === undefined) return { url: undefined, drop: async () => undefined };
  const name = `spring_rain_empty_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(url, `create database ${name}`);
  return {
    url: withDatabase(url, name),
    drop: async () => {
      await asAdministrator(url, `drop database ${name} with (force)`);
    },
  };
}

async function migrateWithQueues(database: DatabaseHandle): Promise<void> {
  await migrate(database);
  const queues = await openQueues(database, [], { supervise: false, onError: () => undefined });
  await queues.stop();
}

/** Names the schema and the parts that made it, so that another one gets another template. */
async function templateName(): Promise<string> {
  const migrations = await readMigrations();
  const lock = readFileSync(new URL('../../package.json', import.meta.url));
  const hash = createHash('sha256').update(lock);
  for (const { name, hash: text } of migrations) hash.update(name).update(text);
  return hash.digest('hex').slice(0, 16);
}

async function dumpFile(): Promise<string> {
  const folder = join(tmpdir(), `spring-rain-tests-${userInfo().uid}`);
  const file = join(folder, `${await templateName()}.tar`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = await openDatabase({}, quiet);
  await migrateWithQueues(database);
  const dump = await database.dump();
  await database.close();
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, Buffer.from((await dump?.arrayBuffer()) ?? new ArrayBuffer(0)));
  renameSync(draft, file);
  return file;
}

/** A migrated, empty embedded database as one file. */
export async function readTestDump(): Promise<Blob> {
  return new Blob([readFileSync(await dumpFile())]);
}

/** The database of the last test of this process, emptied: opening one anew costs ten times as much. */
let emptied: { readonly database: DatabaseHandle; readonly timer: NodeJS.Timeout } | undefined;
/** Kept no longer than the next test takes to begin, because an open one keeps the process alive. */
const emptiedMaxMs = 250;

function keepEmptied(database: DatabaseHandle): void {
  const timer = setTimeout(() => {
    emptied = undefined;
    void database.close();
  }, emptiedMaxMs);
  emptied = { database, timer };
}

function takeEmptied(): DatabaseHandle | undefined {
  const taken = emptied;
  emptied = undefined;
  clearTimeout(taken?.timer);
  return taken?.database;
}

async function openFromDump(): Promise<DatabaseHandle> {
  const database = takeEmptied() ?? (await openDatabase({ from: await readTestDump() }, quiet));
  const lent = database.share();
  let isOpen = true;
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await lent.close();
    // Whatever a test left behind that cannot be emptied goes with its database.
    const isEmpty = await Promise.race([empty(database), delay(emptyLimitMs, false, { ref: false })]);
    if (isEmpty && emptied === undefined) keepEmptied(database);
    else await Promise.race([database.close(), delay(emptyLimitMs, undefined, { ref: false })]);
  };
  return { ...lent, close, [Symbol.asyncDispose]: close };
}

const emptyLimitMs = 5_000;

/** Puts a database back to how its migrations made it; false when that was not possible. */
async function empty(database: DatabaseHandle): Promise<boolean> {
  try {
    const rows = (await database.run(`
      select quote_ident(nspname) || '.' || quote_ident(relname) as name
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where relkind in ('r', 'p') and not relispartition
        and (nspname = 'public' and relname <> 'migration' or nspname = 'pgboss' and relname <> 'version')`)) as {
      name: string;
    }[];
    // As a replica no trigger runs: decisions may not be truncated otherwise.
    await database.run(`
      set session_replication_role = replica;
      truncate ${rows.map(({ name }) => name).join(', ')} restart identity cascade;
      set session_replication_role = origin;
      insert into agency (id, name, created_at) values ('${hostAgencyId}', 'host', now());`);
    return true;
  } catch {
    return false;
  }
}

async function openFromTemplate(url: string): Promise<DatabaseHandle> {
  const template = await makeTemplate(url);
  const name = `spring_rain_test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(url, `create database ${name} template ${template}`);
  const database = await openDatabase({ databaseUrl: withDatabase(url, name), poolMax }, quiet);
  const close = async (): Promise<void> => {
    await database.close();
    await dropDatabase(url, name);
  };
  return { ...database, close, [Symbol.asyncDispose]: close };
}

/** PostgreSQL may be tidying up in it just now, which a login that is no superuser cannot end. */
async function dropDatabase(url: string, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await asAdministrator(url, `drop database if exists ${name} with (force)`);
      return;
    } catch (error) {
      if (tries === dropTriesMax) throw error;
      await delay(dropPauseMs);
    }
  }
}

const dropTriesMax = 20;
const dropPauseMs = 250;

async function makeTemplate(url: string): Promise<string> {
  const name = `spring_rain_template_${await templateName()}`;
  // Two test files may come here at once: one makes it under another name, and the rename decides.
  if ((await asAdministrator(url, `select 1 from pg_database where datname = '${name}'`)).length > 0) return name;
  const draft = `${name}_${randomUUID().slice(0, 8)}`;
  await asAdministrator(url, `create database ${draft}`);
  const database = await openDatabase({ databaseUrl: withDatabase(url, draft), poolMax: 2 }, quiet);
  await migrateWithQueues(database);
  await database.close();
  try {
    await asAdministrator(url, `alter database ${draft} rename to ${name}`);
  } catch {
    // Another file was faster; its template is the same.
    await asAdministrator(url, `drop database ${draft} with (force)`);
  }
  return name;
}

async function asAdministrator(url: string, statement: string): Promise<unknown[]> {
  await using database = await openDatabase({ databaseUrl: url, poolMax: 1 }, quiet);
  return await database.run(statement);
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
