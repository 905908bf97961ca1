/** A decision as it was: how sure, and whether it was right. */
export interface Decision {
  readonly probability01: number;
  readonly isRight: boolean;
}

/**
 * The least probability from which on the decided ones are right at least `precision01` of the time; the highest seen,
 * and a little more, where nothing reaches it. O(n log n).
 */
export function leastProbability(decisions: readonly Decision[], precision01: number): number {
  const sorted = decisions.toSorted((one, other) => other.probability01 - one.probability01);
  let right = 0;
  let least = 1;
  for (const [index, { probability01, isRight }] of sorted.entries()) {
    if (isRight) right++;
    const isLastOfItsValue = sorted[index + 1]?.probability01 !== probability01;
    if (isLastOfItsValue && right / (index + 1) >= precision01) least = probability01;
  }
  return least;
}

/** The probability at which "at least this is positive" has the best mean F1 of both sides; ties to the one nearest ½. */
export function bestSplit(decisions: readonly { probability01: number; isPositive: boolean }[]): number {
  const sorted = decisions.toSorted((one, other) => other.probability01 - one.probability01);
  const positives = sorted.filter(({ isPositive }) => isPositive).length;
  let best = { f1: -1, at: 0.5 };
  let hits = 0;
  for (const [index, { probability01, isPositive }] of sorted.entries()) {
    if (isPositive) hits++;
    const next = sorted[index + 1]?.probability01;
    if (next === probability01) continue;
    const called = index + 1;
    const rest = sorted.length - called;
    const restRight = rest - (positives - hits);
    const f1 = (2 * hits) / (called + positives) / 2 + (2 * restRight) / (rest + sorted.length - positives || 1) / 2;
    const at = next === undefined ? probability01 : (probability01 + next) / 2;
    if (f1 > best.f1 || (f1 === best.f1 && Math.abs(at - 0.5) < Math.abs(best.at - 0.5))) best = { f1, at };
  }
  return best.at;
}
