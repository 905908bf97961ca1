/** From 64-bit names to small integers: open addressing in typed arrays, 24 bytes a name at most. */
export interface NameTable {
  /** The number kept for a name; where there is none, keeps `fresh` and yields -1. */
  findOrKeep(high: number, low: number, fresh: number): number;
}

const leastSlots = 1024;
const empty = -1;

/** An empty table. Lookup O(1); two texts of one name differ with the probability 2⁻⁶⁴ a pair. */
export function nameTable(): NameTable {
  let highs = new Int32Array(leastSlots);
  let lows = new Int32Array(leastSlots);
  let kept = new Int32Array(leastSlots).fill(empty);
  let count = 0;

  const slotOf = (high: number, low: number): number => {
    const mask = kept.length - 1;
    let slot = low & mask;
    while (kept[slot] !== empty && (highs[slot] !== high || lows[slot] !== low)) slot = (slot + 1) & mask;
    return slot;
  };

  const grow = () => {
    const old = { highs, lows, kept };
    const slots = kept.length * 2;
    highs = new Int32Array(slots);
    lows = new Int32Array(slots);
    kept = new Int32Array(slots).fill(empty);
    for (let slot = 0; slot < old.kept.length; slot++) {
      if (old.kept[slot] === empty) continue;
      const to = slotOf(old.highs[slot]!, old.lows[slot]!);
      highs[to] = old.highs[slot]!;
      lows[to] = old.lows[slot]!;
      kept[to] = old.kept[slot]!;
    }
  };

  return {
    findOrKeep(high, low, fresh) {
      const slot = slotOf(high | 0, low | 0);
      if (kept[slot] !== empty) return kept[slot]!;
      highs[slot] = high | 0;
      lows[slot] = low | 0;
      kept[slot] = fresh;
      count++;
      if (count * 2 > kept.length) grow();
      return empty;
    },
  };
}
