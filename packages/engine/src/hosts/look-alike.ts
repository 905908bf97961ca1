import { foldLookAlikes } from '../text/confusables.ts';
import { domainParts } from './domain-parts.ts';
import { decodeHost } from './punycode.ts';
import { addSlips, emptySlips, maySlip, type Slips } from './slips.ts';

/**
 * Resemblance of a host to official ones. It warns and never blocks, so it is made to be right when it
 * speaks: short names and ordinary words are compared for equal shapes alone.
 */
export const resemblances = ['homoglyph', 'typo', 'embedded', 'tld-swap'] as const;
export type Resemblance = (typeof resemblances)[number];

export interface LookAlike {
  readonly official: string;
  readonly how: Resemblance;
}

/** Official names by what they are looked up with; see `buildLookAlikeIndex`. */
export interface LookAlikeIndex {
  /** Registrable domains that are official. */
  readonly registrables: ReadonlySet<string>;
  /** Name without suffix → registrable domain. */
  readonly names: ReadonlyMap<string, string>;
  /** Name as it looks → registrable domain. */
  readonly shapes: ReadonlyMap<string, string>;
  /** Name with one letter left out → names. */
  readonly deletions: ReadonlyMap<string, readonly string[]>;
  /** What `deletions` and `names` may hold, to pass over the rest at once. */
  readonly slips: Slips;
}

/** Names shorter than this are too near to everything. */
const shortestShape = 4;
const shortestTypo = 7;
const shortestEmbedded = 4;
/** A name glued to another word without a hyphen. */
const shortestGlued = 6;

/** Words that a fake puts beside the name. */
const lureWords = new Set(
  (
    'login signin sign logon secure security verify verification verified auth account accounts update service services support help helpdesk online bank banking ebank card cards pay payment payments ' +
    'wallet app apps mobile web www official vip kefu customer client user alert alerts notice refund claim reward rewards gift bonus promo points loan credit id confirm unlock recover recovery my portal center ' +
    'care safe protect cn hk tw us uk com net info page site go get new track tracking delivery parcel post'
  ).split(' '),
);
/** Suffixes that cost next to nothing; an official site hardly ever stands there. */
const cheapSuffixes = new Set(
  'top xyz vip cc club shop online site icu buzz live life store click link fun work win bid loan ltd wang tk ml ga cf gq cyou monster sbs cfd rest bond quest lol mom pw ws su tokyo info biz website space tech pro mobi asia'.split(
    ' ',
  ),
);

/** Indexes official hosts; what has no registrable domain is left out. O(total length). */
export function buildLookAlikeIndex(hosts: readonly string[]): LookAlikeIndex {
  const registrables = new Set<string>();
  const names = new Map<string, string>();
  const shapes = new Map<string, string>();
  const deletions = new Map<string, string[]>();
  const slips = emptySlips();
  for (const host of hosts) {
    const { registrable, name } = nameOf(host.toLowerCase());
    if (registrable === undefined || registrables.has(registrable)) continue;
    registrables.add(registrable);
    if (names.has(name)) continue;
    names.set(name, registrable);
    if (name.length >= shortestShape) shapes.set(shapeOf(name), registrable);
    if (name.length < shortestTypo) continue;
    for (const key of withoutOne(name)) push(deletions, key, name);
    addSlips(slips, name);
  }
  return { registrables, names, shapes, deletions, slips };
}

/** The official name that a host resembles, and how; undefined for an official host and for any other. */
export function lookAlike(host: string, officials: LookAlikeIndex): LookAlike | undefined {
  const plain = host.toLowerCase();
  const { registrable, name, suffix } = nameOf(plain);
  if (registrable === undefined || officials.registrables.has(registrable)) return undefined;
  return (
    asHomoglyph(name, officials) ??
    asSwap(name, suffix, officials) ??
    asEmbedded(plain, registrable, name, officials) ??
    asTypo(name, officials)
  );
}

function nameOf(host: string): { registrable: string | undefined; name: string; suffix: string } {
  const { registrable, publicSuffix = '' } = domainParts(host);
  if (registrable === undefined) return { registrable, name: '', suffix: publicSuffix };
  return { registrable, name: registrable.slice(0, -publicSuffix.length - 1), suffix: publicSuffix };
}

function asHomoglyph(name: string, { names, shapes }: LookAlikeIndex): LookAlike | undefined {
  const seen = decodeHost(name);
  if (seen === name && names.has(name)) return undefined;
  const official = shapes.get(shapeOf(seen)) ?? (seen === name ? undefined : names.get(foldSeen(seen)));
  return official === undefined ? undefined : { official, how: 'homoglyph' };
}

/** What a hurried reader sees: look-alike letters, accents, `rn` for `m`, digits for letters. */
function shapeOf(name: string): string {
  if (!/[01i5]|rn|vv|[^a-z2-9-]/.test(name)) return name;
  const seen = /[^a-z0-9-]/.test(name) ? foldSeen(name) : name;
  return seen.replaceAll(/rn|vv|[01i5]/g, (drawn) => drawnLike[drawn]!);
}

const drawnLike: Readonly<Record<string, string>> = { rn: 'm', vv: 'w', 0: 'o', 1: 'l', i: 'l', 5: 's' };

function foldSeen(name: string): string {
  return foldLookAlikes(name.normalize('NFKD').replaceAll(/\p{M}/gu, '')).toLowerCase();
}

function asSwap(name: string, suffix: string, { names }: LookAlikeIndex): LookAlike | undefined {
  const official = names.get(name);
  if (official === undefined || name.length < shortestEmbedded || !cheapSuffixes.has(suffix)) return undefined;
  return { official, how: 'tld-swap' };
}

/** `icbc.com.cn.evil.top`, `hsbc-login.com`, `paypalverify.net`. */
function asEmbedded(host: string, registrable: string, name: string, officials: LookAlikeIndex): LookAlike | undefined {
  const official = embeddedHost(host.slice(0, -registrable.length), officials) ?? embeddedName(name, officials);
  return official === undefined ? undefined : { official, how: 'embedded' };
}

/** At most this many labels before the registrable domain are looked through. */
const maxLabels = 12;

function embeddedHost(before: string, { registrables }: LookAlikeIndex): string | undefined {
  const labels = before
    .split('.')
    .filter((label) => label !== '')
    .slice(0, maxLabels);
  for (let from = 0; from < labels.length; from++) {
    for (let to = from + 2; to <= Math.min(labels.length, from + 4); to++) {
      const candidate = labels.slice(from, to).join('.');
      if (registrables.has(candidate)) return candidate;
    }
  }
  return undefined;
}

function embeddedName(name: string, { names }: LookAlikeIndex): string | undefined {
  const words = name.split('-');
  if (words.length > 1) {
    const known = words.find((word) => word.length >= shortestEmbedded && names.has(word));
    const others = words.filter((word) => word !== known);
    return known !== undefined && others.every((word) => lureWords.has(word) || /^\d+$/.test(word))
      ? names.get(known)
      : undefined;
  }
  for (let split = shortestGlued; split < name.length - 1; split++) {
    const official = names.get(name.slice(0, split));
    if (official !== undefined && isGluedLure(name.slice(split))) return official;
  }
  return undefined;
}

/** Words that are hardly part of another honest name. */
function isGluedLure(word: string): boolean {
  return word.length >= 4 && lureWords.has(word);
}

function asTypo(name: string, { names, deletions, slips }: LookAlikeIndex): LookAlike | undefined {
  if (name.length < shortestTypo - 1 || name.length > 63 || names.has(name)) return undefined;
  if (!maySlip(slips, name)) return undefined;
  for (const key of [name, ...withoutOne(name)]) {
    const candidates = [...(deletions.get(key) ?? []), ...(names.has(key) ? [key] : [])];
    const near = candidates.find((candidate) => candidate.length >= shortestTypo && isOneSlip(name, candidate));
    if (near !== undefined) return { official: names.get(near)!, how: 'typo' };
  }
  return undefined;
}

/** One letter more, less, other or two swapped; not a digit or a plural at the end, which honest names have. */
export function isOneSlip(name: string, official: string): boolean {
  if (name === official || Math.abs(name.length - official.length) > 1) return false;
  let head = 0;
  while (head < name.length && head < official.length && name[head] === official[head]) head++;
  let tail = 0;
  while (tail < name.length - head && tail < official.length - head && name.at(-1 - tail) === official.at(-1 - tail))
    tail++;
  const mine = name.slice(head, name.length - tail);
  const theirs = official.slice(head, official.length - tail);
  if (head === 0 || (tail === 0 && mine.length !== 2)) return false;
  if (mine.length === 2 && theirs.length === 2) return mine[0] === theirs[1] && mine[1] === theirs[0];
  return mine.length <= 1 && theirs.length <= 1;
}

function withoutOne(name: string): string[] {
  return Array.from(name, (_, index) => name.slice(0, index) + name.slice(index + 1));
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}
