/**
 * Hashes of names and of names without one letter, as a set of bits: most names that resemble nothing are passed over
 * without a string being made. A bit that is set by chance costs time, never an answer.
 * Polynomial hash h = Σ c·B^k mod 2³², by prefixes and suffixes, so that all n shortened names cost O(n) together
 * (Karp and Rabin, 1987, doi:10.1147/rd.312.0249).
 */
export interface Slips {
  readonly bits: Uint32Array;
}

const bitCountLog2 = 22;
const base = 0x01000193;

/** The longest label of a host name. */
const maxName = 63;

const powers = new Int32Array(maxName + 1);
powers[0] = 1;
for (let index = 1; index <= maxName; index++) powers[index] = Math.imul(powers[index - 1]!, base);

const prefixes = new Int32Array(maxName + 1);

export function emptySlips(): Slips {
  return { bits: new Uint32Array(2 ** bitCountLog2 / 32) };
}

/** Adds a name and the names that lack one of its letters; a longer name than a label may be is left out. */
export function addSlips({ bits }: Slips, name: string): void {
  visitSlips(name, (hash) => {
    const bit = bitOf(hash);
    bits[bit >>> 5]! |= 1 << (bit & 31);
    return false;
  });
}

/** Whether the name, or the name without one of its letters, may be among those added. */
export function maySlip({ bits }: Slips, name: string): boolean {
  return visitSlips(name, (hash) => {
    const bit = bitOf(hash);
    return ((bits[bit >>> 5]! >>> (bit & 31)) & 1) !== 0;
  });
}

/** Visits the hash of the name and of each shortened one, until a visit answers true. */
function visitSlips(name: string, visit: (hash: number) => boolean): boolean {
  const { length } = name;
  if (length > maxName) return false;
  prefixes[0] = 0;
  for (let index = 0; index < length; index++) {
    prefixes[index + 1] = (Math.imul(prefixes[index]!, base) + name.charCodeAt(index)) | 0;
  }
  if (visit(prefixes[length]!)) return true;
  let suffix = 0;
  for (let index = length - 1; index >= 0; index--) {
    const behind = length - index - 1;
    if (visit((Math.imul(prefixes[index]!, powers[behind]!) + suffix) | 0)) return true;
    suffix = (suffix + Math.imul(name.charCodeAt(index), powers[behind]!)) | 0;
  }
  return false;
}

function bitOf(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> (32 - bitCountLog2);
}
