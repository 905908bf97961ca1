import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  buildLookAlikeIndex,
  type KnownSet,
  type LookAlike,
  type LookAlikeIndex,
  lookAlike,
} from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import type { EventPosition } from '../../platform/events.ts';
import { type Facts, hostOf, type IndicatorKey, listImitatedHosts, scanKnown } from '../indicators/index.ts';
import { createFactsCache } from './facts-cache.ts';
import { readSnapshot, writeSnapshot } from './known-file.ts';
import { addKey, countKeys, emptyKeys, type KnownKeys, mayKnow, packKeys } from './known-keys.ts';
import { readDatabaseMark } from './known-mark.ts';
import { createPacker, type PackedSets } from './known-packing.ts';

export type Resemblance = LookAlike;

/** Rows read at once while a snapshot is built; requests are answered in between. */
const scanRows = 1_000;

/**
 * What this process knows without asking the database: a packed snapshot of every value that may be known, the
 * changes since, facts read lately, and the official sites that others imitate.
 */
export interface KnownValues {
  /** Whether something may be known of a value. False is certain; true has to be looked up. */
  mayKnow(key: IndicatorKey): boolean;
  /** What is known, by `keyText`, from memory or with one query. */
  findFacts(ctx: Context, keys: readonly IndicatorKey[]): Promise<ReadonlyMap<string, Facts>>;
  /** The official site that the host of a value resembles. */
  findResemblance(key: IndicatorKey): Resemblance | undefined;
  /** Takes up changed values; checks see them from now on. */
  noteChanged(keys: readonly IndicatorKey[]): void;
  /** Forgets all facts, and reads again which sites are official: a source was adopted or dropped. */
  noteSources(ctx: Context): Promise<void>;
  /** Reads the newest snapshot file of this database; answers up to which event it is complete. Damaged files are logged. */
  load(ctx: Context): Promise<EventPosition | undefined>;
  /** Builds both snapshots from the database, complete up to the given event, and writes their files. */
  rebuild(ctx: Context, position: EventPosition): Promise<void>;
  readonly size: number;
  readonly changedSince: number;
}

export function createKnownValues(folder: string): KnownValues {
  let set: KnownSet = packKeys(emptyKeys());
  let changes: KnownKeys = emptyKeys();
  let changesWhileBuilding: KnownKeys | undefined;
  let imitated: LookAlikeIndex = buildLookAlikeIndex([]);
  const facts = createFactsCache();

  return {
    get size() {
      return set.size;
    },
    get changedSince() {
      return countKeys(changes);
    },
    mayKnow: (key) => mayKnow(set, changes, key),
    findFacts: (ctx, keys) => facts.find(ctx, keys),
    findResemblance(key) {
      const host = resemblingHost(key);
      return host === undefined ? undefined : lookAlike(host, imitated);
    },
    noteChanged(keys) {
      for (const key of keys) {
        addKey(changes, key);
        if (changesWhileBuilding !== undefined) addKey(changesWhileBuilding, key);
      }
      facts.forget(keys);
    },
    async noteSources(ctx) {
      facts.forgetAll();
      imitated = buildLookAlikeIndex(await listImitatedHosts(ctx));
      // Once more, for what was read while the list was.
      facts.forgetAll();
    },
    async load(ctx) {
      const { snapshot, damaged } = await readSnapshot(folder, 'internal');
      for (const { file, cause } of damaged) {
        ctx.log.warn({ file, cause }, 'a snapshot of known values is damaged and is not used');
      }
      if (snapshot === undefined) return undefined;
      if (snapshot.mark !== (await readDatabaseMark(ctx))) {
        ctx.log.info({}, 'the snapshot of known values is of another database and is not used');
        return undefined;
      }
      set = snapshot.set;
      changes = emptyKeys();
      return snapshot.position;
    },
    async rebuild(ctx, position) {
      const startedAt = performance.now();
      changesWhileBuilding = emptyKeys();
      try {
        const { known, confirmed } = await packAll(ctx);
        const mark = await readDatabaseMark(ctx);
        await writeSnapshot(folder, 'internal', { set: known, mark, position });
        await writeSnapshot(folder, 'public', { set: confirmed, mark, position });
        set = known;
        changes = changesWhileBuilding;
      } finally {
        changesWhileBuilding = undefined;
      }
      const ms = Math.round(performance.now() - startedAt);
      ctx.log.info({ entries: set.size, bytes: set.bytes.length, ms }, 'the snapshot of known values was built');
    },
  };
}

/** Everything that may be known, read in slices so that requests are answered in between. */
async function packAll(ctx: Context): Promise<PackedSets> {
  await using packer = createPacker();
  for (let after = 0; ; ) {
    const { rows, last } = await scanKnown(ctx, after, scanRows);
    if (last === undefined) return await packer.finish();
    packer.add(rows);
    after = last;
    await nextTurn();
  }
}

/** Links, domains and mail addresses imitate sites; nothing else does. */
function resemblingHost({ kind, value }: IndicatorKey): string | undefined {
  if (kind === 'domain') return value;
  if (kind === 'email') return value.slice(value.lastIndexOf('@') + 1);
  return kind === 'url' ? hostOf({ kind, value }) : undefined;
}
