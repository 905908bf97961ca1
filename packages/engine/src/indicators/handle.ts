import { classOf, isAlphanumeric, isDigit, isForeign, isLatin, letterDigitOf } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import { handleGap } from './connectors.ts';
import { cueIndex } from './cues.ts';
import { cueWithin, isCjkAt, keepFind, latinText, type Scan, sentenceEnd, sentenceStart, textOf } from './scan.ts';

export const chatServices = ['wechat', 'qq', 'telegram', 'whatsapp', 'line', 'dingtalk'] as const;
export type ChatService = (typeof chatServices)[number];

const serviceOfCue: ReadonlyMap<number, ChatService> = new Map(
  chatServices.map((service) => [cueIndex[service], service]),
);

/** How far the connectors between a cue and its identifier may reach. */
export const maxHandleGap = 24;
const maxIdentifier = 64;

const shapes: Readonly<Record<ChatService, RegExp>> = {
  wechat: /^[a-z0-9][\w-]{4,23}$/,
  qq: /^$/,
  telegram: /^[a-z]\w{3,31}$/,
  whatsapp: /^$/,
  line: /^@?[a-z0-9][\w.-]{3,24}$/,
  dingtalk: /^[a-z0-9][\w-]{3,23}$/,
};

/** Words that follow a service's name without being an identifier. */
const plainWords = new Set(
  (
    'pay app apps group groups account official windows android iphone mini program store login support message messages contact number video work friends moments wallet please online ' +
    'service customer channel https http website download desktop premium business web today before after about through using with from this that there their they have what when which for and ' +
    'payment details stickers sticker music mail email international enterprise scan code qrcode team user users admin manager only instead right away directly team community bot bots'
  ).split(' '),
);

/** The service that a cue names, or undefined. */
export function serviceOf(cueKind: number): ChatService | undefined {
  return serviceOfCue.get(cueKind);
}

/** Finds identifiers that are not numbers alone, behind a cue or an `@`. O(n). */
export function scanHandles(scan: Scan): void {
  const { cues } = scan;
  for (let index = 0; index < cues.count; index++) {
    const service = serviceOf(cues.kinds[index]!);
    if (service !== undefined) readNamed(scan, service, cues.starts[index]!, cues.ends[index]!);
  }
  for (let index = 0; index < scan.length; index++) {
    if (scan.codes[index] === 0x40 && scan.claimed[index] === 0) readMention(scan, index);
  }
}

function readNamed(scan: Scan, service: ChatService, cueStart: number, cueEnd: number): void {
  if (!isWholeCue(scan, cueStart, cueEnd)) return;
  const { end: from, isHard: isHardGap } = handleGap(scan, cueEnd, maxHandleGap);
  const isHard = isHardGap || /(?:号|號|id)$/i.test(textOf(scan, cueStart, cueEnd));
  const identifier = readIdentifier(scan, from, service);
  if (identifier === undefined || !isTrusted(scan, service, identifier, { cueStart, cueEnd, isHard })) return;
  keepHandle(scan, service, identifier);
}

interface Identifier {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

function readIdentifier(scan: Scan, from: number, service: ChatService): Identifier | undefined {
  const hasAt = scan.codes[from] === 0x40;
  const start = hasAt ? from + 1 : from;
  let to = start;
  const limit = Math.min(scan.length, start + maxIdentifier);
  while (to < limit && scan.claimed[to] === 0 && isIdentifierUnit(scan, to, service)) to++;
  while (to > start && (scan.codes[to - 1] === 0x2e || scan.codes[to - 1] === 0x2d)) to--;
  if (to === start || isNumber(scan, start, to)) return undefined;
  if (scan.codes[to] === 0x40 || (scan.codes[to] === 0x2e && isLatinAt(scan, to + 1))) return undefined;
  const name = latinText(scan, start, to).toLowerCase();
  const text = hasAt && service === 'line' ? `@${name}` : name;
  return shapes[service].test(text) ? { text, from, to } : undefined;
}

function isIdentifierUnit(scan: Scan, at: number, service: ChatService): boolean {
  const code = scan.codes[at]!;
  if ((classOf[code]! & isAlphanumeric) !== 0 || code === 0x5f) return true;
  if (code === 0x2d) return service !== 'telegram';
  if (code === 0x2e) return service === 'line';
  return (classOf[code]! & isForeign) !== 0 && latinOf[code] !== 0;
}

/** Digits, or letters that stand for digits among them: left to the scanner of numbers. */
function isNumber(scan: Scan, from: number, to: number): boolean {
  let digits = 0;
  for (let at = from; at < to; at++) {
    const code = scan.codes[at]!;
    if ((classOf[code]! & isDigit) !== 0) digits++;
    else if (letterDigitOf[code] === 0 && code !== 0x2d && code !== 0x2e) return false;
  }
  return digits > 0;
}

function isLatinAt(scan: Scan, at: number): boolean {
  return at < scan.length && (classOf[scan.codes[at]!]! & isLatin) !== 0;
}

interface CuePlace {
  readonly cueStart: number;
  readonly cueEnd: number;
  readonly isHard: boolean;
}

function isTrusted(scan: Scan, service: ChatService, { text, from }: Identifier, cue: CuePlace): boolean {
  const isStrong = /[\d_]/.test(text) || scan.codes[from] === 0x40;
  const isLatinCue = isLatinAt(scan, cue.cueEnd - 1);
  if (plainWords.has(text)) return false;
  if (service === 'line' && !isLineCue(scan, cue.cueStart, cue.cueEnd) && scan.codes[from] !== 0x40) return false;
  if (isStrong || cue.isHard) return true;
  // Letters alone: a name in running Chinese, an ordinary word in running English.
  return scan.hasCjk && (!isLatinCue || from > cue.cueEnd);
}

/**
 * The English word "line" is everywhere: without an id, an @ or Chinese around it, it names the service
 * only as a capitalised word right before a colon, and not behind another word (`Subject Line:`).
 */
export function isLineCue(scan: Scan, start: number, end: number): boolean {
  const word = textOf(scan, start, end);
  if (!/^line$/i.test(word)) return true;
  if (scan.hasCjk) return word !== 'line' || isCjkAt(scan, start - 1) || start === 0;
  const before = textOf(scan, Math.max(0, start - 8), start);
  const isOpening = /(?:^|[.!?:;,(\n-]\s*|\b(?:on|my|our|via|add|by|or|and|to|the)\s)$/i.test(before);
  return word === 'LINE' && isOpening;
}

/** `薇`, `威` and `赖` alone are a cue only where no word holds them. */
function isWholeCue(scan: Scan, start: number, end: number): boolean {
  if (end - start > 1 || !isCjkAt(scan, start)) return true;
  return !isCjkAt(scan, start - 1) || /[加我的系用號号]/.test(textOf(scan, start - 1, start));
}

const mentionCues = [cueIndex.telegram, cueIndex.line];

/** `@name` where the sentence names Telegram or LINE. */
function readMention(scan: Scan, at: number): void {
  if (at > 0 && (classOf[scan.codes[at - 1]!]! & isAlphanumeric) !== 0) return;
  const start = sentenceStart(scan, at);
  let cue = cueWithin(scan, start, at, mentionCues);
  if (cue < 0) cue = cueWithin(scan, at, sentenceEnd(scan, at), mentionCues);
  if (cue < 0) return;
  const service = serviceOf(scan.cues.kinds[cue]!)!;
  const isEnglishLine = service === 'line' && textOf(scan, scan.cues.starts[cue]!, scan.cues.ends[cue]!) === 'line';
  const identifier = isEnglishLine ? undefined : readIdentifier(scan, at, service);
  if (identifier !== undefined) keepHandle(scan, service, identifier);
}

function keepHandle(scan: Scan, service: ChatService, { text, from, to }: Identifier): void {
  const isObfuscated = latinText(scan, from, to) !== textOf(scan, from, to);
  keepFind(scan, {
    kind: 'handle',
    value: `${service}:${text}`,
    from,
    to,
    confidence01: 0.92,
    because: 'cue',
    traits: isObfuscated ? ['mixed-script', 'obfuscated'] : [],
  });
}
