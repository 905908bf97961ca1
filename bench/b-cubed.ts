import { seeded } from './table.ts';

/** B-cubed precision and recall: for each message the share of its found cluster that is of its true one, and the reverse. */
export interface BCubed {
  readonly precision01: number;
  readonly recall01: number;
  readonly f101: number;
}

/**
 * A. Bagga, B. Baldwin, *Entity-based cross-document coreferencing using the vector space model*, 1998,
 * https://doi.org/10.3115/980845.980859. O(n) over pairs of (found, true).
 */
export function bCubed(found: ArrayLike<number>, truth: ArrayLike<number>): BCubed {
  const perMessage = bCubedOfEach(found, truth);
  return meansOf(
    perMessage,
    Array.from({ length: found.length }, (_, index) => index),
  );
}

/** A value and the ends of its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % bootstrap intervals over true clusters: messages of one cluster stand or fall together, so that clusters are drawn
 * again, not messages. Percentiles of `rounds` seeded draws.
 */
export function bCubedInterval(
  found: ArrayLike<number>,
  truth: ArrayLike<number>,
  { rounds, seed }: { rounds: number; seed: number },
): { precision: Interval; recall: Interval; f1: Interval } {
  const perMessage = bCubedOfEach(found, truth);
  const members = new Map<number, number[]>();
  for (let index = 0; index < truth.length; index++) {
    const known = members.get(truth[index]!);
    if (known === undefined) members.set(truth[index]!, [index]);
    else known.push(index);
  }
  const clusters = [...members.values()];
  const random = seeded(seed);
  const draws = Array.from({ length: rounds }, () =>
    meansOf(
      perMessage,
      clusters.flatMap(() => clusters[Math.floor(random() * clusters.length)]!),
    ),
  );
  return {
    precision: percentiles(draws.map(({ precision01 }) => precision01)),
    recall: percentiles(draws.map(({ recall01 }) => recall01)),
    f1: percentiles(draws.map(({ f101 }) => f101)),
  };
}

function percentiles(values: number[]): Interval {
  const sorted = values.sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { value: at(0.5), low: at(0.025), high: at(0.975) };
}

interface EachMessage {
  readonly precision01: Float64Array;
  readonly recall01: Float64Array;
}

function bCubedOfEach(found: ArrayLike<number>, truth: ArrayLike<number>): EachMessage {
  const both = new Map<number, number>();
  const ofFound = new Map<number, number>();
  const ofTruth = new Map<number, number>();
  const pairOf = (index: number) => found[index]! * 2 ** 26 + truth[index]!;
  for (let index = 0; index < found.length; index++) {
    count(both, pairOf(index));
    count(ofFound, found[index]!);
    count(ofTruth, truth[index]!);
  }
  const precision01 = new Float64Array(found.length);
  const recall01 = new Float64Array(found.length);
  for (let index = 0; index < found.length; index++) {
    const shared = both.get(pairOf(index))!;
    precision01[index] = shared / ofFound.get(found[index]!)!;
    recall01[index] = shared / ofTruth.get(truth[index]!)!;
  }
  return { precision01, recall01 };
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function meansOf({ precision01, recall01 }: EachMessage, chosen: readonly number[]): BCubed {
  let precision = 0;
  let recall = 0;
  for (const index of chosen) {
    precision += precision01[index]!;
    recall += recall01[index]!;
  }
  precision /= chosen.length;
  recall /= chosen.length;
  return { precision01: precision, recall01: recall, f101: (2 * precision * recall) / (precision + recall) };
}
