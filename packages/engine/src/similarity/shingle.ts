import type { Indicator, Recognition } from '../indicators/kinds.ts';
import { recognise } from '../indicators/recognise.ts';
import { classOf, isCjk } from '../text/characters.ts';
import { type Folded, foldText } from '../text/fold.ts';
import type { IndicatorKind } from '../vocabulary.ts';
import { firstLetter, firstMask, noSymbol, numberSymbol, symbolTable } from './symbols.ts';

/**
 * The shingles of a text: distinct 32-bit hashes, ascending. What each stands for is fixed by `sketchVersion`;
 * shingles of two versions must never be compared.
 */
export type Shingles = Uint32Array;

/** Raised whenever the same text would give other shingles, signatures or band keys. */
export const sketchVersion = 1;

/** Symbols past this are not read: a script is told by its first pages. */
const maxSymbols = 20_000;

// A shingle is two Chinese characters or four letters, or a mixture that weighs as much.
const windowWeight = 10;
const wideWeight = 5;
const letterWeight = 3;
const seed = 0x5b1d_e995;

/** Values of one family are written in the same place of a script, whichever kind they were taken for. */
const maskOf: Readonly<Record<IndicatorKind, number>> = {
  url: firstMask,
  domain: firstMask,
  ip: firstMask,
  phone: firstMask + 1,
  email: firstMask + 2,
  'bank-card': firstMask + 3,
  'bank-account': firstMask + 4,
  wallet: firstMask + 5,
  handle: firstMask + 6,
  app: firstMask + 7,
};
const redactionMask = firstMask + 8;

/** A code has at most this many letters on either side of a digit; what is longer is words without spaces. */
const longestCode = 12;

let symbols = new Uint16Array(4096);
let weights = new Uint8Array(4096);
let hashes = new Uint32Array(4096);

/**
 * The shingles of a text after normalisation, with every recognised value as one mask, every number as one, case,
 * spaces, punctuation and pictures dropped, Traditional characters as Simplified. Empty where no letter or value stands.
 * O(n log n) time. Deterministic.
 */
export function shingle(text: string, given: { readonly recognition?: Recognition } = {}): Shingles {
  const recognition = given.recognition ?? recognise(text);
  const count = readSymbols(foldText(text), recognition);
  return distinctHashes(count).slice();
}

/** A 64-bit name of the masked text whole: equal for texts that differ only in values, numbers, case and spacing. */
export interface ScriptName {
  readonly high: number;
  readonly low: number;
}

/**
 * The shingles of a text together with the name of its whole masked text. The shingles are shared: copy or use them
 * before the next text is read.
 */
export function shingleNamed(text: string, recognition: Recognition): { shingles: Shingles; name: ScriptName } {
  const count = readSymbols(foldText(text), recognition);
  return { name: nameOf(count), shingles: distinctHashes(count) };
}

/** Reads the text into `symbols`; yields how many. */
function readSymbols(folded: Folded, { indicators, redactions }: Recognition): number {
  const table = symbolTable();
  const spans = spansOf(indicators, redactions);
  const room = Math.min(folded.length, maxSymbols);
  if (symbols.length < room) symbols = new Uint16Array(2 ** Math.ceil(Math.log2(room)));
  const word = { count: 0, start: 0, dropped: -1 };
  let span = 0;
  for (let index = 0; index < folded.length && word.count < maxSymbols; index++) {
    if (span < spans.length) {
      const place = folded.starts === undefined ? index : folded.starts[index]!;
      while (span < spans.length && place >= spans[span]!.end) span++;
      const masked = spans[span];
      if (masked !== undefined && place >= masked.start) {
        pushOnce(word, masked.mask);
        index = lastInside(folded, index, masked.end);
        continue;
      }
    }
    const code = folded.codes[index]!;
    readSymbol(word, table[code]!, isPlainDigit(code));
  }
  return word.count;
}

/** Where the reading stands: `start` of the Latin word under way, letters `dropped` behind its digit, or -1 before one. */
interface Reading {
  count: number;
  start: number;
  dropped: number;
}

/** `XX7391` and `a3f9c2` are codes that differ from message to message: one number, as digits alone are. */
function readSymbol(word: Reading, symbol: number, isDigit: boolean): void {
  if (symbol === numberSymbol) {
    if (isDigit && word.count - word.start <= longestCode) word.count = word.start;
    pushOnce(word, numberSymbol);
    if (isDigit) word.dropped = 0;
  } else if (symbol >= 0x61 && symbol <= 0x7a) {
    if (word.dropped >= 0 && word.dropped++ < longestCode) return;
    symbols[word.count++] = symbol;
  } else {
    if (symbol !== noSymbol) symbols[word.count++] = symbol;
    word.start = word.count;
    word.dropped = -1;
  }
}

/** A mask or a number; several on end are one. */
function pushOnce(word: Reading, mask: number): void {
  if (word.count === 0 || symbols[word.count - 1] !== mask) symbols[word.count++] = mask;
  word.start = word.count;
  word.dropped = -1;
}

interface MaskedSpan {
  readonly start: number;
  readonly end: number;
  readonly mask: number;
}

/** What is masked, by place; of two that overlap the one that starts first. */
function spansOf(indicators: readonly Indicator[], redactions: Recognition['redactions']): MaskedSpan[] {
  if (indicators.length === 0 && redactions.length === 0) return [];
  const spans = [
    ...indicators.map(({ start, end, kind }): MaskedSpan => ({ start, end, mask: maskOf[kind] })),
    ...redactions.map(({ start, end }): MaskedSpan => ({ start, end, mask: redactionMask })),
  ];
  return spans.sort((one, other) => one.start - other.start || other.end - one.end);
}

function lastInside(folded: Folded, from: number, end: number): number {
  if (folded.starts === undefined) return Math.min(end, folded.length) - 1;
  let index = from;
  while (index + 1 < folded.length && folded.starts[index + 1]! < end) index++;
  return index;
}

function isPlainDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Hashes every window of `symbols[0..count)`, into a view; a text shorter than a window is one shingle. */
function distinctHashes(count: number): Shingles {
  if (count === 0) return new Uint32Array(0);
  if (hashes.length < count) {
    hashes = new Uint32Array(maxSymbols);
    weights = new Uint8Array(maxSymbols);
  }
  for (let index = 0; index < count; index++) weights[index] = isWide(symbols[index]!) ? wideWeight : letterWeight;
  let found = 0;
  for (let start = 0; start < count; start++) {
    let hash = seed;
    let weight = 0;
    let index = start;
    while (index < count && weight < windowWeight) {
      weight += weights[index]!;
      hash = Math.imul(hash ^ symbols[index++]!, 0xcc9e_2d51);
      hash = (hash << 15) | (hash >>> 17);
    }
    if (weight < windowWeight && start > 0) break;
    // The lowest bit tells what a shingle starts with; see `scriptSize`.
    hashes[found++] = ((avalanche(hash) & ~1) | (weights[start] === wideWeight ? 1 : 0)) >>> 0;
  }
  const sorted = sortHashes(found);
  let distinct = 0;
  for (let index = 0; index < found; index++) {
    const hash = sorted[index]!;
    if (distinct === 0 || hash !== sorted[distinct - 1]) sorted[distinct++] = hash;
  }
  return sorted.subarray(0, distinct);
}

/** Up to so many are sorted here: a message has some seventy, for which a call of the built-in sort costs twice as much. */
const fewHashes = 512;
const bucketShift = 25;
const buckets = new Uint16Array(2 ** (32 - bucketShift) + 1);
const sortedFew = new Uint32Array(fewHashes);

/** The first `found` hashes ascending: hashes spread evenly, so buckets by their upper bits are all but sorted. */
function sortHashes(found: number): Uint32Array {
  if (found > fewHashes) return hashes.subarray(0, found).sort();
  buckets.fill(0);
  for (let index = 0; index < found; index++) buckets[(hashes[index]! >>> bucketShift) + 1]!++;
  for (let bucket = 1; bucket < buckets.length; bucket++) buckets[bucket]! += buckets[bucket - 1]!;
  for (let index = 0; index < found; index++) {
    const hash = hashes[index]!;
    sortedFew[buckets[hash >>> bucketShift]!++] = hash;
  }
  for (let index = 1; index < found; index++) {
    const hash = sortedFew[index]!;
    let to = index;
    while (to > 0 && sortedFew[to - 1]! > hash) {
      sortedFew[to] = sortedFew[to - 1]!;
      to--;
    }
    sortedFew[to] = hash;
  }
  return sortedFew;
}

/** A letter says less than half of what a Chinese character does. */
const narrowSize = 0.4;

/**
 * How much a script says, in Chinese characters: shingles that start with one, or with a value, count 1, those that start
 * with a letter 0.4. O(n).
 */
export function scriptSize(shingles: Shingles): number {
  let wide = 0;
  for (let index = 0; index < shingles.length; index++) wide += shingles[index]! & 1;
  return wide + narrowSize * (shingles.length - wide);
}

function isWide(symbol: number): boolean {
  return symbol < firstLetter || (classOf[symbol]! & isCjk) !== 0;
}

function nameOf(count: number): ScriptName {
  let high = seed;
  let low = ~seed;
  for (let index = 0; index < count; index++) {
    const symbol = symbols[index]!;
    high = Math.imul(high ^ symbol, 0xcc9e_2d51);
    high = (high << 15) | (high >>> 17);
    low = Math.imul(low ^ symbol, 0x1b87_3593);
    low = ((low << 13) | (low >>> 19)) + 0x52dc_e729;
  }
  return { high: avalanche(high ^ count), low: avalanche(low ^ Math.imul(high, 0x2545_f491)) };
}

function avalanche(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
