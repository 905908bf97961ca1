import { isbnOf, isLuhn, residentIdOf, withLuhnDigit } from './checksums.ts';
import { anyDigits, charsOf, digits, type Random } from './random.ts';
import { iban, tronAddress } from './values-money.ts';

/** The language a message is written in. */
export type Language = 'zh' | 'zh-Hant' | 'en';

const surnames = { zh: '王李张刘陈杨赵黄周吴徐孙', 'zh-Hant': '王李張劉陳楊趙黃周吳徐孫' };
const banks = {
  zh: '工商银行 建设银行 农业银行 中国银行 招商银行 交通银行 邮储银行 浦发银行 民生银行 农商银行'.split(' '),
  'zh-Hant': '台灣銀行 國泰世華 玉山銀行 中國信託 台新銀行'.split(' '),
};
const cities = {
  zh: '北京 上海 广州 深圳 杭州 成都 武汉 南京 西安 长沙 郑州 青岛'.split(' '),
  'zh-Hant': '台北 台中 高雄 台南 新竹'.split(' '),
};
const englishNames = 'Emma Daniel Sarah Kevin Linda Marcus Priya Tom Alice Grace Victor Chen Olivia Peter'.split(' ');
const englishBanks = ['Northern Bank', 'First Harbor Bank', 'Lakeside Credit Union', 'Union Savings', 'Meadow Bank'];
const months = 'January February March April May June July August September October November December'.split(' ');

const two = (value: number): string => String(value).padStart(2, '0');

function date(random: Random, language: Language): string {
  const year = 2022 + random.int(4);
  const month = 1 + random.int(12);
  const day = 1 + random.int(28);
  if (language === 'en')
    return random.pick([
      `${months[month - 1]} ${day}`,
      `${year}-${two(month)}-${two(day)}`,
      `${day} ${months[month - 1]}`,
    ]);
  return random.pick([
    `${month}月${day}日`,
    `${month}月${day}日`,
    `${year}年${month}月${day}日`,
    `${year}-${two(month)}-${two(day)}`,
    `${year}/${two(month)}/${two(day)}`,
  ]);
}

function time(random: Random): string {
  return `${8 + random.int(14)}:${two(random.int(60))}`;
}

function amount(random: Random, language: Language): string {
  const whole = 100 + random.int(90000);
  const cents = two(random.int(100));
  const grouped = whole.toLocaleString('en-US');
  if (language === 'en') return `${grouped}.${cents}`;
  return random.pick([String(Math.ceil(whole / 10) * 10), `${grouped}.${cents}`, `${whole}.${cents}`, `${grouped}.00`]);
}

/** Digits that fail or hold Luhn, as wanted. */
function luhnDigits(random: Random, length: number, holds: boolean): string {
  const body = random.pick(['20', '4', '62', '10', '5', '13', '31']) + anyDigits(random, length - 3);
  const number = withLuhnDigit(body.slice(0, length - 1).padEnd(length - 1, '7'));
  if (holds) return number;
  return number.slice(0, -1) + String((Number(number.at(-1)) + 1 + random.int(8)) % 10);
}

/** `length` digits that read as no service number and fail Luhn from 13 on. */
function plainDigits(random: Random, length: number): string {
  for (let tries = 0; tries < 100; tries += 1) {
    const number = digits(random, length);
    if (length >= 13 ? !isLuhn(number) : !/^(95|96|12|100|1[3-9]\d{9}$)/.test(number)) return number;
    if (length < 3) return number;
  }
  throw new Error('wanted digits that read as no indicator, found none in 100 tries');
}

function residentId(random: Random): string {
  const place = random.pick(['110105', '310115', '440304', '510104', '320102', '420106', '330106', '610113']);
  const birth = `${1950 + random.int(56)}${two(1 + random.int(12))}${two(1 + random.int(28))}`;
  return residentIdOf(place + birth + anyDigits(random, 3));
}

function isbn(random: Random): string {
  const digits13 = isbnOf(`9787${random.pick(['02', '04', '11', '30', '50'])}${anyDigits(random, 6)}`);
  return random.chance(0.4) ? digits13 : `978-7-${digits13.slice(4, 6)}-${digits13.slice(6, 12)}-${digits13.slice(12)}`;
}

const vinAlphabet = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

function misspelt(text: string, random: Random): string {
  const at = 6 + random.int(text.length - 8);
  const other = text.charAt(at) === '7' ? '8' : '7';
  return text.slice(0, at) + other + text.slice(at + 1);
}

type Filler = (random: Random, language: Language) => string;

const fillers: Readonly<Record<string, Filler>> = {
  sur: (random, language) => (language === 'en' ? '' : random.pick([...surnames[language]])),
  bank: (random, language) => (language === 'en' ? random.pick(englishBanks) : random.pick(banks[language])),
  city: (random, language) => (language === 'en' ? '' : random.pick(cities[language])),
  ename: (random) => random.pick(englishNames),
  ebank: (random) => random.pick(englishBanks),
  amt: amount,
  date,
  edate: (random) => date(random, 'en'),
  time,
  moment: (random, language) => {
    const day = date(random, language);
    return /\d$/.test(day) ? `${day} ${time(random)}` : day + time(random);
  },
  order: (random) => luhnDigits(random, random.pick([13, 14, 16, 17, 18, 19]), false),
  isbn,
  imei: (random) => withLuhnDigit(`${random.pick(['35', '86'])}${anyDigits(random, 12)}`),
  vin: (random) =>
    `L${charsOf(random, 'ABCDEFGHJKLMNPRSTUVWXYZ', 3)}${charsOf(random, vinAlphabet, 7)}${anyDigits(random, 6)}`,
  passport: (random) => `${random.pick(['E', 'G', 'EA', 'EJ'])}${anyDigits(random, 8)}`.slice(0, 9),
  rid: residentId,
  stock: (random) => random.pick(['600', '601', '000', '002', '300', '688']) + anyDigits(random, 3),
  ver: (random) => `${1 + random.int(9)}.${random.int(20)}.${random.int(30)}`,
  md5: (random) => charsOf(random, '0123456789abcdef', 32),
  hex6: (random) => charsOf(random, '0123456789abcdef', 6),
  badtron: (random) => misspelt(tronAddress(random), random),
  badiban: (random) => misspelt(iban(random), random),
};

/** A value that is no indicator, by the name a carrier gives it: `<amt>`, `<n4>`, `<noluhn16>` … */
export function fill(name: string, random: Random, language: Language): string {
  const filler = fillers[name];
  if (filler) return filler(random, language);
  const [, kind = '', length = '0'] = name.match(/^(n|d|luhn|noluhn)(\d+)$/) ?? [];
  if (kind === 'luhn' || kind === 'noluhn') return luhnDigits(random, Number(length), kind === 'luhn');
  if (kind === 'n' || kind === 'd') return plainDigits(random, Number(length));
  throw new Error(`wanted a filler known to fillers.ts, found <${name}>`);
}
