import type { Context } from '../../platform/context.ts';
import { type Facts, findEvidence, type IndicatorKey, keyText } from '../indicators/index.ts';

/** Values whose facts are remembered; a few hundred bytes each. */
const maxCachedFacts = 20_000;
/** Facts are read again after this, because reports age and lists end without an event. */
const maxAgeMs = 60_000;

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

  async function read(ctx: Context, keys: readonly IndicatorKey[], found: Map<string, Facts>): Promise<void> {
    const underWay = { all: false, changed: new Set<string>() };
    readsUnderWay.add(underWay);
    try {
      const fresh = await findEvidence(ctx, keys);
      for (const key of keys) {
        const text = keyText(key);
        const facts = fresh.get(text);
        if (facts !== undefined) found.set(text, facts);
        if (!underWay.all && !underWay.changed.has(text)) remember(text, facts, ctx.now().getTime());
      }
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
      if (missing.length > 0) await read(ctx, missing, found);
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
