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
  /** A bit a gram, small enough to stay in the nearest cache: more than half of a text's grams are turned away by it. */
  readonly filter: Int32Array;
  readonly filterShift: number;
  /**
   * A row a gram: two columns a word, each a weight plus 128 in 16 bits; then the square of its rarity, in steps, as the
   * first half of a word of its own. With 30 columns a row is 64 bytes, a line of the cache.
   */
  readonly pairs: Int32Array;
  readonly rowWords: number;
  readonly stamps: Uint32Array;
  readonly scratch: { stamp: number; passed: Int32Array; starts: Int32Array; totals: Float64Array };
}

/** Added to each weight, so that two fit into one number without a borrow between them. */
const lift = 128;
/** Knuth's multiplier: the upper bits of the product depend on all bits of the hash. */
const spread = 0x9e37_79b1;
/** Bits of the filter for each gram: one unknown gram in nine gets past it. */
const filterBitsPerGram = 8;
/** Grams are looked up and added in parts of so many: that many lifted weights fit into 16 bits, 256 · 255 < 65,536. */
const gramsAtOnce = 256;
/** Words of a row that are added up side by side. */
const wordsAtOnce = 4;

/**
 * Makes the parts of a model ready to be read from. Rows are laid down by how common their grams are, so that the few
 * which nearly every text needs lie side by side. O(grams · (labels + log grams)) time, O(grams · labels) memory.
 */
export function openTextModel(given: ModelParts): TextModel {
  const parts = { ...given, ...commonFirst(given) };
  // At least half of the slots are empty, so that a gram that is not known is seen at once.
  const bits = Math.max(4, Math.ceil(Math.log2(parts.hashes.length * 2 + 1)));
  const filterBits = Math.max(5, Math.ceil(Math.log2(parts.hashes.length * filterBitsPerGram + 1)));
  const rowWords = Math.ceil((rarityWord(parts) + 1) / wordsAtOnce) * wordsAtOnce;
  const model = {
    ...parts,
    table: new Int32Array(2 ** bits * 2),
    shift: 32 - bits,
    filter: new Int32Array(2 ** (filterBits - 5)),
    filterShift: 32 - filterBits,
    pairs: new Int32Array(parts.hashes.length * rowWords),
    rowWords,
    stamps: new Uint32Array(parts.hashes.length),
    scratch: {
      stamp: 0,
      passed: new Int32Array(gramsAtOnce),
      starts: new Int32Array(gramsAtOnce),
      totals: new Float64Array(rowWords * 2),
    },
  };
  for (let row = 0; row < parts.hashes.length; row++) {
    enter(model.table, model.shift, parts.hashes[row]!, row);
    passFilter(model, parts.hashes[row]!);
    pairUp(model, row);
  }
  return model;
}

function commonFirst({
  hashes,
  rarities,
  weights,
  scales,
}: ModelParts): Pick<ModelParts, 'hashes' | 'rarities' | 'weights'> {
  const columns = scales.length;
  const order = Uint32Array.from(hashes, (_, row) => row).sort((one, other) => rarities[one]! - rarities[other]!);
  const ordered = new Int8Array(weights.length);
  for (const [row, from] of order.entries()) {
    ordered.set(weights.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return {
    hashes: Int32Array.from(order, (from) => hashes[from]!),
    rarities: Uint8Array.from(order, (from) => rarities[from]!),
    weights: ordered,
  };
}

function enter(table: Int32Array, shift: number, hash: number, row: number): void {
  let slot = slotOf(hash, shift);
  while (table[slot] !== 0) slot = (slot + 2) & (table.length - 1);
  table[slot] = row + 1;
  table[slot + 1] = hash;
}

function passFilter({ filter, filterShift }: TextModel, hash: number): void {
  const bit = Math.imul(hash, spread) >>> filterShift;
  filter[bit >>> 5]! |= 1 << (bit & 31);
}

function slotOf(hash: number, shift: number): number {
  return (Math.imul(hash, spread) >>> shift) << 1;
}

/** The word of a row behind its columns. */
function rarityWord({ scales }: Pick<ModelParts, 'scales'>): number {
  return (scales.length + 1) >> 1;
}

function pairUp({ weights, rarities, scales, pairs, rowWords }: TextModel, row: number): void {
  const start = row * scales.length;
  const own = row * rowWords;
  pairs[own + rarityWord({ scales })] = rarities[row]! ** 2;
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
  const { scratch, scales, biases } = model;
  const { totals } = scratch;
  nextStamp(model);
  totals.fill(0);
  let known = 0;
  for (let from = 0; from < count; from += gramsAtOnce) {
    const passed = filterGrams(model, hashes, { from, to: Math.min(count, from + gramsAtOnce) });
    const rows = findStarts(model, passed);
    addRows(model, rows);
    known += rows;
  }
  const squares = rarityWord(model) * 2;
  const length = Math.sqrt(totals[squares]! + totals[squares + 1]! * 65_536) * rarityStep;
  const perUnit = 1 / (length || 1);
  for (let label = 0; label < margins.length; label++) {
    margins[label] = (totals[label]! - lift * known) * scales[label]! * perUnit + biases[label]!;
  }
  return known;
}

/**
 * Which grams may be known, into `passed`; yields how many. Nearly half pass, in no order that a processor could guess:
 * so each is written, and the place moves on only where its bit is set.
 */
function filterGrams(
  { filter, filterShift, scratch: { passed } }: TextModel,
  hashes: Int32Array,
  { from, to }: { from: number; to: number },
): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const hash = hashes[at]!;
    const bit = Math.imul(hash, spread) >>> filterShift;
    passed[count] = hash;
    count += (filter[bit >>> 5]! >>> (bit & 31)) & 1;
  }
  return count;
}

/** Where the rows of the grams that passed begin, each row once a text, into `starts`; yields how many. */
function findStarts(model: TextModel, passedCount: number): number {
  const { rowWords, stamps, scratch } = model;
  const { passed, starts, stamp } = scratch;
  let rows = 0;
  for (let at = 0; at < passedCount; at++) {
    const row = findRow(model, passed[at]!);
    if (row < 0 || stamps[row] === stamp) continue;
    stamps[row] = stamp;
    starts[rows++] = row * rowWords;
  }
  return rows;
}

/** Marks of one text are told from those of the last by their number; it comes round after four thousand million. */
function nextStamp({ scratch, stamps }: TextModel): void {
  if (scratch.stamp === 0xffff_ffff) {
    stamps.fill(0);
    scratch.stamp = 0;
  }
  scratch.stamp++;
}

/** Adds the first rows of `starts` to the totals: four words after the other, so that sums stay in registers. */
function addRows({ pairs, rowWords, scratch }: TextModel, rows: number): void {
  const { starts, totals } = scratch;
  for (let word = 0; word < rowWords; word += wordsAtOnce) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let at = 0; at < rows; at++) {
      const place = starts[at]! + word;
      first = (first + pairs[place]!) | 0;
      second = (second + pairs[place + 1]!) | 0;
      third = (third + pairs[place + 2]!) | 0;
      fourth = (fourth + pairs[place + 3]!) | 0;
    }
    addPair(totals, word, first);
    addPair(totals, word + 1, second);
    addPair(totals, word + 2, third);
    addPair(totals, word + 3, fourth);
  }
}

function addPair(totals: Float64Array, word: number, sum: number): void {
  totals[word * 2]! += sum & 0xffff;
  totals[word * 2 + 1]! += sum >>> 16;
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
