import { chooseLabel } from '../text-model.ts';

/** What one step multiplies a label's lean by. */
const steps = [0.2, 0.35, 0.5, 0.7, 0.85, 1.18, 1.42, 2, 2.9, 5] as const;
const passes = 3;
/** A gain in macro-F1 below this is chance. */
const leastGain = 1e-4;

/**
 * What to multiply each label's probability by so that the macro-F1 of the largest is best, by coordinate ascent on
 * probabilities from lines which had not seen the row. Lines alone pass over rare labels: their errors cost the others
 * little. `probabilities[row * labels + label]`. O(passes · labels · steps · rows · labels).
 */
export function fitLeans(probabilities: Float64Array, truths: Int32Array, labels: number): number[] {
  const leans = new Float64Array(labels).fill(1);
  let best = macroF1With(leans, { probabilities, truths });
  for (let pass = 0; pass < passes; pass++) {
    for (let label = 0; label < labels; label++) {
      const from = leans[label]!;
      let kept = from;
      for (const step of steps) {
        leans[label] = from * step;
        const f1 = macroF1With(leans, { probabilities, truths });
        if (f1 <= best + leastGain) continue;
        best = f1;
        kept = from * step;
      }
      leans[label] = kept;
    }
  }
  return Array.from(leans, (lean) => Math.round(lean * 1000) / 1000);
}

/** Macro-F1 over the labels that occur. */
function macroF1With(
  leans: Float64Array,
  { probabilities, truths }: { probabilities: Float64Array; truths: Int32Array },
): number {
  const labels = leans.length;
  const right = new Int32Array(labels);
  const sizes = new Int32Array(labels);
  const guessed = new Int32Array(labels);
  for (const [row, truth] of truths.entries()) {
    const guess = chooseLabel(probabilities.subarray(row * labels, (row + 1) * labels), leans);
    sizes[truth]!++;
    guessed[guess]!++;
    if (guess === truth) right[truth]!++;
  }
  let sum = 0;
  let present = 0;
  for (let label = 0; label < labels; label++) {
    if (sizes[label] === 0) continue;
    present++;
    sum += (2 * right[label]!) / (sizes[label]! + guessed[label]!);
  }
  return sum / Math.max(1, present);
}
