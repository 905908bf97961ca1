import { seededNumbers, shuffle } from './random.ts';
import type { Vectors } from './vectors.ts';

/** A line through the space of grams: `margin = weights · x + bias`. */
export interface Line {
  readonly weights: Float64Array;
  readonly bias: number;
}

export interface SvmOptions {
  /** The cost of a training text on the wrong side; `costOf` may differ a row. */
  readonly costOf: (row: number) => number;
  readonly seed: number;
}

/** Passes over the rows at most; the tolerance ends most runs long before. */
const maxPasses = 60;
const tolerance = 0.05;

/**
 * The line that parts the rows where `isInside` from the others.
 *
 * L2-regularised squared-hinge support vector machine: min ½‖w‖² + Σ cᵢ max(0, 1 − yᵢ w·xᵢ)², solved by dual coordinate
 * descent (Hsieh et al., ICML 2008, doi:10.1145/1390156.1390208). O(passes · values) time. Taken because sparse text is
 * parted well by lines, and this solver needs neither a step size nor more memory than the rows themselves.
 */
export function learnLine(vectors: Vectors, isInside: (row: number) => boolean, options: SvmOptions): Line {
  const { rows, width, offsets, columns, values } = vectors;
  const weights = new Float64Array(width);
  const alphas = new Float64Array(rows);
  const signs = Float64Array.from({ length: rows }, (_, row) => (isInside(row) ? 1 : -1));
  const diagonals = Float64Array.from({ length: rows }, (_, row) => 0.5 / options.costOf(row));
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const random = seededNumbers(options.seed);
  let bias = 0;
  for (let pass = 0; pass < maxPasses; pass++) {
    shuffle(order, random);
    let worst = 0;
    for (const row of order) {
      const start = offsets[row]!;
      const end = offsets[row + 1]!;
      if (start === end) continue;
      const sign = signs[row]!;
      let margin = bias;
      for (let at = start; at < end; at++) margin += weights[columns[at]!]! * values[at]!;
      const alpha = alphas[row]!;
      const gradient = sign * margin - 1 + diagonals[row]! * alpha;
      if (alpha === 0 && gradient >= 0) continue;
      worst = Math.max(worst, Math.abs(gradient));
      // Rows have length 1 and the bias adds a further 1 to the curvature.
      const next = Math.max(0, alpha - gradient / (2 + diagonals[row]!));
      const change = (next - alpha) * sign;
      if (change === 0) continue;
      alphas[row] = next;
      bias += change;
      for (let at = start; at < end; at++) weights[columns[at]!]! += change * values[at]!;
    }
    if (worst < tolerance) break;
  }
  return { weights, bias };
}

/** The margin of every row under a line. */
export function marginsOf({ offsets, columns, values, rows }: Vectors, { weights, bias }: Line): Float64Array {
  const margins = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let margin = bias;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) margin += weights[columns[at]!]! * values[at]!;
    margins[row] = margin;
  }
  return margins;
}
