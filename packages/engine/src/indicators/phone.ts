import { isTidy, type Part } from './chain-part.ts';
import { cueIndex } from './cues.ts';
import type { IndicatorReason } from './kinds.ts';
import type { NumberContext } from './number-context.ts';
import { readNational } from './phone-national.ts';
import {
  canonicalNational,
  chinaService,
  hongKong,
  type International,
  macao,
  readInternational,
} from './phone-plan.ts';
import { cueWithin, type Scan, sentenceEnd, sentenceStart } from './scan.ts';

export interface PhoneReading {
  readonly value: string;
  readonly confidence01: number;
  readonly because: IndicatorReason;
  /** Of readings of one chain the highest rank wins. */
  readonly rank: number;
  readonly isService?: boolean;
}

export interface PhoneQuestion {
  readonly scan: Scan;
  readonly part: Part;
  readonly context: NumberContext;
  readonly hasPlus: boolean;
}

/** No number has more digits, `00` and a trunk 0 included. */
const longest = 18;

/** The number as a telephone number, by the rules of docs/indicators.md; undefined for none. */
export function readPhone(question: PhoneQuestion): PhoneReading | undefined {
  const { part, hasPlus, scan } = question;
  const { length } = part.digits;
  if (length > longest || (hasPlus && length < 7)) return undefined;
  if (hasPlus) return isTidy(scan, part) ? fromInternational(readInternational(part.digits), 97, 0.98) : undefined;
  if (length <= 6) return service(question);
  if (part.digits.startsWith('00')) return withDoubleZero(question);
  if (length > 13 || !isTidy(scan, part)) return undefined;
  return (length === 8 ? eightDigits(question) : readNational(question)) ?? regional(question);
}

function fromInternational(
  number: International | undefined,
  rank: number,
  confidence01: number,
): PhoneReading | undefined {
  if (number === undefined) return undefined;
  return { value: number.value, rank: number.isInPlan ? rank : rank - 3, confidence01, because: 'country-code' };
}

function withDoubleZero({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (part.digits.length < 10 || !isTidy(scan, part)) return undefined;
  const number = readInternational(part.digits.slice(2));
  return number?.isInPlan || isAsked(context) ? fromInternational(number, 96, 0.93) : undefined;
}

/** The words before the number speak of a telephone or a chat. */
export function isAsked(context: NumberContext): boolean {
  return context.says === 'phone' || context.says === 'chat';
}

const calledBehind = [cueIndex.phone];
/** How far the words may stand that make a short number one to call. */
const serviceReach = 12;

/** 95588, 96110, 12345, 10086: only where a number to call would stand. */
function service({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  const value = part.first === part.last || (part.isSpelled && part.isEven) ? chinaService(part.digits) : undefined;
  if (value === undefined) return undefined;
  const isBehind =
    (context.says === 'phone' || context.says === 'office') && part.from - context.cueEnd <= serviceReach;
  const isBefore = cueWithin(scan, part.to, Math.min(scan.length, part.to + 5), calledBehind) >= 0;
  return isBehind || isBefore ? { value, rank: 70, confidence01: 0.93, because: 'cue', isService: true } : undefined;
}

const hongKongCues = [cueIndex['hong-kong']];
const macaoCues = [cueIndex.macao];
const callCues = [cueIndex.phone, cueIndex.whatsapp, cueIndex.wechat, cueIndex.line, cueIndex.telegram];

/** Hong Kong and Macao: the place and a cue stand in the same sentence. */
function eightDigits({ scan, part }: PhoneQuestion): PhoneReading | undefined {
  if (!(part.sizes === '8' || part.sizes === '4,4' || (part.isSpelled && part.isEven))) return undefined;
  const from = sentenceStart(scan, part.from);
  const to = sentenceEnd(scan, part.to);
  if (cueWithin(scan, from, to, callCues) < 0) return undefined;
  // Where both are named, each number belongs to the place named last before it.
  const place = nearestPlace(scan, from, part.from) ?? nearestPlace(scan, from, to);
  if (place === undefined) return undefined;
  const value = place === 'macao' ? macao(part.digits) : hongKong(part.digits);
  return value === undefined ? undefined : { value, rank: 74, confidence01: 0.88, because: 'cue' };
}

/** The place that is named last within a stretch. */
function nearestPlace(scan: PhoneQuestion['scan'], from: number, to: number): 'macao' | 'hong-kong' | undefined {
  const isMacao = cueWithin(scan, from, to, macaoCues);
  const isHongKong = cueWithin(scan, from, to, hongKongCues);
  if (isMacao < 0 && isHongKong < 0) return undefined;
  return isMacao > isHongKong ? 'macao' : 'hong-kong';
}

/** Any other country's plan, where the caller says which. */
function regional({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (scan.defaultRegion === undefined || !(isAsked(context) || part.first !== part.last)) return undefined;
  const value = canonicalNational(part.digits, scan.defaultRegion);
  return value === undefined ? undefined : { value, rank: 71, confidence01: 0.85, because: 'numbering-plan' };
}
