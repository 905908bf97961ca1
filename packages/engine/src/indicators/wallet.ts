import { keccak_256 } from '@noble/hashes/sha3.js';
import { Network, validate } from 'bitcoin-address-validation';
import { classOf, isAlphanumeric, isSeparator, isWord } from '../text/characters.ts';
import { latinOf } from '../text/confusables.ts';
import { base58Version } from './base58.ts';
import { readIban } from './iban.ts';
import type { Find } from './kinds.ts';
import { keepFind, type Scan } from './scan.ts';

export interface Wallet {
  readonly value: string;
  readonly brand: 'bitcoin' | 'ethereum' | 'tron';
}

/** The longest bech32 address. */
const maxAddress = 90;
/** An address broken by more separators than this is not put together again. */
const maxBreaks = 48;

/** Finds wallets and IBANs: long words whose checksum holds. O(n): a start looks a bounded way ahead. */
export function scanWallets(scan: Scan): void {
  let index = 0;
  while (index < scan.length) {
    if ((classOf[scan.codes[index]!]! & isWord) === 0) {
      index++;
      continue;
    }
    const end = tokenEnd(scan, index);
    index = scan.claimed[index] === 1 ? end : (readWallet(scan, index, end) ?? readIban(scan, index, end) ?? end);
  }
}

function tokenEnd(scan: Scan, from: number): number {
  let at = from;
  while (at < scan.length && (classOf[scan.codes[at]!]! & isWord) !== 0) at++;
  return at;
}

function readWallet(scan: Scan, from: number, end: number): number | undefined {
  const first = latinAt(scan, from);
  const second = latinAt(scan, from + 1);
  const isHex = first === 0x30 && (second | 0x20) === 0x78;
  const isBech = (first | 0x20) === 0x62 && (second | 0x20) === 0x63 && latinAt(scan, from + 2) === 0x31;
  const isBase = first === 0x31 || first === 0x33 || first === 0x54;
  if (!isHex && !isBech && !isBase) return undefined;
  if (isBase && end - from < 4 && !isBroken(scan, end)) return undefined;
  if (end - from > maxAddress) return undefined;
  return joinWallet(scan, from, isHex ? 42 : isBech ? maxAddress : 35);
}

/** A separator and another short word follow: an address may have been broken up. */
function isBroken(scan: Scan, end: number): boolean {
  return end + 1 < scan.length && isBreak(scan, end) && (classOf[scan.codes[end + 1]!]! & isAlphanumeric) !== 0;
}

/** Takes words from `from` on until they make an address, at most `limit` units of them. */
function joinWallet(scan: Scan, from: number, limit: number): number | undefined {
  let written = '';
  let at = from;
  for (let breaks = 0; breaks <= maxBreaks; breaks++) {
    const end = tokenEnd(scan, at);
    if (end === at || written.length + end - at > limit) return undefined;
    for (; at < end; at++) written += String.fromCharCode(latinAt(scan, at));
    const wallet = isAddressLength(written.length, breaks) ? readAddress(written) : undefined;
    if (wallet !== undefined) {
      keepFind(scan, walletFind(wallet, from, at, breaks > 0 || at - from !== wallet.value.length));
      return at;
    }
    if (!isBreak(scan, at)) return undefined;
    at++;
    if (isBreak(scan, at)) at++;
  }
  return undefined;
}

/** Whole, an address may be of any length; put together it is tried at the common ones alone, to bound the work. */
function isAddressLength(length: number, breaks: number): boolean {
  return breaks === 0 ? length >= 25 : length === 33 || length === 34 || length === 42 || length === 62;
}

function isBreak(scan: Scan, at: number): boolean {
  return at < scan.length && (classOf[scan.codes[at]!]! & isSeparator) !== 0 && scan.codes[at] !== 0x2e;
}

function latinAt(scan: Scan, at: number): number {
  if (at >= scan.length) return 0;
  const code = scan.codes[at]!;
  return latinOf[code]! || code;
}

function walletFind({ value, brand }: Wallet, from: number, to: number, isObfuscated: boolean): Find {
  const traits: Find['traits'] = isObfuscated ? ['obfuscated'] : [];
  return { kind: 'wallet', value, from, to, confidence01: 0.99, because: 'checksum', traits, brand };
}

/** The canonical form of a whole address; undefined where its checksum fails. */
export function readAddress(written: string): Wallet | undefined {
  if (/^0x[\da-f]{40}$/i.test(written)) return ethereum(written);
  if (/^bc1/i.test(written)) {
    const isOneCase = written === written.toLowerCase() || written === written.toUpperCase();
    const value = written.toLowerCase();
    return isOneCase && validate(value, Network.mainnet) ? { value, brand: 'bitcoin' } : undefined;
  }
  const version = base58Version(written);
  if (version === 0x41) return { value: written, brand: 'tron' };
  return version === 0x00 || version === 0x05 ? { value: written, brand: 'bitcoin' } : undefined;
}

/** EIP-55: a letter is a capital where the digest of the small address has a high half-byte. */
function ethereum(written: string): Wallet | undefined {
  const body = written.slice(2);
  const small = body.toLowerCase();
  const digest = keccak_256(Uint8Array.from(small, (letter) => letter.charCodeAt(0)));
  let checked = '';
  for (let index = 0; index < 40; index++) {
    const half = index % 2 === 0 ? digest[index >> 1]! >> 4 : digest[index >> 1]! & 15;
    checked += half >= 8 ? small[index]!.toUpperCase() : small[index];
  }
  const isOneCase = body === small || body === body.toUpperCase();
  return isOneCase || body === checked ? { value: `0x${checked}`, brand: 'ethereum' } : undefined;
}
