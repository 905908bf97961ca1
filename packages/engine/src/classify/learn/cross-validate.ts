import { type Blend, logit, settleFraud } from '../blend.ts';
import { calibrate, chooseLabel } from '../text-model.ts';
import { type Calibration, fitCalibration } from './calibration.ts';
import { type FitOptions, type Labelled, scoreOutOfFold } from './fit.ts';
import { fitBlend } from './fit-blend.ts';
import { fitLeans } from './leans.ts';
import { foldOf } from './split.ts';
import { bestSplit, leastProbability } from './thresholds.ts';

const foldCount = 5;
/** A kind is not named while all others together are likelier. */
const leastNamed01 = 0.5;

export interface CrossValidation {
  readonly calibration: Calibration;
  readonly blend: Blend;
  readonly leans: number[];
  readonly leastKind01: number;
  readonly leastFraud01: number;
  readonly figures: CrossValidationFigures;
}

/** How the likeliest kind does, and the part that is named, on rows whose clusters the lines had not seen. */
export interface CrossValidationFigures {
  readonly accuracy01: number;
  readonly decidedShare01: number;
  readonly decidedRight01: number;
  readonly fraudAccuracy01: number;
}

export interface CrossValidateOptions {
  readonly draws: Uint32Array;
  readonly fit: FitOptions;
  readonly isScam: readonly boolean[];
  readonly precision01: number;
}

/** Calibration, blend, leans and thresholds, all from margins of lines that had not seen the row's cluster. */
export function crossValidate(all: Labelled, rows: Int32Array, options: CrossValidateOptions): CrossValidation {
  const { labels } = all;
  const folds = new Int32Array(all.bags.rows).fill(-1);
  for (const row of rows) folds[row] = foldOf(options.draws[row]!, foldCount);
  const probabilities = takeRows(scoreOutOfFold(all, folds, options.fit), rows, labels);
  const truths = rows.map((row) => all.truths[row]!);
  const scamTruths = truths.map((truth) => (options.isScam[truth]! ? 0 : 1));
  const calibration = fitCalibration(probabilities, truths, labels);
  eachRow(probabilities, labels, (row) => calibrate(row, calibration.slope, calibration.offsets));

  const asScam = { ...all, truths: scamOrNot(all.truths, options.isScam), labels: 2 };
  const lineMargins = takeRows(scoreOutOfFold(asScam, folds, options.fit), rows, 2).filter((_, at) => at % 2 === 0);
  const flags = Uint8Array.from(options.isScam, Number);
  const opinions = Array.from(lineMargins, (lineMargin, at) => ({
    lineMargin,
    kindsLogit: logit(sumWhere(probabilities.subarray(at * labels, (at + 1) * labels), flags)),
    isScam: scamTruths[at] === 0,
  }));
  const blend = fitBlend(opinions);
  const fraud: number[] = [];
  eachRow(probabilities, labels, (row, at) => {
    fraud.push(settleFraud(row, flags, { lineMargin: lineMargins[at]!, blend }));
  });
  const leans = fitLeans(probabilities, truths, labels);
  return { calibration, blend, leans, ...decide(probabilities, truths, { leans, fraud, ...options }) };
}

interface Decided {
  readonly leans: readonly number[];
  readonly fraud: readonly number[];
  readonly isScam: readonly boolean[];
  readonly precision01: number;
}

function decide(probabilities: Float64Array, truths: Int32Array, { leans, fraud, isScam, precision01 }: Decided) {
  const decisions: { probability01: number; isRight: boolean }[] = [];
  eachRow(probabilities, leans.length, (row, at) => {
    const best = chooseLabel(row, leans);
    decisions.push({ probability01: row[best]!, isRight: best === truths[at] });
  });
  const leastKind01 = Math.max(leastNamed01, leastProbability(decisions, precision01));
  const leastFraud01 = bestSplit(
    fraud.map((probability01, at) => ({ probability01, isPositive: isScam[truths[at]!]! })),
  );
  const decided = decisions.filter(({ probability01 }) => probability01 >= leastKind01);
  const fraudRight = fraud.filter((fraud01, at) => fraud01 >= leastFraud01 === isScam[truths[at]!]!).length;
  return {
    leastKind01,
    leastFraud01,
    figures: {
      accuracy01: shareRight(decisions),
      decidedShare01: decided.length / decisions.length,
      decidedRight01: shareRight(decided),
      fraudAccuracy01: fraudRight / fraud.length,
    },
  };
}

/** 0 for a scam, 1 for what is none. */
export function scamOrNot(truths: Int32Array, isScam: readonly boolean[]): Int32Array {
  return truths.map((truth) => (isScam[truth] === true ? 0 : 1));
}

function takeRows(values: Float64Array, rows: Int32Array, width: number): Float64Array {
  const taken = new Float64Array(rows.length * width);
  for (const [at, row] of rows.entries()) taken.set(values.subarray(row * width, (row + 1) * width), at * width);
  return taken;
}

function eachRow(values: Float64Array, width: number, see: (row: Float64Array, at: number) => void): void {
  for (let at = 0; at * width < values.length; at++) see(values.subarray(at * width, (at + 1) * width), at);
}

function sumWhere(probabilities: Float64Array, flags: Uint8Array): number {
  return probabilities.reduce((sum, probability, label) => sum + (flags[label] === 1 ? probability : 0), 0);
}

function shareRight(decisions: readonly { isRight: boolean }[]): number {
  return decisions.filter(({ isRight }) => isRight).length / Math.max(1, decisions.length);
}
