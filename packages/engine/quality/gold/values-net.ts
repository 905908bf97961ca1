import type { Piece } from './piece.ts';
import { anyDigits, charsOf, digits, type Random } from './random.ts';
import * as words from './words.ts';

const lower = 'abcdefghijkmnpqrstuvwxyz';
const mixed = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** `%` becomes a short token, `#` a number. */
function filled(random: Random, pattern: string): string {
  return pattern
    .replaceAll('%', () => charsOf(random, mixed, 4 + random.int(5)))
    .replaceAll('#', () => digits(random, 3 + random.int(5)));
}

/** A host that probably nobody owns. */
function hostName(random: Random): string {
  const one = random.pick(words.hostWords);
  const name = random.pick([
    `${one}-${charsOf(random, lower, 3)}`,
    `${one}${digits(random, 3 + random.int(2))}`,
    `${one}-${random.pick(words.hostWords).replace('-', '')}`,
    charsOf(random, lower, 5 + random.int(4)),
    `${charsOf(random, lower, 2)}${digits(random, 3)}`,
    `${digits(random, 4)}${charsOf(random, lower, 2)}`,
  ]);
  const host = `${name}.${random.pick(words.topDomains)}`;
  return random.chance(0.3) ? `${random.pick(words.subDomains)}.${host}` : host;
}

/** The WHATWG form of a link; http where no scheme is written. */
function canonicalUrl(written: string): string {
  return new URL(/^[a-z]+:\/\//i.test(written) ? written : `http://${written}`).href;
}

/** A link as one find, or more where it is an app as well. */
export function link(input: {
  scheme: string;
  host: string;
  rest: string;
  also?: Piece['finds'];
  kind?: false;
}): Piece {
  const { scheme, host, rest, also = [] } = input;
  const plain = scheme + host + rest;
  const isLatin = /^[a-z0-9.-]+$/i.test(host) && !/^[0-9.]+$/.test(host);
  const url = input.kind === false ? [] : [{ kind: 'url', value: canonicalUrl(plain) }];
  return { plain, finds: [...url, ...also], shape: { name: 'link', scheme, host, rest, isLatin } };
}

/** An address in the ranges that are kept for documentation, or a public one. */
function ip4(random: Random): string {
  const last = String(1 + random.int(254));
  if (random.chance(0.4)) return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${last}`;
  const first = random.pick([
    '45',
    '47',
    '103',
    '104',
    '110',
    '114',
    '116',
    '120',
    '154',
    '156',
    '185',
    '193',
    '211',
    '218',
    '223',
  ]);
  return `${first}.${random.int(256)}.${random.int(256)}.${last}`;
}

function url(random: Random): Piece {
  const roll = random.int(100);
  if (roll < 8) {
    const [scheme, host, rest] = random.pick(words.honestLinks);
    return link({ scheme, host, rest: filled(random, rest) });
  }
  if (roll < 16)
    return link({
      scheme: random.chance(0.4) ? 'https://' : '',
      host: random.pick(words.shorteners),
      rest: `/${charsOf(random, mixed, 6)}`,
    });
  if (roll < 23)
    return link({
      scheme: 'http://',
      host: ip4(random),
      rest: random.pick([':8080/', ':8888/', '/']) + charsOf(random, lower, 4),
    });
  if (roll < 27)
    return link({
      scheme: random.pick(['http://', 'https://']),
      host: random.pick(words.chineseHosts) + random.pick(words.chineseTops),
      rest: filled(random, '/%'),
    });
  const rest = filled(random, random.pick(words.paths));
  const host = hostName(random);
  if (roll < 30) return link({ scheme: 'ftp://', host, rest: filled(random, '/pub/%') });
  if (roll < 33) return link({ scheme: 'HTTP://', host: host.toUpperCase(), rest });
  if (roll < 36) return link({ scheme: 'https://', host: `${charsOf(random, lower, 5)}.evil.example`, rest });
  if (roll < 42) return link({ scheme: random.pick(['http://', 'https://']), host, rest: '' });
  if (roll < 48)
    return link({
      scheme: random.pick(['http://', '']),
      host,
      rest: `:${random.pick(['8080', '8443', '81', '2096'])}${random.pick(['', rest])}`,
    });
  if (roll < 52)
    return link({
      scheme: '',
      host,
      rest: random.pick([`?id=${anyDigits(random, 4)}`, `#/${charsOf(random, lower, 5)}`]),
    });
  return link({ scheme: random.pick(['https://', 'https://', 'http://', '']), host, rest });
}

function domain(random: Random): Piece {
  const host = hostName(random);
  return domainPiece(random.chance(0.06) ? host.toUpperCase() : host);
}

function domainPiece(plain: string): Piece {
  const { hostname } = new URL(`http://${plain}`);
  const isLatin = /^[a-z0-9.-]+$/i.test(plain);
  return {
    plain,
    finds: [{ kind: 'domain', value: hostname }],
    shape: { name: 'link', scheme: '', host: plain, rest: '', isLatin },
  };
}

function mail(random: Random): Piece {
  const word = random.pick(words.mailWords);
  const isPublic = random.chance(0.45);
  const host = isPublic ? random.pick(words.mailHosts) : hostName(random);
  // At a public provider a common name would be somebody's; the tail makes it unlikely to be anybody's.
  const tail = isPublic ? `${charsOf(random, lower, 2)}${digits(random, 4)}` : digits(random, 2 + random.int(3));
  const local = random.pick([
    isPublic ? `${word}${tail}` : word,
    `${word}${tail}`,
    `${word}_${tail}`,
    `${word}.${charsOf(random, lower, 4)}${tail}`,
    `${word}-${tail}`,
  ]);
  const isNumber = host === 'qq.com' && random.chance(0.5);
  const box = isNumber
    ? digits(random, 8 + random.int(3))
    : random.chance(0.06)
      ? `${local}+${random.pick(['job', 'vip', 'a1'])}`
      : local;
  const plain = random.chance(0.08) ? `${box.charAt(0).toUpperCase()}${box.slice(1)}@${host}` : `${box}@${host}`;
  const [writtenLocal = ''] = plain.split('@');
  return {
    plain,
    finds: [{ kind: 'email', value: plain.toLowerCase() }],
    shape: { name: 'mail', local: writtenLocal, host },
  };
}

function ip(random: Random): Piece {
  return random.chance(0.1) ? ip6(random) : ip4Piece(random);
}

function ip4Piece(random: Random): Piece {
  const plain = ip4(random);
  return { plain, finds: [{ kind: 'ip', value: plain }], shape: { name: 'ip4' } };
}

function ip6(random: Random): Piece {
  const hex = (): string => charsOf(random, '123456789abcdef', 1) + charsOf(random, '0123456789abcdef', 3);
  const [one, two, three, four] = [hex(), hex(), hex(), hex()];
  const opening = random.pick(['2001:db8', '2001:db8', '2408:8207', '240e:3a1']);
  const plain = random.pick([
    `${opening}:${one}:${two}::${three}`,
    `${opening}::${one}`,
    `${opening}:${one}:${two}:${three}:${four}:${hex()}:${hex()}`,
    `${opening}:0000:0000:0000:0000:${one}:${two}`.toUpperCase(),
    `${opening}:0:${one}:0:0:${two}:${three}`,
  ]);
  // The host serialisation of WHATWG URLs is that of RFC 5952 for addresses without an embedded IPv4.
  const value = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  return { plain, finds: [{ kind: 'ip', value }], shape: { name: 'ip6' } };
}

function packageName(random: Random, labels: number): Piece {
  const middle = Array.from({ length: labels - 2 }, () => random.pick(words.packageWords));
  const opening = labels === 2 ? random.pick(words.packageWords) : random.pick(words.packageTops);
  const plain = [opening, ...middle, random.pick(words.packageLasts)].join('.');
  return { plain, finds: [{ kind: 'app', value: plain }], shape: { name: 'package' } };
}

function installer(random: Random, ending: string): Piece {
  const scheme = random.pick(['https://', 'http://', 'https://', '']);
  const host = hostName(random);
  const folder = random.pick(['/', '/', '/down/', '/apk/', '/a/%/']);
  const rest =
    filled(random, folder + random.pick(words.files)) +
    ending +
    (random.chance(0.15) ? `?ch=${digits(random, 3)}` : '');
  return link({ scheme, host, rest, also: [{ kind: 'app', value: canonicalUrl(scheme + host + rest) }] });
}

function playLink(random: Random): Piece {
  const id = packageName(random, 3).plain;
  const rest = `/store/apps/details?id=${id}${random.pick(['', '', '&hl=zh_CN', '&hl=en'])}`;
  return link({
    scheme: random.pick(['https://', 'https://', '']),
    host: 'play.google.com',
    rest,
    also: [{ kind: 'app', value: id }],
  });
}

function appStoreLink(random: Random): Piece {
  const id = `id${digits(random, 9 + random.int(2))}`;
  const rest = `/${random.pick(['cn', 'us', 'tw', 'hk'])}/app/${random.pick(words.hostWords)}/${id}`;
  return link({
    scheme: random.pick(['https://', 'https://', '']),
    host: 'apps.apple.com',
    rest,
    also: [{ kind: 'app', value: id }],
  });
}

/** The slots of carriers that hold a link, a host, an address or an app. */
export const netSlots: Readonly<Record<string, (random: Random) => Piece>> = {
  url,
  dom: domain,
  // A true official site, in carriers that point to one.
  gov: (random) => domainPiece(random.pick(words.honestHosts)),
  idn: (random) => domainPiece(random.pick(words.chineseHosts) + random.pick(words.chineseTops)),
  mail,
  ip,
  ip6,
  pkg: (random) => packageName(random, random.chance(0.25) ? 4 : 3),
  pkg2: (random) => packageName(random, 2),
  apk: (random) => installer(random, '.apk'),
  ipa: (random) => installer(random, '.ipa'),
  play: playLink,
  appstore: appStoreLink,
};
