import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const stepSeconds = 30;
const digits = 6;
/** RFC 4226 4 asks for 128 bits at least and recommends 160. */
const secretBytes = 20;
/** A clock that is off by up to a step is forgiven, RFC 6238 5.2. */
const driftSteps = 1;

/** A new secret of 160 random bits. */
export function makeTotpSecret(): Buffer {
  return randomBytes(secretBytes);
}

/**
 * The code of a step: HOTP (RFC 4226) of the number of 30-second steps since 1970 (RFC 6238), with HMAC-SHA-1, which is
 * what every authenticator app speaks; what weakens SHA-1 elsewhere, collisions, is of no use against an HMAC.
 */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

export function totpStepAt(time: Date): number {
  return Math.floor(time.getTime() / 1000 / stepSeconds);
}

/**
 * The step whose code was typed: the present one, or one beside it, later than the step that was taken last.
 * Undefined when there is none. Every step is computed and compared, whatever the others gave.
 */
export function matchTotp(
  secret: Uint8Array,
  typed: string,
  { now, lastStep }: { readonly now: Date; readonly lastStep: number | undefined },
): number | undefined {
  const given = Buffer.from(readDigits(typed).padEnd(digits, ' ').slice(0, digits));
  const isWhole = readDigits(typed).length === digits;
  let found: number | undefined;
  for (let drift = -driftSteps; drift <= driftSteps; drift += 1) {
    const step = totpStepAt(now) + drift;
    const isRight = timingSafeEqual(Buffer.from(totpCode(secret, step)), given);
    if (isRight && isWhole && (lastStep === undefined || step > lastStep)) found ??= step;
  }
  return found;
}

/** How people type codes is forgiven: spaces, full-width digits. Anything but digits then gives an empty text. */
function readDigits(typed: string): string {
  const plain = typed.normalize('NFKC').replace(/[\s-]/g, '');
  return /^[0-9]*$/.test(plain) ? plain : '';
}

/** The address that authenticator apps read, as text or from a QR code (Key Uri Format of Google Authenticator). */
export function totpUri(secret: Uint8Array, { login, issuer }: { login: string; issuer: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  const fields = new URLSearchParams({ secret: base32(secret), algorithm: 'SHA1', digits: '6', period: '30' });
  // `+` for a space is read as a plus by many apps.
  return `otpauth://totp/${label}?${fields}&issuer=${encodeURIComponent(issuer)}`;
}

const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 6, without padding. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let heldBits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    heldBits += 8;
    while (heldBits >= 5) {
      heldBits -= 5;
      text += base32Letters[(held >> heldBits) & 31];
    }
    held &= (1 << heldBits) - 1;
  }
  return heldBits > 0 ? text + base32Letters[(held << (5 - heldBits)) & 31] : text;
}
