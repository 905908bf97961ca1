import { isDigit } from './disguise.ts';

const separators = /[ .\-_*·・,/\u200b-\u200f\u2060\ufeff]/u;
const numerals = '〇○零一二三四五六七八九幺两洞壹贰叁肆伍陆柒捌玖貳參陸十百千万亿';

/**
 * Whether a value stands so that a reader can tell where it begins and ends.
 * The composer draws again, or refuses the carrier, where it does not.
 */
export function isClear(input: {
  before: string;
  written: string;
  after: string;
  shape: string;
  isObfuscated: boolean;
}): boolean {
  const { before, written, after, shape, isObfuscated } = input;
  const previous = [...before].at(-1) ?? '';
  const next = [...after][0] ?? '';
  if (shape === 'digits') return isClearNumber(before, written, after, isObfuscated);
  if (/[A-Za-z0-9@./_+-]/.test(previous)) return false;
  if (/[A-Za-z0-9@_-]/.test(next)) return false;
  // A dot of any kind with a letter behind it would carry the name on.
  if (/^[.。．点點:/][A-Za-z0-9]/.test(after) || /[A-Za-z0-9][.。．点點:]$/.test(before)) return false;
  return !/^[,;!?)'"][A-Za-z0-9]/.test(after) || shape === 'name';
}

function isClearNumber(before: string, written: string, after: string, isObfuscated: boolean): boolean {
  const previous = [...before].at(-1) ?? '';
  const next = [...after][0] ?? '';
  if (/[A-Za-z]/.test(next) || isNumeric(next, true)) return false;
  if (isDigit(previous) || (isObfuscated && isNumeric(previous, true))) return false;
  if (/[A-Za-z]/.test(previous) && /^[A-Za-z]/.test(written)) return false;
  if (!isObfuscated) return !(/^[-./,]\d/.test(after) || /\d[-./,]$/.test(before));
  return !isNumeric(firstBeyond([...after]), true) && !isNumeric(firstBeyond([...before].reverse()), true);
}

function firstBeyond(chars: readonly string[]): string {
  return chars.find((char) => !separators.test(char)) ?? '';
}

function isNumeric(char: string, countsNumerals: boolean): boolean {
  return char !== '' && (/\p{N}/u.test(char) || (countsNumerals && numerals.includes(char)));
}
