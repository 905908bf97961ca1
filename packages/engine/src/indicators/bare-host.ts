import { parse } from 'tldts';
import { cueIndex } from './cues.ts';
import type { Host } from './host-names.ts';
import { cueWithin, isCjkAt, isLetterAt, type Scan } from './scan.ts';

/** Suffixes that are English words or syllables: "fine.so", "home.me" is a missed space far more often than a site. */
const wordSuffixes = new Set(
  (
    'in is it me so to no at be am my us do as id la ms mr mrs pm by or and he hi ha oh ok re one now today how here see love life ' +
    'best call cool free gay fan fit men new ski win wow you zero chat like home open date day name fail moe rest run safe sale ' +
    'save show work world red blue black pink green pay buy bid how got meet tips town vote watch band bar bet big bio boo box ' +
    'cab cafe car care case cash cat city club coach deal dog eat fish food game gift give gold good guide help host hot ice ing ' +
    'inc jot joy just kim land law live loan lol map meme mom money navy news ninja now nyc off ong onl party pet phd photo pics ' +
    'place play plus poker porn press prof read room sex sky soy spa star step sucks tax team theater tires trade vet vin wed wine wtf yoga zone ' +
    'al an ar ba bb bi bo br bs by ca ch cl cm cr cu cv de dj dk ec ee eg er es et eu fi fm fo fr ga gd ge gg gh gi gl gm gp gq gr gs gt gu gy'
  ).split(' '),
);
/** Those of the list above that are far more often a site than a word. */
const siteSuffixes = new Set(
  (
    'club live life eu de fr ca br us info biz top xyz vip shop site online store website space tech icu cyou buzz win bid loan wang mobi pro asia ' +
    'app dev io ai cc tv hk tw ink ltd group email cloud host monster sbs cfd rest quest fund finance bank money exchange market digital network agency solutions services support services security systems tools ' +
    'click link work fun world today news games casino bet'
  ).split(' '),
);
/** Where honest and dishonest sites alike stand; a name there is a site in any writing. */
const coreSuffixes = new Set('com net org cn edu gov'.split(' '));

/** Suffixes that are also the ends of file names and of code. */
const fileSuffixes = new Set(
  'md py sh rs zip mov pl ps ml mm java app data map link name id is foo bar dev call apply bind int new search page py so cc ai ts rm am mk mp sc tm st pub prof cpa doc dot'.split(
    ' ',
  ),
);
const codeNames = new Set(
  'main test tests index util utils foo bar hello readme license setup config app this self window document console math system string array object node module license changelog contributing makefile libc script file build install'.split(
    ' ',
  ),
);

const linkCues = [cueIndex.link];
const fileCues = [cueIndex.file];
/** How far a cue may stand before a bare name. */
const cueReach = 16;

/** Whether a bare name (no scheme, nothing behind it) is a site's and not a missed space, a file or code. */
export function isBareHost(scan: Scan, host: Host): boolean {
  if (isAttached(scan, host)) return false;
  const labels = host.name.split('.');
  const parts = parse(host.name, { allowPrivateDomains: true, extractHostname: false, validateHostname: false });
  if (parts.domain === null || parts.publicSuffix === null) return false;
  if (labels.some((label) => label.length > 63 || label.startsWith('-'))) return false;
  if (labels[0] === 'www') return true;
  if (parts.domainWithoutSuffix?.includes('_')) return false;
  return isTrusted(scan, host, labels, parts.domainWithoutSuffix ?? '');
}

function isTrusted(scan: Scan, host: Host, labels: readonly string[], name: string): boolean {
  const suffix = labels.at(-1)!;
  const from = Math.max(0, host.from - cueReach);
  const hasLinkCue = cueWithin(scan, from, host.from, linkCues) >= 0;
  if (cueWithin(scan, from, host.from, fileCues) >= 0 && fileSuffixes.has(suffix)) return false;
  if (/^\d{1,2}$/.test(name) && labels.length === 2 && !hasLinkCue) return false;
  if (isCallOf(scan, host, suffix)) return false;
  if (labels.length > 2 && !labels.every((label) => label.length <= 3)) return !isCapitalised(scan, host);
  // A dot that is disguised is a dot that is meant.
  if (hasLinkCue || host.isDefanged) return true;
  if (fileSuffixes.has(suffix) && (codeNames.has(name) || suffix !== 'cc'))
    return suffix === 'ai' || suffix === 'app' || suffix === 'dev' || /[\d-]/.test(name);
  const isMarked = /[\d-]/.test(name) && !/^\d+$/.test(name);
  return (isMarked || isSiteSuffix(scan, suffix)) && isSiteName(scan, host, name, suffix);
}

/** In running English a long suffix is a word behind a missed space unless it is one that sites have. */
function isSiteSuffix(scan: Scan, suffix: string): boolean {
  if (coreSuffixes.has(suffix) || siteSuffixes.has(suffix)) return true;
  if (scan.hasCjk) return true;
  if (wordSuffixes.has(suffix)) return false;
  return suffix.length === 2 || suffix.startsWith('xn--') || /[^a-z]/.test(suffix);
}

function isSiteName(scan: Scan, host: Host, name: string, suffix: string): boolean {
  if (coreSuffixes.has(suffix)) return true;
  return name.length > 1 && !isCapitalised(scan, host);
}

/** Part of a path, an address, an option or a longer word. */
function isAttached(scan: Scan, host: Host): boolean {
  const before = host.from > 0 ? scan.codes[host.from - 1]! : 0x20;
  const after = host.to < scan.length ? scan.codes[host.to]! : 0x20;
  if (before === 0x40 || before === 0x5c || before === 0x24 || before === 0x2d || before === 0x5f) return true;
  if (before === 0x2f && (isLetterAt(scan, host.from - 2) || scan.codes[host.from - 2] === 0x2e)) return true;
  if (before === 0x2e && !isCjkAt(scan, host.from - 2)) return true;
  return after === 0x40 || after === 0x5c || after === 0x5f;
}

/** `foo.bar()`, `list.map(item)`: code. */
function isCallOf(scan: Scan, host: Host, suffix: string): boolean {
  if (scan.codes[host.to] !== 0x28) return false;
  return scan.codes[host.to + 1] === 0x29 || fileSuffixes.has(suffix) || wordSuffixes.has(suffix);
}

/** The last label begins with a capital and the rest is small: the next sentence's first word. */
function isCapitalised(scan: Scan, host: Host): boolean {
  let start = host.to;
  while (start > host.from && isLetterAt(scan, start - 1)) start--;
  const first = scan.codes[start]!;
  const second = scan.codes[start + 1]!;
  const isCapital = first >= 0x41 && first <= 0x5a && second >= 0x61 && second <= 0x7a;
  const head = scan.codes[host.from]!;
  return isCapital && !(head >= 0x41 && head <= 0x5a);
}
