import type { Bags } from './bags.ts';
import { type Line, learnLine, marginsOf } from './svm.ts';
import { buildLexicon, buildVectors, type Lexicon } from './vectors.ts';

export interface FitOptions {
  /** Cost of a text on the wrong side. */
  readonly cost: number;
  /** 0: every text weighs the same; 1: every label does. */
  readonly balance01: number;
  /** A gram in fewer texts is not learned. */
  readonly leastTexts: number;
  readonly mostGrams: number;
  readonly seed: number;
}

export const defaultFit: FitOptions = { cost: 1, balance01: 1, leastTexts: 2, mostGrams: 300_000, seed: 20_26 };

/** One line a label, over one lexicon. */
export interface Fit {
  readonly lexicon: Lexicon;
  readonly lines: readonly Line[];
}

/** The labels of rows as numbers below `labels`. */
export interface Labelled {
  readonly bags: Bags;
  readonly truths: Int32Array;
  readonly labels: number;
}

/** Learns one label against all others, for each label, from the given rows. */
export function fitLines({ bags, truths, labels }: Labelled, rows: Int32Array, options: FitOptions): Fit {
  const lexicon = buildLexicon(bags, rows, { leastTexts: options.leastTexts, most: options.mostGrams });
  const vectors = buildVectors(bags, rows, lexicon);
  const counts = new Float64Array(labels);
  for (const row of rows) counts[truths[row]!]!++;
  const present = counts.filter((count) => count > 0).length;
  const weightOf = Float64Array.from(counts, (count) =>
    count === 0 ? 0 : (rows.length / (present * count)) ** options.balance01,
  );
  const lines = Array.from({ length: labels }, (_, label) =>
    learnLine(vectors, (at) => truths[rows[at]!] === label, {
      costOf: (at) => options.cost * weightOf[truths[rows[at]!]!]!,
      seed: options.seed + label,
    }),
  );
  return { lexicon, lines };
}

/** `margins[at * labels + label]` of the given rows. */
export function scoreRows(bags: Bags, rows: Int32Array, { lexicon, lines }: Fit): Float64Array {
  const vectors = buildVectors(bags, rows, lexicon);
  const margins = new Float64Array(rows.length * lines.length);
  for (const [label, line] of lines.entries()) {
    for (const [at, margin] of marginsOf(vectors, line).entries()) margins[at * lines.length + label] = margin;
  }
  return margins;
}

/**
 * Margins of every row from lines that were learned without its fold. Near-duplicates must share a fold; a row of fold −1
 * is neither learned from nor scored.
 */
export function scoreOutOfFold(labelled: Labelled, folds: Int32Array, options: FitOptions): Float64Array {
  const margins = new Float64Array(folds.length * labelled.labels);
  const foldCount = Math.max(...folds) + 1;
  for (let fold = 0; fold < foldCount; fold++) {
    const outside = rowsWhere(folds, (own) => own >= 0 && own !== fold);
    const inside = rowsWhere(folds, (own) => own === fold);
    const scored = scoreRows(labelled.bags, inside, fitLines(labelled, outside, options));
    for (const [at, row] of inside.entries()) {
      margins.set(scored.subarray(at * labelled.labels, (at + 1) * labelled.labels), row * labelled.labels);
    }
  }
  return margins;
}

export function rowsWhere(values: Int32Array, keeps: (value: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (const [row, value] of values.entries()) if (keeps(value)) rows.push(row);
  return Int32Array.from(rows);
}
