import { negativeBinomialTail } from './negative-binomial.ts';

/** A series of counts a day that is judged: its past, oldest first, and the day in question right after it. */
export interface DailySeries {
  readonly past: readonly number[];
  readonly today: number;
}

/** How far a day stands out from its own past. */
export interface DayJudgement {
  /** What the past lets expect of this weekday. */
  readonly expected: number;
  /** P(a day like this has as many or more), when nothing is new. */
  readonly pValue: number;
  /** Nothing at all was seen in the past. */
  readonly isNew: boolean;
}

const weekDays = 7;
/** Days that a weekday's own mean weighs as much as: with few weeks the whole week's mean speaks for it. */
const priorWeeks = 4;
/** What a day is taken to have on average before anything is known: so that one report in an empty past is no burst. */
const priorMean = 0.2;
/** The weight of that belief, in days. */
const priorDays = 14;
/** Counts of scams come in waves: less dispersion than this is never believed. Variance is mean + dispersion · mean². */
const leastDispersion = 0.1;
/** Waves have long tails, which a few weeks seldom show: so many errors above the estimate. */
const cautionErrors = 5;

/**
 * How likely a day's count is by its own past: a negative binomial tail around the mean of its weekday.
 *
 * The mean is that of the past with a small prior; a weekday counts as `priorWeeks` weeks of the whole rhythm and its own
 * days. The dispersion is by moments around the weekdays' means, never below `leastDispersion`; that the mean is itself
 * an estimate adds its variance. After Noufaily et al., *An improved algorithm for outbreak detection*, 2013,
 * https://doi.org/10.1002/sim.5595, without its regression, which eight weeks do not support. O(days).
 */
export function judgeDay({ past, today }: DailySeries): DayJudgement {
  const total = past.reduce((sum, count) => sum + count, 0);
  const mean = (total + priorMean * priorDays) / (past.length + priorDays);
  const expectedOf = weekdayMeans(past, mean);
  const expected = expectedOf[past.length % weekDays]!;
  const dispersion = dispersionOf(past, expectedOf);
  return {
    expected,
    pValue: negativeBinomialTail(today, expected, dispersion + estimateVariance(past.length, expected, dispersion)),
    isNew: total === 0 && today > 0,
  };
}

/** The mean of each weekday, drawn to the whole mean as far as its own days are few; weekdays by place in the past. */
function weekdayMeans(past: readonly number[], mean: number): number[] {
  return Array.from({ length: weekDays }, (_, weekday) => {
    let sum = mean * priorWeeks;
    let days = priorWeeks;
    for (let day = weekday; day < past.length; day += weekDays) {
      sum += past[day]!;
      days += 1;
    }
    return sum / days;
  });
}

/** (Σ (count − mean)² − mean) / Σ mean², over all days, raised by its own error: √(2/days) of it were the counts normal. */
function dispersionOf(past: readonly number[], expectedOf: readonly number[]): number {
  let excess = 0;
  let squares = 0;
  for (const [day, count] of past.entries()) {
    const expected = expectedOf[day % weekDays]!;
    excess += (count - expected) ** 2 - expected;
    squares += expected ** 2;
  }
  if (squares === 0) return leastDispersion;
  return Math.max(leastDispersion, (excess / squares) * (1 + cautionErrors * Math.sqrt(2 / past.length)));
}

/** The variance of the expected count as an estimate, as dispersion: Var/mean². */
function estimateVariance(days: number, expected: number, dispersion: number): number {
  const ownDays = days / weekDays + priorWeeks;
  return (1 / expected + dispersion) / ownDays;
}

/**
 * Which of many tests stand out although many were made: their indices, so that of those named at most
 * `falseDiscoveryRate01` are expected to be chance. `tests` counts those that were made, named here or not.
 * Y. Benjamini, Y. Hochberg, 1995, https://doi.org/10.1111/j.2517-6161.1995.tb02031.x. O(n log n).
 */
export function discoveries(
  pValues: readonly number[],
  { falseDiscoveryRate01, tests = pValues.length }: { falseDiscoveryRate01: number; tests?: number },
): number[] {
  const order = pValues.map((_, index) => index).sort((one, other) => pValues[one]! - pValues[other]!);
  let last = -1;
  for (const [rank, index] of order.entries()) {
    if (pValues[index]! <= (falseDiscoveryRate01 * (rank + 1)) / Math.max(tests, pValues.length)) last = rank;
  }
  return order.slice(0, last + 1).sort((one, other) => one - other);
}
