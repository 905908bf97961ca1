import { readGrams } from '../grams.ts';

/** The distinct grams of each text: `grams[offsets[row] .. offsets[row + 1])`, sorted. */
export interface Bags {
  readonly offsets: Int32Array;
  readonly grams: Int32Array;
  readonly rows: number;
}

/** Reads every text into its distinct grams. O(n log n) in the length of each text. */
export function readBags(texts: readonly string[]): Bags {
  const offsets = new Int32Array(texts.length + 1);
  let grams = new Int32Array(1 << 16);
  let end = 0;
  for (const [row, text] of texts.entries()) {
    const { hashes, count } = readGrams(text);
    if (end + count > grams.length) grams = widened(grams, end + count);
    end = appendDistinct(grams, end, hashes.slice(0, count).sort());
    offsets[row + 1] = end;
  }
  return { offsets, grams: grams.slice(0, end), rows: texts.length };
}

function widened(grams: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(Math.max(needed, grams.length * 2));
  wider.set(grams);
  return wider;
}

function appendDistinct(grams: Int32Array, end: number, sorted: Int32Array): number {
  let at = end;
  for (const gram of sorted) if (at === end || grams[at - 1] !== gram) grams[at++] = gram;
  return at;
}

/** The grams that stand in at least `leastTexts` of the given rows, with the number of rows of each. */
export function countTexts(bags: Bags, rows: Int32Array, leastTexts: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) {
    for (let at = bags.offsets[row]!; at < bags.offsets[row + 1]!; at++) {
      const gram = bags.grams[at]!;
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  for (const [gram, count] of counts) if (count < leastTexts) counts.delete(gram);
  return counts;
}
