import { type Scan, textOf } from './scan.ts';

/** A scheme and its slashes, as written. */
export interface SchemeStart {
  readonly name: string;
  readonly start: number;
  /** Behind the slashes. */
  readonly end: number;
  readonly isDefanged: boolean;
}

const separator = /^ ?[[({]?:[\])}]?[[({]?(?:\/\/|\\\\|\/\\)[\])}]?/;
const name = /(?:h[tx*]{2}p(s?)|(f[tx]p)(s?))$/i;
/** `hxxps` and one unit to spare. */
const longestName = 6;
const longestSeparator = 9;

/** The scheme that ends at `end`, when its colon and slashes follow: `http://`, `hxxps[:]//`, `h**p://`. */
export function readScheme(scan: Scan, end: number): SchemeStart | undefined {
  const { codes } = scan;
  const code = codes[end]!;
  if (code !== 0x3a && codes[end + 1] !== 0x3a && codes[end + 2] !== 0x3a) return undefined;
  const slashes = separator.exec(textOf(scan, end, Math.min(scan.length, end + longestSeparator)));
  if (slashes === null) return undefined;
  const from = Math.max(0, end - longestName);
  const found = name.exec(textOf(scan, from, end));
  if (found === null) return undefined;
  const written = found[0].toLowerCase();
  return {
    name: plainName(found),
    start: end - written.length,
    end: end + slashes[0].length,
    isDefanged: slashes[0] !== '://' || /[x*]/.test(written),
  };
}

function plainName(found: RegExpExecArray): string {
  if (found[2] !== undefined) return found[3] === '' ? 'ftp' : 'ftps';
  return found[1] === '' ? 'http' : 'https';
}
