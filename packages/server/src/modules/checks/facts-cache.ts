import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import { type Facts, findEvidence, type IndicatorKey, keyText } from '../indicators/index.ts';

/** Values whose facts are remembered; a few hundred bytes each. */
const maxCachedFacts = 20_000;
/** Facts are read again after this, because reports age and lists end without an event. */
const maxAgeMs = 60_000;

/** Keys that one shared read asks for; a check that asks for more than what is left begins another. */
const maxSharedKeys = 1_000;

/** What the checks of one turn ask for together, and what comes of it. */
interface SharedRead {
  readonly keys: Map<string, IndicatorKey>;
  readonly facts: Promise<ReadonlyMap<string, Facts>>;
}

interface Cached {
  readonly facts: Facts | undefined;
  readonly staleAt: number;
}

/** Facts that were read lately. What changes is forgotten by its key; what is being read meanwhile is not kept. */
export interface FactsCache {
  /** Facts by `keyText`; values of which nothing is known are left out. Asks the database once, for what is missing. */
  find(ctx: Context, keys: readonly IndicatorKey[]): Promise<Map<string, Facts>>;
  forget(keys: readonly IndicatorKey[]): void;
  forgetAll(): void;
  readonly size: number;
}

export function createFactsCache(): FactsCache {
  const cache = new Map<string, Cached>();
  // Keys that changed while a read was under way: what it found may be from before the change.
  const readsUnderWay = new Set<{ all: boolean; changed: Set<string> }>();

  let gathering: SharedRead | undefined;

  /** Checks that ask within one turn of the event loop share a read: a burst costs one transaction, not one each. */
  function readShared(ctx: Context, keys: readonly IndicatorKey[]): Promise<ReadonlyMap<string, Facts>> {
    if (gathering !== undefined && gathering.keys.size + keys.length > maxSharedKeys) gathering = undefined;
    gathering ??= gather(ctx);
    for (const key of keys) gathering.keys.set(keyText(key), key);
    return gathering.facts;
  }

  function gather(ctx: Context): SharedRead {
    const shared: SharedRead = {
      keys: new Map(),
      facts: nextTurn().then(() => {
        if (gathering === shared) gathering = undefined;
        return read(ctx, [...shared.keys.values()]);
      }),
    };
    return shared;
  }

  async function read(ctx: Context, keys: readonly IndicatorKey[]): Promise<ReadonlyMap<string, Facts>> {
    const underWay = { all: false, changed: new Set<string>() };
    readsUnderWay.add(underWay);
    try {
      const fresh = await findEvidence(ctx, keys);
      for (const key of keys) {
        const text = keyText(key);
        if (!underWay.all && !underWay.changed.has(text)) remember(text, fresh.get(text), ctx.now().getTime());
      }
      return fresh;
    } finally {
      readsUnderWay.delete(underWay);
    }
  }

  function remember(text: string, facts: Facts | undefined, nowMs: number): void {
    if (cache.size >= maxCachedFacts) {
      const oldest = cache.keys().next();
      if (oldest.done !== true) cache.delete(oldest.value);
    }
    cache.set(text, { facts, staleAt: staleAt(facts, nowMs) });
  }

  return {
    get size() {
      return cache.size;
    },
    async find(ctx, keys) {
      const nowMs = ctx.now().getTime();
      const found = new Map<string, Facts>();
      const missing: IndicatorKey[] = [];
      for (const key of keys) {
        const cached = cache.get(keyText(key));
        if (cached === undefined || cached.staleAt <= nowMs) missing.push(key);
        else if (cached.facts !== undefined) found.set(keyText(key), cached.facts);
      }
      if (missing.length === 0) return found;
      const fresh = await readShared(ctx, missing);
      for (const key of missing) {
        const facts = fresh.get(keyText(key));
        if (facts !== undefined) found.set(keyText(key), facts);
      }
      return found;
    },
    forget(keys) {
      for (const key of keys) {
        const text = keyText(key);
        cache.delete(text);
        for (const underWay of readsUnderWay) underWay.changed.add(text);
      }
    },
    forgetAll() {
      cache.clear();
      for (const underWay of readsUnderWay) underWay.all = true;
    },
  };
}

/** The first end of a listing, or the greatest age. */
function staleAt(facts: Facts | undefined, nowMs: number): number {
  const ends = (facts?.listings ?? []).map(({ expiresAt }) =>
    expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
  );
  return Math.min(nowMs + maxAgeMs, ...ends);
}
