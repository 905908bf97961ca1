import { classOf, isWord } from '../text/characters.ts';
import { asciiHost, readHost } from './host-names.ts';
import { readHostRun, readLabel } from './host-run.ts';
import { isSpace, keepFind, latinText, type Scan, textOf } from './scan.ts';

const maxLocal = 64;

/** The address whose local part's last word run is `[from, end)`; gives its end, or undefined for none. */
export function readEmail(scan: Scan, wordStart: number, from: number, end: number): number | undefined {
  const at = readAt(scan, end);
  if (at === 0) return undefined;
  const start = localStart(scan, Math.min(wordStart, from), end);
  const run = readHostRun(scan, end + at, true);
  const host = readHost(scan, run, false);
  if (host === undefined || host.isAddress) return undefined;
  const local = localText(scan, start, end);
  const domain = asciiHost(host.name);
  if (domain === undefined || !isLocal(local)) return undefined;
  const isMixed = host.isMixedScript || readLabel(scan, start, end).isMixedScript;
  const isDefanged = host.isDefanged || at > 1 || local.length !== end - start;
  keepFind(scan, {
    kind: 'email',
    value: `${local}@${domain}`,
    from: start,
    to: host.to,
    confidence01: 0.98,
    because: 'public-suffix',
    traits: [...(isMixed ? (['mixed-script'] as const) : []), ...(isDefanged ? (['obfuscated'] as const) : [])],
  });
  return host.to;
}

/** Length of `@`, `[at]`, `(at)`, `{at}`, `[@]` with spaces around; 0 for none. */
function readAt(scan: Scan, index: number): number {
  const { codes } = scan;
  if (codes[index] === 0x40) return 1;
  const open = isSpace(codes[index]) ? index + 1 : index;
  const code = codes[open];
  if (code !== 0x5b && code !== 0x28 && code !== 0x7b && code !== 0x3010) return 0;
  const text = textOf(scan, index, Math.min(scan.length, index + 9));
  return /^ ?[[({【] ?(?:at|@) ?[\])}】] ?/i.exec(text)?.[0].length ?? 0;
}

/** Back over `+`, `%`, dots and hyphens and the words before them. */
function localStart(scan: Scan, from: number, end: number): number {
  let start = from;
  while (start > 0 && end - start < maxLocal && scan.claimed[start - 1] === 0) {
    const code = scan.codes[start - 1]!;
    const isSign = code === 0x2b || code === 0x25 || code === 0x2e || code === 0x2d || code === 0x5f;
    if ((classOf[code]! & isWord) === 0 && !isSign) break;
    start--;
  }
  while (start < from && !((classOf[scan.codes[start]!]! & isWord) !== 0)) start++;
  return start;
}

/** Look-alike letters and defanged dots undone, in lower case. */
function localText(scan: Scan, start: number, end: number): string {
  const text = latinText(scan, start, end).toLowerCase();
  return text.replaceAll(/ ?[[({【] ?(?:\.|dot|点|點) ?[\])}】] ?| dot | ?[点點] ?|。/g, '.');
}

function isLocal(local: string): boolean {
  return local.length <= maxLocal && /^[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*$/.test(local);
}
