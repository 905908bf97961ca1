import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import type { Log } from '../log.ts';
import type { Engine, RawResult, Session } from './driver.ts';
import { arrayTypes, toSqlText, typeParsers } from './types.ts';

const connectTimeoutMs = 5_000;
const idleTimeoutMs = 30_000;
/** A statement that runs longer than this is a fault, and would hold up every reader of events. */
const statementTimeoutMs = 60_000;
const reconnectDelayMs = 1_000;

// The driver's types call it a function; it is an object with `create`.
const arrays = pg.types.arrayParser as unknown as {
  create(text: string, parse: (entry: string) => unknown): { parse(): unknown[] };
};

const parsers = new Map(typeParsers);
for (const [element, array] of arrayTypes) {
  const parse = typeParsers.get(element);
  if (parse !== undefined) parsers.set(array, (text) => arrays.create(text, parse).parse());
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/** A PostgreSQL server that others run, reached through a pool. Lost connections are replaced by themselves. */
export class PostgresServer implements Engine {
  readonly #pool: pg.Pool;
  readonly #listeners = new Set<Listener>();
  readonly #connectionString: string;
  readonly #log: Log;

  constructor(connectionString: string, poolMax: number, log: Log) {
    this.#connectionString = connectionString;
    this.#log = log;
    this.#pool = new pg.Pool({
      connectionString,
      max: poolMax,
      types,
      connectionTimeoutMillis: connectTimeoutMs,
      idleTimeoutMillis: idleTimeoutMs,
      keepAlive: true,
      application_name: 'spring-rain',
      options: `-c timezone=UTC -c statement_timeout=${statementTimeoutMs}`,
    });
    // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
    this.#pool.on('error', (error) => log.warn({ error }, 'an idle database connection was lost'));
  }

  async open(): Promise<Session> {
    return new PostgresSession(await this.#pool.connect());
  }

  /** Several statements at once, without parameters. */
  async run(statements: string): Promise<unknown[]> {
    const client = await this.#pool.connect();
    let isBroken = false;
    const onError = (): void => {
      isBroken = true;
    };
    client.on('error', onError);
    try {
      // The driver answers a list when there were several statements; its types do not say so.
      const results = (await client.query(statements)) as unknown as pg.QueryResult | pg.QueryResult[];
      return (Array.isArray(results) ? results : [results]).flatMap(({ rows }) => rows ?? []);
    } catch (error) {
      // A block that began a transaction and failed must not hand it to the connection's next user.
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.off('error', onError);
      client.release(isBroken);
    }
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    return (await this.#pool.query(sql, prepared(parameters))).rows;
  }

  /** Calls back for each notification, on a connection of its own that is renewed when it breaks. */
  async listen(
    channel: string,
    onPayload: (payload: string) => void,
    onConnected: () => void,
  ): Promise<() => Promise<void>> {
    const config = {
      connectionString: this.#connectionString,
      keepAlive: true,
      application_name: 'spring-rain listener',
    };
    const listener = new Listener(config, channel, { onPayload, onConnected }, this.#log);
    this.#listeners.add(listener);
    await listener.connect();
    return async () => {
      this.#listeners.delete(listener);
      await listener.close();
    };
  }

  async close(): Promise<void> {
    for (const listener of this.#listeners) await listener.close();
    if (!this.#pool.ended) await this.#pool.end();
  }
}

class PostgresSession implements Session {
  readonly #client: pg.PoolClient;
  #broken = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
    client.on('error', this.#onError);
  }

  /** A connection may break between two statements; the next one says so. Unheard, it would end the process. */
  readonly #onError = (): void => {
    this.#broken = true;
  };

  async query(sql: string, parameters: readonly unknown[]): Promise<RawResult> {
    const result = await this.#client.query(sql, prepared(parameters));
    return { rows: result.rows, affectedRows: result.rowCount ?? undefined, command: result.command };
  }

  async begin(scope: string | undefined): Promise<void> {
    // One round trip; when the scope is refused the transaction is aborted, so nothing can run without it.
    await this.#client.query(scope === undefined ? 'begin' : `begin; ${scope}`);
  }

  async commit(): Promise<void> {
    const { command } = await this.#client.query('commit');
    if (command === 'ROLLBACK') throw new Error('The transaction had failed and was rolled back.');
  }

  async rollback(): Promise<void> {
    try {
      await this.#client.query('rollback');
    } catch (error) {
      this.#broken = true;
      throw error;
    }
  }

  release(): void {
    this.#client.off('error', this.#onError);
    this.#client.release(this.#broken);
  }
}

function prepared(parameters: readonly unknown[]): unknown[] {
  // Buffers go as they are, in binary; everything else in the text form that both databases share.
  return parameters.map((value) => (value instanceof Uint8Array ? value : toSqlText(value)));
}

interface Callbacks {
  readonly onPayload: (payload: string) => void;
  readonly onConnected: () => void;
}

class Listener {
  readonly #config: pg.ClientConfig;
  readonly #channel: string;
  readonly #callbacks: Callbacks;
  readonly #log: Log;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(config: pg.ClientConfig, channel: string, callbacks: Callbacks, log: Log) {
    this.#config = config;
    this.#channel = channel;
    this.#log = log;
    this.#callbacks = {
      onPayload: AsyncResource.bind(callbacks.onPayload),
      onConnected: AsyncResource.bind(callbacks.onConnected),
    };
  }

  async connect(): Promise<void> {
    const client = new pg.Client(this.#config);
    client.on('notification', ({ payload }) => this.#callbacks.onPayload(payload ?? ''));
    client.on('error', () => this.#reconnectLater(client));
    client.on('end', () => this.#reconnectLater(client));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.#channel)}`);
      this.#callbacks.onConnected();
    } catch (error) {
      this.#log.warn({ error }, 'cannot listen to the database, reading at intervals until it is back');
      this.#reconnectLater(client);
    }
  }

  #reconnectLater(client: pg.Client): void {
    if (this.#closed || client !== this.#client) return;
    this.#client = undefined;
    void client.end().catch(() => undefined);
    this.#timer = setTimeout(() => void this.connect(), reconnectDelayMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => undefined);
  }
}
