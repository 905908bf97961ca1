import { classOf, isDigit, isLatin } from '../text/characters.ts';
import type { Chain } from './digit-chain.ts';
import { type Scan, textOf } from './scan.ts';

/** Part of a chain that is tried as one number: groups `[first, last]`. */
export interface Part {
  readonly digits: string;
  readonly first: number;
  readonly last: number;
  /** Folded units. */
  readonly from: number;
  readonly to: number;
}

/** Sizes of the groups: `3,4,4`. */
export function sizesOf(chain: Chain, { first, last }: Part): string {
  let sizes = '';
  for (let group = first; group <= last; group++) {
    sizes += `${sizes === '' ? '' : ','}${chain.groups[group + 1]! - chain.groups[group]!}`;
  }
  return sizes;
}

/** One group, or groups with one and the same separator between. */
export function isEven(chain: Chain, { first, last }: Part): boolean {
  let separator = 0;
  for (let group = first + 1; group <= last; group++) {
    const gap = chain.gaps[group]!;
    if (gap === 0) continue;
    if (separator !== 0 && gap !== separator) return false;
    separator = gap;
  }
  return true;
}

/** One group; or groups as even as a person writes one number: two of them only across a space, dot or hyphen. */
export function isOneWriting(scan: Scan, chain: Chain, part: Part): boolean {
  if (part.first === part.last) return true;
  if (!isEven(chain, part)) return false;
  if (part.last - part.first > 1) return true;
  const gap = textOf(scan, chain.places[chain.groups[part.last]! - 1]! + 1, chain.places[chain.groups[part.last]!]!);
  return !/[,，、;；/|()[\]{}【】「」『』“”"'‘’《》<>!&]/.test(gap);
}

/** A time (`12:59`) begins in the last group. */
export function isTime(scan: Scan, to: number): boolean {
  return scan.codes[to] === 0x3a && isDigitAt(scan, to + 1) && isDigitAt(scan, to - 1);
}

/** Every group has one digit. */
export function isSpelled({ first, last, digits }: Part): boolean {
  return last - first + 1 === digits.length;
}

/** `1,234,567`: an amount. */
export function isGroupedAmount(scan: Scan, chain: Chain, part: Part): boolean {
  if (!/^\d{1,3}(?:,3)+$/.test(sizesOf(chain, part)) || part.first === part.last) return false;
  return scan.codes[chain.places[chain.groups[part.first + 1]!]! - 1] === 0x2c;
}

/** A date (`2024-05-01`, `01/05/2024`) begins at the group. */
export function isDateAt(scan: Scan, chain: Chain, group: number): boolean {
  if (group + 2 >= chain.groupCount || chain.gaps[group + 1] !== chain.gaps[group + 2]) return false;
  const separator = scan.codes[chain.places[chain.groups[group + 1]!]! - 1]!;
  if (separator !== 0x2d && separator !== 0x2f && separator !== 0x2e) return false;
  const [one, two, three] = [0, 1, 2].map((step) => groupText(chain, group + step)) as [string, string, string];
  const isYear = (text: string) => /^(?:19|20)\d\d$/.test(text);
  const isSmall = (text: string, limit: number) => text.length <= 2 && Number(text) >= 1 && Number(text) <= limit;
  if (isYear(one)) return isSmall(two, 12) && isSmall(three, 31);
  return isYear(three) && isSmall(one, 31) && isSmall(two, 31);
}

export function groupText(chain: Chain, group: number): string {
  let text = '';
  for (let at = chain.groups[group]!; at < chain.groups[group + 1]!; at++) text += chain.values[at];
  return text;
}

/** What touches a number on its left makes it part of something else. */
export function isLeftGlued(scan: Scan, from: number, hasCue: boolean): boolean {
  const before = from > 0 ? scan.codes[from - 1]! : 0x20;
  if (before === 0x5f || before === 0x23) return !hasCue;
  if (isCurrency(scan, from - 1) || isCurrency(scan, from - 2)) return true;
  if (before === 0x2e && isDigitAt(scan, from - 2) && !isDigitAt(scan, from - 3)) return scan.codes[from - 2] === 0x30;
  if (!isLatinAt(scan, from - 1)) return false;
  if (hasCue) return false;
  let start = from - 1;
  while (start > 0 && from - start < 16 && isLatinAt(scan, start - 1)) start--;
  const word = textOf(scan, start, from);
  if (start > 0 && (isDigitAt(scan, start - 1) || scan.codes[start - 1] === 0x2d || scan.codes[start - 1] === 0x5f))
    return true;
  return word.length < 2 || (word === word.toUpperCase() && word.length <= 5);
}

/** What touches a number on its right makes it part of something else: an amount, a code. */
export function isRightGlued(scan: Scan, to: number): boolean {
  let at = to;
  if (scan.codes[at] === 0x20) at++;
  const code = scan.codes[at] ?? 0x20;
  // 元 块 万 亿 圆 % ％ 円
  if (
    code === 0x5143 ||
    code === 0x5757 ||
    code === 0x4e07 ||
    code === 0x4ebf ||
    code === 0x5706 ||
    code === 0x25 ||
    code === 0x842c ||
    code === 0x5104
  )
    return true;
  if (!isLatinAt(scan, to)) return scan.codes[to] === 0x5f && isLatinAt(scan, to + 1);
  let end = to;
  while (end < scan.length && end - to < 16 && isLatinAt(scan, end)) end++;
  return isDigitAt(scan, end);
}

function isCurrency(scan: Scan, at: number): boolean {
  if (at < 0 || at >= scan.length) return false;
  const code = scan.codes[at]!;
  if (code !== 0x24 && code !== 0xa5 && code !== 0xa3 && code !== 0x20ac && code !== 0xffe5) return false;
  return true;
}

function isLatinAt(scan: Scan, at: number): boolean {
  return at >= 0 && at < scan.length && (classOf[scan.codes[at]!]! & isLatin) !== 0;
}

function isDigitAt(scan: Scan, at: number): boolean {
  return at >= 0 && at < scan.length && (classOf[scan.codes[at]!]! & isDigit) !== 0;
}
