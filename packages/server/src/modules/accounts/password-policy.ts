import { readFileSync } from 'node:fs';
import { accountLimits, Problem } from '@spring-rain/contract';

/** A password that repeats a piece as short as this all along is no longer than the piece. */
const repeatedPieceMaxChars = 4;

const commonFile = new URL('../../../data/common-passwords.txt', import.meta.url);
let common: ReadonlySet<string> | undefined;

/**
 * Refuses a password that is too short, too long or guessed at once: the login, one of the commonest, or a few
 * characters again and again. Nothing else is asked of it: NIST SP 800-63B-4 3.1.1.2 advises against rules on kinds of
 * characters. Characters are counted after NFKC.
 */
export function requireGoodPassword(
  password: string,
  { login, field }: { readonly login: string; readonly field: 'password' | 'newPassword' },
): void {
  const plain = password.normalize('NFKC');
  const length = [...plain].length;
  const { passwordMinChars: least, passwordMaxChars: most } = accountLimits;
  if (length < least || length > most) throw new Problem('password.length', { parameters: { least, most, field } });
  const folded = plain.toLowerCase();
  if (isLogin(folded, login) || isRepeated(folded) || commonPasswords().has(folded)) {
    throw new Problem('password.guessable', { parameters: { field } });
  }
}

function isLogin(folded: string, login: string): boolean {
  return folded === login || folded === `${login}${login}` || folded === [...login].toReversed().join('');
}

function isRepeated(folded: string): boolean {
  return new RegExp(`^(.{1,${repeatedPieceMaxChars}}?)\\1+.{0,${repeatedPieceMaxChars - 1}}$`, 'su').test(folded);
}

/** Read at first use, since most processes set no password. */
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(
    readFileSync(commonFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('# ')),
  );
  return common;
}
