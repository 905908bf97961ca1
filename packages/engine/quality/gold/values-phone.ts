import type { Piece } from './piece.ts';
import { anyDigits, digits, type Random } from './random.ts';

const mobilePrefixes =
  '130 131 132 133 135 136 137 138 139 147 150 151 152 153 155 156 157 158 159 166 171 173 175 176 177 178 180 181 182 183 185 186 187 188 189 191 193 195 198 199'.split(
    ' ',
  );
const landlinePlaces = [
  '010',
  '020',
  '021',
  '022',
  '023',
  '025',
  '027',
  '028',
  '029',
  '0755',
  '0571',
  '0512',
  '0532',
  '0574',
  '0577',
  '0411',
  '0451',
  '0531',
  '0591',
  '0595',
  '0731',
  '0769',
  '0757',
  '0371',
  '0311',
  '0351',
  '0771',
  '0871',
];
const serviceNumbers = (
  '95588 95533 95599 95566 95555 95528 95559 95568 95580 95511 95519 95518 95500 95598 95338 95543 95311 95546 95561 95577 95595 ' +
  '96110 96168 96588 96669 96096 96156 12345 12315 12381 12333 12366 12321 12329 12348 12318 12388 12389 12393 10000 10010 10086 10099 ' +
  '950618 950718 952299 955100 956025 961200 962288 963377 967788'
).split(' ');

/** Country code, groups of the national number; `#` is any digit, `+` any but 0 and 1. */
const countries: readonly (readonly string[])[] = [
  ['1', '202', '555', '01##'],
  ['1', '415', '555', '01##'],
  ['1', '646', '555', '01##'],
  ['44', '7911', '1#####'],
  ['44', '20', '7946', '0###'],
  ['852', '6+##', '####'],
  ['852', '9+##', '####'],
  ['852', '5+##', '####'],
  ['853', '66##', '####'],
  ['853', '62##', '####'],
  ['886', '912', '###', '###'],
  ['886', '978', '###', '###'],
  ['60', '12', '+##', '####'],
  ['65', '8+##', '####'],
  ['66', '81', '###', '####'],
  ['63', '917', '###', '####'],
  ['62', '812', '####', '####'],
  ['84', '91', '###', '####'],
  ['855', '12', '+##', '###'],
  ['971', '50', '+##', '####'],
  ['81', '90', '+###', '####'],
  ['82', '10', '+###', '####'],
  ['61', '412', '###', '###'],
  ['91', '98###', '#####'],
  ['49', '151', '+###', '####'],
  ['33', '6', '12', '##', '##', '##'],
  ['234', '803', '###', '####'],
  ['7', '916', '###', '##', '##'],
  ['39', '333', '###', '####'],
  ['34', '612', '###', '###'],
];

type Grouping = 'free' | 'groups' | 'fixed';

/** A telephone number as one find; groups are as one dials them, before the country code is put in front. */
function phone(input: {
  value: string;
  plain: string;
  groups: readonly string[];
  grouping: Grouping;
  plus?: boolean;
}): Piece {
  const { value, plain, groups, grouping, plus = false } = input;
  return { plain, finds: [{ kind: 'phone', value }], shape: { name: 'digits', plus, groups, grouping } };
}

function filled(random: Random, pattern: string): string {
  return pattern.replace(/[#+]/g, (mark) => (mark === '#' ? anyDigits(random, 1) : String(2 + random.int(8))));
}

function mobileGroups(random: Random): string[] {
  return [random.pick(mobilePrefixes), anyDigits(random, 4), anyDigits(random, 4)];
}

function mainlandMobile(random: Random): Piece {
  const groups = mobileGroups(random);
  const separator = random.pick(['', '', '', '', ' ', '-']);
  return phone({ value: `+86${groups.join('')}`, plain: groups.join(separator), groups, grouping: 'free' });
}

function mainlandWithCode(random: Random): Piece {
  const groups = mobileGroups(random);
  const value = `+86${groups.join('')}`;
  const opening = random.pick(['+86', '+86 ', '+86-', '0086']);
  const plain = opening + groups.join(random.pick(['', ' ']));
  if (opening === '0086') return phone({ value, plain, groups: ['0086', ...groups], grouping: 'free' });
  return phone({ value, plain, groups: ['86', ...groups], grouping: 'free', plus: true });
}

function mainlandLandline(random: Random): Piece {
  const place = random.pick(landlinePlaces);
  const one = String(2 + random.int(7)) + anyDigits(random, 3);
  const two = anyDigits(random, 4);
  const plain = random.pick([
    `${place}-${one}${two}`,
    `${place}-${one}${two}`,
    `${place}${one}${two}`,
    `(${place})${one}${two}`,
    `（${place}）${one}${two}`,
    `${place} ${one} ${two}`,
  ]);
  return phone({ value: `+86${place.slice(1)}${one}${two}`, plain, groups: [place, one, two], grouping: 'free' });
}

function mainlandFreephone(random: Random): Piece {
  const is800 = random.chance(0.15);
  const opening = is800 ? '8008' : random.pick(['4000', '4001', '4006', '4007', '4008', '4009']);
  const number = opening + anyDigits(random, 6);
  const groups = [number.slice(0, 3), number.slice(3, 6), number.slice(6)];
  return phone({
    value: `+86${number}`,
    plain: groups.join(random.pick(['', '-', '-', ' '])),
    groups,
    grouping: 'free',
  });
}

function serviceNumber(random: Random): Piece {
  const number = random.pick(serviceNumbers);
  return phone({ value: `+86${number}`, plain: number, groups: [number], grouping: 'free' });
}

function taiwanMobile(random: Random): Piece {
  const groups = [`09${1 + random.int(8)}${anyDigits(random, 1)}`, anyDigits(random, 3), anyDigits(random, 3)];
  return phone({
    value: `+886${groups.join('').slice(1)}`,
    plain: groups.join(random.pick(['', '', '-', ' '])),
    groups,
    grouping: 'free',
  });
}

function taiwanLandline(random: Random): Piece {
  const [place, one] = random.pick([
    ['02', `2${2 + random.int(8)}##`],
    ['02', '87##'],
    ['04', '23##'],
    ['07', '3##'],
    ['06', '2##'],
    ['03', '3##'],
  ] as const);
  const local = `${filled(random, one)}-${anyDigits(random, 4)}`;
  const groups = [place, ...local.split('-')];
  const plain = random.pick([`(${place})${local}`, `(${place}) ${local}`, `${place}-${local}`, `（${place}）${local}`]);
  return phone({ value: `+886${groups.join('').slice(1)}`, plain, groups, grouping: 'fixed' });
}

function taiwanFreephone(random: Random): Piece {
  const groups = ['0800', digits(random, 3), anyDigits(random, 3)];
  return phone({ value: `+886${groups.join('').slice(1)}`, plain: groups.join('-'), groups, grouping: 'fixed' });
}

function eightDigits(random: Random, code: string, openings: readonly string[]): Piece {
  const groups = [filled(random, random.pick(openings)), anyDigits(random, 4)];
  return phone({
    value: `+${code}${groups.join('')}`,
    plain: groups.join(random.pick(['', ' '])),
    groups,
    grouping: 'free',
  });
}

/** A number with a country code behind `+`, or now and then behind `00` where that is allowed. */
function international(random: Random, allowsZeros: boolean): Piece {
  const [code = '', ...patterns] = random.pick(countries);
  const groups = patterns.map((pattern) => filled(random, pattern));
  const value = `+${code}${groups.join('')}`;
  const isZeros = allowsZeros && random.chance(0.2);
  const opening = isZeros ? `00${code}` : `+${code}`;
  const plain = opening + random.pick(['', ' ', ' ', '-']) + groups.join(random.pick(['', ' ', '-']));
  if (isZeros) return phone({ value, plain, groups: [opening, ...groups], grouping: 'free' });
  return phone({ value, plain, groups: [code, ...groups], grouping: 'free', plus: true });
}

function american(random: Random, isTollFree: boolean): Piece {
  const place = isTollFree
    ? random.pick(['800', '888', '877', '866'])
    : random.pick(['202', '212', '305', '415', '646', '702', '818', '917', '312', '206']);
  const groups = [place, '555', `01${anyDigits(random, 2)}`];
  const value = `+1${groups.join('')}`;
  if (isTollFree) return phone({ value, plain: `1-${groups.join('-')}`, groups: ['1', ...groups], grouping: 'groups' });
  const plain = random.pick([`(${place}) 555-${groups[2]}`, groups.join('-'), groups.join('-'), groups.join('.')]);
  return phone({ value, plain, groups, grouping: 'groups' });
}

function british(random: Random, patterns: readonly string[], grouping: Grouping): Piece {
  const groups = patterns.map((pattern) => filled(random, pattern));
  return phone({ value: `+44${groups.join('').slice(1)}`, plain: groups.join(' '), groups, grouping });
}

/** The slots of carriers that hold a telephone number. */
export const phoneSlots: Readonly<Record<string, (random: Random) => Piece>> = {
  cnm: mainlandMobile,
  'cn+': mainlandWithCode,
  cnl: mainlandLandline,
  '400': mainlandFreephone,
  svc: serviceNumber,
  twm: taiwanMobile,
  twl: taiwanLandline,
  tw0800: taiwanFreephone,
  hk: (random) => eightDigits(random, '852', ['6+##', '9+##', '5+##', '27##', '31##', '25##']),
  mo: (random) => eightDigits(random, '853', ['66##', '62##', '28##']),
  'hk+': (random) => {
    const local = eightDigits(random, '852', ['6+##', '9+##', '5+##']);
    const groups = local.shape.name === 'digits' ? local.shape.groups : [];
    return phone({
      value: local.finds[0]?.value ?? '',
      plain: `+852 ${local.plain}`,
      groups: ['852', ...groups],
      grouping: 'free',
      plus: true,
    });
  },
  intl: (random) => international(random, true),
  us: (random) => american(random, false),
  us800: (random) => american(random, true),
  uk: (random) => british(random, ['07911', '1#####'], 'groups'),
  ukl: (random) => british(random, ['020', '7946', '0###'], 'groups'),
  uk0800: (random) => british(random, ['0800', '496', '0###'], 'fixed'),
};

/** The same telephone number, named as an identifier in a chat: a handle beside the phone. */
export function chatNumber(random: Random, service: 'whatsapp' | 'wechat', isHongKong = false): Piece {
  if (service === 'wechat') {
    const piece = mainlandMobile(random);
    const value = piece.finds[0]?.value ?? '';
    return { ...piece, finds: [{ kind: 'handle', value: `wechat:${value.slice(3)}` }, ...piece.finds] };
  }
  const piece = isHongKong ? eightDigits(random, '852', ['6+##', '9+##', '5+##']) : international(random, false);
  return { ...piece, finds: [{ kind: 'handle', value: `whatsapp:${piece.finds[0]?.value ?? ''}` }, ...piece.finds] };
}

/** An international number in digits alone, as in a link, and its E.164 form. */
export function linkNumber(random: Random): string {
  return international(random, false).finds[0]?.value.slice(1) ?? '';
}
