import { classOf, isCjk, isDigit, isForeign, isLatin, isNumeral } from '../text/characters.ts';
import { type Folded, foldText, sharedLength } from '../text/fold.ts';
import { indicatorKinds } from '../vocabulary.ts';
import { findCues } from './cues.ts';
import { scanHandles } from './handle.ts';
import type { Find, Indicator, Recognition, Redaction } from './kinds.ts';
import { scanLinks } from './link.ts';
import { scanNumbers } from './numbers.ts';
import { scanPassports } from './passport.ts';
import { originalEnd, originalStart, type Scan } from './scan.ts';
import { scanWallets } from './wallet.ts';

export interface RecogniseOptions {
  /** ISO 3166 country whose national numbers are read too, where a cue or their writing shows them. */
  readonly defaultRegion?: string;
}

let sharedClaims = new Uint8Array(4096);
/** A name all in Chinese letters has no Latin one, but a dot. */
const fullStop = 0x2e;
/** Fewer Chinese numerals than this are no number. */
const fewestNumerals = 5;

/**
 * The indicators of a text, by start, then end, then kind; and what is to be hidden in it.
 * Never throws, whatever the text. O(n) time and memory.
 */
export function recognise(text: string, options: RecogniseOptions = {}): Recognition {
  const folded = foldText(text);
  const bits = survey(folded);
  const redactions: Redaction[] = [];
  if (bits === 0) return { indicators: [], redactions };
  const scan: Scan = {
    folded,
    codes: folded.codes,
    length: folded.length,
    cues: findCues(folded),
    claimed: claims(folded.length),
    finds: [],
    hasCjk: (bits & isCjk) !== 0,
    defaultRegion: options.defaultRegion,
  };
  scanLinks(scan);
  scanWallets(scan);
  scanPassports(scan, redactions);
  scanHandles(scan);
  scanNumbers(scan, redactions);
  return { indicators: scan.finds.map((find) => indicatorOf(scan, find)).sort(byPlace), redactions };
}

/** The classes of character that stand in a text; 0 where no indicator can. */
function survey({ codes, length }: Folded): number {
  let bits = 0;
  let numerals = 0;
  let hasDot = false;
  for (let index = 0; index < length; index++) {
    const code = codes[index]!;
    const own = classOf[code]!;
    if (code === fullStop) hasDot = true;
    bits |= own;
    numerals += own & isNumeral;
  }
  const hasOther = hasDot || numerals >= fewestNumerals * isNumeral;
  return (bits & (isDigit | isLatin | isForeign)) !== 0 || hasOther ? bits : 0;
}

function claims(length: number): Uint8Array {
  if (length > sharedLength) return new Uint8Array(length);
  if (length > sharedClaims.length) sharedClaims = new Uint8Array(2 ** Math.ceil(Math.log2(length)));
  return sharedClaims.fill(0, 0, length);
}

function indicatorOf(scan: Scan, { from, to, ...rest }: Find): Indicator {
  return { ...rest, start: originalStart(scan, from), end: originalEnd(scan, to) };
}

function byPlace(one: Indicator, other: Indicator): number {
  return (
    one.start - other.start ||
    one.end - other.end ||
    indicatorKinds.indexOf(one.kind) - indicatorKinds.indexOf(other.kind)
  );
}
