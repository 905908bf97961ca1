import { hashValue64 } from '../../known/hash.ts';
import { type MessageKind, messageKinds, scamKinds } from '../../vocabulary.ts';
import { gramVersion } from '../grams.ts';
import { encodeModel } from '../model-file.ts';
import { calibrate, chooseLabel } from '../text-model.ts';
import { type Calibration, fitCalibration } from './calibration.ts';
import { defaultFit, type FitOptions, fitLines, type Labelled, rowsWhere, scoreOutOfFold } from './fit.ts';
import { fitLeans } from './leans.ts';
import { quantise } from './quantise.ts';
import { drawClusters, foldOf, heldOutPercent, isHeldOut } from './split.ts';
import { bestSplit, leastProbability } from './thresholds.ts';

/** A message and what it is known to be for. */
export interface KindExample {
  readonly text: string;
  readonly kind: MessageKind;
  /** Which of the sources it comes from, for the card. */
  readonly source?: string;
}

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
  readonly seed: number;
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
  readonly calibration: { readonly slope: number };
  readonly leastKind01: number;
  readonly leastFraud01: number;
  readonly crossValidation: {
    readonly accuracy01: number;
    readonly decidedShare01: number;
    readonly decidedRight01: number;
  };
  readonly bytes: number;
  readonly checksum: string;
}

/** Examples that no model is trained on, and the others, by cluster of near-duplicates; see `isHeldOut`. */
export interface Split {
  readonly learned: readonly KindExample[];
  readonly heldOut: readonly KindExample[];
}

const foldCount = 5;
/** A kind with fewer examples is not learned: a handful of texts teaches their words, not the kind. */
const leastExamples = 10;
const wantedPrecision01 = 0.95;
const keptGrams = 90_000;

/** Parts examples into those to learn from and those that are held out for ever. Deterministic; a text twice counts once. */
export function splitExamples(examples: readonly KindExample[]): Split {
  const distinct = distinctExamples(examples);
  const { draws } = drawClusters(distinct.map(({ text }) => text));
  return {
    learned: distinct.filter((_, row) => !isHeldOut(draws[row]!)),
    heldOut: distinct.filter((_, row) => isHeldOut(draws[row]!)),
  };
}

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
  const learnable = rowsWhere(clusters, () => true).filter((row) => !isHeldOut(draws[row]!));
  const kinds = learnableKinds(distinct, learnable);
  const rows = learnable.filter((row) => kinds.includes(distinct[row]!.kind));
  const labelled = { bags, truths: Int32Array.from(distinct, ({ kind }) => kinds.indexOf(kind)), labels: kinds.length };
  const fit: FitOptions = { ...defaultFit, seed };
  const checked = crossValidate(labelled, rows, { draws, fit, kinds, precision01 });
  onStep?.(2, 4);
  const lines = fitLines(labelled, rows, fit);
  onStep?.(3, 4);
  const parts = quantise(lines, { labels: kinds, ...checked, mostGrams });
  const bytes = encodeModel(parts);
  const texts = {
    given: examples.length,
    distinct: distinct.length,
    heldOut: distinct.length - learnable.length,
    learned: rows.length,
  };
  onStep?.(4, 4);
  return {
    bytes,
    card: {
      gramVersion,
      seed,
      fit,
      texts,
      clusters: new Set(clusters).size,
      heldOutPercent,
      kinds: countKinds(distinct, draws),
      sources: countSources(distinct, rows),
      grams: parts.hashes.length,
      calibration: { slope: checked.calibration.slope },
      leastKind01: checked.leastKind01,
      leastFraud01: checked.leastFraud01,
      crossValidation: checked.crossValidation,
      bytes: bytes.length,
      checksum: hashValue64(String.fromCharCode(...bytes.subarray(0, 32))).toString(16),
    },
  };
}

/** The first example of each text. Of one text under two kinds, both are left out: it teaches nothing. */
function distinctExamples(examples: readonly KindExample[]): KindExample[] {
  const byText = new Map<string, KindExample | undefined>();
  for (const example of examples) {
    const text = example.text.trim();
    if (text === '') continue;
    if (!byText.has(text)) byText.set(text, { ...example, text });
    else if (byText.get(text)?.kind !== example.kind) byText.set(text, undefined);
  }
  return [...byText.values()].filter((example) => example !== undefined);
}

function learnableKinds(examples: readonly KindExample[], rows: Int32Array): MessageKind[] {
  const kinds = messageKinds.filter((kind) => {
    let count = 0;
    for (const row of rows) if (examples[row]!.kind === kind) count++;
    return count >= leastExamples;
  });
  if (kinds.length < 2) {
    throw new RangeError(
      `At least two kinds with ${leastExamples} different messages each are wanted, found ${kinds.length}. Add labelled messages.`,
    );
  }
  return kinds;
}

interface Checked {
  readonly calibration: Calibration;
  readonly leans: number[];
  readonly leastKind01: number;
  readonly leastFraud01: number;
  readonly crossValidation: TrainingCard['crossValidation'];
}

interface CheckOptions {
  readonly draws: Uint32Array;
  readonly fit: FitOptions;
  readonly kinds: readonly MessageKind[];
  readonly precision01: number;
}

/** Calibration and thresholds from margins of lines that had not seen the text's cluster. */
function crossValidate(all: Labelled, rows: Int32Array, { draws, fit, kinds, precision01 }: CheckOptions): Checked {
  const folds = new Int32Array(all.bags.rows).fill(-1);
  for (const row of rows) folds[row] = foldOf(draws[row]!, foldCount);
  const labels = kinds.length;
  const margins = scoreOutOfFold(all, folds, fit);
  const own = new Float64Array(rows.length * labels);
  for (const [at, row] of rows.entries()) own.set(margins.subarray(row * labels, (row + 1) * labels), at * labels);
  const truths = rows.map((row) => all.truths[row]!);
  const calibration = fitCalibration(own, truths, labels);
  const leans = fitLeans(own, truths, labels);
  const decisions = decide(own, truths, { calibration, leans, kinds });
  const leastKind01 = leastProbability(decisions, precision01);
  const decided = decisions.filter(({ probability01 }) => probability01 >= leastKind01);
  return {
    calibration,
    leans,
    leastKind01,
    leastFraud01: bestSplit(decisions.map(({ fraud01, isScam }) => ({ probability01: fraud01, isPositive: isScam }))),
    crossValidation: {
      accuracy01: shareRight(decisions),
      decidedShare01: decided.length / decisions.length,
      decidedRight01: shareRight(decided),
    },
  };
}

function shareRight(decisions: readonly { isRight: boolean }[]): number {
  return decisions.filter(({ isRight }) => isRight).length / Math.max(1, decisions.length);
}

function decide(
  margins: Float64Array,
  truths: Int32Array,
  { calibration, leans, kinds }: { calibration: Calibration; leans: readonly number[]; kinds: readonly MessageKind[] },
) {
  const scams: readonly string[] = scamKinds;
  const isScam = kinds.map((kind) => scams.includes(kind));
  return Array.from(truths, (truth, at) => {
    const own = margins.slice(at * kinds.length, (at + 1) * kinds.length);
    const best = chooseLabel(own, leans);
    calibrate(own, calibration.slope, calibration.offsets);
    const fraud01 = own.reduce((sum, probability, label) => sum + (isScam[label]! ? probability : 0), 0);
    return { probability01: own[best]!, isRight: best === truth, fraud01, isScam: isScam[truth]! };
  });
}

function countKinds(examples: readonly KindExample[], draws: Uint32Array) {
  const counts: Record<string, { learned: number; heldOut: number }> = {};
  for (const [row, { kind }] of examples.entries()) {
    counts[kind] ??= { learned: 0, heldOut: 0 };
    const own = counts[kind];
    if (isHeldOut(draws[row]!)) own.heldOut++;
    else own.learned++;
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
