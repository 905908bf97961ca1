import type { Random } from './random.ts';

const zero = 0x30;
const invisible = [
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u200e',
  '\u200f',
  '\u202a',
  '\u202c',
  '\u2066',
  '\u2069',
  '\ufe0f',
  '\ufe0e',
];

/** Ways to write one digit as another character that is undone by compatibility folding. */
export const digitFonts: Readonly<Record<string, (digit: number) => string>> = {
  fullWidth: (digit) => String.fromCodePoint(0xff10 + digit),
  circled: (digit) => (digit === 0 ? '\u24ea' : String.fromCodePoint(0x2460 + digit - 1)),
  negativeCircled: (digit) => (digit === 0 ? '\u24ff' : String.fromCodePoint(0x2776 + digit - 1)),
  bracketed: (digit) => (digit === 0 ? '0' : String.fromCodePoint(0x2474 + digit - 1)),
  keycap: (digit) => `${digit}\ufe0f\u20e3`,
  bold: (digit) => String.fromCodePoint(0x1d7ce + digit),
  doubleStruck: (digit) => String.fromCodePoint(0x1d7d8 + digit),
  sansSerif: (digit) => String.fromCodePoint(0x1d7e2 + digit),
  monospace: (digit) => String.fromCodePoint(0x1d7f6 + digit),
  superscript: (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(digit),
};

const numeralSets = [
  '〇一二三四五六七八九',
  '零一二三四五六七八九',
  '零幺二三四五六七八九',
  '○一二三四五六七八九',
  '零壹贰叁肆伍陆柒捌玖',
  '零壹貳參肆伍陸柒捌玖',
  '洞幺两三四五六七八九',
];

/** Each ASCII digit in the given font; other characters stay. */
export function inFont(text: string, font: (digit: number) => string): string {
  return [...text].map((char) => (isDigit(char) ? font(char.charCodeAt(0) - zero) : char)).join('');
}

/** Each ASCII digit as a Chinese numeral, or with `mixed` only some of them. */
export function inNumerals(text: string, random: Random, mixed: boolean): string {
  const set = random.pick(numeralSets);
  return inFont(text, (digit) => (mixed && random.chance(0.5) ? String(digit) : set.charAt(digit)));
}

/** Letters l and I for 1 and O and o for 0 among the digits, never the first or last; undefined where none can be. */
export function withLetterDigits(text: string, random: Random): string | undefined {
  const chars = [...text];
  const places = chars.flatMap((char, at) =>
    at > 0 && at < chars.length - 1 && (char === '0' || char === '1') ? [at] : [],
  );
  const limit = Math.floor(chars.filter(isDigit).length / 2);
  if (places.length === 0) return undefined;
  for (const at of places.slice(0, limit))
    chars[at] = chars[at] === '1' ? random.pick(['l', 'I']) : random.pick(['O', 'o']);
  return chars.join('');
}

const firstCharOf = { bold: 0x1d400, sansSerif: 0x1d5a0, monospace: 0x1d670 };

/** ASCII letters and digits in one mathematical alphabet that has no holes. */
export function inMathAlphabet(text: string, random: Random): string {
  const name = random.pick(['bold', 'sansSerif', 'monospace'] as const);
  const digitFont = digitFonts[name];
  return [...text]
    .map((char) => {
      if (isDigit(char) && digitFont) return digitFont(char.charCodeAt(0) - zero);
      if (/[A-Z]/.test(char)) return String.fromCodePoint(firstCharOf[name] + char.charCodeAt(0) - 65);
      if (/[a-z]/.test(char)) return String.fromCodePoint(firstCharOf[name] + 26 + char.charCodeAt(0) - 97);
      return char;
    })
    .join('');
}

/** ASCII letters and digits in circles. */
export function inCircles(text: string): string {
  return [...text]
    .map((char) => {
      if (/[A-Z]/.test(char)) return String.fromCodePoint(0x24b6 + char.charCodeAt(0) - 65);
      if (/[a-z]/.test(char)) return String.fromCodePoint(0x24d0 + char.charCodeAt(0) - 97);
      return inFont(char, digitFonts.circled ?? String);
    })
    .join('');
}

/** Letters, digits and `. : / -` in full width; question marks and the like stay, being Chinese punctuation otherwise. */
export function inFullWidth(text: string): string {
  return text.replace(/[0-9A-Za-z.:/-]/g, (char) => String.fromCodePoint(char.charCodeAt(0) + 0xfee0));
}

const lookAlikes: Readonly<Record<string, readonly string[]>> = {
  a: ['а', 'α'],
  c: ['с'],
  d: ['ԁ'],
  e: ['е'],
  h: ['һ'],
  i: ['і'],
  j: ['ј'],
  o: ['о', 'ο'],
  p: ['р', 'ρ'],
  s: ['ѕ'],
  v: ['ν'],
  x: ['х'],
  y: ['у'],
};

/** One or two letters as Cyrillic or Greek ones, at least two of the word staying; undefined where none can be. */
export function withLookAlikes(word: string, random: Random): string | undefined {
  const chars = [...word];
  const places = chars.flatMap((char, at) => (lookAlikes[char] ? [at] : []));
  const staying = chars.filter((char) => /[a-z]/i.test(char)).length;
  const count = Math.min(places.length, staying - 2, 1 + random.int(2));
  if (count < 1) return undefined;
  for (let done = 0; done < count; done += 1) {
    const [at] = places.splice(random.int(places.length), 1);
    const known = lookAlikes[chars[at ?? -1] ?? ''];
    if (at !== undefined && known) chars[at] = random.pick(known);
  }
  return chars.join('');
}

/** One to four invisible characters inside the text, never at its ends, never inside a surrogate pair or a keycap. */
export function withInvisible(text: string, random: Random): string {
  const chars = [...text];
  const count = 1 + random.int(4);
  for (let done = 0; done < count; done += 1) {
    const at = 1 + random.int(Math.max(1, chars.length - 1));
    if (chars[at] === '\ufe0f' || chars[at] === '\u20e3') continue;
    chars.splice(at, 0, random.pick(invisible));
  }
  // A keycap at every place refuses all of them; full-width digits never do.
  return chars.length === [...text].length ? `${chars[0]}\u200b${chars.slice(1).join('')}` : chars.join('');
}

/** Whether the character is an ASCII digit. */
export function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}
