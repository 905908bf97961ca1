import type { Piece } from './piece.ts';
import { charsOf, digits, type Random } from './random.ts';
import { link } from './values-net.ts';
import { chatNumber, linkNumber } from './values-phone.ts';
import { nameWords } from './words.ts';

const alphanumeric = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A name of 7 to 18 characters with at least four letters, some in capitals as senders write them. */
function accountName(random: Random): string {
  const word = random.pick(nameWords);
  const other = random.pick(nameWords.filter((known) => /^[a-z]+$/.test(known)));
  const number = digits(random, 2 + random.int(3));
  const name = random.pick([
    `${word}${other}`,
    `${other}${number}`,
    `${word}_${number}`,
    `${other}_${word}`,
    `${other}${charsOf(random, 'bdfgkmnt', 3)}${number}`,
  ]);
  const long = name.length < 7 ? `${name}_${digits(random, 3)}` : name;
  return random.chance(0.2) ? long.charAt(0).toUpperCase() + long.slice(1) : long;
}

function named(service: string, plain: string, identifier = plain.toLowerCase()): Piece {
  return { plain, finds: [{ kind: 'handle', value: `${service}:${identifier}` }], shape: { name: 'name' } };
}

function numbered(service: string, number: string): Piece {
  const groups = number.match(/.{1,3}/g) ?? [number];
  return {
    plain: number,
    finds: [{ kind: 'handle', value: `${service}:${number}` }],
    shape: { name: 'digits', plus: false, groups, grouping: 'whole' },
  };
}

function wechatName(random: Random): Piece {
  return named(
    'wechat',
    random.chance(0.1) ? `wxid_${charsOf(random, 'abcdefghijkmnpqrstuvwxyz23456789', 12)}` : accountName(random),
  );
}

// Five-digit numbers would be service numbers to a reader, ten-digit ones from 400 on freephone numbers.
function qqNumber(random: Random): Piece {
  return numbered('qq', random.pick(['1', '2', '3', '5', '6', '7', '9']) + digits(random, 6 + random.int(3)));
}

function dingtalkGroup(random: Random): Piece {
  return numbered('dingtalk', random.pick(['2', '3', '6', '7']) + digits(random, 7 + random.int(3)));
}

function chatLink(random: Random, host: string, rest: string, value: string): Piece {
  return link({
    scheme: random.pick(['https://', '', '']),
    host,
    rest,
    kind: false,
    also: [{ kind: 'handle', value }],
  });
}

function telegramLink(random: Random): Piece {
  const hash = charsOf(random, alphanumeric, 16);
  const roll = random.int(10);
  if (roll < 2) return chatLink(random, 't.me', `/+${hash}`, `telegram:+${hash}`);
  if (roll < 3) return chatLink(random, 't.me', `/joinchat/${hash}`, `telegram:+${hash}`);
  const name = accountName(random);
  return chatLink(random, 't.me', `/${name}`, `telegram:${name.toLowerCase()}`);
}

function whatsappLink(random: Random): Piece {
  const number = linkNumber(random);
  const piece = chatLink(random, 'wa.me', `/${number}`, `whatsapp:+${number}`);
  return { ...piece, finds: [...piece.finds, { kind: 'phone', value: `+${number}` }] };
}

function lineLink(random: Random): Piece {
  if (random.chance(0.3)) {
    const id = officialId(random);
    return chatLink(random, 'line.me', `/R/ti/p/${id}`, `line:${id}`);
  }
  const token = charsOf(random, alphanumeric, 10);
  return chatLink(random, 'line.me', `/ti/p/${token}`, `line:${token}`);
}

function wechatLink(random: Random): Piece {
  const token = charsOf(random, alphanumeric, 22);
  return chatLink(random, 'u.wechat.com', `/${token}`, `wechat:${token}`);
}

function officialId(random: Random): string {
  return `@${digits(random, 3)}${charsOf(random, 'abcdefghijkmnpqrstuvwxyz', 5)}`;
}

function atName(random: Random): Piece {
  const name = accountName(random);
  return named('telegram', `@${name}`, name.toLowerCase());
}

/** The slots of carriers that hold an identifier in a chat service; its cue stands in the carrier. */
export const chatSlots: Readonly<Record<string, (random: Random) => Piece>> = {
  wx: wechatName,
  wxp: (random) => chatNumber(random, 'wechat'),
  wxl: wechatLink,
  qq: qqNumber,
  tg: (random) => named('telegram', accountName(random)),
  'tg@': atName,
  tgl: telegramLink,
  wa: (random) => chatNumber(random, 'whatsapp'),
  hkwa: (random) => chatNumber(random, 'whatsapp', true),
  wam: whatsappLink,
  line: (random) => named('line', accountName(random)),
  'line@': (random) => named('line', officialId(random)),
  linel: lineLink,
  ding: dingtalkGroup,
};
