import { finishHash, hashHalves, hashKey, hashStart, stepHigh, stepLow } from './hash.ts';

/**
 * An immutable set of keys with a 32-bit payload each, made to be written once, mapped and read by many.
 *
 * Layout, little-endian: a header of 32 bytes (magic `SRKS`, version, bits of the bucket index, count,
 * checksum), the bucket index (one u32 a bucket: where it starts), then the high halves, the low halves
 * and the payloads, each sorted by hash. About 13 bytes an entry. A look-up reads one bucket (four
 * entries on average): O(1).
 */
export interface KnownSet {
  readonly bytes: Uint8Array;
  readonly size: number;
  /** How far a high half is shifted to give its bucket. */
  readonly shift: number;
  readonly buckets: Uint32Array;
  readonly highs: Uint32Array;
  readonly lows: Uint32Array;
  readonly payloads: Uint32Array;
}

/** A known set's bytes cannot be read: wrong kind of file, other version, or damaged. */
export class KnownSetError extends Error {
  override readonly name = 'KnownSetError';
}

const magic = 0x534b_5253; // "SRKS" in little-endian order
const formatVersion = 1;
const headerBytes = 32;
const entriesPerBucket = 4;
const maxBucketBits = 24;
const maxEntries = 200_000_000;

/**
 * Builds a set. A key given twice keeps its last payload. Payloads are unsigned 32-bit numbers.
 * O(n log n) time.
 */
export function buildKnownSet(entries: Iterable<{ key: string; payload: number }>): KnownSet {
  const sorted = sortEntries(collectEntries(entries));
  const bits = bucketBits(sorted.count);
  const set = openKnownSet(new Uint8Array(byteLength(sorted.count, bits)), sorted.count, bits);
  set.highs.set(sorted.highs.subarray(0, sorted.count));
  set.lows.set(sorted.lows.subarray(0, sorted.count));
  set.payloads.set(sorted.payloads.subarray(0, sorted.count));
  fillBuckets(set);
  const header = new DataView(set.bytes.buffer);
  header.setUint32(0, magic, true);
  header.setUint16(4, formatVersion, true);
  header.setUint16(6, bits, true);
  header.setUint32(8, sorted.count, true);
  header.setUint32(12, checksum(set.bytes), true);
  return set;
}

/**
 * Opens the bytes of a set that was built before; they are used in place where their alignment allows.
 * Throws `KnownSetError` for anything that is not a whole, undamaged set.
 */
export function loadKnownSet(bytes: Uint8Array): KnownSet {
  if (bytes.byteLength < headerBytes) {
    throw new KnownSetError(`A known set has at least ${headerBytes} bytes, found ${bytes.byteLength}.`);
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  if (header.getUint32(0, true) !== magic) {
    throw new KnownSetError('A known set begins with "SRKS"; these bytes are something else.');
  }
  const version = header.getUint16(4, true);
  if (version !== formatVersion) {
    throw new KnownSetError(`A known set of version ${formatVersion} was wanted, found ${version}. Build it again.`);
  }
  const bits = header.getUint16(6, true);
  const count = header.getUint32(8, true);
  if (bits > maxBucketBits || count > maxEntries || bytes.byteLength !== byteLength(count, bits)) {
    throw new KnownSetError(`A known set of ${count} entries has another length than ${bytes.byteLength} bytes.`);
  }
  if (header.getUint32(12, true) !== checksum(bytes)) {
    throw new KnownSetError('The known set is damaged: its checksum does not fit. Build it again.');
  }
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const set = openKnownSet(aligned, count, bits);
  checkBuckets(set);
  return set;
}

/** The payload of a key, or undefined when the set has no such key. */
export function lookupKnown(set: KnownSet, key: string): number | undefined {
  hashKey(key);
  const index = findEntry(set, hashHalves.high, hashHalves.low);
  return index < 0 ? undefined : set.payloads[index];
}

/** An entry that covers a host: its payload, and where in the host the entry's own name starts. */
export interface HostMatch {
  readonly payload: number;
  readonly scopeStart: number;
}

/**
 * The narrowest entry that is the host or a parent of it, in one pass from the right.
 * The key of a host is the host itself, in lower case.
 */
export function lookupHost(set: KnownSet, host: string): HostMatch | undefined {
  let { high, low }: { high: number; low: number } = hashStart;
  let found = -1;
  let scopeStart = 0;
  for (let index = host.length - 1; index >= 0; index--) {
    const code = host.charCodeAt(index);
    if (code === 0x2e) {
      finishHash(high, low);
      const entry = findEntry(set, hashHalves.high, hashHalves.low);
      if (entry >= 0) {
        found = entry;
        scopeStart = index + 1;
      }
    }
    high = stepHigh(high, code);
    low = stepLow(low, code);
  }
  finishHash(high, low);
  const whole = findEntry(set, hashHalves.high, hashHalves.low);
  if (whole >= 0) return { payload: set.payloads[whole]!, scopeStart: 0 };
  return found < 0 ? undefined : { payload: set.payloads[found]!, scopeStart };
}

function findEntry(set: KnownSet, high: number, low: number): number {
  const bucket = set.shift === 32 ? 0 : high >>> set.shift;
  const end = set.buckets[bucket + 1]!;
  for (let index = set.buckets[bucket]!; index < end; index++) {
    const other = set.highs[index]!;
    if (other > high) return -1;
    if (other === high && set.lows[index] === low) return index;
  }
  return -1;
}

interface Entries {
  highs: Uint32Array;
  lows: Uint32Array;
  payloads: Uint32Array;
  count: number;
}

function collectEntries(entries: Iterable<{ key: string; payload: number }>): Entries {
  const collected = emptyEntries(1024);
  for (const { key, payload } of entries) {
    if (!Number.isInteger(payload) || payload < 0 || payload > 0xffff_ffff) {
      throw new RangeError(`A payload is an unsigned 32-bit number, found ${payload}.`);
    }
    if (collected.count === maxEntries) throw new RangeError(`A known set holds at most ${maxEntries} entries.`);
    if (collected.count === collected.highs.length) growEntries(collected);
    hashKey(key);
    collected.highs[collected.count] = hashHalves.high;
    collected.lows[collected.count] = hashHalves.low;
    collected.payloads[collected.count] = payload;
    collected.count++;
  }
  return collected;
}

function emptyEntries(capacity: number): Entries {
  return {
    highs: new Uint32Array(capacity),
    lows: new Uint32Array(capacity),
    payloads: new Uint32Array(capacity),
    count: 0,
  };
}

function growEntries(entries: Entries): void {
  const wider = emptyEntries(entries.highs.length * 2);
  wider.highs.set(entries.highs);
  wider.lows.set(entries.lows);
  wider.payloads.set(entries.payloads);
  entries.highs = wider.highs;
  entries.lows = wider.lows;
  entries.payloads = wider.payloads;
}

/** Sorted by hash, of equal hashes only the last given. */
function sortEntries(given: Entries): Entries {
  const { highs, lows, payloads, count } = given;
  // Stable, and the index decides between equal hashes: the later one comes last.
  const order = new Uint32Array(count);
  for (let index = 0; index < count; index++) order[index] = index;
  order.sort((one, other) => highs[one]! - highs[other]! || lows[one]! - lows[other]! || one - other);
  const sorted = emptyEntries(count);
  for (const index of order) {
    const last = sorted.count - 1;
    const isRepeat = last >= 0 && sorted.highs[last] === highs[index] && sorted.lows[last] === lows[index];
    const slot = isRepeat ? last : sorted.count++;
    sorted.highs[slot] = highs[index]!;
    sorted.lows[slot] = lows[index]!;
    sorted.payloads[slot] = payloads[index]!;
  }
  return sorted;
}

function bucketBits(count: number): number {
  const wanted = Math.ceil(Math.log2(Math.max(1, count / entriesPerBucket)));
  return Math.min(maxBucketBits, Math.max(0, wanted));
}

function byteLength(count: number, bits: number): number {
  return headerBytes + (2 ** bits + 1) * 4 + count * 12;
}

/** Views over the parts of a set's bytes. Every machine that Node runs on is little-endian. */
function openKnownSet(bytes: Uint8Array, count: number, bits: number): KnownSet {
  const bucketCount = 2 ** bits + 1;
  const part = (index: number, length: number) => new Uint32Array(bytes.buffer, bytes.byteOffset + index, length);
  const entriesAt = headerBytes + bucketCount * 4;
  return {
    bytes,
    size: count,
    shift: 32 - bits,
    buckets: part(headerBytes, bucketCount),
    highs: part(entriesAt, count),
    lows: part(entriesAt + count * 4, count),
    payloads: part(entriesAt + count * 8, count),
  };
}

function fillBuckets({ buckets, highs, size, shift }: KnownSet): void {
  let entry = 0;
  for (let bucket = 0; bucket < buckets.length - 1; bucket++) {
    buckets[bucket] = entry;
    while (entry < size && (shift === 32 ? 0 : highs[entry]! >>> shift) === bucket) entry++;
  }
  buckets[buckets.length - 1] = size;
}

/** A made-up file with a right checksum must not send a look-up outside the entries. */
function checkBuckets({ buckets, size }: KnownSet): void {
  for (let bucket = 1; bucket < buckets.length; bucket++) {
    if (buckets[bucket]! < buckets[bucket - 1]! || buckets[bucket]! > size) {
      throw new KnownSetError('The known set is damaged: its index runs backwards. Build it again.');
    }
  }
}

/** FNV-1a over 32-bit words of everything behind the checksum field, and of the header before it. */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0x811c_9dc5;
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    if (at !== 12) sum = Math.imul(sum ^ view.getUint32(at, true), 0x0100_0193);
  }
  return sum >>> 0;
}
