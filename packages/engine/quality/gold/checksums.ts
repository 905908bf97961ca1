import { createHash } from 'node:crypto';

/** Whether the Luhn sum of a string of digits holds. */
export function isLuhn(number: string): boolean {
  let sum = 0;
  for (let fromRight = 0; fromRight < number.length; fromRight += 1) {
    const digit = Number(number[number.length - 1 - fromRight]);
    const doubled = fromRight % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The digits with the one last digit behind them that makes Luhn hold. */
export function withLuhnDigit(body: string): string {
  const last = [...'0123456789'].find((digit) => isLuhn(body + digit));
  return body + last;
}

/** ISO 7064 mod 97 of an IBAN-like string: letters count 10 to 35. */
function mod97(text: string): number {
  let rest = 0;
  for (const char of text) rest = Number(`${rest}${Number.parseInt(char, 36)}`) % 97;
  return rest;
}

/** An IBAN of the country with the basic account number, check digits computed. */
export function ibanOf(country: string, account: string): string {
  const check = 98 - mod97(`${account}${country}00`);
  return `${country}${String(check).padStart(2, '0')}${account}`;
}

/** Whether the mod-97 checksum of an IBAN in capitals without spaces holds. */
export function isIbanChecksum(iban: string): boolean {
  return mod97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

const residentWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** A Chinese resident-identity number: 17 digits and their check character (GB 11643). */
export function residentIdOf(body: string): string {
  const sum = residentWeights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'.charAt(sum % 11);
}

/** An ISBN-13: 12 digits and their check digit. */
export function isbnOf(body: string): string {
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return body + String((10 - (sum % 10)) % 10);
}

const base58Alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Base58Check of a version byte and a payload (Bitcoin base58 and TRON addresses). */
export function base58Check(payload: Uint8Array): string {
  const once = createHash('sha256').update(payload).digest();
  const check = createHash('sha256').update(once).digest().subarray(0, 4);
  const bytes = Buffer.concat([payload, check]);
  let value = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (value > 0n) {
    text = base58Alphabet.charAt(Number(value % 58n)) + text;
    value /= 58n;
  }
  for (const byte of bytes) {
    if (byte !== 0) break;
    text = `1${text}`;
  }
  return text;
}

/** The bytes of a base58 text; undefined where a character is none of the alphabet. */
export function decodeBase58(text: string): Uint8Array | undefined {
  let value = 0n;
  for (const char of text) {
    const digit = base58Alphabet.indexOf(char);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value === 0n ? '' : value.toString(16);
  const zeros = text.length - text.replace(/^1+/, '').length;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')]);
}

const bech32Alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

function bech32Polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let check = 1;
  for (const value of values) {
    const top = check >>> 25;
    check = ((check & 0x1ffffff) << 5) ^ value;
    for (const [bit, word] of generator.entries()) if ((top >>> bit) & 1) check ^= word;
  }
  return check >>> 0;
}

/** A segwit address on the Bitcoin main net: bech32 for version 0, bech32m from 1 on (BIP 173, 350). */
export function segwitAddress(version: number, program: Uint8Array): string {
  const words = [version, ...toFiveBits(program)];
  const prefix = [3, 3, 0, 2, 3];
  const constant = version === 0 ? 1 : 0x2bc830a3;
  const mod = bech32Polymod([...prefix, ...words, 0, 0, 0, 0, 0, 0]) ^ constant;
  const check = [25, 20, 15, 10, 5, 0].map((shift) => (mod >>> shift) & 31);
  return `bc1${[...words, ...check].map((word) => bech32Alphabet.charAt(word)).join('')}`;
}

/** Whether the checksum of a lower-case main-net segwit address holds, in the variant of its version. */
export function isSegwitAddress(address: string): boolean {
  const words = [...address.slice(3)].map((char) => bech32Alphabet.indexOf(char));
  if (!address.startsWith('bc1') || words.includes(-1)) return false;
  return bech32Polymod([3, 3, 0, 2, 3, ...words]) === (words[0] === 0 ? 1 : 0x2bc830a3);
}

function toFiveBits(bytes: Uint8Array): number[] {
  const words: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      words.push((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) words.push((held << (5 - bits)) & 31);
  return words;
}

/** An Ethereum address, 40 hexadecimal digits, in the mixed case of EIP-55. */
export function eip55(hex40: string): string {
  const lower = hex40.toLowerCase();
  const hash = keccak256(Buffer.from(lower, 'ascii'));
  const cased = [...lower].map((char, at) => (Number.parseInt(hash.charAt(at), 16) >= 8 ? char.toUpperCase() : char));
  return `0x${cased.join('')}`;
}

const lane = (1n << 64n) - 1n;
const rotate = (value: bigint, by: number): bigint =>
  by === 0 ? value : ((value << BigInt(by)) | (value >> BigInt(64 - by))) & lane;

// node:crypto has SHA-3 only, whose padding differs from the Keccak that Ethereum froze.
/** Keccak-256 of up to 135 bytes (one block), in hexadecimal. */
export function keccak256(input: Uint8Array): string {
  const rate = 136;
  if (input.length >= rate) throw new Error(`wanted fewer than ${rate} bytes, found ${input.length}`);
  const block = Buffer.alloc(rate);
  block.set(input);
  block[input.length] = 1;
  block[rate - 1] = (block[rate - 1] ?? 0) | 0x80;
  const state = new Array<bigint>(25).fill(0n);
  for (let word = 0; word < rate / 8; word += 1) state[word] = block.readBigUInt64LE(word * 8);
  permute(state);
  const out = Buffer.alloc(32);
  for (let word = 0; word < 4; word += 1) out.writeBigUInt64LE(state[word] ?? 0n, word * 8);
  return out.toString('hex');
}

function permute(state: bigint[]): void {
  const at = (x: number, y: number): bigint => state[(x % 5) + 5 * (y % 5)] ?? 0n;
  let shift = 1;
  const nextBit = (): boolean => {
    const bit = (shift & 1) === 1;
    shift = shift & 0x80 ? ((shift << 1) ^ 0x171) & 0xff : shift << 1;
    return bit;
  };
  for (let round = 0; round < 24; round += 1) {
    const column = [0, 1, 2, 3, 4].map((x) => at(x, 0) ^ at(x, 1) ^ at(x, 2) ^ at(x, 3) ^ at(x, 4));
    for (let index = 0; index < 25; index += 1) {
      const x = index % 5;
      state[index] = at(x, Math.floor(index / 5)) ^ (column[(x + 4) % 5] ?? 0n) ^ rotate(column[(x + 1) % 5] ?? 0n, 1);
    }
    rotateAndMove(state);
    const rows = [...state];
    for (let index = 0; index < 25; index += 1) {
      const y = index - (index % 5);
      const beyond = (rows[y + ((index + 1) % 5)] ?? 0n) ^ lane;
      state[index] = (rows[index] ?? 0n) ^ (beyond & (rows[y + ((index + 2) % 5)] ?? 0n));
    }
    for (let bit = 0; bit < 7; bit += 1) {
      if (nextBit()) state[0] = (state[0] ?? 0n) ^ (1n << BigInt((1 << bit) - 1));
    }
  }
}

function rotateAndMove(state: bigint[]): void {
  let x = 1;
  let y = 0;
  let carried = state[1] ?? 0n;
  for (let step = 0; step < 24; step += 1) {
    [x, y] = [y, (2 * x + 3 * y) % 5];
    const index = x + 5 * y;
    const next = state[index] ?? 0n;
    state[index] = rotate(carried, (((step + 1) * (step + 2)) / 2) % 64);
    carried = next;
  }
}
