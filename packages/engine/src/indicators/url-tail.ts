import { originalCode, type Scan, textOf } from './scan.ts';

/** ASCII that a port, path, query or fragment is written with. */
const tailUnits = buildTailUnits();
const maxPort = 65_535;

/** Where the port, path, query and fragment behind a host end; the host's own end where there are none. */
export function urlEnd(scan: Scan, hostEnd: number): number {
  let at = portEnd(scan, hostEnd);
  const next = scan.codes[at];
  if (at >= scan.length || !(next === 0x2f || next === 0x3f || next === 0x23 || next === 0x5c)) return at;
  if (next === 0x5c || !isTailUnit(scan, at)) return at;
  const start = at;
  while (at < scan.length && isTailUnit(scan, at) && !startsNextLink(scan, at)) at++;
  return trimTail(scan, start, at);
}

/** The tail in plain writing: `[.]` undone. */
export function urlText(scan: Scan, from: number, to: number): string {
  const text = textOf(scan, from, to);
  return text.includes('[') ? text.replaceAll(/\[(?:\.|dot)\]/gi, '.') : text;
}

function portEnd(scan: Scan, at: number): number {
  let colon = at;
  if (scan.codes[colon] === 0x5b && scan.codes[colon + 1] === 0x3a && scan.codes[colon + 2] === 0x5d) colon += 2;
  if (scan.codes[at] !== 0x3a && colon === at) return at;
  let end = colon + 1;
  while (end < scan.length && end - colon <= 6 && isDigitUnit(scan.codes[end]!)) end++;
  const digits = end - colon - 1;
  if (digits < 2 || digits > 5 || Number(textOf(scan, colon + 1, end)) > maxPort) return at;
  return colon === at ? end : at;
}

function isDigitUnit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Full-width signs belong to a link only among full-width letters: `ｈｔｔｐ：／／`; else they are the sentence's. */
function isTailUnit(scan: Scan, at: number): boolean {
  const code = scan.codes[at]!;
  if (code >= 0x80 || tailUnits[code] === 0) return false;
  const written = originalCode(scan, at);
  if (written < 0x80 || isWideLetter(written)) return true;
  if (written < 0xff00) return written >= 0x2000 ? /[a-z0-9]/i.test(String.fromCharCode(code)) : true;
  const before = originalCode(scan, at - 1);
  const after = at + 1 < scan.length ? originalCode(scan, at + 1) : 0;
  return before >= 0xff00 && (isWideLetter(after) || (code === 0x2f && isWideLetter(before)));
}

function isWideLetter(code: number): boolean {
  return (code >= 0xff10 && code <= 0xff19) || (code >= 0xff21 && code <= 0xff3a) || (code >= 0xff41 && code <= 0xff5a);
}

/** `http://a.example/x,http://b.example`: the next link begins here. */
function startsNextLink(scan: Scan, at: number): boolean {
  const code = scan.codes[at]!;
  if (code === 0x2c || code === 0x3b || code === 0x7c) return isSchemeAt(scan, at + 1);
  return code === 0x68 && scan.codes[at - 1] !== 0x3d && scan.codes[at - 1] !== 0x2f && isSchemeAt(scan, at);
}

function isSchemeAt(scan: Scan, at: number): boolean {
  return (
    scan.codes[at] === 0x68 &&
    scan.codes[at + 1] === 0x74 &&
    /^https?:\/\//.test(textOf(scan, at, Math.min(scan.length, at + 8)))
  );
}

/** Punctuation at the end is the sentence's; a bracket is the link's only where it was opened there. */
function trimTail(scan: Scan, start: number, from: number): number {
  let end = from;
  let opened = 0;
  for (let at = start; at < end; at++) {
    if (scan.codes[at] === 0x28) opened++;
    else if (scan.codes[at] === 0x29) opened--;
  }
  while (end > start + 1) {
    const code = scan.codes[end - 1]!;
    if (code === 0x29 && opened >= 0) break;
    if (code === 0x29) opened++;
    else if (!isSentenceSign(code)) break;
    end--;
  }
  return end;
}

function isSentenceSign(code: number): boolean {
  // . , ; : ! ? ' " * ~ ] [ } — what stands behind a link in running text.
  return (
    code === 0x2e ||
    code === 0x2c ||
    code === 0x3b ||
    code === 0x3a ||
    code === 0x21 ||
    code === 0x3f ||
    code === 0x27 ||
    code === 0x22 ||
    code === 0x2a ||
    code === 0x7e ||
    code === 0x5d ||
    code === 0x5b ||
    code === 0x7d
  );
}

function buildTailUnits(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0x21; code <= 0x7e; code++) table[code] = 1;
  for (const sign of '"<>`{}|\\^') table[sign.charCodeAt(0)] = 0;
  return table;
}
