import { classOf, isAnchor, isWord } from '../text/characters.ts';
import { appOfLink } from './app.ts';
import { isBareHost } from './bare-host.ts';
import { cueIndex, lastCueBefore } from './cues.ts';
import { readEmail } from './email.ts';
import { asciiHost, type Host, readHost } from './host-names.ts';
import { readDot, readHostRun, wordEnd } from './host-run.ts';
import { readAddress6 } from './ip.ts';
import type { Find, IndicatorTrait } from './kinds.ts';
import { handleOfLink } from './link-handle.ts';
import { packageOfRun } from './package-name.ts';
import { isCjkAt, keepFind, type Scan, textOf } from './scan.ts';
import { isShortener } from './shorteners.ts';
import { readScheme, type SchemeStart } from './url-scheme.ts';
import { urlEnd, urlText } from './url-tail.ts';

/** Finds links, bare hosts, addresses of machines and e-mail, and the apps and accounts that links name. O(n). */
export function scanLinks(scan: Scan): void {
  let index = 0;
  while (index < scan.length) {
    const bits = classOf[scan.codes[index]!]!;
    if ((bits & isWord) !== 0) index = scanWord(scan, index);
    else if ((bits & isAnchor) !== 0 && isCjkAt(scan, index - 1) && isPlainDot(scan, index))
      index = scanChineseName(scan, index);
    else index++;
  }
}

/** `.`, `[.]`, `(dot)`; a Chinese full stop or 点 behind Chinese is the sentence's. */
function isPlainDot(scan: Scan, index: number): boolean {
  const code = scan.codes[index]!;
  if (code === 0x2e) return true;
  return (code === 0x5b || code === 0x28 || code === 0x7b) && readDot(scan, index) !== 0;
}

/** Everything that can begin with the word at `index`; gives where to go on. */
function scanWord(scan: Scan, index: number): number {
  const end = wordEnd(scan, index);
  if (end === index) return index + 1;
  if (end >= scan.length) return end;
  const next = scan.codes[end]!;
  if ((classOf[next]! & isAnchor) === 0 && next !== 0x20 && next !== 0x7b && next !== 0x3010) return end;
  const scheme = readScheme(scan, end);
  if (scheme !== undefined) return scanUrl(scan, scheme) ?? scheme.end;
  if (next === 0x3a) return readAddress6(scan, index) ?? end;
  return scanNames(scan, index, end);
}

function scanNames(scan: Scan, index: number, end: number): number {
  const hasDot = readDot(scan, end) !== 0;
  if (!hasDot) return readEmail(scan, index, index, end) ?? end;
  const run = readHostRun(scan, index, false);
  const runEnd = run.ends.at(-1) ?? end;
  const email = readEmail(scan, index, run.from, runEnd);
  if (email !== undefined) return email;
  const packageEnd = packageOfRun(scan, run);
  if (packageEnd !== undefined) return packageEnd;
  const host = readHost(scan, run, false);
  if (host === undefined) return runEnd;
  return keepLink(scan, { from: index, host, scheme: undefined, userInfo: '' }) ?? runEnd;
}

/** Behind a scheme: user information, host, port, path. */
function scanUrl(scan: Scan, scheme: SchemeStart): number | undefined {
  const userEnd = userInfoEnd(scan, scheme.end);
  const run = readHostRun(scan, userEnd, true);
  const host = readHost(scan, run, true);
  if (host === undefined) return scanBracketed(scan, scheme, userEnd);
  const userInfo = textOf(scan, scheme.end, userEnd);
  return keepLink(scan, { from: scheme.start, host, scheme, userInfo });
}

/** `http://[2001:db8::1]:8080/` */
function scanBracketed(scan: Scan, scheme: SchemeStart, at: number): number | undefined {
  if (scan.codes[at] !== 0x5b) return undefined;
  const inside = /^\[[\da-f:.]{2,45}\]/i.exec(textOf(scan, at, Math.min(scan.length, at + 48)));
  if (inside === null) return undefined;
  const name = inside[0].toLowerCase();
  const host: Host = {
    name,
    from: at,
    to: at + name.length,
    isAddress: true,
    isMixedScript: false,
    isDefanged: false,
    labelCount: 1,
  };
  return keepLink(scan, { from: scheme.start, host, scheme, userInfo: '' });
}

/** A user name before the host is the oldest disguise there is: `http://bank.com@evil.example`. */
const maxUserInfo = 128;

function userInfoEnd(scan: Scan, from: number): number {
  const limit = Math.min(scan.length, from + maxUserInfo);
  for (let index = from; index < limit; index++) {
    const code = scan.codes[index]!;
    if (code === 0x40) return index + 1;
    if (code <= 0x20 || code > 0x7e || code === 0x2f || code === 0x3f || code === 0x23) break;
  }
  return from;
}

/** A Chinese name before a full stop: `例子.中国`, only where nothing but the name can be meant. */
const maxChineseName = 16;

function scanChineseName(scan: Scan, dot: number): number {
  let start = dot;
  while (
    start > 0 &&
    dot - start <= maxChineseName &&
    (isCjkAt(scan, start - 1) || (classOf[scan.codes[start - 1]!]! & isWord) !== 0)
  )
    start--;
  if (dot - start > maxChineseName || scan.claimed[start] === 1) return dot + 1;
  const run = readHostRun(scan, start, true);
  const host = readHost(scan, run, false);
  if (host === undefined || host.to <= dot || !endsInSiteSuffix(host.name)) return dot + 1;
  return keepLink(scan, { from: start, host, scheme: undefined, userInfo: '' }) ?? dot + 1;
}

function endsInSiteSuffix(name: string): boolean {
  return /\.(?:com|cn|net|org|top|xyz|vip|cc|tw|hk|[^\x00-\x7f]+)$/.test(name);
}

interface LinkParts {
  readonly from: number;
  readonly host: Host;
  readonly scheme: SchemeStart | undefined;
  readonly userInfo: string;
}

/** Keeps the link, or the bare host where nothing is behind it; gives its end, or undefined for neither. */
function keepLink(scan: Scan, parts: LinkParts): number | undefined {
  const { host, scheme } = parts;
  const tail = urlEnd(scan, host.to);
  if (scheme === undefined && tail === host.to) return keepBare(scan, host);
  if (scheme === undefined && !isTailTrusted(scan, host)) return undefined;
  const address = `${scheme?.name ?? 'http'}://${parts.userInfo}${host.name}${urlText(scan, host.to, tail)}`;
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const find: Find = {
    kind: 'url',
    value: url.href,
    from: parts.from,
    to: tail,
    confidence01: scheme === undefined ? 0.95 : 0.99,
    because: scheme === undefined ? 'public-suffix' : 'scheme',
    traits: traitsOf(url.hostname, host),
  };
  if (parts.userInfo !== '') find.traits.push('user-info');
  if (scheme?.isDefanged && !find.traits.includes('obfuscated')) find.traits.push('obfuscated');
  keepUrl(scan, url, find);
  return tail;
}

/** An account's link is the account; a link to an app is link and app. */
function keepUrl(scan: Scan, url: URL, find: Find): void {
  const handles = handleOfLink(url, find);
  if (handles !== undefined) {
    for (const handle of handles) keepFind(scan, handle);
    return;
  }
  const app = appOfLink(url, find);
  if (app?.traits.includes('apk')) find.traits.push('apk');
  if (app?.traits.includes('store-link')) find.traits.push('store-link');
  keepFind(scan, find);
  if (app !== undefined) keepFind(scan, app);
}

function isTailTrusted(scan: Scan, host: Host): boolean {
  const before = scan.codes[host.from - 1];
  if (before === 0x40 || before === 0x5c || before === 0x2f) return false;
  return host.isAddress || asciiHost(host.name) !== undefined;
}

function keepBare(scan: Scan, host: Host): number | undefined {
  if (host.isAddress) return keepAddress(scan, host);
  if (!isBareHost(scan, host)) return undefined;
  const value = asciiHost(host.name);
  if (value === undefined) return undefined;
  keepFind(scan, {
    kind: 'domain',
    value,
    from: host.from,
    to: host.to,
    confidence01: 0.9,
    because: 'public-suffix',
    traits: traitsOf(value, host),
  });
  return host.to;
}

const versionCues = [cueIndex.version, cueIndex['other-number']];

/** Four numbers with dots are an address, unless a version or a section is named right before them. */
function keepAddress(scan: Scan, host: Host): number | undefined {
  const before = scan.codes[host.from - 1];
  const isGlued = before === 0x2e || before === 0x2d || before === 0x2f || before === 0x5f;
  const cue = lastCueBefore(scan.cues, host.from);
  const isNear = cue >= 0 && host.from - scan.cues.ends[cue]! <= 3;
  if (isGlued || host.name.startsWith('0.') || scan.codes[host.to] === 0x2d) return host.to;
  if (isNear && versionCues.includes(scan.cues.kinds[cue]!)) return host.to;
  if (before !== undefined && (classOf[before]! & isWord) !== 0 && !isNear) return host.to;
  const isCued = isNear && scan.cues.kinds[cue] === cueIndex.ip;
  keepFind(scan, {
    kind: 'ip',
    value: host.name,
    from: host.from,
    to: host.to,
    confidence01: isCued ? 0.98 : 0.85,
    because: isCued ? 'cue' : 'shape',
    traits: host.isDefanged ? ['obfuscated'] : [],
  });
  return host.to;
}

function traitsOf(hostname: string, host: Host): IndicatorTrait[] {
  const traits: IndicatorTrait[] = [];
  if (isShortener(hostname)) traits.push('shortener');
  if (host.isAddress) traits.push('ip-host');
  if (/(?:^|\.)xn--/.test(hostname)) traits.push('punycode');
  if (host.isMixedScript) traits.push('mixed-script');
  if (host.isDefanged) traits.push('obfuscated');
  return traits;
}
