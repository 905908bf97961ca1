import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { type Context, inTransaction } from './context.ts';

/** Whose key: an agency's, for what leaves in its name, or `null` for the installation's, which signs the log. */
export type KeyOwner = string | null;

export interface PublicSigningKey {
  readonly keyId: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
}

export interface SigningKey extends PublicSigningKey {
  /** Ed25519 (RFC 8032), 64 bytes. */
  sign(message: Uint8Array): Buffer;
}

/** The key in use of an owner, made when there is none. Two that make it at once get the same one. */
export async function ensureSigningKey(ctx: Context, owner: KeyOwner): Promise<SigningKey> {
  return await inTransaction(ctx, async (tx) => {
    const found = await findOwnKey(tx, owner);
    if (found !== undefined) return found;
    await insertNewKey(tx, owner);
    const made = await findOwnKey(tx, owner);
    if (made === undefined) throw new Error('A signing key that was just made is gone.');
    return made;
  });
}

/** Every key that an owner has had here, the oldest first: what was signed by a retired one still holds. */
export async function listSigningKeys(ctx: Context, owner: KeyOwner): Promise<PublicSigningKey[]> {
  const rows = await inTransaction(ctx, (tx) =>
    tx.db
      .selectFrom('signing_key')
      .select(['key_id', 'public_key', 'created_at', 'retired_at'])
      .$if(owner === null, (query) => query.where('agency_id', 'is', null))
      .$if(owner !== null, (query) => query.where('agency_id', '=', owner))
      .orderBy('created_at')
      .orderBy('key_id')
      .execute(),
  );
  return rows.map((row) => ({
    keyId: row.key_id,
    publicKey: row.public_key,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
  }));
}

/** Whether the holder of a public key signed this. False, too, for a key or a signature of the wrong length. */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  return verify(null, message, keyObjectOf(publicKey), signature);
}

/** Names a signing key: the first bytes of its hash. */
export function signingKeyId(publicKey: Uint8Array): string {
  return createHash('sha256').update('spring-rain signing key').update(publicKey).digest('hex').slice(0, 16);
}

async function findOwnKey(tx: Context, owner: KeyOwner): Promise<SigningKey | undefined> {
  const row = await tx.db
    .selectFrom('signing_key')
    .select(['key_id', 'public_key', 'private_key', 'created_at', 'retired_at'])
    .$if(owner === null, (query) => query.where('agency_id', 'is', null))
    .$if(owner !== null, (query) => query.where('agency_id', '=', owner))
    .where('retired_at', 'is', null)
    .where('private_key', 'is not', null)
    .executeTakeFirst();
  if (row === undefined || row.private_key === null) return undefined;
  const clear = tx.keys.decrypt(purposeOf(row.key_id), row.private_key);
  if (clear === undefined) {
    throw new Error(
      `Signing key ${row.key_id} must have been made with this installation's secret key, found another. Start with the keys of the backup.`,
    );
  }
  const key = createPrivateKey({ key: clear, format: 'der', type: 'pkcs8' });
  return {
    keyId: row.key_id,
    publicKey: row.public_key,
    createdAt: row.created_at,
    retiredAt: row.retired_at,
    sign: (message) => sign(null, message, key),
  };
}

async function insertNewKey(tx: Context, owner: KeyOwner): Promise<void> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey);
  const keyId = signingKeyId(raw);
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  await tx.db
    .insertInto('signing_key')
    .values({
      key_id: keyId,
      agency_id: owner,
      public_key: raw,
      private_key: tx.keys.encrypt(purposeOf(keyId), secret),
      created_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function purposeOf(keyId: string): string {
  return `signing-key:${keyId}`;
}

/** An Ed25519 public key as node:crypto and the wire (RFC 8037) know it. */
function keyObjectOf(raw: Uint8Array): KeyObject {
  const x = Buffer.from(raw).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}
