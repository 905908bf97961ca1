import { classOf, isCjk, isDigit, isForeign, isLatin, isNumeral } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import { foldText } from '../text/fold.ts';
import { simplifiedOf } from '../text/simplified.ts';
import { type Run, symbolOfDigits, symbolOfMixed } from './runs.ts';
import { placeholderAt, symbolOf } from './symbols.ts';

/** Only the beginning of a very long text is read for its kind: what it is for is said by then. */
export const readMaxSymbols = 20_000;

/** What sort of thing a symbol is. */
export const isCharacter = 1;
export const isWordSymbol = 2;
const isValue = 3;
export const isMark = 4;

/** Symbols of the text last read, and the folded units `[from, to)` that each stands for. Overwritten by the next. */
export interface Symbols {
  ids: Int32Array;
  sorts: Uint8Array;
  froms: Int32Array;
  tos: Int32Array;
  count: number;
  codes: Uint16Array;
}

const symbols: Symbols = {
  ids: new Int32Array(readMaxSymbols),
  sorts: new Uint8Array(readMaxSymbols),
  froms: new Int32Array(readMaxSymbols),
  tos: new Int32Array(readMaxSymbols),
  count: 0,
  codes: new Uint16Array(0),
};

/** Chinese numerals in a row that are a number, not words. */
const numeralRunLength = 5;
/** Marks that are written between the characters of one word to hide it: 刷.单. Dropped between characters. */
const hidingMarks = new Set('.·•*_-|/~^+=‧∙⋅・—–"\'`'.split('').map((mark) => mark.charCodeAt(0)));
const isHidingMark = new Uint8Array(65_536);
for (const mark of hidingMarks) isHidingMark[mark] = 1;

/** Reads a text into symbols. The result is shared: use it before the next call. O(n). */
export function readSymbols(text: string): Symbols {
  const { codes, length } = foldText(text);
  symbols.codes = codes;
  symbols.count = 0;
  let index = 0;
  while (index < length && symbols.count < readMaxSymbols) {
    const code = codes[index]!;
    const bits = classOf[code]!;
    if ((bits & isCjk) !== 0) index = readCharacter(codes, index, length);
    else if ((bits & (isDigit | isLatin)) !== 0 || isFoldable(code, bits)) index = readRun(codes, index, length);
    else index = readMark(codes, index, length);
  }
  return symbols;
}

function add(id: number, sort: number, from: number, to: number): number {
  const at = symbols.count++;
  symbols.ids[at] = id;
  symbols.sorts[at] = sort;
  symbols.froms[at] = from;
  symbols.tos[at] = to;
  return to;
}

/** A letter of another alphabet: read as the Latin one that it is drawn like, else as itself. */
function isFoldable(code: number, bits: number): boolean {
  return code >= 0x80 && (bits & isForeign) !== 0;
}

function readCharacter(codes: Uint16Array, index: number, length: number): number {
  if ((classOf[codes[index]!]! & isNumeral) !== 0) {
    let end = index + 1;
    while (end < length && (classOf[codes[end]!]! & isNumeral) !== 0) end++;
    if (end - index >= numeralRunLength) return add(numeralSymbol(end - index), isValue, index, end);
  }
  return add(simplifiedOf[codes[index]!]!, isCharacter, index, index + 1);
}

function numeralSymbol(count: number): number {
  return count >= 13 ? symbolOf.account : count >= 7 ? symbolOf.phone : symbolOf.number;
}

const run: Run = {
  letters: 0,
  digits: 0,
  dots: 0,
  colons: 0,
  dashes: 0,
  slashes: 0,
  ats: 0,
  hasScheme: false,
  firstDigits: 0,
};

/** A run of letters and digits with the marks that links and numbers have inside them. */
function readRun(codes: Uint16Array, start: number, length: number): number {
  const wordEnd = readPlainWord(codes, start, length);
  if (wordEnd > start) return wordEnd;
  const end = measureRun(codes, start, length);
  if (run.letters === 0) return add(symbolOfDigits(run), isValue, start, end);
  const isPlain = run.digits + run.dots + run.slashes + run.colons + run.ats === 0;
  const symbol = isPlain
    ? 0
    : symbolOfMixed(run, () => String.fromCharCode(...codes.subarray(start, Math.min(end, start + 256))));
  if (symbol !== 0) return add(symbol, isValue, start, end);
  return readParts(codes, start, end);
}

/** Most runs are a word with a blank behind it: read in one pass. Yields its end, or `start` where it is something else. */
function readPlainWord(codes: Uint16Array, start: number, length: number): number {
  let hash = wordSeed;
  let to = start;
  while (to < length && (classOf[codes[to]!]! & isLatin) !== 0) hash = addLetter(hash, codes[to++]!);
  if (to === start || (to < length && codes[to]! > 0x20 && (classOf[codes[to]!]! & isCjk) === 0)) return start;
  return add(hash | 0x8000_0000, isWordSymbol, start, to);
}

/** FNV-1a. */
const wordSeed = 0x811c_9dc5;

function addLetter(hash: number, code: number): number {
  return Math.imul(hash ^ lower(code), 0x0100_0193);
}

/** A run that is no value as a whole, as its words, numbers and marks. */
function readParts(codes: Uint16Array, start: number, end: number): number {
  let index = start;
  while (index < end && symbols.count < readMaxSymbols) {
    if (isLetterOrDigit(codes[index]!)) index = readPart(codes, index, end);
    else index = readMark(codes, index, end);
  }
  return index;
}

function readPart(codes: Uint16Array, start: number, end: number): number {
  const isNumber = (classOf[codes[start]!]! & isDigit) !== 0;
  let to = start;
  let hash = wordSeed;
  while (to < end && isLetterOrDigit(codes[to]!) && ((classOf[codes[to]!]! & isDigit) !== 0) === isNumber) {
    hash = addLetter(hash, codes[to]!);
    to++;
  }
  return isNumber ? add(symbolOf.number, isValue, start, to) : add(hash | 0x8000_0000, isWordSymbol, start, to);
}

/** The Latin letter, small, that a folded unit reads as. */
export function lower(code: number): number {
  const latin = latinOf[code]! || code;
  return latin >= 0x41 && latin <= 0x5a ? latin | 0x20 : latin;
}

function isLetterOrDigit(code: number): boolean {
  return (classOf[code]! & (isDigit | isLatin | isForeign)) !== 0;
}

/** Counts the run that begins at `start`, and yields its end. Marks at its end are not part of it. */
function measureRun(codes: Uint16Array, start: number, length: number): number {
  run.letters = run.digits = run.dots = run.colons = run.dashes = run.slashes = run.ats = run.firstDigits = 0;
  run.hasScheme = false;
  let end = start;
  let isFirst = true;
  for (let at = start; at < length; at++) {
    const code = codes[at]!;
    const bits = classOf[code]!;
    if ((bits & isDigit) !== 0) {
      run.digits++;
      if (isFirst && run.firstDigits < 1e6) run.firstDigits = run.firstDigits * 10 + (code - 0x30);
      end = at + 1;
    } else if ((bits & isLatin) !== 0 || isFoldable(code, bits)) {
      run.letters++;
      end = at + 1;
    } else {
      isFirst = false;
      if (!joins(codes, at, length)) break;
    }
  }
  return end;
}

/** Whether a mark at `at` is inside a run, as the dots and slashes of a link are; counts it. */
function joins(codes: Uint16Array, at: number, length: number): boolean {
  const code = codes[at]!;
  const next = at + 1 < length ? codes[at + 1]! : 0;
  if (code === 0x3a && next === 0x2f) run.hasScheme ||= run.letters > 2;
  else if (!isLetterOrDigit(next) && !(code === 0x2f && next === 0x2f))
    return run.hasScheme && isLinkMark(code) && isLinkMark(next);
  if (code === 0x2e) run.dots++;
  else if (code === 0x2f) run.slashes++;
  else if (code === 0x3a) run.colons++;
  else if (code === 0x2d || code === 0x5f) run.dashes++;
  else if (code === 0x40) run.ats++;
  else if (code === 0x2c) return isBetweenDigits(codes, at);
  else return isLinkMark(code) && (run.hasScheme || run.slashes > 0);
  return true;
}

function isBetweenDigits(codes: Uint16Array, at: number): boolean {
  return (classOf[codes[at - 1]!]! & isDigit) !== 0 && (classOf[codes[at + 1]!]! & isDigit) !== 0;
}

/** `?`, `=`, `&`, `%`, `#`, `~`, `+` and the rest of what paths hold. */
function isLinkMark(code: number): boolean {
  return code > 0x20 && code < 0x7f && code !== 0x22 && code !== 0x3c && code !== 0x3e && code !== 0x2c;
}

function readMark(codes: Uint16Array, index: number, length: number): number {
  const code = codes[index]!;
  if (code === 0x7b) {
    const placeholder = placeholderAt(codes, index, length);
    if (placeholder !== undefined) return add(placeholder.symbol, isValue, index, placeholder.end);
  }
  if (code <= 0x20 || code === 0x3000 || isHidden(codes, index, length)) return index + 1;
  const before = symbols.count - 1;
  // Three exclamation marks, or ten hearts, say no more than one.
  if (before >= 0 && symbols.sorts[before] === isMark && symbols.ids[before] === markId(code)) return index + 1;
  return add(markId(code), isMark, index, index + 1);
}

/** Pictures are one symbol: which heart it is says nothing. */
function markId(code: number): number {
  return code >= 0x2190 && code <= 0x2bff ? symbolOf.gap : code >= 0xd800 && code <= 0xdfff ? symbolOf.gap : code;
}

/** A single mark between two characters that only hides their word. */
function isHidden(codes: Uint16Array, index: number, length: number): boolean {
  if (isHidingMark[codes[index]!] === 0 || index === 0 || index + 1 >= length) return false;
  return (classOf[codes[index - 1]!]! & isCjk) !== 0 && (classOf[codes[index + 1]!]! & isCjk) !== 0;
}
