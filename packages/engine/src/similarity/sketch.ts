import type { Shingles } from './shingle.ts';

/** Values of a signature, keys of a sketch, values that must agree for one key to agree. */
export const signatureLength = 64;
export const bandCount = 16;
const bandRows = signatureLength / bandCount;

const multipliers = seededWords(0x1234_5677, (word) => word | 1);
const offsets = seededWords(0x89ab_cdef, (word) => word);

/**
 * The MinHash signature of a set: `signatureLength` minima, each under its own permutation of the 32-bit hashes,
 * so that two signatures agree at a place with the probability of the sets' Jaccard similarity.
 * The standard error of the estimate is √(s(1−s)/64) ≤ 0.0625. An empty set gives a signature of 2³²−1.
 *
 * A. Broder, *On the resemblance and containment of documents*, 1997, https://doi.org/10.1109/SEQUEN.1997.666900.
 * Every place has its own permutation, not the one of one-permutation hashing: a message has about as many shingles
 * as the signature has places, where densified bins would repeat each other. O(64 n).
 */
export function sketch(shingles: Shingles): Uint32Array {
  const signature = new Uint32Array(signatureLength).fill(0xffff_ffff);
  for (let place = 0; place < signatureLength; place++) {
    const multiplier = multipliers[place]!;
    const offset = offsets[place]!;
    let least = 0xffff_ffff;
    for (let index = 0; index < shingles.length; index++) {
      let mixed = Math.imul(shingles[index]! ^ offset, multiplier);
      mixed = (mixed ^ (mixed >>> 15)) >>> 0;
      if (mixed < least) least = mixed;
    }
    signature[place] = least;
  }
  return signature;
}

/**
 * The `bandCount` keys under which a signature is found: sets of Jaccard similarity s share at least one with the
 * probability 1 − (1 − s⁴)¹⁶ (0.89 at 0.6, 0.99 at 0.7, 0.0001 at 0.05). Signed, to be kept as an SQL bigint;
 * the number of the band is in the key. An empty set has no keys.
 *
 * P. Indyk, R. Motwani, *Approximate nearest neighbors*, 1998, https://doi.org/10.1145/276698.276876.
 */
export function bandKeys(signature: Uint32Array): BigInt64Array {
  if (signature.every((value) => value === 0xffff_ffff)) return new BigInt64Array(0);
  const keys = new BigInt64Array(bandCount);
  for (let band = 0; band < bandCount; band++) {
    let high = 0x9e37_79b9 ^ band;
    let low = 0x85eb_ca6b + band;
    for (let row = 0; row < bandRows; row++) {
      const value = signature[band * bandRows + row]!;
      high = rotate(Math.imul(high ^ value, 0xcc9e_2d51), 15);
      low = rotate(Math.imul(low ^ value, 0x1b87_3593), 13) + 0x52dc_e729;
    }
    keys[band] = (BigInt(high ^ (low >>> 16)) << 32n) | BigInt(low >>> 0);
  }
  return keys;
}

/** The share of places at which two signatures agree: an estimate of Jaccard similarity. Two of empty sets give 0. */
export function estimateSimilarity01(one: Uint32Array, other: Uint32Array): number {
  let same = 0;
  let isEmpty = true;
  for (let place = 0; place < signatureLength; place++) {
    if (one[place] !== 0xffff_ffff || other[place] !== 0xffff_ffff) isEmpty = false;
    if (one[place] === other[place]) same++;
  }
  return isEmpty ? 0 : same / signatureLength;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** Words drawn once and for all: part of what `sketchVersion` names. */
function seededWords(seed: number, shape: (word: number) => number): Int32Array {
  const words = new Int32Array(signatureLength);
  let state = seed;
  for (let index = 0; index < words.length; index++) {
    state = (state + 0x9e37_79b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    words[index] = shape(mixed ^ (mixed >>> 15));
  }
  return words;
}
