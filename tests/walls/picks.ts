/** Picks by a seed, so that a run that failed can be run again. */
export interface Picks {
  below(limit: number): number;
  of<T>(choices: readonly T[]): T;
  chance(share01: number): boolean;
}

/** mulberry32: small, seeded, good enough to choose by. */
export function picks(seed: number): Picks {
  let state = seed >>> 0;
  const next01 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next01() * limit);
  return { below, of: (choices) => choices[below(choices.length)]!, chance: (share01) => next01() < share01 };
}
