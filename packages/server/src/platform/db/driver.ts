import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import { translateDatabaseError } from './errors.ts';
import { refuseOuterDatabase, scopeOfStartingTransaction, scopeStatement } from './transaction.ts';

export interface RawResult {
  readonly rows: unknown[];
  readonly affectedRows: number | undefined;
  readonly command?: string | undefined;
}

/** One connection of a database, as both engines offer it. */
export interface Session {
  query(sql: string, parameters: readonly unknown[]): Promise<RawResult>;
  /** Begins a transaction; what `scope` says runs in it first, in as few round trips as can be. */
  begin(scope: string | undefined): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  release(): void;
}

/** Where sessions come from. */
export interface Engine {
  open(): Promise<Session>;
}

/**
 * Kysely over an engine.
 * `guarded`: runs nothing but transactions that carry a role and an agency. Otherwise it acts as the login, for the
 * platform itself (migrations, health, jobs).
 */
export class EngineDialect implements Dialect {
  readonly #engine: Engine;
  readonly #guarded: boolean;

  constructor(engine: Engine, guarded: boolean) {
    this.#engine = engine;
    this.#guarded = guarded;
  }

  createDriver(): Driver {
    return new EngineDriver(this.#engine, this.#guarded);
  }

  createAdapter(): PostgresAdapter {
    return new PostgresAdapter();
  }

  createIntrospector(db: Kysely<unknown>): PostgresIntrospector {
    return new PostgresIntrospector(db);
  }

  createQueryCompiler(): PostgresQueryCompiler {
    return new PostgresQueryCompiler();
  }
}

class EngineDriver implements Driver {
  readonly #engine: Engine;
  readonly #guarded: boolean;

  constructor(engine: Engine, guarded: boolean) {
    this.#engine = engine;
    this.#guarded = guarded;
  }

  async init(): Promise<void> {}
  async destroy(): Promise<void> {}

  async acquireConnection(): Promise<SessionConnection> {
    refuseOuterDatabase();
    if (this.#guarded && scopeOfStartingTransaction() === undefined) {
      throw new Error('A statement ran outside inTransaction(ctx, …), which gives it its role and agency.');
    }
    return new SessionConnection(await translated(this.#engine.open()));
  }

  async beginTransaction(connection: SessionConnection, settings: TransactionSettings): Promise<void> {
    const scope = this.#guarded ? scopeOfStartingTransaction() : undefined;
    await translated(connection.session.begin(scope && scopeStatement(scope)));
    const { isolationLevel } = settings;
    if (isolationLevel !== undefined) {
      await connection.executeQuery(CompiledQuery.raw(`set transaction isolation level ${isolationLevel}`));
    }
  }

  async commitTransaction(connection: SessionConnection): Promise<void> {
    await translated(connection.session.commit());
  }

  async rollbackTransaction(connection: SessionConnection): Promise<void> {
    await translated(connection.session.rollback());
  }

  async savepoint(connection: SessionConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`savepoint ${name}`));
  }

  async rollbackToSavepoint(connection: SessionConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`rollback to savepoint ${name}`));
  }

  async releaseSavepoint(connection: SessionConnection, name: string): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(`release savepoint ${name}`));
  }

  async releaseConnection(connection: SessionConnection): Promise<void> {
    connection.session.release();
  }
}

class SessionConnection implements DatabaseConnection {
  readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = await translated(this.session.query(query.sql, query.parameters));
    const changed = result.affectedRows === undefined ? {} : { numAffectedRows: BigInt(result.affectedRows) };
    // The caller's query builder knows the row type; the driver cannot.
    return { rows: result.rows as R[], ...changed };
  }

  // biome-ignore lint/correctness/useYield: neither engine streams alike, so no caller may rely on it.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not offered: read pages by key instead.');
  }
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw translateDatabaseError(error);
  }
}
