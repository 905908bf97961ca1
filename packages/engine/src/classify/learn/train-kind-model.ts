import { type MessageKind, scamKinds } from '../../vocabulary.ts';
import { gramVersion } from '../grams.ts';
import { encodeModel } from '../model-file.ts';
import { type CrossValidationFigures, crossValidate, scamOrNot } from './cross-validate.ts';
import { distinctExamples, type KindExample, learnableKinds } from './examples.ts';
import { defaultFit, type Fit, type FitOptions, fitLines, type Labelled, rowsWhere } from './fit.ts';
import { quantise } from './quantise.ts';
import { drawClusters, heldOutPercent, isHeldOut } from './split.ts';

export interface TrainOptions {
  /** Of those named, how often at least the kind has to be right in cross-validation. */
  readonly precision01?: number;
  readonly seed?: number;
  readonly mostGrams?: number;
  /** Called as the work goes on: steps done, of how many. */
  readonly onStep?: (done: number, of: number) => void;
}

/** What a model was made of, and how it did on texts that its lines were not learned from. */
export interface TrainingCard {
  readonly gramVersion: number;
  readonly fit: FitOptions;
  readonly texts: {
    readonly given: number;
    readonly distinct: number;
    readonly heldOut: number;
    readonly learned: number;
  };
  readonly clusters: number;
  readonly heldOutPercent: number;
  readonly kinds: Readonly<Record<string, { readonly learned: number; readonly heldOut: number }>>;
  readonly sources: Readonly<Record<string, number>>;
  readonly grams: number;
  readonly precision01: number;
  readonly leastKind01: number;
  readonly leastFraud01: number;
  readonly crossValidation: CrossValidationFigures;
  readonly bytes: number;
}

const wantedPrecision01 = 0.9;
/** A third of the grams carry what all of them know, and fit into the processor's cache. */
const keptGrams = 30_000;

/**
 * Trains a model of kinds: lines over rare grams, calibrated and given its thresholds by cross-validation over clusters
 * of near-duplicates. The held-out fifth of the clusters is never touched. The same examples and options give the same
 * bytes. Throws `RangeError` where fewer than two kinds have enough examples. Minutes for ten thousand messages.
 */
export function trainKindModel(
  examples: readonly KindExample[],
  { precision01 = wantedPrecision01, seed = defaultFit.seed, mostGrams = keptGrams, onStep }: TrainOptions = {},
): { bytes: Uint8Array; card: TrainingCard } {
  const distinct = distinctExamples(examples);
  const { bags, clusters, draws } = drawClusters(distinct.map(({ text }) => text));
  onStep?.(1, 4);
  const learnable = rowsWhere(
    Int32Array.from(draws, (draw) => (isHeldOut(draw) ? 0 : 1)),
    (isKept) => isKept === 1,
  );
  const kinds = learnableKinds(distinct, learnable);
  const rows = learnable.filter((row) => kinds.includes(distinct[row]!.kind));
  const labelled = { bags, truths: Int32Array.from(distinct, ({ kind }) => kinds.indexOf(kind)), labels: kinds.length };
  const fit: FitOptions = { ...defaultFit, seed };
  const isScam = scamFlags(kinds);
  const { figures, ...checked } = crossValidate(labelled, rows, { draws, fit, isScam, precision01 });
  onStep?.(2, 4);
  const lines = fitWithScamLine(labelled, rows, { fit, isScam });
  onStep?.(3, 4);
  const parts = quantise(lines, { labels: kinds, ...checked, mostGrams });
  const bytes = encodeModel(parts);
  onStep?.(4, 4);
  const card: TrainingCard = {
    gramVersion,
    fit,
    texts: {
      given: examples.length,
      distinct: distinct.length,
      heldOut: distinct.length - learnable.length,
      learned: rows.length,
    },
    clusters: new Set(clusters).size,
    heldOutPercent,
    kinds: countKinds(distinct, draws),
    sources: countSources(distinct, rows),
    grams: parts.hashes.length,
    precision01,
    leastKind01: checked.leastKind01,
    leastFraud01: checked.leastFraud01,
    crossValidation: figures,
    bytes: bytes.length,
  };
  return { bytes, card };
}

function scamFlags(kinds: readonly MessageKind[]): boolean[] {
  const scams: readonly string[] = scamKinds;
  return kinds.map((kind) => scams.includes(kind));
}

/** A line for each kind, and the line of "is a scam" behind them. */
function fitWithScamLine(
  all: Labelled,
  rows: Int32Array,
  { fit, isScam }: { fit: FitOptions; isScam: readonly boolean[] },
): Fit {
  const kinds = fitLines(all, rows, fit);
  const scam = fitLines({ ...all, truths: scamOrNot(all.truths, isScam), labels: 2 }, rows, fit);
  return { lexicon: kinds.lexicon, lines: [...kinds.lines, scam.lines[0]!] };
}

function countKinds(examples: readonly KindExample[], draws: Uint32Array) {
  const counts: Record<string, { learned: number; heldOut: number }> = {};
  for (const [row, { kind }] of examples.entries()) {
    counts[kind] ??= { learned: 0, heldOut: 0 };
    if (isHeldOut(draws[row]!)) counts[kind].heldOut++;
    else counts[kind].learned++;
  }
  return counts;
}

function countSources(examples: readonly KindExample[], rows: Int32Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) {
    const source = examples[row]!.source ?? 'given';
    counts[source] = (counts[source] ?? 0) + 1;
  }
  return counts;
}
