/**
 * Folding: the text as a reader sees it, with an exact map back to what was written.
 *
 * NFKC by character (full-width, circled, mathematical … forms), combining marks composed onto their
 * base, invisible characters dropped, enclosed digits and digits of any script as 0–9. Nothing is folded
 * that would change which word is read: letters keep their case and script.
 * O(n) time and memory; one character yields at most 18 code units.
 */

/** A folded text: `codes[0..length)`, and for each unit the span of the original that it came from. */
export interface Folded {
  readonly source: string;
  readonly codes: Uint16Array;
  readonly length: number;
  /** Undefined while every unit came from the unit at its own index. */
  readonly starts: Int32Array | undefined;
  readonly ends: Int32Array | undefined;
}

const kindUnknown = 0;
const kindKeep = 1;
const kindReplace = 2;
const kindDrop = 3;
const kindMany = 4;
const kindMark = 5;
const kindHighSurrogate = 6;

/** What happens to each code unit; filled as units are first met, because most never are. */
const kindOf = new Uint8Array(65_536);
const replacementOf = new Uint16Array(65_536);
const expansionOf = new Map<number, string>();

/** Texts up to this length share one buffer, which grows as they come, so that a message costs no allocation. */
export const sharedLength = 2 ** 20;
let sharedCodes = new Uint16Array(4096);

/**
 * Folds a text. The result may live in a buffer that the next call overwrites:
 * read it before folding again, or copy.
 */
export function foldText(source: string): Folded {
  const codes = roomFor(source.length);
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    let kind = kindOf[code]!;
    if (kind === kindUnknown) kind = classify(code);
    if (kind === kindKeep) codes[index] = code;
    else if (kind === kindReplace) codes[index] = replacementOf[code]!;
    else return foldUnevenly(source, codes, index);
  }
  return { source, codes, length: source.length, starts: undefined, ends: undefined };
}

function roomFor(length: number): Uint16Array {
  if (length > sharedLength) return new Uint16Array(length);
  if (length > sharedCodes.length) sharedCodes = new Uint16Array(2 ** Math.ceil(Math.log2(length)));
  return sharedCodes;
}

/** The rest of a text from the first character that does not become exactly one unit. */
function foldUnevenly(source: string, done: Uint16Array, from: number): Folded {
  const out = openOutput(done, from, source.length);
  let index = from;
  while (index < source.length) {
    const code = source.charCodeAt(index);
    const kind = kindOf[code]! || classify(code);
    if (kind === kindHighSurrogate) {
      index = foldSurrogate(source, index, out);
      continue;
    }
    if (kind === kindKeep) push(out, code, index, index + 1);
    else if (kind === kindReplace) push(out, replacementOf[code]!, index, index + 1);
    else if (kind === kindMark) compose(out, code, index);
    else if (kind === kindDrop) joinDropped(out, code, index);
    else if (kind === kindMany) pushAll(out, expansionOf.get(code)!, index, index + 1);
    index++;
  }
  return { source, codes: out.codes, length: out.length, starts: out.starts, ends: out.ends };
}

function foldSurrogate(source: string, index: number, out: Output): number {
  const point = source.codePointAt(index)!;
  if (point < 0x1_0000) {
    push(out, point, index, index + 1);
    return index + 1;
  }
  pushAll(out, foldPoint(point), index, index + 2);
  return index + 2;
}

function classify(code: number): number {
  const kind = decide(code);
  kindOf[code] = kind;
  return kind;
}

function decide(code: number): number {
  if (code < 0x80) return kindKeep;
  if (code >= 0xd800 && code <= 0xdbff) return kindHighSurrogate;
  if (code >= 0xdc00 && code <= 0xdfff) return kindKeep;
  const character = String.fromCharCode(code);
  const folded = foldPoint(code);
  if (folded === '') return kindDrop;
  if (/\p{M}/u.test(character)) return kindMark;
  if (folded === character) return kindKeep;
  if (folded.length === 1) {
    replacementOf[code] = folded.charCodeAt(0);
    return kindReplace;
  }
  expansionOf.set(code, folded);
  return kindMany;
}

/** What one code point is read as; empty for what is not seen at all. */
function foldPoint(point: number): string {
  const enclosed = enclosedOf.get(point);
  if (enclosed !== undefined) return enclosed;
  const character = String.fromCodePoint(point);
  if (isInvisible(point, character)) return '';
  if (keptAsWritten.has(point)) return character;
  if (/\p{Nd}/u.test(character)) return String(digitValue(point));
  return character.normalize('NFKC');
}

// An ellipsis is not three full stops, and a vulgar fraction is not a date.
const keptAsWritten = new Set([0x2025, 0x2026, 0xbc, 0xbd, 0xbe]);

function isInvisible(point: number, character: string): boolean {
  // Combining overlays and enclosing marks: struck-through and keycap digits.
  if ((point >= 0x334 && point <= 0x338) || (point >= 0x20d0 && point <= 0x20f0)) return true;
  if (point >= 0xfff9 && point <= 0xfffb) return true;
  return /\p{Default_Ignorable_Code_Point}/u.test(character);
}

/** Decimal digits of a script stand in unbroken tens: ASCII, then Arabic-Indic, Devanagari and so on. */
function digitValue(point: number): number {
  const nfkc = String.fromCodePoint(point).normalize('NFKC');
  if (nfkc.length === 1 && nfkc >= '0' && nfkc <= '9') return nfkc.charCodeAt(0) - 0x30;
  let zero = point;
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return point - zero;
}

/** Enclosed digits and letters that NFKC leaves alone, or writes with their brackets. */
const enclosedOf: ReadonlyMap<number, string> = buildEnclosed();

function buildEnclosed(): Map<number, string> {
  const table = new Map<number, string>();
  const numbers = (first: number, count: number, from: number) => {
    for (let step = 0; step < count; step++) table.set(first + step, String(from + step));
  };
  const letters = (first: number, letter: string) => {
    for (let step = 0; step < 26; step++) table.set(first + step, String.fromCharCode(letter.charCodeAt(0) + step));
  };
  numbers(0x2474, 20, 1);
  numbers(0x2488, 20, 1);
  numbers(0x24eb, 10, 11);
  numbers(0x24f5, 10, 1);
  table.set(0x24ff, '0');
  numbers(0x2776, 10, 1);
  numbers(0x2780, 10, 1);
  numbers(0x278a, 10, 1);
  table.set(0x1f100, '0').set(0x1f10b, '0').set(0x1f10c, '0');
  numbers(0x1f101, 10, 0);
  letters(0x249c, 'a');
  letters(0x1f110, 'A');
  letters(0x1f130, 'A');
  letters(0x1f150, 'A');
  letters(0x1f170, 'A');
  for (const [step, numeral] of [...'一二三四五六七八九'].entries()) table.set(0x3220 + step, numeral);
  return table;
}

/** Output that may grow past its source, with the map back. */
interface Output {
  codes: Uint16Array;
  starts: Int32Array;
  ends: Int32Array;
  length: number;
}

function openOutput(done: Uint16Array, length: number, sourceLength: number): Output {
  const capacity = sourceLength + 64;
  const out: Output = {
    codes: new Uint16Array(capacity),
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    length,
  };
  out.codes.set(done.subarray(0, length));
  for (let index = 0; index < length; index++) {
    out.starts[index] = index;
    out.ends[index] = index + 1;
  }
  return out;
}

function push(out: Output, code: number, start: number, end: number): void {
  if (out.length === out.codes.length) grow(out);
  out.codes[out.length] = code;
  out.starts[out.length] = start;
  out.ends[out.length] = end;
  out.length++;
}

function pushAll(out: Output, folded: string, start: number, end: number): void {
  for (let index = 0; index < folded.length; index++) push(out, folded.charCodeAt(index), start, end);
}

/** A combining mark joins the unit before it where one composed letter exists, and stands alone else. */
function compose(out: Output, mark: number, index: number): void {
  const last = out.length - 1;
  if (last >= 0) {
    const composed = String.fromCharCode(out.codes[last]!, mark).normalize('NFC');
    if (composed.length === 1) {
      out.codes[last] = composed.charCodeAt(0);
      out.ends[last] = index + 1;
      return;
    }
  }
  push(out, mark, index, index + 1);
}

/** A keycap or a variation selector is drawn with the character before it, and belongs to its place. */
function joinDropped(out: Output, code: number, index: number): void {
  const isDrawnOn =
    code === 0xfe0f || code === 0xfe0e || (code >= 0x20d0 && code <= 0x20f0) || (code >= 0x334 && code <= 0x338);
  if (isDrawnOn && out.length > 0 && out.ends[out.length - 1] === index) out.ends[out.length - 1] = index + 1;
}

function grow(out: Output): void {
  const capacity = out.codes.length * 2;
  const { codes, starts, ends } = out;
  out.codes = new Uint16Array(capacity);
  out.codes.set(codes);
  out.starts = new Int32Array(capacity);
  out.starts.set(starts);
  out.ends = new Int32Array(capacity);
  out.ends.set(ends);
}
