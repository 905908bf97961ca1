import { classOf, isAlphanumeric, isCjk, isForeign, isLatin, isWord } from '../text/characters.ts';
import { foldLookAlikes, latinOf } from '../text/confusables.ts';
import { isSpace, type Scan, textOf } from './scan.ts';

/** Labels of a name with the dots between them, as written; `ends[i]` is where label `i` ends. */
export interface HostRun {
  readonly from: number;
  readonly starts: number[];
  readonly ends: number[];
  /** A dot was not written as a full stop, or a letter stands for another. */
  isDefanged: boolean;
  /** The dot before label `i` was a word or sign that is a dot only beside a known suffix. */
  readonly softDots: boolean[];
}

/** Names have at most 127 labels; text that goes on beyond is no name. */
const maxLabels = 64;
const maxLabel = 63;
/** `[dot]` with a space on each side and inside. */
const maxDot = 11;

/** Length of the dot at `index` in its low bits, `softDot` added where it is a word or an unusual sign; 0 for none. */
const softDot = 64;
/** A dot of any kind but a plain full stop. */
const strangeDot = 128;
const dotLength = 63;

/** Reads what stands between two labels. */
export function readDot(scan: Scan, index: number): number {
  const { codes } = scan;
  const code = codes[index]!;
  if (code === 0x2e) return 1;
  if (code === 0x3002) return 1 | strangeDot;
  if (code === 0x70b9 || code === 0x9ede || code === 0x4e36 || code === 0xb7) return 1 | strangeDot | softDot;
  if (code === 0x5b || code === 0x28 || code === 0x7b || code === 0x20 || code === 0x3010)
    return readDotWord(scan, index);
  return 0;
}

/** `[.]`, `(dot)`, `{.}`, `【点】`, ` dot `, ` [.] `, ` 点 `; a spaced plain full stop is none. */
function readDotWord(scan: Scan, index: number): number {
  const { codes, length } = scan;
  let at = index;
  if (isSpace(codes[at])) at++;
  const open = codes[at]!;
  const close = closingOf(open);
  if (close !== 0) at++;
  const isSpaced = at > index && isSpace(codes[index]);
  if (close !== 0 && isSpace(codes[at])) at++;
  const code = codes[at]!;
  let width = 0;
  if (code === 0x2e && close !== 0) width = 1;
  else if (code === 0x3002 && close !== 0) width = 1;
  else if (code === 0x70b9 || code === 0x9ede) width = 1;
  else if ((code & 0xffdf) === 0x44 && at + 3 <= length && /^dot$/i.test(textOf(scan, at, at + 3))) width = 3;
  if (width === 0) return 0;
  at += width;
  if (close === 0) return isSpaced && isSpace(codes[at]) ? (at + 1 - index) | strangeDot | softDot : 0;
  if (isSpace(codes[at])) at++;
  if (codes[at] !== close) return 0;
  at++;
  if (isSpaced && isSpace(codes[at])) at++;
  return at - index <= maxDot ? (at - index) | strangeDot : 0;
}

function closingOf(open: number): number {
  if (open === 0x5b) return 0x5d;
  if (open === 0x28) return 0x29;
  if (open === 0x7b) return 0x7d;
  return open === 0x3010 ? 0x3011 : 0;
}

/** End of the word (letters, digits, inner hyphens and underscores) at `index`. */
export function wordEnd(scan: Scan, index: number): number {
  const { codes, length } = scan;
  let end = index;
  while (end < length) {
    const code = codes[end]!;
    if ((classOf[code]! & isWord) !== 0) end++;
    else if ((code === 0x2d || code === 0x5f) && end > index) end++;
    else break;
  }
  while (end > index && (codes[end - 1] === 0x2d || codes[end - 1] === 0x5f)) end--;
  return end;
}

/**
 * Reads a run of labels from `index`. Chinese letters are part of a label only where `allowsCjk`:
 * behind a scheme or an @. O(length of the run).
 */
export function readHostRun(scan: Scan, index: number, allowsCjk: boolean): HostRun {
  const run: HostRun = { from: index, starts: [], ends: [], isDefanged: false, softDots: [] };
  let at = index;
  let dot = 0;
  while (run.starts.length < maxLabels) {
    const end = labelEnd(scan, at, allowsCjk || run.starts.length > 0, run.starts.length);
    if (end === at || end - at > maxLabel * 4) break;
    run.starts.push(at);
    run.ends.push(end);
    run.softDots.push((dot & softDot) !== 0);
    if ((dot & strangeDot) !== 0) run.isDefanged = true;
    if (end >= scan.length) break;
    dot = readDot(scan, end);
    if (dot === 0) break;
    at = end + (dot & dotLength);
    if (at >= scan.length) break;
  }
  return run;
}

function labelEnd(scan: Scan, at: number, allowsCjk: boolean, position: number): number {
  const end = wordEnd(scan, at);
  if (!allowsCjk || end >= scan.length || (classOf[scan.codes[end]!]! & isCjk) === 0) return end;
  // Chinese right behind a Latin label is text, unless the label began with Chinese or opens the name.
  if (end > at && position > 0) return end;
  const stop = cjkLabelEnd(scan, end);
  if (end === at) return position > 0 ? suffixEnd(scan, at, stop) : stop;
  const dot = stop < scan.length ? readDot(scan, stop) : 0;
  return (dot & dotLength) === 1 && (dot & softDot) === 0 ? stop : end;
}

function cjkLabelEnd(scan: Scan, from: number): number {
  let end = from;
  const limit = Math.min(scan.length, from + maxLabel);
  while (end < limit && (classOf[scan.codes[end]!]! & (isCjk | isWord)) !== 0 && !isDotSign(scan.codes[end]!)) end++;
  return end;
}

function isDotSign(code: number): boolean {
  return code === 0x70b9 || code === 0x9ede;
}

/** Suffixes in Chinese characters; text goes on right behind them. */
const chineseSuffixes = [
  '中国',
  '中國',
  '香港',
  '台湾',
  '台灣',
  '澳门',
  '澳門',
  '新加坡',
  '公司',
  '网络',
  '網絡',
  '網路',
  '在线',
  '中文网',
  '网址',
  '网站',
  '商城',
  '手机',
  '移动',
  '集团',
  '政务',
  '公益',
  '网店',
  '購物',
  '购物',
  '商店',
  '商标',
  '我爱你',
  '餐厅',
  '娱乐',
  '游戏',
  '企业',
  '信息',
  '时尚',
  '健康',
  '广东',
  '佛山',
  '慈善',
  '机构',
  '政府',
  '世界',
  '招聘',
  '八卦',
  '珠宝',
  '飞利浦',
  '诺基亚',
  '大拿',
  '点看',
  '嘉里',
  '微博',
  '淡马锡',
  '天主教',
  '书籍',
  '亚马逊',
  '食品',
  '通販',
  '联通',
  '电讯盈科',
  '谷歌',
  '家電',
  '嘉里大酒店',
  '香格里拉',
  '大众汽车',
  '工行',
].sort((one, other) => other.length - one.length);

/** A Chinese label behind a dot: the suffix alone, where one is known and nothing but text follows. */
function suffixEnd(scan: Scan, at: number, stop: number): number {
  const dot = stop < scan.length ? readDot(scan, stop) : 0;
  if ((dot & dotLength) === 1 && (dot & (softDot | strangeDot)) === 0) return stop;
  const text = textOf(scan, at, stop);
  const suffix = chineseSuffixes.find((known) => text.startsWith(known));
  return suffix === undefined ? at : at + suffix.length;
}

export interface Label {
  readonly text: string;
  readonly isMixedScript: boolean;
}

/** A label in lower case, look-alike letters of a mixed one undone; a label of one foreign script stays. */
export function readLabel(scan: Scan, from: number, to: number): Label {
  let hasLatin = false;
  let lookAlikeCount = 0;
  let foreignCount = 0;
  for (let index = from; index < to; index++) {
    const code = scan.codes[index]!;
    if ((classOf[code]! & isAlphanumeric) !== 0) hasLatin ||= (classOf[code]! & isLatin) !== 0;
    else if (latinOf[code] !== 0) lookAlikeCount++;
    else if ((classOf[code]! & (isForeign | isCjk)) !== 0) foreignCount++;
  }
  const text = textOf(scan, from, to);
  const isMixedScript = lookAlikeCount > 0 && hasLatin && foreignCount === 0;
  return { text: (isMixedScript ? foldLookAlikes(text) : text).toLowerCase(), isMixedScript };
}
