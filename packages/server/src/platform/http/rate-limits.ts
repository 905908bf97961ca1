import type { RateBudget } from '@spring-rain/contract';

/** A token bucket: `burst` at once, then `perMinute` more. */
export interface BudgetRule {
  readonly burst: number;
  readonly perMinute: number;
}

export type Budgets = Readonly<Record<Exclude<RateBudget, 'none'>, BudgetRule>>;

/** Token buckets by key, in bounded memory. */
export interface TokenBuckets {
  readonly rule: BudgetRule;
  /** Takes a token: what is left (≥ 0), or, with nothing taken, the seconds to wait as a negative number. */
  take(key: string): number;
  /** What `take` would answer, taking nothing. */
  peek(key: string): number;
  readonly size: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Keys kept in one generation; at most twice as many are kept in all, about 200 bytes each. */
const generationMaxKeys = 50_000;

/**
 * Buckets that forget the keys not seen for longest: when a generation is full, the one before it goes. A flood of
 * addresses can therefore hand back some bursts, but never fill the memory. O(1) a request.
 */
export function tokenBuckets(rule: BudgetRule, nowMs: () => number): TokenBuckets {
  let young = new Map<string, Bucket>();
  let old = new Map<string, Bucket>();
  const perMs = rule.perMinute / 60_000;

  function bucketOf(key: string): Bucket {
    let bucket = young.get(key);
    if (bucket === undefined) {
      bucket = old.get(key) ?? { tokens: rule.burst, atMs: nowMs() };
      if (young.size >= generationMaxKeys) {
        old = young;
        young = new Map();
      }
      young.set(key, bucket);
    }
    const now = nowMs();
    bucket.tokens = Math.min(rule.burst, bucket.tokens + Math.max(0, now - bucket.atMs) * perMs);
    bucket.atMs = now;
    return bucket;
  }

  const waitSeconds = (bucket: Bucket) => -Math.max(1, Math.ceil((1 - bucket.tokens) / perMs / 1000));

  return {
    rule,
    get size() {
      return young.size + old.size;
    },
    take(key) {
      const bucket = bucketOf(key);
      if (bucket.tokens < 1) return waitSeconds(bucket);
      bucket.tokens -= 1;
      return Math.floor(bucket.tokens);
    },
    peek(key) {
      const bucket = bucketOf(key);
      return bucket.tokens < 1 ? waitSeconds(bucket) : Math.floor(bucket.tokens);
    },
  };
}

/** The same rule for an address that many people share. */
export function widened(rule: BudgetRule, factor: number): BudgetRule {
  return { burst: rule.burst * factor, perMinute: rule.perMinute * factor };
}
