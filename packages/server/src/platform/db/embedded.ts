import { AsyncResource } from 'node:async_hooks';
import { closeSync } from 'node:fs';
import { PGlite, type PGliteOptions, type Transaction } from '@electric-sql/pglite';
import type { Log } from '../log.ts';
import type { Engine, RawResult, Session } from './driver.ts';
import { type DiskCalls, DurableFiles, openDescriptors, systemDisk } from './durable-files.ts';
import { unavailable } from './errors.ts';
import { toSqlText, typeParsers } from './types.ts';

export interface EmbeddedOptions {
  /** Where the database lives; without it, it lives in memory and ends with the process. */
  readonly folder?: string | undefined;
  /** A dump to begin from. */
  readonly from?: Blob | undefined;
  readonly disk?: DiskCalls | undefined;
  readonly care?: Care | undefined;
}

/** After the database stopped (full disk), how long until it is tried again. */
const reopenDelayMs = 1_000;

/**
 * Without a background process of its own the embedded database takes no checkpoint, so that its log would grow for
 * ever, and neither vacuums nor counts rows for the planner. So this process does, by how much was written.
 */
export interface Care {
  readonly intervalMs: number;
  readonly checkpointBytes: number;
  readonly vacuumBytes: number;
}

const usualCare: Care = { intervalMs: 30_000, checkpointBytes: 64 * 1024 * 1024, vacuumBytes: 256 * 1024 * 1024 };

const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'timezone=UTC'],
];

/** PGlite's own sign for PostgreSQL's way of leaving a statement after an error. */
const longJump = 100;

const asText = (value: unknown): unknown => value;

interface Engines {
  readonly pglite: PGlite;
  stopped: Error | undefined;
}

type ServerModule = Record<
  '_PostgresMainLoopOnce' | '_pgl_pq_flush' | '_PostgresSendReadyForQueryIfNecessary',
  () => void
> & {
  stackRestore: (pointer: number) => void;
};

/**
 * PostgreSQL inside this process. One connection, so transactions follow one another.
 * When its disk fails it stops, as the server would with a PANIC, and is opened again: what was acknowledged is there.
 */
export class EmbeddedDatabase implements Engine {
  readonly #options: EmbeddedOptions;
  readonly #log: Log;
  readonly #care: Care;
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #current: Engines | undefined;
  #opening: Promise<Engines> | undefined;
  #tryAgainAt = 0;
  #closed = false;
  #careTimer: NodeJS.Timeout | undefined;
  #checkpointAt = 0;
  #vacuumAt = 0;

  private constructor(options: EmbeddedOptions, log: Log) {
    this.#options = options;
    this.#log = log;
    this.#care = options.care ?? usualCare;
  }

  static async open(options: EmbeddedOptions, log: Log): Promise<EmbeddedDatabase> {
    const database = new EmbeddedDatabase(options, log);
    database.#current = await database.#create(options.from);
    if (options.folder !== undefined) {
      database.#careTimer = setInterval(() => void database.#takeCare(), database.#care.intervalMs);
      database.#careTimer.unref();
    }
    return database;
  }

  async open(): Promise<Session> {
    return new EmbeddedSession(await this.use());
  }

  /** The running database, opened again if it had stopped. Throws `service.unavailable` while it cannot be. */
  async use(): Promise<PGlite> {
    if (this.#closed) throw unavailable(new Error('The database is closed.'));
    if (this.#current !== undefined && this.#current.stopped === undefined) return this.#current.pglite;
    if (this.#options.folder === undefined) throw unavailable(this.#current?.stopped);
    if (Date.now() < this.#tryAgainAt) throw unavailable(this.#current?.stopped);
    this.#opening ??= this.#reopen().finally(() => {
      this.#opening = undefined;
    });
    return (await this.#opening).pglite;
  }

  async run(statements: string): Promise<unknown[]> {
    const results = await (await this.use()).exec(statements);
    return results.flatMap(({ rows }) => rows);
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const { rows } = await (await this.use()).query(sql, parameters.map(toSqlText));
    return rows;
  }

  async listen(
    channel: string,
    onPayload: (payload: string) => void,
    onConnected: () => void,
  ): Promise<() => Promise<void>> {
    // A notification arrives in the async context of whoever committed; the listener keeps its own.
    const bound = AsyncResource.bind(onPayload);
    const known = this.#listeners.get(channel);
    if (known === undefined) {
      this.#listeners.set(channel, new Set([bound]));
      await (await this.use()).exec(`listen "${channel}"`);
    } else known.add(bound);
    onConnected();
    return async () => {
      this.#listeners.get(channel)?.delete(bound);
    };
  }

  /** The whole database as one file, to begin others from. */
  async dump(): Promise<Blob> {
    return await (await this.use()).dumpDataDir('none');
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#careTimer);
    await this.#opening?.catch(() => undefined);
    const current = this.#current;
    this.#current = undefined;
    if (current !== undefined && current.stopped === undefined) await current.pglite.close();
  }

  async #create(from: Blob | undefined): Promise<Engines> {
    const { folder, disk } = this.#options;
    const place: PGliteOptions =
      folder === undefined
        ? { dataDir: 'memory://' }
        : { fs: new DurableFiles(folder, disk ?? systemDisk), startParams };
    const pglite = await PGlite.create({
      ...place,
      ...(from === undefined ? {} : { loadDataDir: from }),
      ...(folder === undefined ? { startParams: [...PGlite.defaultStartParams, '-c', 'timezone=UTC'] } : {}),
      parsers: Object.fromEntries(typeParsers),
    });
    // Parameters arrive as text already, the same on both databases.
    pglite.serializers = new Proxy({}, { get: () => asText, set: () => true, has: () => true });
    const engines: Engines = { pglite, stopped: undefined };
    stopInsteadOfSpinning(engines, () => this.#onStopped(engines));
    pglite.onNotification((channel, payload) => {
      for (const notify of this.#listeners.get(channel) ?? []) notify(payload);
    });
    return engines;
  }

  #onStopped(engines: Engines): void {
    this.#tryAgainAt = Date.now() + reopenDelayMs;
    this.#log.error(
      { error: engines.stopped },
      'the embedded database stopped; it is opened again at the next request',
    );
    for (const descriptor of openDescriptors(engines.pglite.Module)) closeQuietly(descriptor);
  }

  async #reopen(): Promise<Engines> {
    try {
      const engines = await this.#create(undefined);
      for (const channel of this.#listeners.keys()) await engines.pglite.exec(`listen "${channel}"`);
      this.#current = engines;
      this.#log.info({}, 'the embedded database is back');
      return engines;
    } catch (error) {
      this.#tryAgainAt = Date.now() + reopenDelayMs;
      throw unavailable(error);
    }
  }

  /** Checkpoints and vacuums once enough was written. A failure shows at the next statement, so it is only logged. */
  async #takeCare(): Promise<void> {
    if (this.#closed || this.#current?.stopped !== undefined) return;
    try {
      const [row] = await this.query(`select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as written`, []);
      const written = Number((row as { written: string }).written);
      if (written - this.#checkpointAt >= this.#care.checkpointBytes) {
        await this.run('checkpoint');
        this.#checkpointAt = written;
      }
      if (written - this.#vacuumAt >= this.#care.vacuumBytes) {
        await this.run('vacuum (analyze)');
        this.#vacuumAt = written;
      }
    } catch (error) {
      this.#log.warn({ error }, 'the embedded database could not be cared for');
    }
  }
}

/**
 * PGlite's loop swallows every exception of the server and calls it again; after a PANIC that never ends. Anything
 * but PostgreSQL's own long jump means that the server has stopped, and must reach the caller.
 */
function stopInsteadOfSpinning(engines: Engines, onStopped: () => void): void {
  // The module's own type leaves these members out or marks them read-only; they are plain properties.
  const module = engines.pglite.Module as unknown as ServerModule;
  const { _PostgresMainLoopOnce: loopOnce, stackRestore } = module;
  module._PostgresMainLoopOnce = () => {
    if (engines.stopped !== undefined) throw engines.stopped;
    try {
      loopOnce();
    } catch (error) {
      if ((error as { status?: number }).status === longJump) throw error;
      engines.stopped = unavailable(error instanceof Error ? new Error(error.message.slice(0, 200)) : undefined);
      module._pgl_pq_flush = () => undefined;
      module._PostgresSendReadyForQueryIfNecessary = () => undefined;
      onStopped();
      throw engines.stopped;
    }
  };
  module.stackRestore = (pointer) => {
    if (engines.stopped !== undefined) throw engines.stopped;
    stackRestore(pointer);
  };
}

function closeQuietly(descriptor: number): void {
  try {
    closeSync(descriptor);
  } catch {
    // It was closed already: nothing is left to do.
  }
}

class EmbeddedSession implements Session {
  readonly #pglite: PGlite;
  #transaction: Transaction | undefined;
  #end: ((commit: boolean) => void) | undefined;
  #ended: Promise<void> | undefined;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<RawResult> {
    const runner = this.#transaction ?? this.#pglite;
    const { rows, affectedRows } = await runner.query(sql, parameters.map(toSqlText));
    return { rows, affectedRows };
  }

  async begin(scope: string | undefined): Promise<void> {
    const begun = Promise.withResolvers<void>();
    const ending = Promise.withResolvers<boolean>();
    this.#ended = this.#pglite
      .transaction(async (transaction) => {
        if (scope !== undefined) await transaction.exec(scope);
        this.#transaction = transaction;
        begun.resolve();
        if (!(await ending.promise)) throw new RolledBack();
      })
      .catch((error: unknown) => {
        begun.reject(error);
        if (!(error instanceof RolledBack)) throw error;
      });
    this.#ended.catch(() => undefined);
    this.#end = ending.resolve;
    await begun.promise;
  }

  async commit(): Promise<void> {
    this.#transaction = undefined;
    this.#end?.(true);
    await this.#ended;
  }

  async rollback(): Promise<void> {
    this.#transaction = undefined;
    this.#end?.(false);
    await this.#ended?.catch(() => undefined);
  }

  release(): void {
    this.#transaction = undefined;
    this.#end?.(false);
  }
}

class RolledBack extends Error {}
