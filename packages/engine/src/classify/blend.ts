/**
 * How two opinions on "is it a scam" become one: that of the kinds' lines, summed over the scams, and that of a line
 * which was taught this question alone. Together they are right more often than either.
 */
export interface Blend {
  readonly kinds: number;
  readonly line: number;
  readonly offset: number;
}

/** Probabilities of 0 and 1 have no logit. */
const nearest = 1e-9;

/** ln(p / (1 − p)). */
export function logit(probability01: number): number {
  const kept = Math.min(1 - nearest, Math.max(nearest, probability01));
  return Math.log(kept / (1 - kept));
}

/**
 * Shifts probability between scams and the others, in place, until the scams have what both opinions give them; yields
 * that sum. Within each side the proportions stay. The probabilities sum to 1 before and after.
 */
export function settleFraud(
  probabilities: Float64Array,
  isScam: ArrayLike<number>,
  { lineMargin, blend }: { lineMargin: number; blend: Blend },
): number {
  let sum = 0;
  for (let label = 0; label < isScam.length; label++) if (isScam[label] === 1) sum += probabilities[label]!;
  const fraud01 = 1 / (1 + Math.exp(-(blend.kinds * logit(sum) + blend.line * lineMargin + blend.offset)));
  const scams = fraud01 / Math.max(nearest, sum);
  const others = (1 - fraud01) / Math.max(nearest, 1 - sum);
  for (let label = 0; label < isScam.length; label++) probabilities[label]! *= isScam[label] === 1 ? scams : others;
  return fraud01;
}
