import type { Part } from './chain-part.ts';
import { isAsked, type PhoneQuestion, type PhoneReading } from './phone.ts';
import {
  chinaLandline,
  chinaMobile,
  chinaShared,
  northAmerica,
  readInternational,
  taiwanFree,
  taiwanLandline,
  taiwanMobile,
  unitedKingdom,
} from './phone-plan.ts';

/** A number without a country code, of 7 or of 9 to 13 digits, as its writing shows which country's it is. */
export function readNational(question: PhoneQuestion): PhoneReading | undefined {
  const { digits, sizes } = question.part;
  if (sizes === '1,3,3,4') return america(question);
  if (digits[0] === '0') return chinaFixed(question) ?? taiwan(question) ?? britain(question);
  if (digits.length === 11 && digits[0] === '1') return mobile(question) ?? america(question);
  if (digits.length === 10) return shared(question) ?? america(question);
  return chinaCode(question) ?? withoutPlus(question);
}

function reading(value: string | undefined, rank: number, confidence01: number): PhoneReading | undefined {
  return value === undefined ? undefined : { value, rank, confidence01, because: 'numbering-plan' };
}

/** Uneven groups that people write a mobile number in. */
const mobileSizes = new Set(
  '11 3,4,4 3,8 7,4 3,3,5 5,6 4,7 4,3,4 4,4,3 6,5 3,5,3 3,2,3,3 3,4,2,2 3,2,2,2,2'.split(' '),
);

function mobile({ part, context }: PhoneQuestion): PhoneReading | undefined {
  const isWritten = part.isEven || part.isSpelled || mobileSizes.has(part.sizes);
  // Behind a cue the disguise may be uneven too: `打1 3 8-0013-8000`.
  if (!isWritten && !isAsked(context)) return undefined;
  return reading(chinaMobile(part.digits), part.first === part.last ? 84 : 76, 0.95);
}

/** 400 and 800; in English, 800 is North America's. */
function shared({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (!/^[48]00/.test(part.digits) || (part.digits[0] === '8' && !scan.hasCjk)) return undefined;
  return reading(chinaShared(part.digits), 73, isAsked(context) ? 0.95 : 0.85);
}

function chinaFixed({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  const { digits } = part;
  if (digits.length < 10 || digits.length > 12 || !isAreaShape(part)) return undefined;
  const isEnglish = !scan.hasCjk;
  if (isEnglish && unitedKingdom(digits) !== undefined) return undefined;
  if (isEnglish && part.first === part.last && !isAsked(context)) return undefined;
  return reading(chinaLandline(digits), 72, isAsked(context) ? 0.95 : 0.85);
}

/** All in one, spelled, or the area code by itself before the rest. */
function isAreaShape(part: Part): boolean {
  if (part.first === part.last || (part.isSpelled && part.isEven)) return true;
  return (
    part.firstSize === (/^0(?:10|2\d)/.test(part.digits) ? 3 : 4) ||
    (part.isEven && part.firstSize >= 2 && part.sizes === '')
  );
}

function chinaCode({ part }: PhoneQuestion): PhoneReading | undefined {
  if (part.digits.length !== 13 || !part.digits.startsWith('86')) return undefined;
  const value = part.firstSize === 2 || part.isEven ? chinaMobile(part.digits.slice(2)) : undefined;
  return value === undefined ? undefined : { value, rank: 90, confidence01: 0.92, because: 'country-code' };
}

/** Mobile; free; a landline behind a hyphen or in brackets, all in one only where a telephone is named. */
function taiwan({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  const { digits } = part;
  if (digits.length > 10 || digits.length < 9) return undefined;
  const isWhole = part.first === part.last;
  if (!isWhole && part.firstSize < 2 && !(part.isSpelled && part.isEven)) return undefined;
  if (taiwanMobile(digits) !== undefined) {
    const isShaped = isWhole || part.isSpelled || part.firstSize >= 3 || isAsked(context);
    return isShaped ? reading(taiwanMobile(digits), 75, 0.93) : undefined;
  }
  const free = scan.hasCjk || part.sizes === '4,3,3' ? taiwanFree(digits) : undefined;
  if (free !== undefined) return reading(free, 73, 0.93);
  if (isWhole ? !isAsked(context) || !scan.hasCjk : part.firstSize > 4) return undefined;
  if (!scan.hasCjk && !isAsked(context)) return undefined;
  return reading(taiwanLandline(digits), 71, 0.88);
}

/** `852 6123 4567`, `886-912-345-678`: the code without its plus. */
function withoutPlus({ part, context }: PhoneQuestion): PhoneReading | undefined {
  if (!/^(?:852|853|886)/.test(part.digits)) return undefined;
  if (!(part.firstSize === 3 && part.first !== part.last) && !isAsked(context)) return undefined;
  const number = readInternational(part.digits);
  return number === undefined
    ? undefined
    : { value: number.value, rank: 75, confidence01: 0.88, because: 'country-code' };
}

/** `202-555-0143`, `(202) 555-0143`, `1-800-555-0199`; spelled out only behind a cue. */
function america({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  const isShaped =
    part.sizes === '3,3,4' ||
    part.sizes === '1,3,3,4' ||
    (/^(?:1,)?3,7$/.test(part.sizes) && scan.codes[part.from - 1] === 0x28);
  const isSpelled = part.isEven && part.first !== part.last && isAsked(context) && context.isNamed;
  return isShaped || isSpelled ? reading(northAmerica(part.digits), 72, 0.9) : undefined;
}

/** Groups that people write a British number in. */
const britishSizes = new Set('5,6 5,3,3 4,3,4 3,4,4 4,3,3 4,6 4,7 4,4,3 3,8 5,5 3,3,5 4,3,2,2'.split(' '));

function britain({ scan, part, context }: PhoneQuestion): PhoneReading | undefined {
  if (scan.hasCjk && part.sizes !== '5,6') return undefined;
  const isWhole = part.first === part.last;
  const isShaped = isWhole
    ? part.digits.startsWith('07') || isAsked(context)
    : britishSizes.has(part.sizes) || (part.isEven && isAsked(context)) || (part.isEven && part.isSpelled);
  return isShaped ? reading(unitedKingdom(part.digits), 72, 0.9) : undefined;
}
