import { randomBytes } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { base32 } from './totp.ts';

const codesCount = 10;
/** 80 bits, 16 letters: no table and no budget of tries is needed against guessing. */
const codeBytes = 10;

/** New recovery codes as they are shown: `ABCD-EFGH-IJKL-MNOP`. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: codesCount }, () => (base32(randomBytes(codeBytes)).match(/.{4}/g) ?? []).join('-'));
}

/** What is stored of a recovery code. Case, spaces and hyphens do not matter; nor do 0 for O and 1 for I. */
export function recoveryCodeHash({ keys }: Context, personId: string, typed: string): Buffer {
  const letters = typed.normalize('NFKC').toUpperCase().replace(/0/g, 'O').replace(/1/g, 'I');
  return keys.keyedHash('recovery-code', personId, letters.replace(/[^A-Z2-7]/g, ''));
}
