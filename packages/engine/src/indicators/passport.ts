import { classOf, isAlphanumeric } from '../text/characters.ts';
import { isNumberGap } from './connectors.ts';
import { cueIndex } from './cues.ts';
import { isPassportShape } from './identity.ts';
import type { Redaction } from './kinds.ts';
import { originalEnd, originalStart, type Scan, textOf } from './scan.ts';

/** A cue names what stands at most this far behind it. */
const reach = 12;

/** Passport numbers behind their cue, to be hidden. */
export function scanPassports(scan: Scan, redactions: Redaction[]): void {
  const { cues } = scan;
  for (let index = 0; index < cues.count; index++) {
    if (cues.kinds[index] !== cueIndex.passport) continue;
    const from = firstWord(scan, cues.ends[index]!);
    if (from < 0 || !isNumberGap(scan, cues.ends[index]!, from, reach)) continue;
    let to = from;
    while (to < scan.length && to - from < 10 && (classOf[scan.codes[to]!]! & isAlphanumeric) !== 0) to++;
    if (!isPassportShape(textOf(scan, from, to))) continue;
    scan.claimed.fill(1, from, to);
    redactions.push({ kind: 'passport', start: originalStart(scan, from), end: originalEnd(scan, to) });
  }
}

/** The next word that has a digit. */
function firstWord(scan: Scan, from: number): number {
  let start = -1;
  for (let at = from; at < Math.min(scan.length, from + reach + 2); at++) {
    const isUnit = (classOf[scan.codes[at]!]! & isAlphanumeric) !== 0;
    if (!isUnit) start = -1;
    else if (start < 0) start = at;
    if (isUnit && scan.codes[at]! <= 0x39) return start;
  }
  return -1;
}
