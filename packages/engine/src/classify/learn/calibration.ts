import { calibrate } from '../text-model.ts';

export interface Calibration {
  readonly slope: number;
  readonly offsets: number[];
}

const steps = 400;
const stepSize = 0.05;
/** Pulls offsets to 0, so that a rare label's offset does not run away. */
const offsetPenalty = 0.01;

/**
 * The slope and offsets that make softmax(slope · margin + offset) most likely on rows that the margins were not learned
 * from: temperature scaling with a bias a label (Guo et al., ICML 2017, arXiv:1706.04599), by Adam on the whole batch.
 * `margins[row * labels + label]`. O(steps · rows · labels).
 */
export function fitCalibration(margins: Float64Array, truths: Int32Array, labels: number): Calibration {
  const values = new Float64Array(labels + 1);
  values[labels] = 3;
  const first = new Float64Array(labels + 1);
  const second = new Float64Array(labels + 1);
  for (let step = 1; step <= steps; step++) {
    const gradients = gradientsAt(margins, truths, values);
    for (let at = 0; at <= labels; at++) {
      const gradient = gradients[at]! + (at < labels ? offsetPenalty * values[at]! : 0);
      first[at] = 0.9 * first[at]! + 0.1 * gradient;
      second[at] = 0.999 * second[at]! + 0.001 * gradient ** 2;
      const mean = first[at]! / (1 - 0.9 ** step);
      values[at]! -= (stepSize * mean) / (Math.sqrt(second[at]! / (1 - 0.999 ** step)) + 1e-8);
    }
  }
  return { slope: values[labels]!, offsets: Array.from(values.subarray(0, labels)) };
}

/** The mean gradient of the log loss: of each offset, then of the slope. */
function gradientsAt(margins: Float64Array, truths: Int32Array, values: Float64Array): Float64Array {
  const labels = values.length - 1;
  const offsets = Array.from(values.subarray(0, labels));
  const gradients = new Float64Array(labels + 1);
  const row = new Float64Array(labels);
  for (let at = 0; at < truths.length; at++) {
    row.set(margins.subarray(at * labels, (at + 1) * labels));
    calibrate(row, values[labels]!, offsets);
    for (let label = 0; label < labels; label++) {
      const difference = (row[label]! - (truths[at] === label ? 1 : 0)) / truths.length;
      gradients[label]! += difference;
      gradients[labels]! += difference * margins[at * labels + label]!;
    }
  }
  return gradients;
}
