/**
 * One path to two databases: PostgreSQL inside the process (the default) or a server. Everything above sees Kysely.
 */
import { join } from 'node:path';
import { Kysely } from 'kysely';
import type { Db as BossDatabase } from 'pg-boss';
import type { Tables } from '../../generated/tables.ts';
import type { Log } from '../log.ts';
import { EngineDialect } from './driver.ts';
import type { DiskCalls } from './durable-files.ts';
import { type Care, EmbeddedDatabase } from './embedded.ts';
import { DatabaseUnfit, translateDatabaseError, unavailable } from './errors.ts';
import { lockFolder } from './lock-file.ts';
import { PostgresServer } from './postgres.ts';
import { refuseOuterDatabase } from './transaction.ts';

export type Database = Kysely<Tables>;

/** The database roles; see migrations 1 and 4. */
export const databaseRoles = ['app', 'job', 'public_intake', 'accounts'] as const;
export type DatabaseRole = (typeof databaseRoles)[number];

export interface DatabaseHandle extends AsyncDisposable {
  readonly kind: 'embedded' | 'postgres';
  /** Runs only transactions with a role and an agency: `inTransaction(ctx, …)`. */
  readonly db: Database;
  /** Acts as the login, past row-level security: for the platform's own work alone. */
  readonly admin: Database;
  /** Several statements at once, without parameters, as the login. */
  run(statements: string): Promise<unknown[]>;
  listen(channel: string, onPayload: (payload: string) => void, onConnected?: () => void): Promise<() => Promise<void>>;
  notify(channel: string): Promise<void>;
  readonly jobDatabase: BossDatabase;
  /** The whole embedded database as one file; undefined on a server. */
  dump(): Promise<Blob | undefined>;
  /** Another handle on the same open database; closing it closes only itself. */
  share(): DatabaseHandle;
  close(): Promise<void>;
}

/** What a database and its transactions have in common: the key to what the platform hangs on a database. */
export function adapterOf(db: Database): object {
  return db.getExecutor().adapter;
}

export interface DatabaseConfig {
  readonly databaseUrl?: string | undefined;
  /** The embedded database lives in `<dataDir>/database`; without it, in memory. */
  readonly dataDir?: string | undefined;
  /** Another name for the embedded database's folder in `dataDir`, while it is being made. */
  readonly folderName?: string | undefined;
  readonly poolMax?: number | undefined;
  readonly from?: Blob | undefined;
  readonly disk?: DiskCalls | undefined;
  readonly care?: Care | undefined;
}

const poolMaxDefault = 10;
/** Name of the embedded database's folder in the data folder. */
export const databaseFolder = 'database';

/** Opens the database; of a folder, only once it is locked for this process. Throws FolderInUse. */
export async function openDatabase(config: DatabaseConfig, log: Log): Promise<DatabaseHandle> {
  if (config.databaseUrl !== undefined) {
    const server = new PostgresServer(config.databaseUrl, config.poolMax ?? poolMaxDefault, log);
    try {
      await refuseUnfit(server, log);
    } catch (error) {
      await server.close();
      throw error;
    }
    return handleOf('postgres', server, { dump: async () => undefined, close: () => server.close() });
  }
  const lock = config.dataDir === undefined ? undefined : lockFolder(config.dataDir);
  try {
    const folder = config.dataDir === undefined ? undefined : join(config.dataDir, config.folderName ?? databaseFolder);
    const embedded = await EmbeddedDatabase.open(
      { folder, from: config.from, disk: config.disk, care: config.care },
      log,
    );
    const close = async (): Promise<void> => {
      await embedded.close();
      lock?.release();
    };
    return handleOf('embedded', embedded, { dump: () => embedded.dump(), close });
  } catch (error) {
    lock?.release();
    throw error;
  }
}

const serverVersionMin = 15;

/** A server that does not answer or is too old is told of at the start, in words; later it is a 503. */
async function refuseUnfit(server: PostgresServer, log: Log): Promise<void> {
  let rows: unknown[];
  try {
    rows = await server.run(`
      select current_setting('server_version_num')::int / 10000 as version, rolsuper or rolbypassrls as "isAboveRules"
      from pg_roles where rolname = current_user`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseUnfit(`DATABASE_URL must name a PostgreSQL that answers, found: ${reason}`, { cause: error });
  }
  const { version, isAboveRules } = rows[0] as { version: number; isAboveRules: boolean };
  if (version < serverVersionMin) {
    throw new DatabaseUnfit(`DATABASE_URL must name PostgreSQL ${serverVersionMin} or newer, found ${version}.`);
  }
  if (isAboveRules) {
    log.warn({}, 'the database login is a superuser or has BYPASSRLS: use one that is neither, see docs/operate');
  }
}

type Engine = PostgresServer | EmbeddedDatabase;

type Own = Pick<DatabaseHandle, 'dump' | 'close'>;

function handleOf(kind: DatabaseHandle['kind'], engine: Engine, own: Own): DatabaseHandle {
  const door = doorTo(engine);
  const run = (statements: string): Promise<unknown[]> => translated(door.run(statements));
  const close = async (): Promise<void> => {
    door.shut();
    await own.close();
  };
  return {
    kind,
    db: new Kysely<Tables>({ dialect: new EngineDialect(door, true) }),
    admin: new Kysely<Tables>({ dialect: new EngineDialect(door, false) }),
    run,
    listen: (channel, onPayload, onConnected = () => undefined) => door.listen(channel, onPayload, onConnected),
    notify: async (channel) => {
      await run(`notify "${channel}"`);
    },
    jobDatabase: jobDatabaseOf(door),
    dump: own.dump,
    share: () => handleOf(kind, engine, { dump: own.dump, close: async () => undefined }),
    close,
    [Symbol.asyncDispose]: close,
  };
}

type Door = Pick<Engine, 'open' | 'run' | 'query' | 'listen'> & {
  readonly isEmbedded: boolean;
  /** From now on every use is refused. */
  shut(): void;
};

/** The way of one handle to its engine, which it shuts when it is closed, whoever else uses the engine. */
function doorTo(engine: Engine): Door {
  let isShut = false;
  const through = <Use>(use: () => Promise<Use>): Promise<Use> =>
    isShut ? Promise.reject(unavailable(new Error('The database is closed.'))) : use();
  return {
    isEmbedded: engine instanceof EmbeddedDatabase,
    open: () => through(() => engine.open()),
    run: (statements) => through(() => engine.run(statements)),
    query: (text, parameters) => through(() => engine.query(text, parameters)),
    listen: (channel, onPayload, onConnected) => through(() => engine.listen(channel, onPayload, onConnected)),
    shut: () => {
      isShut = true;
    },
  };
}

function jobDatabaseOf(engine: Door): BossDatabase {
  return {
    executeSql: async (text, values) => {
      refuseOuterDatabase();
      const rows = values?.length ? engine.query(text, values) : engine.run(text);
      try {
        return { rows: await translated(rows) };
      } catch (error) {
        // The embedded database has one connection: a failed block would leave it in an aborted transaction.
        if (engine.isEmbedded) await engine.run('rollback').catch(() => undefined);
        throw error;
      }
    },
    listen: async (channel, onNotification, onReconnect) => ({
      close: await engine.listen(channel, onNotification, onReconnect),
    }),
  };
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

export type { DiskCalls } from './durable-files.ts';
export { DatabaseError, DatabaseUnfit, isUniqueViolation, unavailable } from './errors.ts';
export { FolderInUse, isFolderLocked } from './lock-file.ts';
export { migrate } from './migrate.ts';
