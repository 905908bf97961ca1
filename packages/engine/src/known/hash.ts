/**
 * A 64-bit hash of a key, made from its end to its start, so that a host name and all its parents are
 * hashed in one pass. Two 32-bit lanes of multiply–xor–rotate with a murmur3 finish (Appleby, public domain);
 * not cryptographic: a match is an index entry, never a decision.
 * The two halves are left in `hashHalves`, because a pair would cost an object a call.
 */
export const hashHalves = { high: 0, low: 0 };

const highSeed = 0x9e37_79b9;
const lowSeed = 0x85eb_ca6b;

/** The hash of a whole key as one 64-bit number. Deterministic over machines and versions of this format. */
export function hashValue64(key: string): bigint {
  hashKey(key);
  return (BigInt(hashHalves.high) << 32n) | BigInt(hashHalves.low);
}

/** Hashes a whole key into `hashHalves`. O(length). */
export function hashKey(key: string): void {
  let high = highSeed;
  let low = lowSeed;
  for (let index = key.length - 1; index >= 0; index--) {
    const code = key.charCodeAt(index);
    high = stepHigh(high, code);
    low = stepLow(low, code);
  }
  finishHash(high, low);
}

/** One unit into the high lane. */
export function stepHigh(high: number, code: number): number {
  const mixed = Math.imul(high ^ code, 0xcc9e_2d51);
  return (mixed << 15) | (mixed >>> 17);
}

/** One unit into the low lane. */
export function stepLow(low: number, code: number): number {
  const mixed = Math.imul(low ^ code, 0x1b87_3593);
  return ((mixed << 13) | (mixed >>> 19)) + 0x52dc_e729;
}

/** The lanes' start. */
export const hashStart = { high: highSeed, low: lowSeed } as const;

/** Mixes the lanes into `hashHalves`, both unsigned. */
export function finishHash(high: number, low: number): void {
  const first = avalanche(high ^ Math.imul(low, 0x2545_f491));
  hashHalves.high = first >>> 0;
  hashHalves.low = avalanche(low ^ first) >>> 0;
}

function avalanche(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85eb_ca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
