import {
  digitFonts,
  inCircles,
  inFont,
  inFullWidth,
  inMathAlphabet,
  inNumerals,
  isDigit,
  withInvisible,
  withLetterDigits,
  withLookAlikes,
} from './disguise.ts';
import type { Piece, Shape } from './piece.ts';
import type { Random } from './random.ts';

type Digits = Extract<Shape, { name: 'digits' }>;
type Link = Extract<Shape, { name: 'link' }>;

/** The piece as a sender writes it who wants to pass a filter. Chinese numerals appear in Chinese text only. */
export function obfuscate(piece: Piece, random: Random, isChinese: boolean): string {
  const { shape, plain } = piece;
  const written = disguised(shape, plain, random, isChinese);
  return written === undefined || written === plain ? withInvisible(plain, random) : written;
}

function disguised(shape: Shape, plain: string, random: Random, isChinese: boolean): string | undefined {
  switch (shape.name) {
    case 'digits':
      return obfuscateDigits(shape, plain, random, isChinese);
    case 'link':
      return obfuscateLink(shape, random);
    case 'mail':
      return obfuscateMail(shape, random);
    case 'ip4':
      return obfuscateIp4(plain, random);
    case 'ip6':
      return random.pick([inFullWidth, withInvisible, inMathAlphabet])(plain, random);
    case 'wallet':
      return obfuscateWallet(plain, random);
    case 'iban':
      return obfuscateIban(plain, random);
    case 'name':
      return obfuscateName(plain, random);
    case 'package':
      return obfuscatePackage(plain, random);
  }
}

const emoji = ['📞', '🔥', '❤️', '👉', '✨', '💰', '🌹', '☎️', '⭐'];
const anySeparators = [' ', '-', '.', '_', '*', '·', '・', ',', '/', '--', ' - ', '**'];
const plainSeparators = [' ', '-', '_', '*', '·', '--', ' - '];

function obfuscateDigits(shape: Digits, plain: string, random: Random, isChinese: boolean): string | undefined {
  if (shape.grouping === 'fixed')
    return random.chance(0.3) ? withInvisible(plain, random) : restyled(plain, random, isChinese);
  const roll = random.int(10);
  if (shape.grouping === 'groups') {
    const separator = random.pick(['*', '_', '·', '/', '・', random.pick(emoji)]);
    if (roll < 5) return joined(shape, shape.groups, separator);
    return roll < 8 ? restyled(plain, random, isChinese) : withInvisible(plain, random);
  }
  const compact = joined(shape, shape.groups, '');
  if (roll < 4) return restyled(compact, random, isChinese);
  if (roll === 4) return withInvisible(compact, random);
  const separators = shape.grouping === 'whole' ? plainSeparators : anySeparators;
  const apart = spread(shape, random, separators);
  if (roll < 8) return apart;
  return roll === 8 ? withInvisible(apart, random) : restyled(apart, random, isChinese);
}

function joined(shape: Digits, groups: readonly string[], separator: string): string {
  return (shape.plus ? '+' : '') + groups.join(separator);
}

/** Digit by digit, in its own groups, or in groups of two to four, with one separator or an emoji between. */
function spread(shape: Digits, random: Random, separators: readonly string[]): string {
  const separator = random.chance(0.15) ? random.pick(emoji) : random.pick(separators);
  const number = shape.groups.join('');
  const roll = random.int(3);
  if (roll === 0 || number.length < 7) return joined(shape, [...number], separator);
  // A dot, a comma or a slash between free groups would read as an amount, a date or an address.
  if (roll === 1 || /[.,/]/.test(separator))
    return joined(shape, shape.groups, /^[ -]$/.test(separator) ? '·' : separator);
  return joined(shape, irregular(number, random), separator);
}

function irregular(number: string, random: Random): string[] {
  const groups: string[] = [];
  for (let at = 0; at < number.length; ) {
    const size = Math.min(2 + random.int(3), number.length - at);
    groups.push(number.slice(at, at + size));
    at += size;
  }
  return groups;
}

/** The digits in another script or font; separators and a plus stay as they are. */
function restyled(text: string, random: Random, isChinese: boolean): string | undefined {
  const isForeign = text.startsWith('+');
  const roll = random.int(10);
  if (isChinese && !isForeign && roll < 3) return inNumerals(text, random, false);
  if (isChinese && !isForeign && roll === 3) return inNumerals(text, random, true);
  if (roll < 6 && !/[^0-9+]/.test(text)) return withLetterDigits(text, random);
  const names = Object.keys(digitFonts).filter((name) => name !== 'superscript' || random.chance(0.3));
  const font = digitFonts[random.pick(names)];
  return font ? inFont(text, font) : undefined;
}

const dotsInBrackets = ['[.]', '(.)', '{.}', '[dot]'];

function dotStyle(random: Random, isLatin: boolean): string {
  const roll = random.int(10);
  if (roll < 5) return random.pick(dotsInBrackets);
  if (!isLatin) return random.pick(['．', '[.]']);
  return random.pick([' dot ', '。', '．', '点', '點', '。']);
}

function obfuscateLink(link: Link, random: Random): string {
  const { scheme, host, rest, isLatin } = link;
  const roll = random.int(scheme === '' ? 8 : 12);
  if (roll === 0) return withInvisible(scheme + host + rest, random);
  if (roll === 1 && isLatin) return inFullWidth(scheme + host + rest);
  if (roll === 2 && isLatin) return scheme + random.pick([inMathAlphabet, inCircles])(host, random) + rest;
  const isDisguised = (roll === 3 || roll === 4 || roll === 8) && isLatin;
  const looking = isDisguised ? labelsWithLookAlikes(host, random) : undefined;
  const hasDots = looking === undefined || roll === 4;
  const dotted =
    hasDots && roll !== 11 ? (looking ?? host).replaceAll('.', dotStyle(random, isLatin)) : (looking ?? host);
  const before = roll >= 8 ? defangedScheme(scheme, random) : scheme;
  const written = before + dotted + rest;
  return roll === 7 ? withInvisible(written, random) : written;
}

function defangedScheme(scheme: string, random: Random): string {
  if (!scheme.startsWith('http')) return scheme;
  return scheme.replace('http', random.pick(['hxxp', 'hxxp', 'h**p', 'hXXp']));
}

/** Look-alike letters in the longest label, which is never the public suffix of the hosts used here. */
function labelsWithLookAlikes(host: string, random: Random): string | undefined {
  const labels = host.split('.');
  const longest = labels.slice(0, -1).sort((one, other) => other.length - one.length)[0] ?? '';
  const looking = longest.length < 4 ? undefined : withLookAlikes(longest, random);
  return looking === undefined ? undefined : labels.map((label) => (label === longest ? looking : label)).join('.');
}

function obfuscateMail(mail: Extract<Shape, { name: 'mail' }>, random: Random): string {
  const { local, host } = mail;
  const roll = random.int(8);
  if (roll === 0) return withInvisible(`${local}@${host}`, random);
  if (roll === 1) return inFullWidth(`${local}＠${host}`);
  if (roll === 2) return `${labelsWithLookAlikes(`${local}.x`, random)?.slice(0, -2) ?? local}＠${host}`;
  if (roll === 3) return `${local}@${labelsWithLookAlikes(host, random) ?? host.replaceAll('.', '[.]')}`;
  if (roll === 4) return `${local}@${host.replaceAll('.', dotStyle(random, true))}`;
  const at = random.pick(['[at]', '(at)', '＠']);
  return `${local}${at}${roll === 5 ? host : host.replaceAll('.', dotStyle(random, true))}`;
}

function obfuscateIp4(plain: string, random: Random): string | undefined {
  const roll = random.int(8);
  if (roll < 4) return plain.replaceAll('.', random.pick(['[.]', '(.)', '{.}', '[dot]', ' dot ', '。', '．']));
  if (roll === 4) return inFullWidth(plain);
  if (roll === 5) return withInvisible(plain, random);
  if (roll === 6) return withLetterDigits(plain, random);
  return inFont(plain, digitFonts[random.pick(['circled', 'bold', 'monospace', 'fullWidth'])] ?? String);
}

function obfuscateWallet(plain: string, random: Random): string {
  const roll = random.int(6);
  if (roll < 2) return withInvisible(plain, random);
  if (roll === 2) return inFullWidth(plain);
  if (roll === 3) return inMathAlphabet(plain, random);
  if (roll === 4) return inCircles(plain);
  const from = 2 + random.int(10);
  const to = from + 4 + random.int(12);
  return plain.slice(0, from) + inFullWidth(plain.slice(from, to)) + plain.slice(to);
}

function obfuscateIban(plain: string, random: Random): string {
  const roll = random.int(6);
  if (roll === 0) return withInvisible(plain, random);
  if (roll === 1) return inFullWidth(plain);
  if (roll === 2) return inMathAlphabet(plain, random);
  const groups = plain.replaceAll(' ', '').match(/.{1,4}/g) ?? [plain];
  if (roll === 3) return groups.join(random.pick(['-', '·', '_', '.', '*']));
  return inFont(plain, digitFonts[random.pick(['circled', 'bold', 'fullWidth', 'keycap'])] ?? String);
}

function obfuscateName(plain: string, random: Random): string | undefined {
  const roll = random.int(7);
  if (roll < 2) return withInvisible(plain, random);
  if (roll === 2) return inFullWidth(plain);
  if (roll === 3) return inMathAlphabet(plain, random);
  if (roll === 4) return inCircles(plain);
  return withLookAlikes(plain, random);
}

function obfuscatePackage(plain: string, random: Random): string {
  const roll = random.int(7);
  if (roll === 0) return withInvisible(plain, random);
  if (roll === 1) return inFullWidth(plain);
  if (roll === 2) return inMathAlphabet(plain, random);
  return plain.replaceAll('.', random.pick(['[.]', '(.)', '{.}', '[dot]', '．', '。', ' dot ', '点']));
}

/** Digits of a number that is no indicator, in another dress: a filler's disguise. */
export function obfuscateFiller(text: string, random: Random): string {
  if (![...text].some(isDigit)) return text;
  const font = digitFonts[random.pick(['fullWidth', 'circled', 'bold', 'monospace'])] ?? String;
  return random.chance(0.7) || text.length < 4 ? inFont(text, font) : withInvisible(text, random);
}
