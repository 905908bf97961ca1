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

/** How many of the messages that people look at are scams: far fewer than of the messages that a model learns from. */
export const assumedFraudShare01 = 0.2;

/**
 * The probability at which "at least this is positive" has the best mean F1 of both sides, were positives
 * `assumedFraudShare01` of all; ties to the one nearest ½. O(n log n).
 */
export function bestSplit(decisions: readonly { probability01: number; isPositive: boolean }[]): number {
  const sorted = decisions.toSorted((one, other) => other.probability01 - one.probability01);
  const count = sorted.filter(({ isPositive }) => isPositive).length;
  // One side's rows are given this weight, so that the shares are as assumed.
  const weight = ((1 - assumedFraudShare01) / assumedFraudShare01) * (count / Math.max(1, sorted.length - count));
  const negatives = (sorted.length - count) * weight;
  let best = { f1: -1, at: 0.5 };
  let hits = 0;
  let falseAlarms = 0;
  for (const [index, { probability01, isPositive }] of sorted.entries()) {
    if (isPositive) hits++;
    else falseAlarms += weight;
    const next = sorted[index + 1]?.probability01;
    if (next === probability01) continue;
    const rest = negatives - falseAlarms;
    const f1 = hits / (hits + falseAlarms + count) + rest / (rest + count - hits + negatives || 1);
    const at = next === undefined ? probability01 : (probability01 + next) / 2;
    if (f1 > best.f1 || (f1 === best.f1 && Math.abs(at - 0.5) < Math.abs(best.at - 0.5))) best = { f1, at };
  }
  return best.at;
}
