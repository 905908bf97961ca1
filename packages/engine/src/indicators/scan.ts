import { classOf, digitOf, isCjk, isForeign, isLatin } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import type { Folded } from '../text/fold.ts';
import { sliceFolded } from '../text/normalise.ts';
import { type Cues, lastCueBefore } from './cues.ts';
import type { Find } from './kinds.ts';

/** A text on its way through the scanners. */
export interface Scan {
  readonly folded: Folded;
  readonly codes: Uint16Array;
  readonly length: number;
  readonly cues: Cues;
  /** 1 where a find or a redaction already stands. */
  readonly claimed: Uint8Array;
  readonly finds: Find[];
  /** Chinese, Japanese or Korean stands in the text: national numbers are read as of there. */
  readonly hasCjk: boolean;
  readonly defaultRegion: string | undefined;
}

/** Keeps a find and claims its place. */
export function keepFind(scan: Scan, find: Find): void {
  scan.finds.push(find);
  scan.claimed.fill(1, find.from, find.to);
}

/** The folded units as a string. */
export function textOf(scan: Scan, from: number, to: number): string {
  return sliceFolded(scan.folded, from, to);
}

/** Where a folded unit starts in the original. */
export function originalStart({ folded }: Scan, index: number): number {
  return folded.starts === undefined ? index : folded.starts[index]!;
}

/** Where, in the original, the unit before `index` ends. */
export function originalEnd({ folded }: Scan, index: number): number {
  return folded.ends === undefined ? index : folded.ends[index - 1]!;
}

/** The original unit that a folded one was made from. */
export function originalCode(scan: Scan, index: number): number {
  return scan.folded.source.charCodeAt(originalStart(scan, index));
}

/** The stretch as it was written. */
export function originalText(scan: Scan, from: number, to: number): string {
  return scan.folded.source.slice(originalStart(scan, from), originalEnd(scan, to));
}

export function isSpace(code: number | undefined): boolean {
  return code === 0x20 || code === 0x09;
}

export function isLetterAt(scan: Scan, index: number): boolean {
  return index >= 0 && index < scan.length && (classOf[scan.codes[index]!]! & (isLatin | isForeign)) !== 0;
}

export function isCjkAt(scan: Scan, index: number): boolean {
  return index >= 0 && index < scan.length && (classOf[scan.codes[index]!]! & isCjk) !== 0;
}

/** Look-alike letters read as Latin, in lower case where asked. */
export function latinText(scan: Scan, from: number, to: number): string {
  let text = '';
  for (let index = from; index < to; index++) {
    const code = scan.codes[index]!;
    text += String.fromCharCode(latinOf[code]! || code);
  }
  return text;
}

/** A sentence is looked through at most this far for its words. */
const maxSentence = 160;

/** True for what ends a sentence: 。！？ and line ends; a full stop or `!?` only before a space or an end. */
export function endsSentence(scan: Scan, index: number): boolean {
  const code = scan.codes[index]!;
  if (code === 0x3002 || code === 0x0a || code === 0x0d) return true;
  if (code !== 0x2e && code !== 0x21 && code !== 0x3f && code !== 0x3b) return false;
  const next = scan.codes[index + 1];
  if (code === 0x2e && isAbbreviation(scan, index)) return false;
  return index + 1 >= scan.length || next === 0x20 || next === 0x0a || originalCode(scan, index) >= 0xff00;
}

/** `no. is 12`, `tel. 12`, `ext. 12`: the full stop is the word's. */
const shortened = new Set('no nos nr num tel ph mob acc acct ac ref ext mr ms mrs dr st vs'.split(' '));

function isAbbreviation(scan: Scan, dot: number): boolean {
  let start = dot;
  while (start > 0 && dot - start < 5 && isLetterAt(scan, start - 1)) start--;
  if (start === dot || dot - start > 4) return false;
  const next = scan.codes[dot + 1] === 0x20 ? scan.codes[dot + 2] : scan.codes[dot + 1];
  if (next !== undefined && digitOf[next] !== 0) return true;
  return shortened.has(textOf(scan, start, dot).toLowerCase());
}

/** Start of the sentence that holds `index`, at most `maxSentence` units back. */
export function sentenceStart(scan: Scan, index: number): number {
  const limit = Math.max(0, index - maxSentence);
  let start = index;
  while (start > limit && !endsSentence(scan, start - 1)) start--;
  return start;
}

/** End of the sentence that holds `index`, at most `maxSentence` units on. */
export function sentenceEnd(scan: Scan, index: number): number {
  const limit = Math.min(scan.length, index + maxSentence);
  let end = index;
  while (end < limit && !endsSentence(scan, end)) end++;
  return end;
}

/** The last cue of one of the kinds inside `[from, to)`, or -1; nearest to `to` first. */
export function cueWithin(scan: Scan, from: number, to: number, kinds: readonly number[]): number {
  for (let at = lastCueBefore(scan.cues, to); at >= 0 && scan.cues.starts[at]! >= from; at--) {
    if (kinds.includes(scan.cues.kinds[at]!)) return at;
  }
  return -1;
}
