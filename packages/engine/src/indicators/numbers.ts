import { classOf, isDigit, isLatin, isNumeral, letterDigitOf } from '../text/characters.ts';
import { cardBrand } from './card.ts';
import { type Chain, maxGroup, readChain } from './digit-chain.ts';
import { type ChatService, serviceOf } from './handle.ts';
import { isOldResidentId, isResidentId } from './identity.ts';
import type { Find, IndicatorTrait, Redaction } from './kinds.ts';
import { contextBefore, type NumberContext } from './number-context.ts';
import {
  groupText,
  isDateAt,
  isEven,
  isGroupedAmount,
  isLeftGlued,
  isOneWriting,
  isRightGlued,
  isTime,
  type Part,
  sizesOf,
} from './number-shape.ts';
import { type PhoneReading, readPhone } from './phone.ts';
import { chinaMobile } from './phone-plan.ts';
import { keepFind, originalEnd, originalStart, originalText, type Scan, textOf } from './scan.ts';

/** No number has more digits than an account behind a cue. */
const maxDigits = 26;
const minDigits = 5;

/** What a part of a chain was read as. */
interface Reading {
  readonly rank: number;
  readonly part: Part;
  readonly finds: Find[];
  readonly redaction?: Redaction['kind'];
}

/** Finds telephone numbers, cards, accounts and numeric identifiers; identity numbers become redactions. O(n). */
export function scanNumbers(scan: Scan, redactions: Redaction[]): void {
  let index = 0;
  let inherited: Inherited | undefined;
  while (index < scan.length) {
    if (!mayOpenChain(scan, index)) {
      index++;
      continue;
    }
    const chain = readChain(scan, index);
    if (chain.digitCount >= minDigits) inherited = resolveChain(scan, chain, redactions, inherited);
    index = chain.end;
  }
}

function mayOpenChain(scan: Scan, index: number): boolean {
  if (scan.claimed[index] === 1) return false;
  const code = scan.codes[index]!;
  if ((classOf[code]! & (isDigit | isNumeral)) !== 0) return true;
  if (letterDigitOf[code] === 0) return false;
  return !(index > 0 && (classOf[scan.codes[index - 1]!]! & isLatin) !== 0);
}

/** The words before a number also speak of the next, where only `、` or `和` stands between. */
interface Inherited {
  readonly to: number;
  readonly context: NumberContext;
}

/** Reads a chain from the left: at each group the best reading, else on to the next group. */
function resolveChain(
  scan: Scan,
  chain: Chain,
  redactions: Redaction[],
  before: Inherited | undefined,
): Inherited | undefined {
  let inherited = before;
  let group = 0;
  while (group < chain.groupCount) {
    const from = chain.places[chain.groups[group]!]!;
    const context = contextFor(scan, from, inherited);
    const best = readBest(scan, chain, group, context);
    if (best === undefined) {
      group++;
      continue;
    }
    keepReading(scan, best, redactions);
    inherited = { to: best.part.to, context };
    group = best.part.last + 1;
  }
  return inherited;
}

function contextFor(scan: Scan, from: number, inherited: Inherited | undefined): NumberContext {
  const context = contextBefore(scan, from);
  if (inherited === undefined || from - inherited.to > 6 || from <= inherited.to || context.cueEnd > inherited.to)
    return context;
  return /^ ?(?:[、,，/;；|~]|和|或|及|与|與|and|or|&)* ?$/i.test(textOf(scan, inherited.to, from))
    ? inherited.context
    : context;
}

function keepReading(scan: Scan, { part, finds, redaction }: Reading, redactions: Redaction[]): void {
  for (const find of finds) keepFind(scan, find);
  if (redaction === undefined) return;
  scan.claimed.fill(1, part.from, part.to);
  redactions.push({ kind: redaction, start: originalStart(scan, part.from), end: originalEnd(scan, part.to) });
}

/** The highest rank among the parts that begin at a group; of equal ranks the longest. */
function readBest(scan: Scan, chain: Chain, first: number, context: NumberContext): Reading | undefined {
  let best: Reading | undefined;
  let digits = '';
  const isDate = isDateAt(scan, chain, first);
  for (let last = first; last < chain.groupCount; last++) {
    if (last > first && isDateAt(scan, chain, last)) break;
    digits += groupText(chain, last);
    if (digits.length > maxDigits) break;
    if (digits.length < minDigits || (isDate && last >= first)) continue;
    const part = partOf(chain, first, last, digits);
    const reading = readPart(scan, chain, part, context);
    if (reading !== undefined && (best === undefined || reading.rank >= best.rank)) best = reading;
  }
  return best;
}

function partOf(chain: Chain, first: number, last: number, digits: string): Part {
  const from = chain.places[chain.groups[first]!]!;
  return { digits, first, last, from, to: chain.places[chain.groups[last + 1]! - 1]! + 1 };
}

function readPart(scan: Scan, chain: Chain, part: Part, context: NumberContext): Reading | undefined {
  if (chain.hasOverlong && isOverlong(chain, part)) return undefined;
  const identity = readIdentity(scan, chain, part, context);
  if (identity !== undefined) return identity;
  const hasPlus = plusBefore(scan, part.from) > 0;
  if (!hasPlus && context.says === 'other-number' && context.isNamed) return undefined;
  if (isGroupedAmount(scan, chain, part) || isRightGlued(scan, part.to)) return undefined;
  const isCued = context.isNamed && part.from === context.cueEnd;
  if (!hasPlus && isLeftGlued(scan, part.from, isCued)) return undefined;
  if (part.first !== part.last && holdsWhole(chain, part)) return undefined;
  const phone = readPhone({ scan, chain, part, context, hasPlus });
  return (
    readHandle(scan, chain, part, context, phone) ??
    readCard(scan, chain, part) ??
    readAccount(scan, chain, part, context, phone) ??
    phoneReading(scan, part, phone, hasPlus)
  );
}

/** A group was cut short: it is longer than any number. */
function isOverlong(chain: Chain, { first, last }: Part): boolean {
  for (let group = first; group <= last; group++)
    if (chain.groups[group + 1]! - chain.groups[group]! >= maxGroup) return true;
  return false;
}

/** One of several groups is a whole mobile number by itself. */
function holdsWhole(chain: Chain, { first, last, digits }: Part): boolean {
  for (let group = first; group <= last; group++) {
    if (chain.groups[group + 1]! - chain.groups[group]! !== 11 || chinaMobile(groupText(chain, group)) === undefined)
      continue;
    if (!/^(?:86|0086)$/.test(digits.slice(0, -11))) return true;
  }
  return false;
}

/** Units between a `+` and the number, the plus included; 0 for no plus. */
function plusBefore(scan: Scan, from: number): number {
  for (let back = 1; back <= 3 && from - back >= 0; back++) {
    const code = scan.codes[from - back]!;
    if (code === 0x2b || code === 0x2795) return back;
    if (code !== 0x20 && code !== 0x28) return 0;
  }
  return 0;
}

function readIdentity(scan: Scan, chain: Chain, part: Part, context: NumberContext): Reading | undefined {
  const length = part.digits.length;
  if (length === 17 && (scan.codes[part.to]! | 0x20) === 0x78 && isResidentId(`${part.digits}X`)) {
    return { rank: 100, part: { ...part, to: part.to + 1 }, finds: [], redaction: 'resident-id' };
  }
  const isShaped = part.first === part.last || isEven(chain, part) || sizesOf(chain, part) === '6,8,4';
  if (!isShaped) return undefined;
  const isModern = length === 18 && isResidentId(part.digits) && context.says !== 'card';
  const isOld = length === 15 && context.says === 'resident-id' && isOldResidentId(part.digits);
  return isModern || isOld ? { rank: 100, part, finds: [], redaction: 'resident-id' } : undefined;
}

/** A number that a chat cue names: an identifier, and a telephone number too where it is one. */
function readHandle(
  scan: Scan,
  chain: Chain,
  part: Part,
  context: NumberContext,
  phone: PhoneReading | undefined,
): Reading | undefined {
  if (context.service === undefined || !(isOneWriting(scan, chain, part) || phone !== undefined)) return undefined;
  if (part.first !== part.last && isTime(scan, part.to)) return undefined;
  const identifier = identifierOf(context.service, part, phone);
  if (identifier === undefined) return undefined;
  const value = `${context.service}:${identifier}`;
  const handle = findOf(scan, phone === undefined ? part : withPlus(scan, part), {
    kind: 'handle',
    value,
    confidence01: 0.93,
    because: 'cue',
  });
  const isPhone =
    phone !== undefined && !phone.isService && (context.service !== 'qq' || phone.because === 'country-code');
  const finds = isPhone ? [handle, phoneFind(scan, part, phone)] : [handle];
  return { rank: 95 + (isPhone ? 1 : 0), part: phone === undefined ? part : withPlus(scan, part), finds };
}

function identifierOf(service: ChatService, { digits }: Part, phone: PhoneReading | undefined): string | undefined {
  if (service === 'whatsapp') return phone?.value;
  if (service === 'qq') return /^[1-9]\d{4,11}$/.test(digits) ? digits : undefined;
  if (service === 'telegram') return phone?.value;
  if (phone !== undefined && !phone.isService) return digits;
  if (service === 'line') return /^\d{4,12}$/.test(digits) ? digits : undefined;
  return /^\d{6,12}$/.test(digits) ? digits : undefined;
}

function readCard(scan: Scan, chain: Chain, part: Part): Reading | undefined {
  if (part.digits.length < 13 || part.digits.length > 19) return undefined;
  const isShaped =
    part.first === part.last ||
    isEven(chain, part) ||
    /^(?:4,4,4,\d{1,4}(?:,\d{1,3})?|6,\d{10,13}|4,6,5)$/.test(sizesOf(chain, part));
  const brand = isShaped ? cardBrand(part.digits) : undefined;
  if (brand === undefined) return undefined;
  const find = findOf(
    scan,
    part,
    { kind: 'bank-card', value: part.digits, confidence01: 0.95, because: 'checksum' },
    'card-brand',
  );
  return { rank: part.first === part.last ? 93 : 92, part, finds: [{ ...find, brand }] };
}

function readAccount(
  scan: Scan,
  chain: Chain,
  part: Part,
  context: NumberContext,
  phone: PhoneReading | undefined,
): Reading | undefined {
  if (context.says !== 'account' || part.digits.length < 7) return undefined;
  if (phone !== undefined && !context.isNamed) return undefined;
  if (!isAccountShape(scan, chain, part) || (part.first !== part.last && isTime(scan, part.to))) return undefined;
  const find = findOf(scan, part, {
    kind: 'bank-account',
    value: part.digits,
    confidence01: context.isNamed ? 0.92 : 0.8,
    because: 'cue',
  });
  return { rank: 88, part, finds: [find] };
}

/** Even groups; a bank's code of three digits may stand before them by itself. */
function isAccountShape(scan: Scan, chain: Chain, part: Part): boolean {
  if (isOneWriting(scan, chain, part)) return true;
  const first = chain.groups[part.first + 1]! - chain.groups[part.first]!;
  return first === 3 && isOneWriting(scan, chain, { ...part, first: part.first + 1 });
}

function phoneReading(scan: Scan, part: Part, phone: PhoneReading | undefined, hasPlus: boolean): Reading | undefined {
  if (phone === undefined) return undefined;
  const whole = hasPlus ? withPlus(scan, part) : part;
  const handles = handlesBehind(scan, part).map((service) => {
    const identifier = service === 'whatsapp' ? phone.value : part.digits;
    return findOf(scan, whole, {
      kind: 'handle',
      value: `${service}:${identifier}`,
      confidence01: 0.9,
      because: 'cue',
    });
  });
  return { rank: phone.rank, part, finds: [...handles, phoneFind(scan, part, phone)] };
}

/** `13800138000（微信同号）` */
function handlesBehind(scan: Scan, part: Part): ChatService[] {
  const { cues } = scan;
  const services: ChatService[] = [];
  for (let index = 0; index < cues.count && services.length < 3; index++) {
    if (cues.starts[index]! < part.to) continue;
    if (cues.starts[index]! - part.to > 4) break;
    const service = serviceOf(cues.kinds[index]!);
    const behind = textOf(scan, cues.ends[index]!, Math.min(scan.length, cues.ends[index]! + 2));
    if (service !== undefined && /^[也]?同/.test(behind)) services.push(service);
  }
  return services;
}

function phoneFind(scan: Scan, part: Part, phone: PhoneReading): Find {
  const { value, confidence01, because } = phone;
  const find = findOf(scan, withPlus(scan, part), { kind: 'phone', value, confidence01, because });
  if (phone.isService) find.traits.push('service-number');
  return find;
}

function withPlus(scan: Scan, part: Part): Part {
  return { ...part, from: part.from - plusBefore(scan, part.from) };
}

function findOf(
  scan: Scan,
  { from, to }: Part,
  found: Pick<Find, 'kind' | 'value' | 'confidence01' | 'because'>,
  ...traits: IndicatorTrait[]
): Find {
  const isPlain = /^[+\d ().-]*$/.test(originalText(scan, from, to));
  const isBracketed = scan.codes[from - 1] === 0x28 && textOf(scan, from, to).includes(')');
  return { ...found, from: isBracketed ? from - 1 : from, to, traits: isPlain ? traits : [...traits, 'obfuscated'] };
}
