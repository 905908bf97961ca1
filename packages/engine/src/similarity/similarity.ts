import type { Shingles } from './shingle.ts';

/** Jaccard similarity of two sets of shingles, 0 (disjoint) to 1 (equal). Symmetric. Two empty sets give 0. O(n + m). */
export function similarity01(one: Shingles, other: Shingles): number {
  const shared = sharedShingles(one, other);
  const all = one.length + other.length - shared;
  return all === 0 ? 0 : shared / all;
}

/** The share of `part` that stands in `whole`, 0 to 1: 1 for a script with anything put around it. Empty gives 0. */
export function containment01(part: Shingles, whole: Shingles): number {
  return part.length === 0 ? 0 : sharedShingles(part, whole) / part.length;
}

/**
 * How many shingles stand in both of two ascending sets. O(n + m).
 * Which set to move on in cannot be foreseen by a processor, so both places move by a sum instead of a
 * branch: half the time.
 */
export function sharedShingles(one: Shingles, other: Shingles): number {
  let shared = 0;
  let left = 0;
  let right = 0;
  while (left < one.length && right < other.length) {
    const a = one[left]!;
    const b = other[right]!;
    const isLeft = Number(a <= b);
    const isRight = Number(b <= a);
    left += isLeft;
    right += isRight;
    shared += isLeft & isRight;
  }
  return shared;
}
