import { countrySpecs, isValidIBAN } from 'ibantools';
import { classOf, isAlphanumeric, isSeparator } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import { keepFind, type Scan } from './scan.ts';

/** The IBAN that begins with the word at `from`, in groups or not; gives its end, or undefined for none. */
export function readIban(scan: Scan, from: number, end: number): number | undefined {
  if (end - from > 40 || !opensIban(scan, from)) return undefined;
  const country = (unitAt(scan, from) + unitAt(scan, from + 1)).toUpperCase();
  const length = countrySpecs[country]?.chars;
  if (length === undefined || length === null) return undefined;
  let written = '';
  let at = from;
  let lastGap = 0;
  while (written.length < length && at < scan.length) {
    const code = scan.codes[at]!;
    if ((classOf[code]! & isAlphanumeric) !== 0 || latinOf[code] !== 0) {
      written += unitAt(scan, at);
      lastGap = 0;
    } else if ((classOf[code]! & isSeparator) === 0 || ++lastGap > 2) return undefined;
    at++;
  }
  const value = written.toUpperCase();
  const isWhole = at >= scan.length || (classOf[scan.codes[at]!]! & isAlphanumeric) === 0;
  if (!isWhole || !isValidIBAN(value)) return undefined;
  keepFind(scan, {
    kind: 'bank-account',
    value,
    from,
    to: at,
    confidence01: 0.99,
    because: 'checksum',
    traits: at - from > length * 1.3 ? ['obfuscated'] : [],
  });
  return at;
}

/** `countryStarts[first * 26 + second]` is 1 for two letters that an IBAN begins with. */
const countryStarts = new Uint8Array(26 * 26);
for (const country of Object.keys(countrySpecs)) {
  countryStarts[(country.charCodeAt(0) - 0x41) * 26 + country.charCodeAt(1) - 0x41] = 1;
}

function opensIban(scan: Scan, from: number): boolean {
  const first = letterAt(scan, from);
  const second = letterAt(scan, from + 1);
  if (first < 0 || second < 0 || countryStarts[first * 26 + second] === 0) return false;
  return from + 2 < scan.length && letterAt(scan, from + 2) < 0;
}

/** 0 for A to 25 for Z, look-alikes and small letters too; -1 for anything else. */
function letterAt(scan: Scan, at: number): number {
  if (at >= scan.length) return -1;
  const code = scan.codes[at]!;
  const letter = ((latinOf[code]! || code) | 0x20) - 0x61;
  return letter >= 0 && letter < 26 ? letter : -1;
}

function unitAt(scan: Scan, at: number): string {
  const code = scan.codes[at]!;
  return String.fromCharCode(latinOf[code]! || code);
}
