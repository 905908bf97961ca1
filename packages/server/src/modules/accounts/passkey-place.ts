import { Problem } from '@spring-rain/contract';
import type { RequestInfo } from '../../platform/http/types.ts';

/** Where passkeys of this installation count. */
export interface PasskeyPlace {
  /** WebAuthn's relying party: a host name. */
  readonly rpId: string;
  readonly origin: string;
}

/**
 * The place that the operator named; without one, this host under the name `localhost`, as its own browsers reach it.
 * Throws `passkey.unavailable` for any other name: a passkey is bound to it for good.
 */
export function passkeyPlace({ publicUrl, header, isSecure }: RequestInfo): PasskeyPlace {
  if (publicUrl !== undefined) {
    const { hostname, origin } = new URL(publicUrl);
    return { rpId: hostname, origin };
  }
  const url = URL.parse(`${isSecure ? 'https' : 'http'}://${header('host') ?? ''}`);
  if (url?.hostname !== 'localhost') throw new Problem('passkey.unavailable');
  return { rpId: url.hostname, origin: url.origin };
}
