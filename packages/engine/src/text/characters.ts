import { latinOf } from './confusables.ts';

/** Bits of `classOf`: what a folded code unit may be part of. */
export const isDigit = 1;
export const isLatin = 2;
/** Letters of other alphabets that stand in host names or pass for Latin ones. */
export const isForeign = 4;
/** A Chinese character that stands for a digit. */
export const isNumeral = 8;
/** What may stand between the digits of one number. */
export const isSeparator = 16;
/** Chinese, Japanese or Korean letters. */
export const isCjk = 32;
/** May open a dot between labels, an @, or a scheme. */
export const isAnchor = 64;

export const isAlphanumeric = isDigit | isLatin;
export const isWord = isDigit | isLatin | isForeign;

/** `classOf[code]` is the union of the bits above. */
export const classOf: Uint8Array = buildClasses();

const digitCharacters: readonly string[] = [
  '〇零○洞Ｏ',
  '一壹弌幺ㄧ',
  '二贰貳弍两兩',
  '三叁叄參弎',
  '四肆䦉',
  '五伍',
  '六陆陸',
  '七柒漆拐',
  '八捌',
  '九玖勾',
];

/** `digitOf[code]` is the digit's value plus one, or 0: ASCII digits and Chinese numerals. */
export const digitOf: Uint8Array = buildDigits();

/** Letters that scammers write for a digit: `l`, `I` for 1, `O`, `o` for 0; value plus one, or 0. */
export const letterDigitOf: Uint8Array = buildLetterDigits();

function buildDigits(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let value = 0; value <= 9; value++) {
    table[0x30 + value] = value + 1;
    for (const numeral of digitCharacters[value]!) table[numeral.charCodeAt(0)] = value + 1;
  }
  return table;
}

function buildLetterDigits(): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const letter of 'lIІӀӏ') table[letter.charCodeAt(0)] = 2;
  for (const letter of 'OoОоΟο') table[letter.charCodeAt(0)] = 1;
  return table;
}

function buildClasses(): Uint8Array {
  const table = new Uint8Array(65_536);
  const mark = (from: number, to: number, bits: number) => {
    for (let code = from; code <= to; code++) table[code]! |= bits;
  };
  mark(0x30, 0x39, isDigit);
  mark(0x41, 0x5a, isLatin);
  mark(0x61, 0x7a, isLatin);
  // Latin supplements, Greek, Cyrillic, Armenian; × and ÷ stand among the letters.
  mark(0xc0, 0x24f, isForeign);
  mark(0x370, 0x58f, isForeign);
  mark(0x1e00, 0x1fff, isForeign);
  table[0xd7] = isSeparator;
  table[0xf7] = isSeparator;
  mark(0x3041, 0x30ff, isCjk);
  mark(0x3400, 0x9fff, isCjk);
  mark(0xac00, 0xd7a3, isCjk);
  for (let code = 0; code < 65_536; code++) if (latinOf[code] !== 0) table[code]! |= isForeign;
  for (const characters of '〇零○洞一壹弌幺ㄧ二贰貳弍两兩三叁叄參弎四肆䦉五伍六陆陸七柒漆拐八捌九玖勾') {
    table[characters.charCodeAt(0)]! |= isNumeral;
  }
  for (const separator of ' .-_*/\\,·•・‧∙⋅、~|–—‐‑‒―−()[]{}【】「」『』〔〕《》（），。') {
    table[separator.charCodeAt(0)]! |= isSeparator;
  }
  // Pictures and emoji (as surrogates) stand between digits too.
  mark(0x2190, 0x2bff, isSeparator);
  mark(0xd800, 0xdfff, isSeparator);
  for (const anchor of '.。:@[({点點丶·') table[anchor.charCodeAt(0)]! |= isAnchor;
  return table;
}
