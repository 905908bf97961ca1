/** A seeded source of choices. The same seed gives the same gold, line for line. */
export interface Random {
  /** A whole number from 0 to below `limit`. */
  int(limit: number): number;
  pick<T>(values: readonly T[]): T;
  /** True with the given probability, 0 to 1. */
  chance(probability01: number): boolean;
}

/** Mulberry32: small, and the same on every machine. Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const int = (limit: number): number => Math.floor(next() * limit);
  return {
    int,
    pick(values) {
      const value = values[int(values.length)];
      if (value === undefined)
        throw new Error('wanted a list with at least one value to pick from, found an empty one');
      return value;
    },
    chance: (probability01) => next() < probability01,
  };
}

/** `length` decimal digits; the first is never 0. */
export function digits(random: Random, length: number): string {
  return String(1 + random.int(9)) + anyDigits(random, length - 1);
}

/** `length` decimal digits, 0 allowed everywhere. */
export function anyDigits(random: Random, length: number): string {
  return charsOf(random, '0123456789', length);
}

/** `length` characters out of `alphabet`. */
export function charsOf(random: Random, alphabet: string, length: number): string {
  let chars = '';
  for (let at = 0; at < length; at += 1) chars += alphabet.charAt(random.int(alphabet.length));
  return chars;
}
