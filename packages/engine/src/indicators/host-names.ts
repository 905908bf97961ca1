import { parse } from 'tldts';
import type { HostRun } from './host-run.ts';
import { readLabel } from './host-run.ts';
import { type Scan, textOf } from './scan.ts';

/** A host read out of a run of labels. */
export interface Host {
  /** Lower case; may still hold letters of other alphabets. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly isAddress: boolean;
  readonly isMixedScript: boolean;
  readonly isDefanged: boolean;
  readonly labelCount: number;
}

/** At most this many labels are taken off the end in search of a public suffix. */
const maxTrim = 3;
const suffixOptions = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;

/** Suffixes that stand behind a dot that is written as a word. */
const softSuffixes = new Set(
  'com cn net org top xyz vip cc tw hk io info shop site online club app co me tv live pro fun work link store icu ltd wang mobi asia biz us uk jp kr sg my edu gov'.split(
    ' ',
  ),
);

/** Names that the standards keep for examples; nothing is registered under them. */
const exampleSuffixes = new Set(['example', 'test', 'invalid']);

/** The host that a run of labels holds: labels that are sentence, not name, are taken off its end. */
export function readHost(scan: Scan, run: HostRun, isSure: boolean): Host | undefined {
  const labels = run.starts.map((start, index) => readLabel(scan, start, run.ends[index]!));
  const names = labels.map((label) => label.text);
  undoLetterDigits(scan, run, names);
  const count = takenLabels(scan, run, names, isSure);
  if (count === 0) return undefined;
  return {
    name: names.slice(0, count).join('.'),
    from: run.from,
    to: run.ends[count - 1]!,
    isAddress: isDottedDecimal(names, count),
    isMixedScript: labels.slice(0, count).some((label) => label.isMixedScript),
    isDefanged: run.isDefanged,
    labelCount: count,
  };
}

/** `192.O.2.l1`: four labels of digits and of letters that pass for digits. */
function undoLetterDigits(scan: Scan, run: HostRun, names: string[]): void {
  if (names.length !== 4 || names.join('').replaceAll(/\D/g, '').length < 4) return;
  const written = names.map((_, index) => textOf(scan, run.starts[index]!, run.ends[index]!));
  if (!written.every((label) => /^[\dlIoO]{1,3}$/.test(label))) return;
  for (const [index, label] of written.entries())
    names[index] = label.replaceAll(/[lI]/g, '1').replaceAll(/[oO]/g, '0');
}

function takenLabels(scan: Scan, run: HostRun, names: readonly string[], isSure: boolean): number {
  if (names.length < 2) return 0;
  if (isDottedDecimal(names, names.length)) return names.length;
  for (let count = names.length; count >= Math.max(2, names.length - maxTrim); count--) {
    const last = names[count - 1]!;
    if (run.softDots[count - 1] && !softSuffixes.has(last)) continue;
    if (count < names.length && !endsThere(scan, run, count)) continue;
    if (hasPublicSuffix(names, count)) return count;
  }
  const last = names.at(-1)!;
  if (exampleSuffixes.has(last)) return names.length;
  const isName = !/^\d+$/.test(last) && last.length >= 2 && !run.softDots.includes(true);
  return isSure && isName ? names.length : 0;
}

/** The sentence goes on behind label `count`: a capital follows, or the dot was no full stop. */
function endsThere(scan: Scan, run: HostRun, count: number): boolean {
  const next = scan.codes[run.starts[count]!]!;
  return (next >= 0x41 && next <= 0x5a) || scan.codes[run.ends[count - 1]!] !== 0x2e;
}

function hasPublicSuffix(names: readonly string[], count: number): boolean {
  const last = names[count - 1]!;
  if (last.length < 2 || (last.charCodeAt(0) < 0x3a && !last.includes('-'))) return false;
  const parts = parse(names.slice(0, count).join('.'), suffixOptions);
  return parts.isIcann === true || parts.isPrivate === true;
}

function isDottedDecimal(names: readonly string[], count: number): boolean {
  if (count !== 4) return false;
  for (let index = 0; index < 4; index++) {
    const octet = names[index]!;
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return false;
  }
  return true;
}

/** The name as browsers ask for it: punycode where needed; undefined where it is no host name. */
export function asciiHost(name: string): string | undefined {
  if (/^[a-z0-9][a-z0-9._-]*$/.test(name)) return /(?:^|\.)(?:xn--|-)|-\.|\.\./.test(name) ? viaUrl(name) : name;
  return viaUrl(name);
}

function viaUrl(name: string): string | undefined {
  const address = `http://${name}/`;
  return URL.canParse(address) ? new URL(address).hostname : undefined;
}
