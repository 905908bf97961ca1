/**
 * Variants of real messages with known clusters. Every cluster starts from one base message; a variant is the base under
 * one to three seeded disguises, with values of its own cluster. Seeds: development uses `developmentSeed`; scores use
 * others, so that no threshold was ever chosen on what is scored.
 */
import { Converter } from 'opencc-js/cn2t';
import { seeded } from './table.ts';

/** The one seed that thresholds may be looked at with. */
export const developmentSeed = 1;

export interface Variant {
  readonly text: string;
  /** The number of its base. */
  readonly cluster: number;
}

type Random = () => number;
interface Given {
  readonly random: Random;
  /** Other base messages without their masks, for glueing and for characters. */
  readonly others: readonly string[];
}

const toTraditional = Converter({ from: 'cn', to: 't' });

/** `count` messages in random order; sizes of clusters fall like 1/rank^0.8, at least one each while they last. */
export function* variants({
  bases,
  count,
  seed,
}: {
  bases: readonly string[];
  count: number;
  seed: number;
}): Generator<Variant> {
  const random = seeded(seed);
  const pick = sizePicker(bases.length, random);
  const others = bases.map((base) => base.replaceAll(/CELLPHONE|PHONE|HOTLINE|WECHAT|QQ|URL|NAME|PLACE|DIGIT/g, ''));
  for (let index = 0; index < count; index++) {
    const cluster = index < Math.min(bases.length, count / 4) ? index : pick();
    yield { cluster, text: vary(filled(bases[cluster]!, { cluster, seed, random }), { random, others }) };
  }
}

/** Draws clusters with weights 1/rank^0.8; which base has which rank is shuffled by the seed. */
function sizePicker(clusters: number, random: Random): () => number {
  const ranks = shuffled(
    Array.from({ length: clusters }, (_, index) => index),
    random,
  );
  const sums = new Float64Array(clusters);
  let sum = 0;
  for (let rank = 0; rank < clusters; rank++) {
    sum += 1 / (rank + 1) ** 0.8;
    sums[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = clusters - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return ranks[low]!;
  };
}

function shuffled<Item>(items: Item[], random: Random): Item[] {
  for (let index = items.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}

/** Masks of the source become values: the cluster has three of each, and one message in four brings its own. */
function filled(base: string, { cluster, seed, random }: { cluster: number; seed: number; random: Random }): string {
  const own = (kind: number) =>
    random() < 0.25 ? random : seeded(seed * 1_000_003 + cluster * 31 + kind * 7 + Math.floor(random() * 3));
  return base
    .replaceAll(/CELLPHONE|PHONE|HOTLINE/g, () => phone(own(0)))
    .replaceAll(/WECHAT|QQ/g, () => `${pickOf(['vx', 'wx', 'kf'], random)}${letters(own(1), 3)}${digits(own(1), 4)}`)
    .replaceAll(
      /URL/g,
      () => ` http://${letters(own(2), 9)}.${pickOf(['top', 'xyz', 'cc', 'com'], random)}/${letters(own(3), 4)} `,
    )
    .replaceAll(/NAME/g, () => pickOf(surnames, own(4)) + pickOf(givenNames, own(5)))
    .replaceAll(/PLACE/g, () => pickOf(places, own(6)))
    .replaceAll(/DIGIT/g, () => String(Math.floor(random() * 999) + 1));
}

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const givenNames = ['伟', '芳', '秀英', '敏', '静', '丽', '强', '磊', '洋', '建国'];
const places = ['北京', '上海', '广州', '深圳', '成都', '武汉', '西安', '南京', '郑州', '长沙'];

function phone(random: Random): string {
  return `1${pickOf(['38', '39', '50', '59', '77', '86'], random)}${digits(random, 8)}`;
}

/** One to three different disguises. */
function vary(text: string, given: Given): string {
  const { random } = given;
  const count = 1 + Math.floor(random() * 3);
  let varied = text;
  const left = [...disguises];
  for (let at = 0; at < count; at++) {
    const [one] = left.splice(Math.floor(random() * left.length), 1);
    varied = one!(varied, given);
  }
  return varied;
}

const disguises: readonly ((text: string, given: Given) => string)[] = [
  (text) => text,
  edited,
  withInsertions,
  withoutAPiece,
  withSwappedNumbers,
  withTranslatedDigits,
  padded,
  glued,
  (text) => fullWidth(text),
  (text) => toTraditional(text),
  withSeparators,
  withPiecesSwapped,
];

/** 2–8 % of the characters become characters of other messages. */
function edited(text: string, given: Given): string {
  const share = 0.02 + given.random() * 0.06;
  return Array.from(text, (character) => (given.random() < share ? anyCharacter(given) : character)).join('');
}

/** One to three pieces of 1–5 characters of other messages are put in. */
function withInsertions(text: string, given: Given): string {
  let varied = text;
  const count = 1 + Math.floor(given.random() * 3);
  for (let at = 0; at < count; at++) {
    const place = Math.floor(given.random() * (varied.length + 1));
    varied = varied.slice(0, place) + pieceOf(given, 1 + Math.floor(given.random() * 5)) + varied.slice(place);
  }
  return varied;
}

/** 5–15 % of the message, in one piece, is left out. */
function withoutAPiece(text: string, { random }: Given): string {
  const length = Math.floor(text.length * (0.05 + random() * 0.1));
  const start = Math.floor(random() * (text.length - length));
  return text.slice(0, start) + text.slice(start + length);
}

function withSwappedNumbers(text: string, { random }: Given): string {
  return text.replaceAll(/\d/g, () => String(Math.floor(random() * 10)));
}

const numerals = ['零一二三四五六七八九', '０１２３４５６７８９', '⓪①②③④⑤⑥⑦⑧⑨', '〇壹贰叁肆伍陆柒捌玖'];

function withTranslatedDigits(text: string, { random }: Given): string {
  const digitsOf = [...pickOf(numerals, random)];
  return text.replaceAll(/\d/g, (digit) => digitsOf[Number(digit)]!);
}

const paddings = [
  '【】',
  '~~',
  '…',
  '★',
  '回T退订',
  '祝您生活愉快',
  '打扰请谅解',
  'txt',
  'pkj',
  '!!',
  '🎉',
  'thank you',
  '1/2',
  '（转）',
];

/** Around the message: a stock phrase or two, and 5–30 % of its length of another message's characters, at random. */
function padded(text: string, given: Given): string {
  const { random } = given;
  const noise = Array.from({ length: Math.floor(text.length * (0.05 + random() * 0.25)) }, () => anyCharacter(given));
  const front = pickOf(paddings, random);
  const back = pickOf(paddings, random);
  return random() < 0.5 ? `${front}${text}${back}${noise.join('')}` : `${noise.join('')}${front}${text}${back}`;
}

/**
 * A piece of another script behind or before this one, of a fifth to two fifths of its letters (values are no script):
 * the message belongs to its main part.
 */
function glued(text: string, given: Given): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const other = pieceOf(given, Math.floor(letters * (0.2 + given.random() * 0.2)));
  return given.random() < 0.5 ? `${text} ${other}` : `${other} ${text}`;
}

function fullWidth(text: string): string {
  return text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

/** A space, a point or an invisible character after one character in ten. */
function withSeparators(text: string, { random }: Given): string {
  const separator = pickOf([' ', '.', '\u200b', '-', '、', '*'], random);
  return Array.from(text, (character) => (random() < 0.1 ? character + separator : character)).join('');
}

/** The message is cut in two and its halves change places. */
function withPiecesSwapped(text: string, { random }: Given): string {
  const place = Math.floor(text.length * (0.2 + random() * 0.6));
  return `${text.slice(place)} ${text.slice(0, place)}`;
}

function anyCharacter({ random, others }: Given): string {
  const base = others[Math.floor(random() * others.length)]!;
  return base[Math.floor(random() * base.length)]!;
}

function pieceOf({ random, others }: Given, length: number): string {
  const base = others[Math.floor(random() * others.length)]!;
  const start = Math.floor(random() * Math.max(1, base.length - length));
  return base.slice(start, start + length);
}

function pickOf<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}

function letters(random: Random, length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + Math.floor(random() * 26))).join('');
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => String(Math.floor(random() * 10))).join('');
}
