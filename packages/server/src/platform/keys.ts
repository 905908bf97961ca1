import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import sodium from 'libsodium-wrappers';

/** What is sealed so that this installation need not be able to read it. */
export interface Sealed {
  readonly keyId: string;
  readonly sealed: Buffer;
}

/** Everything that needs the installation's secrets; the secrets themselves stay inside. */
export interface Keys {
  /** The receipt of an id: 16 digits, the last a check digit (Luhn). The same id always gives the same receipt. */
  receiptFor(id: string): string;
  /** What is stored of a receipt. Spaces and hyphens do not matter. */
  receiptHash(receipt: string): Buffer;
  /** Tells one reporter from another without saying who: keyed, so that nobody else can try addresses. */
  reporterHash(parts: readonly string[]): Buffer;
  /** A keyed hash of 32 bytes; purposes and parts never run into each other. */
  keyedHash(purpose: string, ...parts: string[]): Buffer;
  /** False when this installation has no public key: then it takes no contact details. */
  readonly canSeal: boolean;
  /** Seals to the contact key (X25519 sealed box). Throws when `canSeal` is false. */
  seal(text: string): Sealed;
  /** Encrypts for this installation alone (AES-256-GCM), bound to a purpose; for cursors and tickets. */
  encrypt(purpose: string, clear: Uint8Array): Buffer;
  /** Undefined when the bytes were not made by `encrypt` for the same purpose. */
  decrypt(purpose: string, sealed: Uint8Array): Buffer | undefined;
  /** What a machine on the same host shows to administer: `Authorization: Bearer …`. */
  readonly operatorToken: string;
}

export interface KeyMaterial {
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  readonly contact?: ContactPublicKey | undefined;
  readonly operatorToken: string;
}

export interface ContactPublicKey {
  readonly keyId: string;
  readonly publicKey: Uint8Array;
}

const nonceBytes = 12;
const tagBytes = 16;

/** Keys over given secrets. Reading and making them is `key-files.ts`. */
export async function createKeys(material: KeyMaterial): Promise<Keys> {
  await sodium.ready;
  // A key object, made once: from raw bytes each hash would take four times as long.
  const secret = createSecretKey(material.secret);
  const keyedHash = (purpose: string, ...parts: string[]): Buffer => {
    const hmac = createHmac('sha256', secret);
    // Each part goes with its length, so that ['ab', 'c'] and ['a', 'bc'] differ.
    for (const part of [purpose, ...parts]) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
    return hmac.digest();
  };
  const cipherKeys = new Map<string, Buffer>();
  const cipherKey = (family: string): Buffer => {
    const known = cipherKeys.get(family) ?? keyedHash('cipher', family);
    cipherKeys.set(family, known);
    return known;
  };
  return {
    keyedHash,
    receiptFor: (id) => withCheckDigit(fifteenDigits(keyedHash('receipt', id))),
    receiptHash: (receipt) => keyedHash('receipt-hash', receipt.replace(/\D/g, '')),
    reporterHash: (parts) => keyedHash('reporter', ...parts),
    canSeal: material.contact !== undefined,
    seal: (text) => sealTo(material.contact, text),
    encrypt: (purpose, clear) => encryptWith(cipherKey('seal'), purpose, clear),
    decrypt: (purpose, sealed) => decryptWith(cipherKey('seal'), purpose, sealed),
    operatorToken: material.operatorToken,
  };
}

/** Keys that live as long as the process, for tests and for a database in memory. */
export async function createEphemeralKeys(secret: Uint8Array = randomBytes(32)): Promise<Keys> {
  await sodium.ready;
  const { publicKey } = sodium.crypto_box_keypair();
  const contact = { keyId: keyIdOf(publicKey), publicKey };
  return await createKeys({ secret, contact, operatorToken: randomBytes(32).toString('base64url') });
}

/** Names a public key by its first bytes, hashed. */
export function keyIdOf(publicKey: Uint8Array): string {
  return createHmac('sha256', 'spring-rain contact key').update(publicKey).digest('hex').slice(0, 16);
}

function fifteenDigits(hash: Buffer): string {
  // 128 bits over 10^15 leave a bias below 10^-23.
  const number = BigInt(`0x${hash.subarray(0, 16).toString('hex')}`) % 10n ** 15n;
  return number.toString().padStart(15, '0');
}

function withCheckDigit(digits: string): string {
  return digits + String((10 - (luhnSum(`${digits}0`) % 10)) % 10);
}

/** True for 16 digits whose last is the right check digit: tells a slip of the pen from an unknown receipt. */
export function isWellFormedReceipt(receipt: string): boolean {
  return /^\d{16}$/.test(receipt) && luhnSum(receipt) % 10 === 0;
}

function luhnSum(digits: string): number {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum;
}

function sealTo(contact: ContactPublicKey | undefined, text: string): Sealed {
  if (contact === undefined) throw new Error('There is no contact key to seal to; ask canSeal first.');
  return { keyId: contact.keyId, sealed: Buffer.from(sodium.crypto_box_seal(text, contact.publicKey)) };
}

function encryptWith(key: Buffer, purpose: string, clear: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()]);
}

function decryptWith(key: Buffer, purpose: string, sealed: Uint8Array): Buffer | undefined {
  if (sealed.length < nonceBytes + tagBytes) return undefined;
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(bytes.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}
