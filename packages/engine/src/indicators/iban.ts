import { countrySpecs, isValidIBAN } from 'ibantools';
import { classOf, isAlphanumeric, isDigit, isLatin, isSeparator } from '../text/characters.ts';
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

function opensIban(scan: Scan, from: number): boolean {
  return (
    bits(scan, from, isLatin) &&
    bits(scan, from + 1, isLatin) &&
    (bits(scan, from + 2, isDigit) || !bits(scan, from + 2, isLatin))
  );
}

function bits(scan: Scan, at: number, wanted: number): boolean {
  if (at >= scan.length) return false;
  const code = scan.codes[at]!;
  return (classOf[latinOf[code]! || code]! & wanted) !== 0;
}

function unitAt(scan: Scan, at: number): string {
  const code = scan.codes[at]!;
  return String.fromCharCode(latinOf[code]! || code);
}
