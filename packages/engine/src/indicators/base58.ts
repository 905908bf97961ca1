import { sha256 } from '@noble/hashes/sha2.js';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const ordinalOf = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value++) ordinalOf[alphabet.charCodeAt(value)] = value;

/** Bitcoin's two and TRON's. */
const knownVersions: ReadonlySet<number> = new Set([0x00, 0x05, 0x41]);

/** A version byte, 20 bytes of hash, 4 bytes of checksum. */
const payloadLength = 25;

/** The version byte of a base58check address of 25 bytes whose checksum holds; undefined for anything else. */
export function base58Version(written: string): number | undefined {
  if (written.length < 25 || written.length > 35 || !/[a-z]/.test(written) || !/[A-Z]/.test(written)) return undefined;
  const bytes = decode(written);
  // A digest costs far more than a look at what it would confirm.
  if (bytes === undefined || !knownVersions.has(bytes[0]!)) return undefined;
  const sum = sha256(sha256(bytes.subarray(0, 21)));
  for (let index = 0; index < 4; index++) if (sum[index] !== bytes[21 + index]) return undefined;
  return bytes[0];
}

function decode(written: string): Uint8Array | undefined {
  const bytes = new Uint8Array(payloadLength);
  for (let index = 0; index < written.length; index++) {
    const code = written.charCodeAt(index);
    let carry = code < 128 ? ordinalOf[code]! : -1;
    if (carry < 0) return undefined;
    for (let at = payloadLength - 1; at >= 0; at--) {
      carry += bytes[at]! * 58;
      bytes[at] = carry & 0xff;
      carry >>= 8;
    }
    if (carry !== 0) return undefined;
  }
  return bytes;
}
