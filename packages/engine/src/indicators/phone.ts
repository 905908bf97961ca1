import { cueIndex } from './cues.ts';
import type { Chain } from './digit-chain.ts';
import type { IndicatorReason } from './kinds.ts';
import type { NumberContext } from './number-context.ts';
import { isEven, isSpelled, type Part, sizesOf } from './number-shape.ts';
import {
  canonicalInternational,
  canonicalNational,
  chinaLandline,
  chinaMobile,
  chinaService,
  chinaShared,
  hongKong,
  isInPlan,
  macao,
  northAmerica,
  taiwanFree,
  taiwanLandline,
  taiwanMobile,
  unitedKingdom,
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
  readonly chain: Chain;
  readonly part: Part;
  readonly context: NumberContext;
  readonly hasPlus: boolean;
}

/** The number as a telephone number, by the rules of docs/indicators.md; undefined for none. */
export function readPhone(question: PhoneQuestion): PhoneReading | undefined {
  const { part, hasPlus } = question;
  if (hasPlus) return international(part.digits, 97);
  if (part.digits.startsWith('00')) return withDoubleZero(question);
  if (part.digits.length <= 6) return service(question);
  if (part.digits.length === 8) return eightDigits(question);
  return (
    (isAmericanShape(question) ? america(question) : undefined) ??
    china(question) ??
    taiwan(question) ??
    withoutPlus(question) ??
    america(question) ??
    britain(question) ??
    regional(question)
  );
}

function reading(
  value: string | undefined,
  rank: number,
  confidence01: number,
  because: IndicatorReason,
): PhoneReading | undefined {
  return value === undefined ? undefined : { value, rank, confidence01, because };
}

function international(digits: string, rank: number): PhoneReading | undefined {
  const value = canonicalInternational(digits);
  if (value === undefined) return undefined;
  return { value, rank: isInPlan(value) ? rank : rank - 3, confidence01: 0.98, because: 'country-code' };
}

function withDoubleZero({ part, context }: PhoneQuestion): PhoneReading | undefined {
  const value = canonicalInternational(part.digits.slice(2));
  if (value === undefined || !(isInPlan(value) || isAsked(context))) return undefined;
  return reading(value, 96, 0.93, 'country-code');
}

/** A cue for a telephone or a chat, or one that names the number. */
function isAsked(context: NumberContext): boolean {
  return context.says === 'phone' || context.says === 'chat';
}

const calledBehind = [cueIndex.phone];

/** 95588, 96110, 12345, 10086: only where a number to call would stand. */
function service({ scan, chain, part, context }: PhoneQuestion): PhoneReading | undefined {
  const value = chinaService(part.digits);
  if (value === undefined || !(part.first === part.last || (isSpelled(part) && isEven(chain, part)))) return undefined;
  const isBehind = (context.says === 'phone' || context.says === 'office') && part.from - context.cueEnd <= 12;
  const isBefore = cueWithin(scan, part.to, Math.min(scan.length, part.to + 5), calledBehind) >= 0;
  if (!isBehind && !isBefore) return undefined;
  return { value, rank: 70, confidence01: 0.93, because: 'cue', isService: true };
}

const hongKongCues = [cueIndex['hong-kong']];
const macaoCues = [cueIndex.macao];
const callCues = [cueIndex.phone, cueIndex.whatsapp, cueIndex.wechat, cueIndex.line, cueIndex.telegram];

/** Hong Kong and Macao: the place and a cue stand in the same sentence. */
function eightDigits(question: PhoneQuestion): PhoneReading | undefined {
  const { scan, chain, part } = question;
  const sizes = sizesOf(chain, part);
  if (!(sizes === '8' || sizes === '4,4' || (isSpelled(part) && isEven(chain, part)))) return undefined;
  const from = sentenceStart(scan, part.from);
  const to = sentenceEnd(scan, part.to);
  if (cueWithin(scan, from, to, callCues) < 0) return undefined;
  const isMacao = cueWithin(scan, from, to, macaoCues);
  const isHongKong = cueWithin(scan, from, to, hongKongCues);
  if (isMacao < 0 && isHongKong < 0) return regional(question);
  const value = isMacao > isHongKong ? macao(part.digits) : hongKong(part.digits);
  return reading(value, 74, 0.88, 'cue');
}

const mobileSizes = new Set([
  '11',
  '3,4,4',
  '3,8',
  '7,4',
  '3,3,5',
  '5,6',
  '4,7',
  '4,3,4',
  '4,4,3',
  '6,5',
  '3,5,3',
  '3,2,3,3',
  '3,4,2,2',
  '3,2,2,2,2',
]);

function china(question: PhoneQuestion): PhoneReading | undefined {
  const { chain, part, scan, context } = question;
  const { digits } = part;
  const length = digits.length;
  if (length === 13 && digits.startsWith('86')) return chinaCode(question);
  if (length === 11 && digits[0] === '1') {
    if (!isEven(chain, part) && !mobileSizes.has(sizesOf(chain, part))) return undefined;
    return reading(chinaMobile(digits), part.first === part.last ? 84 : 76, 0.95, 'numbering-plan');
  }
  if (length === 10 && (digits[0] === '4' || (digits[0] === '8' && (scan.hasCjk || context.says === 'phone')))) {
    if (digits[0] === '8' && !scan.hasCjk) return undefined;
    return reading(chinaShared(digits), 73, isAsked(context) ? 0.95 : 0.85, 'numbering-plan');
  }
  if (digits[0] !== '0' || length < 10 || length > 12) return undefined;
  if (!scan.hasCjk && unitedKingdom(digits) !== undefined) return undefined;
  if (part.first !== part.last && !isLandlineShape(chain, part)) return undefined;
  return reading(chinaLandline(digits), 72, isAsked(context) ? 0.95 : 0.85, 'numbering-plan');
}

/** The first group is the area code, or the digits are spelled one by one. */
function isLandlineShape(chain: Chain, part: Part): boolean {
  if (isEven(chain, part)) return true;
  const area = /^0(?:10|2\d)/.test(part.digits) ? 3 : 4;
  const first = chain.groups[part.first + 1]! - chain.groups[part.first]!;
  return first === area || /^0(?:10|2\d)|^0\d{3}/.exec(part.digits)?.[0].length === first;
}

function chinaCode({ chain, part }: PhoneQuestion): PhoneReading | undefined {
  const first = chain.groups[part.first + 1]! - chain.groups[part.first]!;
  const isShaped = part.first === part.last || first === 2 || isEven(chain, part);
  return isShaped ? reading(chinaMobile(part.digits.slice(2)), 90, 0.92, 'country-code') : undefined;
}

function taiwan({ scan, chain, part, context }: PhoneQuestion): PhoneReading | undefined {
  const { digits } = part;
  if (digits[0] !== '0' || digits.length > 10 || digits.length < 9) return undefined;
  const isShaped = part.first === part.last || isEven(chain, part) || /^(?:2|3|4),/.test(sizesOf(chain, part));
  if (!isShaped) return undefined;
  const mobile = taiwanMobile(digits);
  if (mobile !== undefined) return reading(mobile, 75, 0.93, 'numbering-plan');
  const free = taiwanFree(digits);
  if (free !== undefined && (scan.hasCjk || sizesOf(chain, part) === '4,3,3'))
    return reading(free, 73, 0.93, 'numbering-plan');
  // Behind a hyphen or in brackets; bare digits only where a telephone is named.
  if (part.first === part.last && !isAsked(context)) return undefined;
  return scan.hasCjk || part.first !== part.last
    ? reading(taiwanLandline(digits), 71, 0.88, 'numbering-plan')
    : undefined;
}

/** `852 6123 4567`, `886-912-345-678`: the code without its plus. */
function withoutPlus({ chain, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (!/^(?:852|853|886)/.test(part.digits)) return undefined;
  const first = chain.groups[part.first + 1]! - chain.groups[part.first]!;
  if (!(first === 3 && part.first !== part.last) && !isAsked(context)) return undefined;
  return reading(canonicalInternational(part.digits), 75, 0.88, 'country-code');
}

function america({ scan, chain, part, context }: PhoneQuestion): PhoneReading | undefined {
  const { digits } = part;
  if (digits.length !== 10 && !(digits.length === 11 && digits[0] === '1')) return undefined;
  const sizes = sizesOf(chain, part);
  const isShaped =
    sizes === '3,3,4' ||
    sizes === '1,3,3,4' ||
    ((sizes === '3,7' || sizes === '1,3,7') && scan.codes[part.from - 1] === 0x28);
  const isSpelledOut =
    isEven(chain, part) && isAsked(context) && context.isNamed && (!scan.hasCjk || part.first !== part.last);
  return isShaped || isSpelledOut ? reading(northAmerica(digits), 72, 0.9, 'numbering-plan') : undefined;
}

/** `1-800-555-0199` is grouped as no Chinese mobile number is. */
function isAmericanShape({ chain, part }: PhoneQuestion): boolean {
  return sizesOf(chain, part) === '1,3,3,4';
}

const britishSizes = new Set(['5,6', '5,3,3', '4,3,4', '3,4,4', '4,3,3', '4,6', '4,7', '4,4,3', '3,8', '5,5']);

function britain({ scan, chain, part, context }: PhoneQuestion): PhoneReading | undefined {
  const { digits } = part;
  if (digits[0] !== '0' || (scan.hasCjk && sizesOf(chain, part) !== '5,6')) return undefined;
  const isMobile = digits.startsWith('07');
  const isShaped =
    part.first === part.last
      ? isMobile || isAsked(context)
      : britishSizes.has(sizesOf(chain, part)) || isEven(chain, part);
  return isShaped ? reading(unitedKingdom(digits), 72, 0.9, 'numbering-plan') : undefined;
}

/** Any other country's plan, where the caller says which. */
function regional({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (scan.defaultRegion === undefined || !(isAsked(context) || part.first !== part.last)) return undefined;
  return reading(canonicalNational(part.digits, scan.defaultRegion), 71, 0.85, 'numbering-plan');
}
