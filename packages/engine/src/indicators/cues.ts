import { classOf, isDigit, isLatin } from '../text/characters.ts';
import type { Folded } from '../text/fold.ts';
import { simplifiedOf } from '../text/simplified.ts';
import { type CueKind, cueKinds, cueWords } from './cue-words.ts';

/** The cue words found in a text, by where they start; parallel arrays, `count` of them. */
export interface Cues {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Index into `cueKinds`. */
  readonly kinds: Uint8Array;
  readonly count: number;
}

export const cueIndex: Readonly<Record<CueKind, number>> = Object.fromEntries(
  cueKinds.map((kind, index) => [kind, index]),
) as Record<CueKind, number>;

/**
 * The trie's steps, `node * letterCount + letter` to the next node, in an open table of typed arrays:
 * a message asks it some hundred times.
 */
const tableSize = 2 ** 14;
const stepKeys = new Int32Array(tableSize);
const stepNodes = new Uint16Array(tableSize);
/** Each unit that stands in a cue, numbered from 1; 0 for all others, Simplified and in lower case already. */
const letterOf = new Uint16Array(65_536);
const maxLetters = 2 ** 12;
/** For each node the kind that ends there, plus one. */
const endings: number[] = [0];
/** The node after a first letter, or 0. */
const firstNode = new Uint16Array(maxLetters);
const filler = new Uint8Array(65_536);
buildTrie();

/** A cue's letters may be spaced apart by at most this many units each. */
const maxFiller = 2;
/** Lists up to this length are kept for the next text. */
const sharedCues = 2 ** 20;
let shared = { starts: new Int32Array(512), ends: new Int32Array(512), kinds: new Uint8Array(512) };

/** All cue words of a text, the longest at each place. O(n): a word has a bounded length. */
export function findCues({ codes, length }: Folded): Cues {
  let { starts, ends, kinds } = shared;
  let count = 0;
  let index = 0;
  while (index < length) {
    const letter = letterOf[codes[index]!]!;
    const node = letter === 0 ? 0 : firstNode[letter]!;
    const match = node === 0 || touchesLetter(codes, index) ? 0 : longestFrom(codes, length, index, node);
    if (match === 0) {
      index++;
      continue;
    }
    if (count === starts.length) ({ starts, ends, kinds } = widen(starts, ends, kinds));
    starts[count] = index;
    ends[count] = matchedEnd;
    kinds[count] = match - 1;
    count++;
    index = matchedEnd;
  }
  return { starts, ends, kinds, count };
}

let matchedEnd = 0;

/** The kind (plus one) of the longest cue from `index`, its end in `matchedEnd`; 0 for none. */
function longestFrom(codes: Uint16Array, length: number, index: number, first: number): number {
  let node = first;
  let best = 0;
  let at = index + 1;
  let skipped = 0;
  if (endsHere(codes, length, at, node)) best = note(node, at);
  while (at < length) {
    const letter = letterOf[codes[at]!]!;
    const next = letter === 0 ? 0 : nextNode(node, letter);
    if (next === 0) {
      if (filler[codes[at]!] === 0 || ++skipped > maxFiller) break;
      at++;
      continue;
    }
    skipped = 0;
    node = next;
    at++;
    if (endsHere(codes, length, at, node)) best = note(node, at);
  }
  return best;
}

function note(node: number, end: number): number {
  matchedEnd = end;
  return endings[node]!;
}

function endsHere(codes: Uint16Array, length: number, at: number, node: number): boolean {
  if (endings[node] === 0) return false;
  const isLatinEnd = (classOf[codes[at - 1]!]! & isLatin) !== 0;
  return !isLatinEnd || at === length || (classOf[codes[at]!]! & isLatin) === 0;
}

/** A Latin cue does not start inside a word or a code; right behind a whole number it may. */
function touchesLetter(codes: Uint16Array, index: number): boolean {
  if (index === 0 || (classOf[codes[index]!]! & isLatin) === 0) return false;
  const before = classOf[codes[index - 1]!]!;
  if ((before & isLatin) !== 0) return true;
  return (before & isDigit) !== 0 && (index < 5 || (classOf[codes[index - 5]!]! & isDigit) === 0);
}

/** The node behind `node` for a letter, or 0. */
function nextNode(node: number, letter: number): number {
  const key = node * maxLetters + letter;
  let slot = slotOf(key);
  while (stepKeys[slot] !== 0) {
    if (stepKeys[slot] === key) return stepNodes[slot]!;
    slot = (slot + 1) & (tableSize - 1);
  }
  return 0;
}

function slotOf(key: number): number {
  return (Math.imul(key, 0x9e37_79b1) >>> 18) & (tableSize - 1);
}

function buildTrie(): void {
  for (const character of ' .-_*·•、/|~') filler[character.charCodeAt(0)] = 1;
  const letters = new Map<string, number>();
  for (const kind of cueKinds) {
    for (const word of cueWords[kind].split(/\s+/)) addWord(word, cueIndex[kind] + 1, letters);
  }
  numberLetters(letters);
}

/** Every unit that reads as a letter of a cue: capitals and Traditional forms too. */
function numberLetters(letters: ReadonlyMap<string, number>): void {
  for (let code = 0; code < letterOf.length; code++) {
    const isCapital = code >= 0x41 && code <= 0x5a;
    const plain = isCapital ? code + 0x20 : code < 0x80 ? code : simplifiedOf[code]!;
    letterOf[code] = letters.get(String.fromCharCode(plain)) ?? 0;
  }
}

/** A hyphen or a slash in a word stands for an optional filler, which the matcher skips. */
function addWord(word: string, ending: number, letters: Map<string, number>): void {
  let node = 0;
  for (const unit of word.replaceAll(/[-/]/g, '').split('')) {
    const letter = letters.get(unit) ?? letters.size + 1;
    letters.set(unit, letter);
    node = node === 0 ? firstStep(letter) : addStep(node, letter);
  }
  endings[node] ||= ending;
}

function firstStep(letter: number): number {
  firstNode[letter] ||= endings.push(0) - 1;
  return firstNode[letter]!;
}

function addStep(node: number, letter: number): number {
  const known = nextNode(node, letter);
  if (known !== 0) return known;
  const next = endings.push(0) - 1;
  if (next > tableSize / 2) throw new RangeError('More cue words than the table has room for: double `tableSize`.');
  const key = node * maxLetters + letter;
  let slot = slotOf(key);
  while (stepKeys[slot] !== 0) slot = (slot + 1) & (tableSize - 1);
  stepKeys[slot] = key;
  stepNodes[slot] = next;
  return next;
}

function widen(starts: Int32Array, ends: Int32Array, kinds: Uint8Array) {
  const wider = {
    starts: new Int32Array(starts.length * 2),
    ends: new Int32Array(starts.length * 2),
    kinds: new Uint8Array(starts.length * 2),
  };
  wider.starts.set(starts);
  wider.ends.set(ends);
  wider.kinds.set(kinds);
  if (wider.starts.length <= sharedCues) shared = wider;
  return wider;
}

/** The index of the last cue that ends at or before a place, or -1. O(log cues). */
export function lastCueBefore(cues: Cues, place: number): number {
  let low = 0;
  let high = cues.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cues.ends[middle]! <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
