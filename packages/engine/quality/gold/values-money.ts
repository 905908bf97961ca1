import { base58Check, eip55, ibanOf, isLuhn, segwitAddress, withLuhnDigit } from './checksums.ts';
import type { Piece } from './piece.ts';
import { anyDigits, charsOf, digits, type Random } from './random.ts';

const unionPayShort = ['622588', '622609', '622155', '625955', '628286'];
const unionPayLong = ['622202', '622848', '621700', '621661', '621799', '622700', '622568', '621226', '623058'];

function cardNumber(random: Random, isChinese: boolean): string {
  const isUnionPay = random.chance(isChinese ? 0.85 : 0.1);
  if (isUnionPay && random.chance(0.65)) return withLuhnDigit(random.pick(unionPayLong) + anyDigits(random, 12));
  if (isUnionPay) return withLuhnDigit(random.pick(unionPayShort) + anyDigits(random, 9));
  const opening = random.pick([
    '4',
    '4',
    '4',
    '51',
    '52',
    '53',
    '54',
    '55',
    '2221',
    '2720',
    '34',
    '37',
    '3530',
    '3566',
    '6011',
    '36',
  ]);
  const length = opening === '34' || opening === '37' ? 15 : opening === '36' ? 14 : 16;
  return withLuhnDigit(opening + anyDigits(random, length - 1 - opening.length));
}

function card(random: Random, isChinese: boolean): Piece {
  const number = cardNumber(random, isChinese);
  const groups = (number.length < 16 ? number.match(/^(.{4})(.{6})(.*)$/)?.slice(1) : number.match(/.{1,4}/g)) ?? [
    number,
  ];
  const plain = groups.join(random.pick(['', '', ' ', ' ', '-']));
  return {
    plain,
    finds: [{ kind: 'bank-card', value: number }],
    shape: { name: 'digits', plus: false, groups, grouping: 'free' },
  };
}

/** Whether a scanner could take the digits for a card, a telephone or an identity number, which gold avoids. */
function isMistakable(number: string): boolean {
  return (
    isLuhn(number) ||
    /^1[3-9]\d{9}$/.test(number) ||
    /^[48]00\d{7}$/.test(number) ||
    /^(0|1[0-9]{10}$)/.test(number) ||
    number.length === 18
  );
}

function accountNumber(random: Random, lengths: readonly number[]): string {
  for (let tries = 0; tries < 100; tries += 1) {
    const number = digits(random, random.pick(lengths));
    if (!isMistakable(number)) return number;
  }
  throw new Error('wanted an account number unlike any other, found none in 100 tries');
}

function account(random: Random, lengths: readonly number[]): Piece {
  const number = accountNumber(random, lengths);
  const groups = number.match(/.{1,4}/g) ?? [number];
  const plain = number.length >= 15 && random.chance(0.3) ? groups.join(' ') : number;
  return {
    plain,
    finds: [{ kind: 'bank-account', value: number }],
    shape: { name: 'digits', plus: false, groups, grouping: 'whole' },
  };
}

const taiwanBanks = [
  '004',
  '005',
  '006',
  '007',
  '008',
  '009',
  '011',
  '012',
  '013',
  '017',
  '700',
  '803',
  '808',
  '812',
  '822',
];

function taiwanAccount(random: Random): Piece {
  const bank = random.pick(taiwanBanks);
  const number = digits(random, 10 + random.int(5));
  if (isLuhn(bank + number) || isLuhn(number)) return taiwanAccount(random);
  const plain = random.pick([
    `${bank}-${number}`,
    `(${bank})${number}`,
    `${bank} ${number}`,
    `（${bank}）${number}`,
    `(${bank}) ${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8)}`,
  ]);
  const groups = [bank, ...(number.match(/.{1,4}/g) ?? [])];
  return {
    plain,
    finds: [{ kind: 'bank-account', value: bank + number }],
    shape: { name: 'digits', plus: false, groups, grouping: random.chance(0.5) ? 'fixed' : 'whole' },
  };
}

/** Country and pattern of the basic account number; `#` is a digit, `A` a capital. */
const ibanCountries = [
  ['DE', '##################'],
  ['GB', 'AAAA##############'],
  ['AE', '###################'],
  ['CH', '#################'],
  ['AT', '################'],
  ['LT', '################'],
  ['IE', 'AAAA##############'],
  ['LU', '################'],
  ['SA', '####################'],
] as const;

/** An IBAN in capitals without spaces. */
export function iban(random: Random): string {
  const [country, pattern] = random.pick(ibanCountries);
  const account = pattern.replace(/[#A]/g, (mark) =>
    mark === '#' ? anyDigits(random, 1) : charsOf(random, 'BCDFGHKLMNRSTW', 1),
  );
  return ibanOf(country, account);
}

function ibanPiece(random: Random): Piece {
  const value = iban(random);
  const plain = random.chance(0.5) ? value : (value.match(/.{1,4}/g) ?? []).join(' ');
  return { plain, finds: [{ kind: 'bank-account', value }], shape: { name: 'iban' } };
}

function bytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.int(256));
}

function wallet(plain: string, value = plain): Piece {
  return { plain, finds: [{ kind: 'wallet', value }], shape: { name: 'wallet' } };
}

/** A TRON address. */
export function tronAddress(random: Random): string {
  return base58Check(Uint8Array.from([0x41, ...bytes(random, 20)]));
}

function bitcoin(random: Random): Piece {
  const roll = random.int(10);
  if (roll < 3) return wallet(base58Check(Uint8Array.from([0x00, ...bytes(random, 20)])));
  if (roll < 5) return wallet(base58Check(Uint8Array.from([0x05, ...bytes(random, 20)])));
  const value = roll < 8 ? segwitAddress(0, bytes(random, roll === 7 ? 32 : 20)) : segwitAddress(1, bytes(random, 32));
  return random.chance(0.12) ? wallet(value.toUpperCase(), value) : wallet(value);
}

function ethereum(random: Random): Piece {
  const value = eip55(charsOf(random, '0123456789abcdef', 40));
  const roll = random.int(10);
  if (roll < 5) return wallet(value);
  return wallet(roll < 9 ? value.toLowerCase() : `0x${value.slice(2).toUpperCase()}`, value);
}

const mainlandLengths = [8, 9, 10, 12, 15, 16, 17, 19, 19, 20];

/** The slots of carriers that hold a card, an account or a wallet. */
export const moneySlots: Readonly<Record<string, (random: Random, isChinese: boolean) => Piece>> = {
  card,
  acct: (random) => account(random, mainlandLengths),
  enacct: (random) => account(random, [8, 8, 9, 10, 12]),
  twacct: taiwanAccount,
  iban: ibanPiece,
  trx: (random) => wallet(tronAddress(random)),
  btc: bitcoin,
  eth: ethereum,
  coin: (random) => random.pick([(same: Random) => wallet(tronAddress(same)), bitcoin, ethereum])(random),
};
