/** Numbers that are added one after another without a copy of what is there: chunks, so that memory grows by one chunk. */
export interface GrowingInts {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
}

const chunkBits = 16;
const chunkSize = 2 ** chunkBits;
const chunkMask = chunkSize - 1;

/** A growing column of 32-bit integers. */
export function growingInts(): GrowingInts {
  const chunks: Int32Array[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if ((length & chunkMask) === 0) chunks.push(new Int32Array(chunkSize));
      chunks[length >>> chunkBits]![length & chunkMask] = value;
      length++;
    },
    at: (index) => chunks[index >>> chunkBits]![index & chunkMask]!,
    set(index, value) {
      chunks[index >>> chunkBits]![index & chunkMask] = value;
    },
  };
}

/** Sets of hashes, one after another; a set is read as a view, never copied. */
export interface SetPool {
  readonly length: number;
  /** All hashes in all sets. */
  readonly hashCount: number;
  push(set: Uint32Array): void;
  at(index: number): Uint32Array;
  sizeOf(index: number): number;
}

const poolChunk = 2 ** 20;

/** A pool of ascending sets of at most `poolChunk` hashes each. */
export function setPool(): SetPool {
  const chunks: Uint32Array[] = [];
  const starts = growingInts();
  const sizes = growingInts();
  let used = 0;
  let hashCount = 0;
  return {
    get length() {
      return sizes.length;
    },
    get hashCount() {
      return hashCount;
    },
    push(set) {
      if (chunks.length === 0 || used + set.length > poolChunk) {
        chunks.push(new Uint32Array(poolChunk));
        used = 0;
      }
      chunks.at(-1)!.set(set, used);
      // The chunk's number and the place in it: 2^11 chunks of 2^20 are 8 GiB.
      starts.push((chunks.length - 1) * poolChunk + used);
      sizes.push(set.length);
      used += set.length;
      hashCount += set.length;
    },
    at(index) {
      const start = starts.at(index);
      const from = start & (poolChunk - 1);
      return chunks[start >>> 20]!.subarray(from, from + sizes.at(index));
    },
    sizeOf: (index) => sizes.at(index),
  };
}
