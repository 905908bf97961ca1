import type { Blend } from '../blend.ts';

const steps = 600;
const stepSize = 0.5;
/** Without it, opinions that part all rows would weigh endlessly much. */
const penalty = 1e-4;

/** One row: the logit that the kinds give, the margin of the scam line, and whether it is a scam. */
export interface Opinion {
  readonly kindsLogit: number;
  readonly lineMargin: number;
  readonly isScam: boolean;
}

/** The weights under which both opinions make the truth most likely: logistic regression by gradient descent. O(steps · n). */
export function fitBlend(opinions: readonly Opinion[]): Blend {
  let [kinds, line, offset] = [0.5, 1, 0];
  for (let step = 0; step < steps; step++) {
    let [byKinds, byLine, byOffset] = [0, 0, 0];
    for (const { kindsLogit, lineMargin, isScam } of opinions) {
      const error = 1 / (1 + Math.exp(-(kinds * kindsLogit + line * lineMargin + offset))) - (isScam ? 1 : 0);
      byKinds += error * kindsLogit;
      byLine += error * lineMargin;
      byOffset += error;
    }
    kinds -= stepSize * (byKinds / opinions.length + penalty * kinds);
    line -= stepSize * (byLine / opinions.length + penalty * line);
    offset -= (stepSize * byOffset) / opinions.length;
  }
  return { kinds, line, offset };
}
