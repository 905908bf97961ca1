import { createHash } from 'node:crypto';
import {
  type BundleContent,
  BundleSchema,
  bundleFormat,
  bundleLimits,
  bundleVersion,
  Problem,
} from '@spring-rain/contract';
import { Value } from 'typebox/value';
import { canonicalJson } from '../../platform/canonical-json.ts';
import { isSignedBy, type SigningKey, signingKeyId } from '../../platform/signing-keys.ts';

/** A bundle's file, and the SHA-256 of what is signed in it, in hex: by that it is known. */
export interface EncodedBundle {
  readonly text: string;
  readonly hash: string;
}

/** The file of a bundle: content and signature in canonical JSON (RFC 8785). Throws `bundle.too_large`. */
export function encodeBundle(content: BundleContent, key: SigningKey): EncodedBundle {
  const signed = Buffer.from(canonicalJson(content));
  const signature = key.sign(signed).toString('base64url');
  const text = canonicalJson({ content, signature });
  refuseTooLarge(text);
  return { text, hash: hashOf(signed) };
}

export interface BundleCheck {
  /** Of the agency that is said to have written it. */
  readonly publicKey: Uint8Array;
  /** The key of the agency that takes it. */
  readonly ownKeyId: string;
}

/**
 * What a bundle holds, once every byte of it is known to be as its writer signed it for this agency. Throws
 * `bundle.too_large`, `bundle.unreadable`, `bundle.version_unknown`, `bundle.not_signed_by`, `bundle.for_another`.
 */
export function decodeBundle(text: string, check: BundleCheck): { content: BundleContent; hash: string } {
  refuseTooLarge(text);
  const file = parse(text);
  refuseUnknownVersion(file);
  if (!Value.Check(BundleSchema, file)) throw new Problem('bundle.unreadable');
  const { content, signature } = file;
  const signatureBytes = Buffer.from(signature, 'base64url');
  // One value, one spelling: a byte that was changed without changing the value is a change too.
  const isAsWritten = canonicalJson(file) === text.trimEnd() && signatureBytes.toString('base64url') === signature;
  if (!isAsWritten) throw new Problem('bundle.unreadable');
  const signed = Buffer.from(canonicalJson(content));
  const isTheirs = content.from.keyId === signingKeyId(check.publicKey);
  if (!isTheirs || !isSignedBy(check.publicKey, signed, signatureBytes)) throw new Problem('bundle.not_signed_by');
  if (content.to.keyId !== check.ownKeyId) throw new Problem('bundle.for_another');
  return { content, hash: hashOf(signed) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('bundle.unreadable', { cause });
  }
}

/** A later version is told from nonsense, so that its reader knows to upgrade. */
function refuseUnknownVersion(file: unknown): void {
  const content: unknown = Object(file).content;
  const { format, version } = Object(content) as { format?: unknown; version?: unknown };
  if (format !== bundleFormat || typeof version !== 'number') throw new Problem('bundle.unreadable');
  if (version !== bundleVersion) {
    throw new Problem('bundle.version_unknown', { parameters: { wanted: bundleVersion } });
  }
}

function refuseTooLarge(text: string): void {
  if (Buffer.byteLength(text) <= bundleLimits.bytesMax) return;
  const limit = `${bundleLimits.bytesMax / (1024 * 1024)} MB`;
  throw new Problem('bundle.too_large', { parameters: { limit } });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
