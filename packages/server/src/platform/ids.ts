import { randomFillSync } from 'node:crypto';
import type { Clock } from './clock.ts';

/** Fills bytes with randomness: the system's, or a seeded one in tests. */
export type RandomFill = (bytes: Uint8Array) => void;

const systemRandom: RandomFill = (bytes) => {
  randomFillSync(bytes);
};

/** Largest counter within one millisecond; past it the ids borrow from the next millisecond. */
const counterMax = 0xfff;

/**
 * Makes UUIDs of version 7 (RFC 9562): time first, then a counter, then 62 random bits.
 * Ids of one maker grow strictly, so `(received_at, id)` pages never jump.
 */
export function createIds(clock: Clock, random: RandomFill = systemRandom): () => string {
  let lastMs = -1;
  let counter = 0;
  const bytes = Buffer.alloc(16);
  return () => {
    const nowMs = clock.now().getTime();
    if (nowMs > lastMs) {
      lastMs = nowMs;
      counter = 0;
    } else if (counter < counterMax) {
      counter += 1;
    } else {
      lastMs += 1;
      counter = 0;
    }
    random(bytes);
    bytes.writeUIntBE(lastMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

/** Randomness that repeats for the same seed, for tests (xorshift32). Never for keys. */
export function seededRandom(seed: number): RandomFill {
  let state = seed | 0 || 1;
  return (bytes) => {
    for (let index = 0; index < bytes.length; index += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[index] = state & 0xff;
    }
  };
}
