import { rarityStep } from '../rarity.ts';
import { type Bags, countTexts } from './bags.ts';

/** The grams that a model knows, and how rare each is. */
export interface Lexicon {
  /** Sorted, distinct. */
  readonly hashes: Int32Array;
  /** Steps of `rarityStep`, from 1 to 255. */
  readonly rarities: Uint8Array;
}

/** Texts as rows of unit length: `values[at]` of gram `columns[at]`, for `offsets[row] <= at < offsets[row + 1]`. */
export interface Vectors {
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly rows: number;
  readonly width: number;
}

/** The grams of the given rows that stand in at least `leastTexts` of them; the most frequent ones where they are too many. */
export function buildLexicon(
  bags: Bags,
  rows: Int32Array,
  { leastTexts, most }: { leastTexts: number; most: number },
): Lexicon {
  const counts = [...countTexts(bags, rows, leastTexts)];
  counts.sort(([gram, count], [other, others]) => others - count || gram - other);
  const kept = counts.slice(0, most).sort(([gram], [other]) => gram - other);
  const rarities = kept.map(([, count]) => {
    const rarity = Math.log((1 + rows.length) / (1 + count)) + 1;
    return Math.min(255, Math.max(1, Math.round(rarity / rarityStep)));
  });
  return { hashes: Int32Array.from(kept, ([gram]) => gram), rarities: Uint8Array.from(rarities) };
}

/** The given rows as vectors over the lexicon: rarity of each gram they hold, scaled to length 1. */
export function buildVectors(bags: Bags, rows: Int32Array, { hashes, rarities }: Lexicon): Vectors {
  const columnOf = new Map<number, number>();
  for (const [column, hash] of hashes.entries()) columnOf.set(hash, column);
  const offsets = new Int32Array(rows.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [at, row] of rows.entries()) {
    const start = columns.length;
    let squares = 0;
    for (let gram = bags.offsets[row]!; gram < bags.offsets[row + 1]!; gram++) {
      const column = columnOf.get(bags.grams[gram]!);
      if (column === undefined) continue;
      const value = rarities[column]! * rarityStep;
      squares += value * value;
      columns.push(column);
      values.push(value);
    }
    const length = Math.sqrt(squares);
    for (let gram = start; gram < values.length; gram++) values[gram]! /= length;
    offsets[at + 1] = columns.length;
  }
  return {
    offsets,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
    rows: rows.length,
    width: hashes.length,
  };
}
