import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A device that makes passkeys and shows them, as WebAuthn says it does; and one that lies, where it is told to. */
export interface TestAuthenticator {
  readonly credentialId: string;
  /** The answer to creation options. */
  make(challenge: string, told?: Told): NewCredential;
  /** The answer to request options. */
  show(challenge: string, told?: Told & { readonly counter?: number }): ShownCredential;
}

/** What a device says other than the truth. */
export interface Told {
  readonly origin?: string;
  readonly rpId?: string;
  readonly type?: string;
  readonly isUserVerified?: boolean;
  readonly userHandle?: string;
}

type NewCredential = Credential<{ clientDataJSON: string; attestationObject: string; transports: string[] }>;
type ShownCredential = Credential<{
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  userHandle: string;
}>;
interface Credential<Response> {
  id: string;
  rawId: string;
  type: 'public-key';
  response: Response;
}

const flags = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 } as const;

export function testAuthenticator(place: { readonly origin: string; readonly rpId: string }): TestAuthenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  const credentialId = id.toString('base64url');
  let counter = 0;
  const common = { id: credentialId, rawId: credentialId, type: 'public-key' } as const;
  return {
    credentialId,
    make(challenge, told = {}) {
      const key = coseKey(publicKey);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const data = authenticatorData({ ...place, ...told }, { counter, attested });
      const attestation = [
        Buffer.from([0xa3]),
        cborText('fmt'),
        cborText('none'),
        cborText('attStmt'),
        Buffer.from([0xa0]),
        cborText('authData'),
        cborBytes(data),
      ];
      const clientDataJSON = clientData('webauthn.create', challenge, { ...place, ...told });
      const attestationObject = Buffer.concat(attestation).toString('base64url');
      return { ...common, response: { clientDataJSON, attestationObject, transports: ['internal'] } };
    },
    show(challenge, told = {}) {
      counter = told.counter ?? counter + 1;
      const data = authenticatorData({ ...place, ...told }, { counter });
      const clientDataJSON = clientData('webauthn.get', challenge, { ...place, ...told });
      const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
      return {
        ...common,
        response: {
          clientDataJSON,
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey as KeyObject).toString('base64url'),
          userHandle: told.userHandle ?? '',
        },
      };
    },
  };
}

function clientData(type: string, challenge: string, { origin, type: told }: Told): string {
  return Buffer.from(JSON.stringify({ type: told ?? type, challenge, origin, crossOrigin: false })).toString(
    'base64url',
  );
}

function authenticatorData(
  { rpId = '', isUserVerified = true }: Told,
  { counter, attested }: { readonly counter: number; readonly attested?: Buffer },
): Buffer {
  const verified = isUserVerified ? flags.userVerified : 0;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const flag = Buffer.from([flags.userPresent | verified | (attested === undefined ? 0 : flags.attested)]);
  return Buffer.concat([sha256(Buffer.from(rpId)), flag, count, attested ?? Buffer.alloc(0)]);
}

/** COSE (RFC 9053): EC2, ES256, P-256, x, y. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const part = (label: number, text: string) => [Buffer.from([label]), cborBytes(Buffer.from(text, 'base64url'))];
  return Buffer.concat([Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01]), ...part(0x21, x), ...part(0x22, y)]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}

function cborBytes(bytes: Buffer): Buffer {
  const head = bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from(head), bytes]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
