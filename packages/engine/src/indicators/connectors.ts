import { classOf, isDigit, isLatin } from '../text/characters.ts';
import { simplifiedOf } from '../text/simplified.ts';
import { type Scan, textOf } from './scan.ts';

/**
 * What may stand between a cue and its value: `：`, `号是`, ` no. is `. A gap made of connectors alone
 * means that the cue names the value.
 */
const numberUnits = unitTable(' :;=-–—>→([{【「『〈《"\'“”‘’#~.*,号码是为乃即系,/、尾末的您你我＿_`!！|👉·：﹕');
const numberWords = new Set('is no nr number num id code ref are the your of with as num nos was'.split(' '));
const handleUnits = unitTable(
  ' :;=-–—>→([{【「『〈《"\'“”‘’#~+`!|*：_号码群是为叫加我搜索添联系客服经理小助手老师导同名账户帐公众请您你的或和与及聊咨询详情领取这里扫找专员本人私进入哦呀啦~、,/。电话手机号',
);
const handleWords = new Set(
  'id ids number no account username user handle is at me us on contact name group channel chat add to via here now my our support agent bot admin the by'.split(
    ' ',
  ),
);
const hardWords = new Set('id ids number no username handle is account'.split(' '));
const hardUnits = unitTable(':=号是为叫搜@#>→：');
const maxWord = 10;

/** True when only connectors, at most `max` units, stand in `[from, to)`. */
export function isNumberGap(scan: Scan, from: number, to: number, max: number): boolean {
  if (to - from > max) return false;
  let at = from;
  while (at < to) {
    const end = unitEnd(scan, at, to, numberUnits, numberWords);
    if (end === at) return false;
    at = end;
  }
  return true;
}

/** Where the connectors behind a chat cue end, and whether one of them says that an identifier follows. */
export function handleGap(scan: Scan, from: number, max: number): { end: number; isHard: boolean } {
  const limit = Math.min(scan.length, from + max);
  let at = from;
  let isHard = false;
  while (at < limit) {
    const end = unitEnd(scan, at, limit, handleUnits, handleWords);
    if (end === at) break;
    isHard ||= hardUnits[plain(scan, at)] === 1 || (end - at > 1 && hardWords.has(textOf(scan, at, end).toLowerCase()));
    at = end;
  }
  return { end: at, isHard };
}

function unitEnd(scan: Scan, at: number, limit: number, units: Uint8Array, words: ReadonlySet<string>): number {
  const code = scan.codes[at]!;
  if (units[plain(scan, at)] === 1) return at + 1;
  // Pictures stand where a colon could.
  if (code >= 0xd800 && code <= 0xdfff) return at + 1;
  if (code >= 0x2190 && code <= 0x2bff) return at + 1;
  if ((classOf[code]! & isLatin) === 0) return at;
  let end = at;
  while (end < limit && end - at <= maxWord && (classOf[scan.codes[end]!]! & isLatin) !== 0) end++;
  const next = end < scan.length ? scan.codes[end]! : 0x20;
  const isWhole = (classOf[next]! & isDigit) === 0 && next !== 0x5f && next !== 0x2d;
  return isWhole && words.has(textOf(scan, at, end).toLowerCase()) ? end : at;
}

function plain(scan: Scan, at: number): number {
  return simplifiedOf[scan.codes[at]!]!;
}

function unitTable(units: string): Uint8Array {
  const table = new Uint8Array(65_536);
  for (let index = 0; index < units.length; index++) {
    const code = units.charCodeAt(index);
    if (code < 0xd800 || code > 0xdfff) table[code] = 1;
  }
  return table;
}
