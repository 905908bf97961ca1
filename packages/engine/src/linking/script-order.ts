import type { SetPool } from './growing.ts';

const mostSlots = 2 ** 26;
const mostCount = 255;
/** Steps in which the mean count is told apart. */
const levels = 2 ** 14;

/**
 * Units in the order in which they are placed: those whose shingles are written most often first, so that a script's
 * plainest form founds its cluster and its disguises join it. Ties by number. Units without shingles are left out.
 * Counts are kept in hashed slots of one byte, about one a shingle; a collision moves a unit a little forward, no more.
 * O(shingles) by counting sort.
 */
export function placingOrder(shingles: SetPool): Int32Array {
  const counts = countShingles(shingles);
  const shift = 32 - Math.log2(counts.length);
  const level = new Uint16Array(shingles.length);
  const starts = new Int32Array(levels + 1);
  let ordered = 0;
  for (let unit = 0; unit < shingles.length; unit++) {
    const set = shingles.at(unit);
    if (set.length === 0) continue;
    let sum = 0;
    for (let index = 0; index < set.length; index++) sum += counts[set[index]! >>> shift]!;
    level[unit] = levels - 1 - Math.floor((sum / set.length / (mostCount + 1)) * levels);
    starts[level[unit]! + 1]!++;
    ordered++;
  }
  for (let at = 1; at <= levels; at++) starts[at]! += starts[at - 1]!;
  const order = new Int32Array(ordered);
  for (let unit = 0; unit < shingles.length; unit++) {
    if (shingles.sizeOf(unit) > 0) order[starts[level[unit]!]!++] = unit;
  }
  return order;
}

function countShingles(shingles: SetPool): Uint8Array {
  const slots = Math.min(mostSlots, 2 ** Math.ceil(Math.log2(Math.max(1024, shingles.hashCount))));
  const shift = 32 - Math.log2(slots);
  const counts = new Uint8Array(slots);
  for (let unit = 0; unit < shingles.length; unit++) {
    const set = shingles.at(unit);
    for (let index = 0; index < set.length; index++) {
      const slot = set[index]! >>> shift;
      if (counts[slot]! < mostCount) counts[slot]!++;
    }
  }
  return counts;
}
