import { type Folded, foldText } from './fold.ts';

/** A text as it is read, and where each of its units stands in what was written. */
export interface NormalisedText {
  readonly text: string;
  /** Start, in the original, of the character that unit `index` came from. */
  originalStart(index: number): number;
  /** End (exclusive), in the original, of the character that unit `index` came from. */
  originalEnd(index: number): number;
}

/** A stretch to be hidden; see `redact`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The text folded to plain characters: NFKC, invisible characters dropped, enclosed digits as digits.
 * Offsets are UTF-16 units; the map is exact and never decreases. O(n).
 */
export function normalise(text: string): NormalisedText {
  const folded = foldText(text);
  const starts = folded.starts?.slice(0, folded.length);
  const ends = folded.ends?.slice(0, folded.length);
  return {
    text: sliceFolded(folded, 0, folded.length),
    originalStart: (index) => starts?.[index] ?? index,
    originalEnd: (index) => ends?.[index] ?? index + 1,
  };
}

/**
 * The text with each span hidden by `■`, unit for unit, so that offsets of everything else stay true.
 * Spans may overlap; what lies outside the text is ignored.
 */
export function redact(text: string, redactions: readonly Span[]): string {
  const pieces: string[] = [];
  let done = 0;
  for (const { start, end } of redactions.toSorted((one, other) => one.start - other.start)) {
    const from = Math.min(Math.max(start, done), text.length);
    const to = Math.min(Math.max(end, from), text.length);
    pieces.push(text.slice(done, from), '■'.repeat(to - from));
    done = to;
  }
  return pieces.join('') + text.slice(done);
}

/** So few that a call for each is the fastest. */
const fewUnits = 24;
/** Few enough arguments for one call; longer texts are decoded in pieces. */
const decodeStep = 4096;

/** The folded units `[from, to)` as a string. */
export function sliceFolded(folded: Folded, from: number, to: number): string {
  let text = '';
  if (to - from <= fewUnits) {
    for (let index = from; index < to; index++) text += String.fromCharCode(folded.codes[index]!);
    return text;
  }
  for (let index = from; index < to; index += decodeStep) {
    text += String.fromCharCode(...folded.codes.subarray(index, Math.min(to, index + decodeStep)));
  }
  return text;
}
