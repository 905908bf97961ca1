import { isCharacter, isMark, isWordSymbol, lower, readSymbols, type Symbols } from './read-symbols.ts';

/** Windows of symbols: one, two and three neighbours. Four told no more, and cost a quarter of the time. */
const windowMaxSymbols = 3;
/** Pieces of a Latin word, its beginning and end marked: what is left of a word that is misspelt on purpose. */
const pieceLength = 3;
const pieceMinWord = 4;
const pieceMaxWord = 40;
/**
 * Where windows start from, by script: a link or an amount says something else in an English message than in a Chinese
 * one, and what is learned of the one must not be held against the other.
 */
const seeds = { chinese: 0x9e37_79b9, latin: 0x1234_5678 } as const;
/** A message is Chinese from one Chinese character in so many symbols on. */
const chineseShare = 8;
/** What one symbol yields at most: its windows and, of a word, its pieces. */
const gramsPerSymbol = windowMaxSymbols + pieceMaxWord + 2;

/**
 * The grams of the text last read: a 32-bit hash each, and the symbols `[first, last]` that it covers.
 * Overwritten by the next call.
 */
export interface Grams {
  hashes: Int32Array;
  firsts: Int32Array;
  lasts: Int32Array;
  count: number;
  symbols: Symbols;
}

/** The version of what is read from a text; a model of another version would read nonsense. */
export const gramVersion = 3;

const grams: Grams = {
  hashes: new Int32Array(8192),
  firsts: new Int32Array(8192),
  lasts: new Int32Array(8192),
  count: 0,
  symbols: readSymbols(''),
};

/** Reads the grams of a text. A gram that comes twice stands twice. O(n). */
export function readGrams(text: string): Grams {
  const symbols = readSymbols(text);
  grams.symbols = symbols;
  grams.count = 0;
  const seed = seedOf(symbols);
  // The script itself is a gram: how common scams are differs between the languages of the training texts.
  // It covers no symbol.
  if (symbols.count > 0) push(finish(seed), 0, -1);
  for (let first = 0; first < symbols.count; first++) {
    if (grams.count + gramsPerSymbol > grams.hashes.length) grow();
    readWindows(symbols, { first, seed });
    if (symbols.sorts[first] === isWordSymbol) readPieces(symbols, first);
  }
  return grams;
}

function seedOf({ sorts, count }: Symbols): number {
  let characters = 0;
  for (let at = 0; at < count; at++) if (sorts[at] === isCharacter) characters++;
  return characters * chineseShare > count ? seeds.chinese : seeds.latin;
}

function readWindows({ ids, sorts, count }: Symbols, { first, seed }: { first: number; seed: number }): void {
  let hash = seed;
  const end = Math.min(count, first + windowMaxSymbols);
  for (let last = first; last < end; last++) {
    hash = step(hash, ids[last]!);
    // A mark opens or closes no window of its own: "!" alone is a matter of taste.
    if (sorts[last] !== isMark) push(finish(hash), first, last);
  }
}

function readPieces({ codes, froms, tos }: Symbols, at: number): void {
  const from = froms[at]!;
  const length = Math.min(tos[at]! - from, pieceMaxWord);
  if (length < pieceMinWord) return;
  for (let start = -1; start + pieceLength <= length + 1; start++) {
    let hash = 0x85eb_ca6b;
    for (let unit = start; unit < start + pieceLength; unit++) {
      hash = step(hash, unit < 0 || unit >= length ? 0x20 : lower(codes[from + unit]!));
    }
    push(finish(hash), at, at);
  }
}

function push(hash: number, first: number, last: number): void {
  const at = grams.count++;
  grams.hashes[at] = hash;
  grams.firsts[at] = first;
  grams.lasts[at] = last;
}

/** One symbol into the hash (after murmur3's body; A. Appleby, public domain). */
function step(hash: number, id: number): number {
  const mixed = Math.imul(id, 0xcc9e_2d51);
  const turned = hash ^ Math.imul((mixed << 15) | (mixed >>> 17), 0x1b87_3593);
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe654_6b64) | 0;
}

function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  return mixed ^ (mixed >>> 13);
}

function grow(): void {
  for (const name of ['hashes', 'firsts', 'lasts'] as const) {
    const wider = new Int32Array(grams[name].length * 2);
    wider.set(grams[name]);
    grams[name] = wider;
  }
}
