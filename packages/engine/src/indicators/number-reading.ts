import { cardBrand } from './card.ts';
import { isOneWriting, isTime, type Part } from './chain-part.ts';
import { lastCueBefore } from './cues.ts';
import type { Chain } from './digit-chain.ts';
import { type ChatService, serviceOf } from './handle.ts';
import { isOldResidentId, isResidentId } from './identity.ts';
import type { Find, IndicatorTrait, Redaction } from './kinds.ts';
import type { NumberContext } from './number-context.ts';
import type { PhoneReading } from './phone.ts';
import { originalText, type Scan, textOf } from './scan.ts';

/** What a part of a chain was read as. */
export interface Reading {
  /** Of readings of one chain the highest rank wins. */
  readonly rank: number;
  readonly part: Part;
  readonly finds: readonly Find[];
  readonly redaction?: Redaction['kind'];
}

/** A part with what stands before it and what it is as a telephone number. */
export interface Question {
  readonly scan: Scan;
  readonly chain: Chain;
  readonly part: Part;
  readonly context: NumberContext;
  readonly phone: PhoneReading | undefined;
}

/** A resident-identity number: to be hidden. */
export function readIdentity(scan: Scan, part: Part, context: NumberContext): Reading | undefined {
  const length = part.digits.length;
  if (length !== 15 && length !== 17 && length !== 18) return undefined;
  if (!part.isEven && part.sizes !== '6,8,4') return undefined;
  if (length === 17 && ((scan.codes[part.to] ?? 0) | 0x20) === 0x78 && isResidentId(`${part.digits}X`)) {
    return { rank: 100, part: { ...part, to: part.to + 1 }, finds: [], redaction: 'resident-id' };
  }
  const isModern = length === 18 && context.says !== 'card' && isResidentId(part.digits);
  const isOld = length === 15 && context.says === 'resident-id' && isOldResidentId(part.digits);
  return isModern || isOld ? { rank: 100, part, finds: [], redaction: 'resident-id' } : undefined;
}

/** A number that a chat cue names: an identifier, and a telephone number too where it is one. */
export function readHandle({ scan, chain, part, context, phone }: Question): Reading | undefined {
  const { service } = context;
  if (service === undefined || !(phone !== undefined || isOneWriting(scan, chain, part)) || isTime(scan, part))
    return undefined;
  const identifier = identifierOf(service, part, phone);
  if (identifier === undefined) return undefined;
  const isPhone = phone !== undefined && !phone.isService && (service !== 'qq' || phone.because === 'country-code');
  const place = isPhone ? withPlus(scan, part) : part;
  const handle = findOf(scan, place, {
    kind: 'handle',
    value: `${service}:${identifier}`,
    confidence01: 0.93,
    because: 'cue',
  });
  return isPhone
    ? { rank: 96, part, finds: [handle, phoneFind(scan, part, phone)] }
    : { rank: 95, part, finds: [handle] };
}

function identifierOf(service: ChatService, { digits }: Part, phone: PhoneReading | undefined): string | undefined {
  if (service === 'whatsapp' || service === 'telegram') return phone?.value;
  if (service === 'qq') return /^[1-9]\d{4,11}$/.test(digits) ? digits : undefined;
  if (phone !== undefined && !phone.isService) return digits;
  if (service === 'line') return /^\d{4,12}$/.test(digits) ? digits : undefined;
  return /^\d{6,12}$/.test(digits) ? digits : undefined;
}

/** How the groups of a card are written: fours, or six and the rest. */
const cardSizes = /^(?:4,4,4,\d{1,4}(?:,\d{1,3})?|6,\d{10,13}|4,6,[45]|8,8|4,4,4,4,[123])$/;

export function readCard(scan: Scan, chain: Chain, part: Part): Reading | undefined {
  if (part.digits.length < 13 || part.digits.length > 19) return undefined;
  const isShaped =
    part.first === part.last || cardSizes.test(part.sizes) || (part.isEven && isOneWriting(scan, chain, part));
  const brand = isShaped ? cardBrand(part.digits) : undefined;
  if (brand === undefined) return undefined;
  const card = { kind: 'bank-card', value: part.digits, confidence01: 0.95, because: 'checksum' } as const;
  const find = findOf(scan, part, card, 'card-brand');
  return { rank: part.first === part.last ? 93 : 92, part, finds: [{ ...find, brand }] };
}

/** A number that an account cue names. */
export function readAccount({ scan, chain, part, context, phone }: Question): Reading | undefined {
  if (context.says !== 'account' || part.digits.length < 7) return undefined;
  if (phone !== undefined && !context.isNamed) return undefined;
  if (!isAccountShape(scan, chain, part) || isTime(scan, part)) return undefined;
  const confidence01 = context.isNamed ? 0.92 : 0.8;
  return {
    rank: 88,
    part,
    finds: [findOf(scan, part, { kind: 'bank-account', value: part.digits, confidence01, because: 'cue' })],
  };
}

/** Even groups; a bank's code of three digits may stand before them by itself. */
function isAccountShape(scan: Scan, chain: Chain, part: Part): boolean {
  if (isOneWriting(scan, chain, part)) return true;
  if (part.firstSize !== 3 || part.first === part.last) return false;
  const separators = new Set<number>();
  for (let group = part.first + 2; group <= part.last; group++) separators.add(chain.gaps[group]!);
  return separators.size <= 1;
}

/** A telephone number, and the identifiers that words behind it say it is too. */
export function readTelephone(scan: Scan, part: Part, phone: PhoneReading | undefined): Reading | undefined {
  if (phone === undefined) return undefined;
  const place = withPlus(scan, part);
  const handles = servicesBehind(scan, part.to).map((service) => {
    const identifier = service === 'whatsapp' || service === 'telegram' ? phone.value : part.digits;
    return findOf(scan, place, {
      kind: 'handle',
      value: `${service}:${identifier}`,
      confidence01: 0.9,
      because: 'cue',
    });
  });
  return { rank: phone.rank, part, finds: [...handles, phoneFind(scan, part, phone)] };
}

/** `13800138000（微信同号）` */
function servicesBehind(scan: Scan, to: number): ChatService[] {
  const { cues } = scan;
  const services: ChatService[] = [];
  for (let index = lastCueBefore(cues, to) + 1; index < cues.count && cues.starts[index]! - to <= 4; index++) {
    const service = serviceOf(cues.kinds[index]!);
    const end = cues.ends[index]!;
    if (service !== undefined && /^也?同/.test(textOf(scan, end, Math.min(scan.length, end + 2))))
      services.push(service);
  }
  return services;
}

function phoneFind(scan: Scan, part: Part, { value, confidence01, because, isService }: PhoneReading): Find {
  const find = findOf(scan, withPlus(scan, part), { kind: 'phone', value, confidence01, because });
  if (isService) find.traits.push('service-number');
  return find;
}

/** Units between a `+` and the number, the plus included; 0 for no plus. */
export function plusBefore(scan: Scan, from: number): number {
  for (let back = 1; back <= 3 && from - back >= 0; back++) {
    const code = scan.codes[from - back]!;
    if (code === 0x2b || code === 0x2795) return back;
    if (code !== 0x20 && code !== 0x28) return 0;
  }
  return 0;
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
