import { classOf, isDigit, isLatin } from '../text/characters.ts';
import { type Chain, maxGroup } from './digit-chain.ts';
import { type Scan, textOf } from './scan.ts';

/** Part of a chain that is tried as one number: groups `[first, last]`. */
export interface Part {
  readonly digits: string;
  readonly first: number;
  readonly last: number;
  /** Folded units. */
  readonly from: number;
  readonly to: number;
  /** One group, or groups with one and the same separator between. */
  readonly isEven: boolean;
  /** Every group has one digit. */
  readonly isSpelled: boolean;
  /** Sizes of the groups, `3,4,4`; empty for more groups than any written form has. */
  readonly sizes: string;
  /** Digits of the first group. */
  readonly firstSize: number;
}

const maxWrittenGroups = 6;

/** Takes groups `[first, last]` of a chain whose digits are `all`. */
export function takePart(chain: Chain, all: string, first: number, last: number): Part {
  const start = chain.groups[first]!;
  const end = chain.groups[last + 1]!;
  let separator = 0;
  let isEven = true;
  let sizes = '';
  for (let group = first; group <= last; group++) {
    const gap = group === first ? 0 : chain.gaps[group]!;
    if (gap !== 0 && separator !== 0 && gap !== separator) isEven = false;
    if (gap !== 0) separator = gap;
    if (last - first < maxWrittenGroups)
      sizes += `${group === first ? '' : ','}${chain.groups[group + 1]! - chain.groups[group]!}`;
  }
  return {
    digits: all.slice(start, end),
    first,
    last,
    from: chain.places[start]!,
    to: chain.places[end - 1]! + 1,
    isEven,
    isSpelled: end - start === last - first + 1,
    sizes,
    firstSize: chain.groups[first + 1]! - start,
  };
}

/** Even, or with nothing but spaces, hyphens and brackets between the groups: as a person writes one number. */
export function isTidy(scan: Scan, part: Part): boolean {
  if (part.isEven) return true;
  return (part.sizes !== '' || part.isSpelled) && /^[\d\s()-]*$/.test(textOf(scan, part.from, part.to));
}

/** Even groups of a number without a form of its own: two of them only across a space, a dot, a hyphen or a picture. */
export function isOneWriting(scan: Scan, chain: Chain, part: Part): boolean {
  if (part.first === part.last) return true;
  if (!part.isEven) return false;
  if (part.last - part.first > 1) return true;
  const gap = textOf(scan, chain.places[chain.groups[part.last]! - 1]! + 1, chain.places[chain.groups[part.last]!]!);
  return !/[,，、;；/|()[\]{}【】「」『』“”"'‘’《》<>!&]/.test(gap);
}

/** The text of one group. */
function groupText(chain: Chain, group: number): string {
  let text = '';
  for (let at = chain.groups[group]!; at < chain.groups[group + 1]!; at++) text += chain.values[at];
  return text;
}

/** `1,234,567`: an amount. */
export function isGroupedAmount(scan: Scan, chain: Chain, part: Part): boolean {
  if (part.first === part.last || !/^[1-3](?:,3)+$/.test(part.sizes)) return false;
  return scan.codes[chain.places[chain.groups[part.first + 1]!]! - 1] === 0x2c;
}

/** A date (`2024-05-01`, `01/05/2024`) begins at the group. */
export function isDateAt(scan: Scan, chain: Chain, group: number): boolean {
  if (group + 2 >= chain.groupCount || chain.gaps[group + 1] !== chain.gaps[group + 2]) return false;
  const separator = scan.codes[chain.places[chain.groups[group + 1]!]! - 1]!;
  if (separator !== 0x2d && separator !== 0x2f && separator !== 0x2e) return false;
  if (chain.groups[group + 3]! - chain.groups[group]! > 8) return false;
  const [one, two, three] = [0, 1, 2].map((step) => groupText(chain, group + step)) as [string, string, string];
  if (isYear(one)) return isUpTo(two, 12) && isUpTo(three, 31);
  return isYear(three) && isUpTo(one, 31) && isUpTo(two, 31);
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d$/.test(text);
}

function isUpTo(text: string, limit: number): boolean {
  return text.length <= 2 && Number(text) >= 1 && Number(text) <= limit;
}

/** A group was cut short: it is longer than any number. */
export function isOverlong(chain: Chain, { first, last }: Part): boolean {
  if (!chain.hasOverlong) return false;
  for (let group = first; group <= last; group++) {
    if (chain.groups[group + 1]! - chain.groups[group]! >= maxGroup) return true;
  }
  return false;
}

/** One of several groups is a whole mainland mobile number by itself, and no country code stands before it. */
export function holdsWhole(chain: Chain, { first, last, digits }: Part): boolean {
  if (first === last) return false;
  for (let group = first; group <= last; group++) {
    const at = chain.groups[group]!;
    const isMobile = chain.groups[group + 1]! - at === 11 && chain.values[at] === 1 && chain.values[at + 1]! >= 3;
    if (isMobile && !/^(?:86|0086)\d{11}$/.test(digits)) return true;
  }
  return false;
}

/** A time (`12:59`) begins in the last group. */
export function isTime(scan: Scan, { first, last, to }: Part): boolean {
  return first !== last && scan.codes[to] === 0x3a && isDigitAt(scan, to + 1);
}

/** What touches a number on its left makes it part of something else. */
export function isLeftGlued(scan: Scan, from: number, hasCue: boolean): boolean {
  const before = from > 0 ? scan.codes[from - 1]! : 0x20;
  if (before === 0x5f || before === 0x23) return !hasCue;
  if (isCurrency(scan, from - 1) || isCurrency(scan, from - 2)) return true;
  if (before === 0x2e && isDigitAt(scan, from - 2) && !isDigitAt(scan, from - 3)) return scan.codes[from - 2] === 0x30;
  if (!isLatinAt(scan, from - 1) || hasCue) return false;
  let start = from - 1;
  while (start > 0 && from - start < 16 && isLatinAt(scan, start - 1)) start--;
  const opener = start > 0 ? scan.codes[start - 1]! : 0x20;
  if (isDigitAt(scan, start - 1) || opener === 0x2d || opener === 0x5f) return true;
  const word = textOf(scan, start, from);
  return word.length < 2 || (word === word.toUpperCase() && word.length <= 5);
}

/** Counts and amounts: 元 块 万 亿 圆 % 萬 億. */
const units = new Set([0x5143, 0x5757, 0x4e07, 0x4ebf, 0x5706, 0x25, 0x842c, 0x5104]);

/** What touches a number on its right makes it part of something else: an amount, a code. */
export function isRightGlued(scan: Scan, to: number): boolean {
  const next = scan.codes[to] === 0x20 ? to + 1 : to;
  if (next < scan.length && units.has(scan.codes[next]!)) return true;
  if (!isLatinAt(scan, to)) return to < scan.length && scan.codes[to] === 0x5f && isLatinAt(scan, to + 1);
  let end = to;
  while (end < scan.length && end - to < 16 && isLatinAt(scan, end)) end++;
  return isDigitAt(scan, end);
}

function isCurrency(scan: Scan, at: number): boolean {
  if (at < 0) return false;
  const code = scan.codes[at]!;
  return code === 0x24 || code === 0xa5 || code === 0xa3 || code === 0x20ac;
}

function isLatinAt(scan: Scan, at: number): boolean {
  return at >= 0 && at < scan.length && (classOf[scan.codes[at]!]! & isLatin) !== 0;
}

function isDigitAt(scan: Scan, at: number): boolean {
  return at >= 0 && at < scan.length && (classOf[scan.codes[at]!]! & isDigit) !== 0;
}
