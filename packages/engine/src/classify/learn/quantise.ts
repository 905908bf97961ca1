import type { Blend } from '../blend.ts';
import { rarityStep } from '../rarity.ts';
import type { ModelParts } from '../text-model.ts';
import type { Calibration } from './calibration.ts';
import type { Fit } from './fit.ts';

const largest = 127;

export interface QuantiseOptions {
  readonly labels: readonly string[];
  readonly calibration: Calibration;
  readonly blend: Blend;
  readonly leans: readonly number[];
  readonly leastKind01: number;
  readonly leastFraud01: number;
  /** The grams with the heaviest weights are kept. */
  readonly mostGrams: number;
}

/** The parts of a model file: the heaviest grams, each weight as one byte in steps of its label's largest. */
export function quantise({ lexicon, lines }: Fit, options: QuantiseOptions): ModelParts {
  const kept = heaviest(
    lines.map(({ weights }) => weights),
    lexicon.rarities,
    options.mostGrams,
  );
  const rarities = Uint8Array.from(kept, (column) => lexicon.rarities[column]!);
  const weights = new Int8Array(kept.length * lines.length);
  const scales: number[] = [];
  for (const [label, line] of lines.entries()) {
    const own = Array.from(kept, (column) => line.weights[column]! * lexicon.rarities[column]! * rarityStep);
    const scale = own.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / largest || 1;
    scales.push(scale);
    for (const [at, weight] of own.entries()) weights[at * lines.length + label] = Math.round(weight / scale);
  }
  return {
    labels: options.labels,
    hashes: Int32Array.from(kept, (column) => lexicon.hashes[column]!),
    rarities,
    weights,
    scales,
    biases: lines.map(({ bias }) => bias),
    slope: options.calibration.slope,
    offsets: options.calibration.offsets,
    blend: options.blend,
    leans: options.leans,
    leastKind01: options.leastKind01,
    leastFraud01: options.leastFraud01,
  };
}

/** The columns with the largest sum of squared weights, in their order. */
function heaviest(lines: readonly Float64Array[], rarities: Uint8Array, most: number): Int32Array {
  const sizes = Float64Array.from(rarities, (rarity, column) =>
    lines.reduce((sum, weights) => sum + (weights[column]! * rarity) ** 2, 0),
  );
  const order = Int32Array.from(sizes, (_, column) => column);
  return order
    .sort((one, other) => sizes[other]! - sizes[one]! || one - other)
    .slice(0, most)
    .sort();
}
