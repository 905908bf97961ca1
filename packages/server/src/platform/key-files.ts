import { argon2, createCipheriv, createDecipheriv, randomBytes, randomInt, randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import sodium from 'libsodium-wrappers';
import { type ContactPublicKey, createKeys, type Keys, keyIdOf } from './keys.ts';
import type { Log } from './log.ts';

const derive = promisify(argon2);

/** Cost of turning a passphrase into a key: RFC 9106's second choice, 64 MiB. */
const kdf = { memory: 65_536, passes: 3, parallelism: 4, tagLength: 32 } as const;

export interface KeyFolders {
  readonly dataDir: string;
  /** Where the contact private key goes, outside of the data folder; without it, a folder of the user's own settings. */
  readonly keysDir?: string | undefined;
  /** The user's own settings: `~/.config/spring-rain`. */
  readonly settingsDir: string;
  readonly passphrase?: string | undefined;
}

/** What the first start must tell its operator, once. */
export interface NewContactKey {
  readonly privateKeyFile: string;
  /** Present when it was made here: it is shown once and kept nowhere. */
  readonly passphrase?: string;
}

export interface LoadedKeys {
  readonly keys: Keys;
  readonly installationId: string;
  readonly created?: NewContactKey;
}

/** Reads the installation's keys, making those that are missing: 0600 files in `<dataDir>/keys`. */
export async function loadKeys(folders: KeyFolders, log: Log): Promise<LoadedKeys> {
  await sodium.ready;
  const folder = join(folders.dataDir, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const secret = Buffer.from(
    readOrMake(join(folder, 'secret.key'), () => randomBytes(32).toString('base64')),
    'base64',
  );
  if (secret.length !== 32)
    throw new Error(`${join(folder, 'secret.key')} must hold 32 bytes in base64, found ${secret.length}.`);
  const operatorToken = readOrMake(join(folder, 'operator.token'), () => randomBytes(32).toString('base64url'));
  const installationId = readOrMake(join(folder, 'installation.id'), () => randomUUID());
  const { contact, created } = await loadContactKey(folders, folder, installationId, log);
  const keys = await createKeys({ secret, contact, operatorToken });
  return { keys, installationId, ...(created === undefined ? {} : { created }) };
}

/** Opens what `Keys.seal` sealed. Throws when the passphrase or the key is not the right one. */
export async function openSealed(privateKeyFile: string, passphrase: string, sealed: Uint8Array): Promise<string> {
  await sodium.ready;
  const file = JSON.parse(readFileSync(privateKeyFile, 'utf8')) as PrivateKeyFile;
  const publicKey = Buffer.from(file.publicKey, 'base64');
  const privateKey = await decryptPrivateKey(file, passphrase);
  try {
    return sodium.crypto_box_seal_open(sealed, publicKey, privateKey, 'text');
  } catch (error) {
    throw new Error(`The contact details must be sealed to key ${file.keyId}, found another.`, { cause: error });
  }
}

/** Where the private contact key of an installation lies, whether or not it is there. */
export function findPrivateKeyFile({ dataDir, keysDir, settingsDir }: KeyFolders): string {
  if (keysDir !== undefined) return join(keysDir, privateKeyName);
  const installationId = readFileSync(join(dataDir, 'keys', 'installation.id'), 'utf8').trim();
  return join(settingsDir, installationId, privateKeyName);
}

const privateKeyName = 'contact.key';

interface PrivateKeyFile {
  readonly about: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly kdf: {
    readonly name: 'argon2id';
    memory: number;
    passes: number;
    parallelism: number;
    tagLength: number;
    salt: string;
  };
  readonly cipher: { readonly name: 'chacha20-poly1305'; nonce: string; tag: string };
  readonly encryptedPrivateKey: string;
}

type ContactKey = { contact: ContactPublicKey | undefined; created?: NewContactKey };

async function loadContactKey(
  { keysDir, settingsDir, passphrase }: KeyFolders,
  folder: string,
  installationId: string,
  log: Log,
): Promise<ContactKey> {
  const publicKeyFile = join(folder, 'contact.pub');
  if (existsSync(publicKeyFile)) {
    const publicKey = Buffer.from(readFileSync(publicKeyFile, 'utf8').trim(), 'base64');
    return { contact: { keyId: keyIdOf(publicKey), publicKey } };
  }
  const place = keysDir ?? join(settingsDir, installationId);
  const privateKeyFile = join(place, privateKeyName);
  try {
    const { publicKey, ...made } = await readOrMakePrivateKey(privateKeyFile, passphrase);
    writeWhole(publicKeyFile, publicKey.toString('base64'));
    const created = made.isNew
      ? { created: { privateKeyFile, ...(made.shown === undefined ? {} : { passphrase: made.shown }) } }
      : {};
    return { contact: { keyId: keyIdOf(publicKey), publicKey }, ...created };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    log.warn(
      { code, folder: place },
      'no contact details are taken: SPRING_RAIN_KEYS_DIR must be a folder that can be written',
    );
    return { contact: undefined };
  }
}

async function readOrMakePrivateKey(path: string, passphrase: string | undefined) {
  if (existsSync(path)) {
    const file = JSON.parse(readFileSync(path, 'utf8')) as PrivateKeyFile;
    return { publicKey: Buffer.from(file.publicKey, 'base64'), isNew: false };
  }
  const { publicKey, privateKey } = sodium.crypto_box_keypair();
  const shown = passphrase === undefined ? makePassphrase() : undefined;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = await encryptPrivateKey({ publicKey, privateKey }, passphrase ?? shown ?? '');
  writeWhole(path, `${JSON.stringify(file, undefined, 2)}\n`);
  return { publicKey: Buffer.from(publicKey), isNew: true, shown };
}

async function encryptPrivateKey(
  pair: { publicKey: Uint8Array; privateKey: Uint8Array },
  passphrase: string,
): Promise<PrivateKeyFile> {
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await derive('argon2id', { ...kdf, message: passphrase, nonce: salt });
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  const encrypted = Buffer.concat([cipher.update(pair.privateKey), cipher.final()]);
  return {
    about:
      'Opens contact details that reporters left. Keep it apart from the server’s data, with its passphrase elsewhere.',
    keyId: keyIdOf(pair.publicKey),
    publicKey: Buffer.from(pair.publicKey).toString('base64'),
    kdf: { name: 'argon2id', ...kdf, salt: salt.toString('base64') },
    cipher: { name: 'chacha20-poly1305', nonce: nonce.toString('base64'), tag: cipher.getAuthTag().toString('base64') },
    encryptedPrivateKey: encrypted.toString('base64'),
  };
}

async function decryptPrivateKey(file: PrivateKeyFile, passphrase: string): Promise<Buffer> {
  const { memory, passes, parallelism, tagLength, salt } = file.kdf;
  const key = await derive('argon2id', {
    ...{ memory, passes, parallelism, tagLength },
    message: passphrase,
    nonce: Buffer.from(salt, 'base64'),
  });
  const nonce = Buffer.from(file.cipher.nonce, 'base64');
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(Buffer.from(file.cipher.tag, 'base64'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(file.encryptedPrivateKey, 'base64')), decipher.final()]);
  } catch (error) {
    throw new Error(`The passphrase must be the one of key ${file.keyId}, found another.`, { cause: error });
  }
}

/** Six groups of letters that are not mistaken for one another on paper: about 119 bits. */
function makePassphrase(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return Array.from({ length: 6 }, group).join('-');
}

function readOrMake(path: string, make: () => string): string {
  if (!existsSync(path)) writeWhole(path, make());
  return readFileSync(path, 'utf8').trim();
}

/** Writes a file that only this user may read, whole or not at all, also after a power cut. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  chmodSync(draft, 0o600);
  renameSync(draft, path);
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
