import { symbolOf } from './symbols.ts';

/** Endings that make a run with a dot a link though nothing follows: no English word among them. */
const linkEndings = new Set(
  'com net org cn cc top xyz info co uk io ly vip app site online shop club link tk gl biz tv hk tw ru cyou icu live'.split(
    ' ',
  ),
);
const walletMinLength = 26;
const handleMinLength = 5;
/** iphone15 and covid19 are words. */
const handleMinDigits = 3;
const accountMinDigits = 13;
const phoneMinDigits = 7;

/** What the characters of a run are: counted while it is read. */
export interface Run {
  letters: number;
  digits: number;
  dots: number;
  colons: number;
  dashes: number;
  slashes: number;
  ats: number;
  hasScheme: boolean;
  firstDigits: number;
}

/** A run of Latin letters and digits that is a link, an address, a wallet or a handle; 0 where it is plain text. */
export function symbolOfMixed(run: Run, text: () => string): number {
  if (run.hasScheme) return symbolOf.url;
  if (run.ats > 0 && run.dots > 0 && run.letters > 0) return symbolOf.email;
  if (run.dots > 0 && run.letters > 1 && isLink(text(), run)) return symbolOf.url;
  if (run.dots + run.slashes + run.colons + run.ats > 0) return 0;
  const length = run.letters + run.digits;
  if (length >= walletMinLength && run.digits > 1 && run.letters > 1) return symbolOf.wallet;
  return run.digits >= handleMinDigits && run.letters > 0 && length >= handleMinLength ? symbolOf.handle : 0;
}

function isLink(written: string, run: Run): boolean {
  const lower = written.toLowerCase();
  if (lower.startsWith('www.')) return true;
  const host = lower.split('/', 1)[0]!;
  const ending = host.slice(host.lastIndexOf('.') + 1);
  if (linkEndings.has(ending)) return true;
  // "and/or." is no link; "bit.do/x" is.
  return run.slashes > 0 && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,6}\/[a-z0-9]/.test(lower);
}

/** The symbol of a run of digits and the marks between them. */
export function symbolOfDigits({ digits, dots, colons, slashes, dashes, firstDigits }: Run): number {
  if (dots + colons + slashes > 0) return symbolOf.number;
  if (digits >= accountMinDigits) return symbolOf.account;
  const isDate = dashes > 0 && digits <= 8 && firstDigits >= 1900 && firstDigits < 2100;
  if (digits >= phoneMinDigits) return isDate ? symbolOf.number : symbolOf.phone;
  return isServiceNumber(digits, firstDigits) ? symbolOf.phone : symbolOf.number;
}

/** Banks' 95588, the carriers' 10086, the state's 12345 and 96110. */
function isServiceNumber(digits: number, value: number): boolean {
  if (digits !== 5) return false;
  return (
    (value >= 95_000 && value < 97_000) || (value >= 10_000 && value <= 10_099) || (value >= 12_000 && value < 12_400)
  );
}
