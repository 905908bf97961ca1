/** Terms that a tail adds at most; what is left out then is below the last bit of the sum. */
const maxTerms = 100_000;

/**
 * P(X ≥ `count`) for a negative binomial count of the given mean whose variance is mean + `dispersion` · mean²;
 * 0 dispersion is Poisson. 1 for a count of 0; exact to about twelve digits. O(count) or fewer steps.
 *
 * The probabilities follow p(k+1) = p(k) · (k + 1/dispersion)/(k + 1) · q with q = dispersion·mean/(1 + dispersion·mean)
 * from p(0) = (1 + dispersion·mean)^(−1/dispersion); summed downwards from `count` where that converges, else upwards
 * and subtracted, so that small tails keep their digits.
 */
export function negativeBinomialTail(count: number, mean: number, dispersion: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  return count > mean ? upperSum(count, mean, dispersion) : 1 - lowerSum(count, mean, dispersion);
}

/** ln P(X = count). */
function logProbability(count: number, mean: number, dispersion: number): number {
  if (dispersion <= 0) return count * Math.log(mean) - mean - logGamma(count + 1);
  const size = 1 / dispersion;
  const share = mean / (size + mean);
  return (
    logGamma(count + size) -
    logGamma(size) -
    logGamma(count + 1) -
    size * Math.log1p(mean / size) +
    count * Math.log(share)
  );
}

/** p(k + 1) / p(k). */
function ratioAfter(count: number, mean: number, dispersion: number): number {
  if (dispersion <= 0) return mean / (count + 1);
  const size = 1 / dispersion;
  return ((count + size) / (count + 1)) * (mean / (size + mean));
}

function upperSum(count: number, mean: number, dispersion: number): number {
  let term = Math.exp(logProbability(count, mean, dispersion));
  let sum = term;
  for (let step = 0, at = count; step < maxTerms && term > sum * 1e-17; step++, at++) {
    term *= ratioAfter(at, mean, dispersion);
    sum += term;
  }
  return Math.min(1, sum);
}

function lowerSum(count: number, mean: number, dispersion: number): number {
  let term = Math.exp(logProbability(count - 1, mean, dispersion));
  let sum = term;
  for (let at = count - 2; at >= 0 && term > sum * 1e-17; at--) {
    term /= ratioAfter(at, mean, dispersion);
    sum += term;
  }
  return Math.min(1, sum);
}

const lanczos = [
  0.999_999_999_999_809_93, 676.520_368_121_885_1, -1_259.139_216_722_402_8, 771.323_428_777_653_13,
  -176.615_029_162_140_59, 12.507_343_278_686_905, -0.138_571_095_265_720_12, 9.984_369_578_019_571_6e-6,
  1.505_632_735_149_311_6e-7,
] as const;

/**
 * ln Γ(x) for x > 0, to about fourteen digits.
 * C. Lanczos, *A precision approximation of the gamma function*, 1964, https://doi.org/10.1137/0701008 (g = 7, n = 9).
 */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum: number = lanczos[0];
  for (let index = 1; index < lanczos.length; index++) sum += lanczos[index]! / (shifted + index);
  const base = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum);
}
