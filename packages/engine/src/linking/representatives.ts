import type { Shingles } from '../similarity/shingle.ts';
import { postingLists } from './posting-lists.ts';

/** A representative is kept under this many of its shingles, those of the least hashes that are no common phrase. */
const sampleSize = 16;
/** Those that share most of the sample are compared exactly; no more than these. */
export const mostCandidates = 12;
/** Fewer shared shingles of the sample are chance: of a script that is carried, some ten of sixteen are. */
const fewestHits = 4;
/** A count of hits never passes the sample. */
const hitLevels = sampleSize + 1;

/** Finds the representatives that a script may be alike to. */
export interface Representatives {
  add(shingles: Shingles): number;
  /** Fills `candidates`, those that share most of their sample first, then the older; yields how many. */
  find(shingles: Shingles): number;
  readonly candidates: Int32Array;
}

/**
 * An inverted index from sampled shingles to representatives. No list is longer than `busyCap`, so that a look-up costs
 * O(shingles + hits) whatever a message is built of.
 * Sampling by least hash: A. Broder, *On the resemblance and containment of documents*, 1997,
 * https://doi.org/10.1109/SEQUEN.1997.666900.
 */
export function representatives(): Representatives {
  const lists = postingLists();
  let count = 0;
  let hits = new Uint8Array(2 ** 12);
  let touched = new Int32Array(2 ** 12);
  const candidates = new Int32Array(mostCandidates);
  const perLevel = new Int32Array(hitLevels + 1);

  const countHits = (shingles: Shingles): number => {
    let found = 0;
    for (let index = 0; index < shingles.length; index++) {
      const size = lists.read(shingles[index]!);
      const { start, pool } = lists.last;
      for (let at = start; at < start + size; at++) {
        const one = pool[at]!;
        const before = hits[one]!;
        touched[found] = one;
        found += Number(before === 0);
        hits[one] = before + 1;
      }
    }
    return found;
  };

  return {
    candidates,
    add(shingles) {
      const number = count++;
      if (count > hits.length) {
        hits = new Uint8Array(hits.length * 2);
        touched = new Int32Array(hits.length);
      }
      let kept = 0;
      for (let index = 0; index < shingles.length && kept < sampleSize; index++) {
        if (lists.add(shingles[index]!, number)) kept++;
      }
      return number;
    },
    find(shingles) {
      const found = countHits(shingles);
      perLevel.fill(0);
      for (let at = 0; at < found; at++) perLevel[hits[touched[at]!]!]!++;
      const kept = pickMost({ touched, hits, perLevel, candidates }, found);
      for (let at = 0; at < found; at++) hits[touched[at]!] = 0;
      return kept;
    },
  };
}

interface Tally {
  readonly touched: Int32Array;
  readonly hits: Uint8Array;
  readonly perLevel: Int32Array;
  readonly candidates: Int32Array;
}

/** The `mostCandidates` of most hits, by counting: places per level from the top. */
function pickMost({ touched, hits, perLevel, candidates }: Tally, found: number): number {
  let places = 0;
  for (let level = hitLevels; level >= 0; level--) {
    const here = level < hitLevels ? perLevel[level]! : 0;
    perLevel[level] = places;
    if (level >= fewestHits) places += here;
  }
  for (let at = 0; at < found; at++) {
    const one = touched[at]!;
    const level = hits[one]!;
    if (level < fewestHits) continue;
    const place = perLevel[level]!++;
    if (place < mostCandidates) candidates[place] = one;
  }
  return Math.min(places, mostCandidates);
}
