import { classOf, isWord } from '../text/characters.ts';
import { keepFind, type Scan, textOf } from './scan.ts';

/** The longest written IPv6 address, with `[:]` for some colons. */
const maxWritten = 64;

/** The IPv6 address that begins with the word at `index`; gives its end, or undefined for none. */
export function readAddress6(scan: Scan, index: number): number | undefined {
  const before = index > 0 ? scan.codes[index - 1]! : 0x20;
  if (before === 0x3a || before === 0x2e || before === 0x2d) return undefined;
  const text = textOf(scan, index, Math.min(scan.length, index + maxWritten));
  const written = /^[\da-f]{1,4}(?:(?::|\[:\])[\da-f]{0,4}){2,8}(?:\d{0,3}(?:\.\d{1,3}){3})?/i
    .exec(text)?.[0]
    .replace(/:$/, (colon) => (text.includes('::') ? colon : ''));
  if (written === undefined) return undefined;
  const end = index + written.length;
  const after = end < scan.length ? scan.codes[end]! : 0x20;
  if ((classOf[after]! & isWord) !== 0) return undefined;
  const value = canonicalAddress6(written.replaceAll('[:]', ':'));
  // Two short groups around `::` are as likely a word of a programming language.
  if (value === undefined || !/\d/.test(written) || written.length < 6) return undefined;
  keepFind(scan, {
    kind: 'ip',
    value,
    from: index,
    to: end,
    confidence01: 0.95,
    because: 'shape',
    traits: written.includes('[') ? ['obfuscated'] : [],
  });
  return end;
}

/** RFC 5952, or undefined for what is no IPv6 address. */
function canonicalAddress6(written: string): string | undefined {
  const address = `http://[${written}]/`;
  return URL.canParse(address) ? new URL(address).hostname.slice(1, -1) : undefined;
}
