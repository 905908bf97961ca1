import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { isUniqueViolation } from './errors.ts';
import type { DatabaseHandle } from './index.ts';

interface Migration {
  readonly name: string;
  readonly hash: string;
  readonly statements: string;
}

const folder = new URL('../../../migrations/', import.meta.url);
/** Any number that no other program uses for its advisory lock on the same database. */
const lock = 'select pg_advisory_xact_lock(7264919001)';
const migrationTable = `create table if not exists migration (
  name text constraint migration_pk primary key,
  hash text not null,
  applied_at timestamptz not null
)`;

/**
 * Brings the schema up to date; several processes may start at once. Answers the names of what was applied.
 * Throws when an applied migration's file has changed, or the database is newer than this program.
 */
export async function migrate(handle: DatabaseHandle): Promise<string[]> {
  const wanted = await readMigrations();
  // Statements sent together are one transaction, so a migration is applied whole or not at all.
  await handle.run(`${lock}; ${migrationTable}`);
  const applied: string[] = [];
  for (const migration of wanted) {
    if (await apply(handle, migration)) applied.push(migration.name);
  }
  const names = new Set(wanted.map(({ name }) => name));
  const newer = (await readApplied(handle)).filter(({ name }) => !names.has(name));
  if (newer.length > 0) {
    throw new Error(
      `The database must not be newer than this program, found migration ${newer[0]?.name}. Use the newer program.`,
    );
  }
  return applied;
}

/** What has been applied to a database, in order. */
export async function readApplied(handle: DatabaseHandle): Promise<{ name: string; hash: string }[]> {
  return (await handle.run('select name, hash from migration order by name')) as { name: string; hash: string }[];
}

/** The migrations that this program ships, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return await Promise.all(
    names.map(async (name) => {
      const statements = await readFile(new URL(name, folder), 'utf8');
      return { name, statements, hash: createHash('sha256').update(statements).digest('hex') };
    }),
  );
}

async function apply(handle: DatabaseHandle, { name, hash, statements }: Migration): Promise<boolean> {
  if (await isApplied(handle, name, hash)) return false;
  const note = `insert into migration (name, hash, applied_at) values ('${name}', '${hash}', now())`;
  try {
    await handle.run(`${lock}; ${note}; ${statements}`);
    return true;
  } catch (error) {
    // Another process was faster; what it applied must be the same text.
    if (isUniqueViolation(error, 'migration_pk') && (await isApplied(handle, name, hash))) return false;
    throw new Error(`Migration ${name} could not be applied; nothing of it was kept.`, { cause: error });
  }
}

async function isApplied(handle: DatabaseHandle, name: string, hash: string): Promise<boolean> {
  const known = (await readApplied(handle)).find((applied) => applied.name === name);
  if (known === undefined || known.hash === hash) return known !== undefined;
  throw new Error(
    `Migration ${name} must be the text that was applied to this database, found another. ` +
      'Use the program that made the database, or start with an empty one.',
  );
}
