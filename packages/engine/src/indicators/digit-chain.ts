import {
  classOf,
  digitOf,
  isAlphanumeric,
  isDigit,
  isLatin,
  isNumeral,
  isSeparator,
  letterDigitOf,
} from '../text/characters.ts';
import type { Scan } from './scan.ts';

/**
 * Digits that may be one number: groups with at most `maxGap` separating units between them.
 * Groups also end where the writing changes (`138一二三四`), with nothing between.
 */
export interface Chain {
  /** Of each digit: its place in the folded text, and its value. */
  readonly places: Int32Array;
  readonly values: Uint8Array;
  /** Index of each group's first digit; one more entry ends the last group. */
  readonly groups: Int32Array;
  /** Of the separator before each group: a number that is equal for equal separators, 0 for none. */
  readonly gaps: Int32Array;
  digitCount: number;
  groupCount: number;
  /** Where to go on reading. */
  end: number;
  /** A group was longer than any number: it stands in the chain cut short, and is nothing. */
  hasOverlong: boolean;
}

const maxGap = 5;
/** The chain is cut after this many digits, and read on as another. */
const maxDigits = 192;
/** No number has more digits in a row. */
export const maxGroup = 30;

const chain: Chain = {
  places: new Int32Array(maxDigits + 1),
  values: new Uint8Array(maxDigits + 1),
  groups: new Int32Array(maxDigits + 2),
  gaps: new Int32Array(maxDigits + 2),
  digitCount: 0,
  groupCount: 0,
  end: 0,
  hasOverlong: false,
};

/** Reads the chain at `index`, which is a digit or may pass for one. The result is overwritten by the next call. */
export function readChain(scan: Scan, index: number): Chain {
  chain.digitCount = 0;
  chain.groupCount = 0;
  chain.hasOverlong = false;
  let at = index;
  let gap = 0;
  while (chain.digitCount < maxDigits - maxGroup) {
    const end = readGroup(scan, at, gap);
    if (end === at) break;
    chain.end = end;
    at = skipGap(scan, end);
    gap = at === end ? 0 : gapOf(scan, end, at);
    if (at < 0) break;
  }
  chain.groups[chain.groupCount] = chain.digitCount;
  if (chain.end < index + 1 || chain.groupCount === 0) chain.end = index + 1;
  return chain;
}

/** One group of one writing; gives its end, or `at` for none. */
function readGroup(scan: Scan, at: number, gap: number): number {
  if (at >= scan.length || scan.claimed[at] === 1) return at;
  const code = scan.codes[at]!;
  const bits = classOf[code]!;
  const first = chain.digitCount;
  let end = at;
  if ((bits & isNumeral) !== 0) end = readNumerals(scan, at);
  else if ((bits & isDigit) !== 0 || letterDigitOf[code] !== 0) end = readToken(scan, at);
  if (end === at) return at;
  chain.groups[chain.groupCount] = first;
  chain.gaps[chain.groupCount] = gap;
  chain.groupCount++;
  return end;
}

function readNumerals(scan: Scan, from: number): number {
  let at = from;
  while (at < scan.length && scan.claimed[at] === 0 && (classOf[scan.codes[at]!]! & isNumeral) !== 0) {
    keepDigit(at, digitOf[scan.codes[at]!]! - 1, at - from);
    at++;
  }
  return at;
}

/** Letters count as digits only in a token that has nothing else, or alone between digits. */
function readToken(scan: Scan, from: number): number {
  let at = from;
  let digits = 0;
  let letters = 0;
  while (at < scan.length && scan.claimed[at] === 0) {
    const code = scan.codes[at]!;
    if ((classOf[code]! & isDigit) !== 0) digits++;
    else if (letterDigitOf[code] !== 0) letters++;
    else break;
    at++;
  }
  const isWhole =
    (classOf[scan.codes[at] ?? 0]! & isLatin) === 0 && !(from > 0 && (classOf[scan.codes[from - 1]!]! & isLatin) !== 0);
  const takesLetters = letters > 0 && isWhole && (digits >= 2 || isBetweenDigits(scan, from, at));
  return keepToken(scan, from, at, takesLetters);
}

function keepToken(scan: Scan, from: number, to: number, takesLetters: boolean): number {
  let at = from;
  while (at < to) {
    const code = scan.codes[at]!;
    const isPlain = (classOf[code]! & isDigit) !== 0;
    if (!isPlain && !takesLetters) break;
    keepDigit(at, isPlain ? code - 0x30 : letterDigitOf[code]! - 1, at - from);
    at++;
  }
  return at;
}

function keepDigit(place: number, value: number, ordinal: number): void {
  if (ordinal >= maxGroup) {
    chain.hasOverlong = true;
    return;
  }
  chain.places[chain.digitCount] = place;
  chain.values[chain.digitCount] = value;
  chain.digitCount++;
}

/** `l 3 8`, `138-OO-…`: a short run of such letters whose neighbours across one separator are digits. */
function isBetweenDigits(scan: Scan, from: number, to: number): boolean {
  if (to - from > 4) return false;
  const after = (classOf[scan.codes[to] ?? 0]! & isSeparator) !== 0 ? to + 1 : to;
  const before = from > 0 && (classOf[scan.codes[from - 1]!]! & isSeparator) !== 0 ? from - 2 : from - 1;
  return isDigitLike(scan, after) && (chain.digitCount > 0 || before < 0 || !isDigitLike(scan, before));
}

function isDigitLike(scan: Scan, at: number): boolean {
  if (at < 0 || at >= scan.length) return false;
  const code = scan.codes[at]!;
  if ((classOf[code]! & isDigit) !== 0) return true;
  const next = classOf[scan.codes[at + 1] ?? 0]!;
  return (
    letterDigitOf[code] !== 0 &&
    ((next & isAlphanumeric) === 0 || letterDigitOf[scan.codes[at + 1] ?? 0] !== 0 || (next & isDigit) !== 0)
  );
}

/** Past the separators at `from`; -1 where there are too many. */
function skipGap(scan: Scan, from: number): number {
  let at = from;
  let stars = 0;
  while (at < scan.length && (classOf[scan.codes[at]!]! & isSeparator) !== 0 && scan.claimed[at] === 0) {
    // Three stars stand for digits that are hidden.
    if (scan.codes[at] === 0x2a && ++stars === 3) return -1;
    at++;
    if (at - from > maxGap) return -1;
  }
  return at;
}

function gapOf(scan: Scan, from: number, to: number): number {
  let sum = 1;
  for (let at = from; at < to; at++) sum = (Math.imul(sum, 31) + scan.codes[at]!) | 0;
  return sum;
}
