import type { Config } from '../config.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Actor, type Context, hostAgencyId } from './context.ts';
import { type DatabaseHandle, migrate, openDatabase } from './db/index.ts';
import { connectWaker } from './event-waker.ts';
import { type FileStore, openFileStore } from './files.ts';
import { createIds } from './ids.ts';
import { loadKeys, type NewContactKey } from './key-files.ts';
import type { Keys } from './keys.ts';
import { createLog, type Log } from './log.ts';
import { loadProfile, type Profile } from './profile.ts';

/** What a process holds open from start to stop. */
export interface Resources extends AsyncDisposable {
  readonly config: Config;
  readonly database: DatabaseHandle;
  readonly keys: Keys;
  readonly files: FileStore;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  /** Set at the first start: what the operator must be told once. */
  readonly newContactKey: NewContactKey | undefined;
  /** Migrations that this start applied. */
  readonly migrated: readonly string[];
  /** A context for whoever acts. */
  context(actor: Actor): Context;
  close(): Promise<void>;
}

/** What a test puts in place of the system's. */
export interface ResourceParts {
  readonly database: DatabaseHandle;
  readonly keys: Keys;
  readonly files: FileStore;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: () => string;
  readonly newContactKey?: NewContactKey | undefined;
  readonly migrated?: readonly string[];
}

/** Opens everything that the configuration names, migrated. Throws FolderInUse, ConfigError, or what the system says. */
export async function openResources(config: Config, log: Log = createLog(config.logLevel)): Promise<Resources> {
  const clock = systemClock;
  // The database first: it takes the folder's lock, and keys must not be made by two processes at once.
  const database = await openDatabase(config, log);
  try {
    const migrated = await migrate(database);
    const { keys, created } = await loadKeys({ ...config, passphrase: config.keyPassphrase }, log);
    const files = await openFileStore(config);
    const parts = { database, keys, files, profile: loadProfile(), clock, log, newId: createIds(clock) };
    return await assembleResources(config, { ...parts, newContactKey: created, migrated });
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Puts opened parts together and joins the readers of events across processes. */
export async function assembleResources(config: Config, parts: ResourceParts): Promise<Resources> {
  const { database, keys, files, profile, clock, log, newId } = parts;
  const partWaker = await connectWaker(database);
  const common = { db: database.db, now: () => clock.now(), newId, agencyId: hostAgencyId, log, keys, files, profile };
  const close = async (): Promise<void> => {
    await partWaker();
    await database.close();
  };
  return {
    config,
    ...parts,
    newContactKey: parts.newContactKey,
    migrated: parts.migrated ?? [],
    context: (actor) => ({ ...common, actor }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
