import type { Blend } from './blend.ts';
import { readGrams } from './grams.ts';
import { rarityStep } from './rarity.ts';

/** What a model file holds, as numbers: one row of weights a gram; a column for each label, and one for "is a scam". */
export interface ModelParts {
  readonly labels: readonly string[];
  /** Sorted, distinct. */
  readonly hashes: Int32Array;
  /** Rarity of each gram in steps of `rarityStep`. */
  readonly rarities: Uint8Array;
  /** `weights[gram * scales.length + column]`, in steps of `scales[column]`; the gram's rarity is in it already. */
  readonly weights: Int8Array;
  readonly scales: readonly number[];
  readonly biases: readonly number[];
  /** Probabilities are softmax(slope · margin + offset). */
  readonly slope: number;
  readonly offsets: readonly number[];
  readonly blend: Blend;
  /** What each probability is multiplied by before the largest is chosen, so that rare labels are not passed over. */
  readonly leans: readonly number[];
  /** A kind less probable than this is not named. */
  readonly leastKind01: number;
  /** From this probability on, a message counts as fraud. */
  readonly leastFraud01: number;
}

/** A model made ready to be read from. Reading uses its scratch space: one text at a time. */
export interface TextModel extends ModelParts {
  /** Open addressing; two entries a slot, so that one look is enough: the row plus one (0 is empty), then the hash. */
  readonly table: Int32Array;
  readonly shift: number;
  /** A row a gram: two columns an entry, each a weight plus 128 in 16 bits; then the square of its rarity, in steps. */
  readonly pairs: Int32Array;
  readonly pairsPerRow: number;
  readonly stamps: Uint32Array;
  readonly scratch: { stamp: number; starts: Int32Array; totals: Float64Array };
}

/** Added to each weight, so that two fit into one number without a borrow between them. */
const lift = 128;
/** So many lifted weights fit into 16 bits: 256 · 255 < 65,536. */
const addedAtOnce = 256;

/** Makes the parts of a model ready to be read from. O(grams · labels) time and memory. */
export function openTextModel(parts: ModelParts): TextModel {
  // At least half of the slots are empty, so that a gram that is not known is seen at once.
  const bits = Math.max(4, Math.ceil(Math.log2(parts.hashes.length * 2 + 1)));
  const pairsPerRow = (parts.scales.length + 1) >> 1;
  const model = {
    ...parts,
    table: new Int32Array(2 ** bits * 2),
    shift: 32 - bits,
    pairs: new Int32Array(parts.hashes.length * (pairsPerRow + 1)),
    pairsPerRow,
    stamps: new Uint32Array(parts.hashes.length),
    scratch: { stamp: 0, starts: new Int32Array(addedAtOnce), totals: new Float64Array(pairsPerRow * 2 + 1) },
  };
  for (let row = 0; row < parts.hashes.length; row++) {
    enter(model.table, model.shift, parts.hashes[row]!, row);
    pairUp(model, row);
  }
  return model;
}

function enter(table: Int32Array, shift: number, hash: number, row: number): void {
  let slot = slotOf(hash, shift);
  while (table[slot] !== 0) slot = (slot + 2) & (table.length - 1);
  table[slot] = row + 1;
  table[slot + 1] = hash;
}

function slotOf(hash: number, shift: number): number {
  return (Math.imul(hash, 0x9e37_79b1) >>> shift) << 1;
}

function pairUp({ weights, rarities, scales, pairs, pairsPerRow }: TextModel, row: number): void {
  const start = row * scales.length;
  const own = row * (pairsPerRow + 1);
  pairs[own + pairsPerRow] = rarities[row]! ** 2;
  for (let label = 0; label < scales.length; label++) {
    const lifted = weights[start + label]! + lift;
    pairs[own + (label >> 1)]! |= (label & 1) === 0 ? lifted : lifted << 16;
  }
}

/** The row of a gram, or -1 where the model does not know it. */
export function findRow({ table, shift }: TextModel, hash: number): number {
  let slot = slotOf(hash, shift);
  for (let entry = table[slot]!; entry !== 0; entry = table[slot]!) {
    if (table[slot + 1] === hash) return entry - 1;
    slot = (slot + 2) & (table.length - 1);
  }
  return -1;
}

/**
 * The margin of each label for a text, into `margins`; yields how many of its grams the model knows. Each distinct gram
 * counts once, and texts are scaled to length 1, so that a text is not surer for being long. O(length + known · labels).
 */
export function scoreText(model: TextModel, text: string, margins: Float64Array): number {
  const { hashes, count } = readGrams(text);
  const { pairsPerRow, stamps, scratch } = model;
  const { starts, totals } = scratch;
  const stamp = nextStamp(model);
  totals.fill(0);
  let known = 0;
  let waiting = 0;
  for (let at = 0; at < count; at++) {
    const row = findRow(model, hashes[at]!);
    if (row < 0 || stamps[row] === stamp) continue;
    stamps[row] = stamp;
    starts[waiting++] = row * (pairsPerRow + 1);
    if (waiting === addedAtOnce) {
      addRows(model, waiting);
      known += waiting;
      waiting = 0;
    }
  }
  addRows(model, waiting);
  known += waiting;
  const length = Math.sqrt(totals[pairsPerRow * 2]!) * rarityStep || 1;
  for (let label = 0; label < margins.length; label++) {
    margins[label] = ((totals[label]! - lift * known) * model.scales[label]!) / length + model.biases[label]!;
  }
  return known;
}

/** Marks of one text are told from those of the last by their number; it comes round after four thousand million. */
function nextStamp({ scratch, stamps }: TextModel): number {
  if (scratch.stamp === 0xffff_ffff) {
    stamps.fill(0);
    scratch.stamp = 0;
  }
  return ++scratch.stamp;
}

/** Adds the first rows of `starts` to the totals: a pair of columns after the other, so that sums stay in registers. */
function addRows({ pairs, pairsPerRow, scratch }: TextModel, rows: number): void {
  const { starts, totals } = scratch;
  for (let pair = 0; pair < pairsPerRow; pair++) {
    let sum = 0;
    for (let at = 0; at < rows; at++) sum = (sum + pairs[starts[at]! + pair]!) | 0;
    totals[pair * 2]! += sum & 0xffff;
    totals[pair * 2 + 1]! += sum >>> 16;
  }
  for (let at = 0; at < rows; at++) totals[pairsPerRow * 2]! += pairs[starts[at]! + pairsPerRow]!;
}

/** The label whose probability times lean is the largest; the first of equal ones. */
export function chooseLabel(probabilities: Float64Array, leans: ArrayLike<number>): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < leans.length; label++) {
    const leaning = probabilities[label]! * leans[label]!;
    if (leaning <= most) continue;
    most = leaning;
    best = label;
  }
  return best;
}

/** Probabilities of margins, in place: softmax(slope · margin + offset). They sum to 1. */
export function calibrate(margins: Float64Array, slope: number, offsets: readonly number[]): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < offsets.length; label++) {
    margins[label] = slope * margins[label]! + offsets[label]!;
    if (margins[label]! > highest) highest = margins[label]!;
  }
  let sum = 0;
  for (let label = 0; label < offsets.length; label++) sum += margins[label] = Math.exp(margins[label]! - highest);
  for (let label = 0; label < offsets.length; label++) margins[label]! /= sum;
}
