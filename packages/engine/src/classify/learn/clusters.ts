import { type Bags, countTexts } from './bags.ts';

/** Texts that share at least this part of their grams (Jaccard) are the same message in other words or numbers. */
export const nearDuplicate01 = 0.5;

/**
 * The cluster of each text, named by its lowest row: near-duplicates, and their near-duplicates, are together.
 * All pairs by prefix filtering (Bayardo et al., WWW 2007, doi:10.1145/1242572.1242591) with exact Jaccard, and no pair
 * looked at whose texts are together already. Near O(n) where texts differ; the worst case is bounded by
 * `longestList`.
 */
export function clusterTexts(bags: Bags, similarity01 = nearDuplicate01): Int32Array {
  const parents = Int32Array.from({ length: bags.rows }, (_, row) => row);
  const counts = countTexts(bags, Int32Array.from(parents), 2);
  const lists = new Map<number, number[]>();
  for (let row = 0; row < bags.rows; row++) {
    const size = bags.offsets[row + 1]! - bags.offsets[row]!;
    // Texts alike to this degree share one of their rarest grams, if they share this many.
    const prefix = rarestGrams(bags, row, counts).slice(0, size - Math.ceil(similarity01 * size) + 1);
    joinAlike({ bags, row, prefix: prefix.filter((gram) => counts.has(gram)), lists, parents, similarity01 });
  }
  return parents.map((_, row) => rootOf(parents, row));
}

/** A gram in more texts than this, even of the rarest of a text, is looked up for its first texts alone. */
const longestList = 400;

interface Joining {
  readonly bags: Bags;
  readonly row: number;
  readonly prefix: readonly number[];
  readonly lists: Map<number, number[]>;
  readonly parents: Int32Array;
  readonly similarity01: number;
}

function joinAlike({ bags, row, prefix, lists, parents, similarity01 }: Joining): void {
  const seen = new Set<number>();
  for (const gram of prefix) {
    const list = lists.get(gram);
    if (list === undefined) {
      lists.set(gram, [row]);
      continue;
    }
    for (const other of list) {
      if (seen.has(other)) continue;
      seen.add(other);
      if (rootOf(parents, other) === rootOf(parents, row)) continue;
      if (jaccard(bags, row, other) >= similarity01) unite(parents, row, other);
    }
    if (list.length < longestList) list.push(row);
  }
}

/** The grams of a text, the rarest first. */
function rarestGrams(bags: Bags, row: number, counts: ReadonlyMap<number, number>): number[] {
  const own = Array.from(bags.grams.subarray(bags.offsets[row]!, bags.offsets[row + 1]!));
  return own.sort((one, other) => (counts.get(one) ?? 1) - (counts.get(other) ?? 1) || one - other);
}

/** The part of both texts' distinct grams that they share, 0 to 1. Symmetric; two empty texts give 0. */
export function jaccard({ offsets, grams }: Bags, row: number, other: number): number {
  let at = offsets[row]!;
  let otherAt = offsets[other]!;
  const end = offsets[row + 1]!;
  const otherEnd = offsets[other + 1]!;
  const sizes = end - at + otherEnd - otherAt;
  let shared = 0;
  while (at < end && otherAt < otherEnd) {
    const difference = grams[at]! - grams[otherAt]!;
    if (difference === 0) shared++;
    if (difference <= 0) at++;
    if (difference >= 0) otherAt++;
  }
  return sizes === 0 ? 0 : shared / (sizes - shared);
}

function rootOf(parents: Int32Array, row: number): number {
  let root = row;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!;
    root = parents[root]!;
  }
  return root;
}

function unite(parents: Int32Array, row: number, other: number): void {
  const one = rootOf(parents, row);
  const two = rootOf(parents, other);
  if (one < two) parents[two] = one;
  else parents[one] = two;
}
