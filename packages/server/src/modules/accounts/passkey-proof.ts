import { timingSafeEqual } from 'node:crypto';
import type { VerifiedAuthenticationResponse, VerifiedRegistrationResponse } from '@simplewebauthn/server';
import type { NewPasskeySchema, ShownPasskeySchema } from '@spring-rain/contract';
import type { Static } from 'typebox';
import type { Context } from '../../platform/context.ts';
import type { PasskeyPlace } from './passkey-place.ts';
import type { NewPasskey, PasskeyHolder } from './passkey-store.ts';

/** COSE's names for EdDSA, ES256 and RS256: what devices have. */
export const keyAlgorithms = [-8, -7, -257] as const;

/** Read when the first passkey is: its parsers take a fifth of a second, and the start is not to wait for them. */
export function loadWebAuthn(): Promise<typeof import('@simplewebauthn/server')> {
  return import('@simplewebauthn/server');
}

/** The place and the challenge that a device must have signed. */
interface Expected {
  readonly place: PasskeyPlace;
  readonly challenge: string;
}

/** How a device names whose passkey it is: told to devices, so not the person's id. */
export function userHandleOf({ keys }: Context, personId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(keys.keyedHash('passkey-user', personId));
}

/** What a device made, once it is seen to be for this place and challenge and to have verified its user. */
export async function checkNewPasskey(
  given: Static<typeof NewPasskeySchema>,
  { place, challenge }: Expected,
): Promise<Pick<NewPasskey, 'credentialId' | 'publicKey' | 'counter' | 'transports'> | undefined> {
  const { transports = [] } = given.response;
  const { verifyRegistrationResponse } = await loadWebAuthn();
  let verified: VerifiedRegistrationResponse;
  try {
    if (!(await isSelfMade(given.response.attestationObject))) return undefined;
    verified = await verifyRegistrationResponse({
      response: {
        id: given.id,
        rawId: given.rawId,
        type: given.type,
        clientExtensionResults: {},
        response: {
          clientDataJSON: given.response.clientDataJSON,
          attestationObject: given.response.attestationObject,
        },
      },
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...keyAlgorithms],
    });
  } catch {
    // The library throws whatever is wrong with what a stranger sent; the refusal is the same for all of it.
    return undefined;
  }
  if (!verified.verified) return undefined;
  const { credential } = verified.registrationInfo;
  const credentialId = Buffer.from(credential.id, 'base64url');
  return { credentialId, publicKey: credential.publicKey, counter: credential.counter, transports };
}

/**
 * Without a maker's certificate, as was asked for: with one, the library would ask addresses that the certificate names
 * whether it was revoked, and nothing here asks strangers' addresses.
 */
async function isSelfMade(attestationObject: string): Promise<boolean> {
  const { decodeAttestationObject } = await import('@simplewebauthn/server/helpers');
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, 'base64url')));
  const format = decoded.get('fmt');
  return format === 'none' || (format === 'packed' && decoded.get('attStmt').get('x5c') === undefined);
}

/** The counter of a device that signed this challenge for this place with its holder's passkey, its user verified. */
export async function checkShownPasskey(
  ctx: Context,
  given: Static<typeof ShownPasskeySchema>,
  { place, challenge, holder }: Expected & { readonly holder: PasskeyHolder },
): Promise<{ readonly counter: number } | undefined> {
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  if (!isHandleOf(ctx, holder.personId, userHandle)) return undefined;
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  let verified: VerifiedAuthenticationResponse;
  try {
    verified = await verifyAuthenticationResponse({
      response: {
        id: given.id,
        rawId: given.rawId,
        type: given.type,
        clientExtensionResults: {},
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: place.origin,
      expectedRPID: place.rpId,
      requireUserVerification: true,
      credential: { id: given.id, publicKey: new Uint8Array(holder.publicKey), counter: holder.counter },
    });
  } catch {
    // As above: one refusal for whatever is wrong.
    return undefined;
  }
  return verified.verified ? { counter: verified.authenticationInfo.newCounter } : undefined;
}

/** WebAuthn 7.2, step 6: whom the device believes to sign in must be whose passkey it is. */
function isHandleOf(ctx: Context, personId: string, handle: string | null | undefined): boolean {
  if (handle === undefined || handle === null) return false;
  const given = Buffer.from(handle, 'base64url');
  const wanted = userHandleOf(ctx, personId);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
