import { accountLimits, limits, Problem } from '@spring-rain/contract';

const loginMinChars = 2;

/** A login as it is kept and compared: NFKC, lower case, without space around it. */
export function foldLogin(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** A login for a new person. Throws `person.login_invalid`. */
export function readNewLogin(typed: string): string {
  const login = foldLogin(typed);
  const isFine = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}._@-]*$/u.test(login);
  if (isFine && login.length >= loginMinChars && login.length <= accountLimits.loginMaxChars) return login;
  throw new Problem('person.login_invalid', { parameters: { field: 'login' } });
}

/** The name that a person's decisions are signed with. Throws `person.name_blank`. */
export function readPersonName(typed: string): string {
  const name = typed.normalize('NFKC').trim().replace(/\s+/gu, ' ');
  const isShown = /[\p{L}\p{N}]/u.test(name) && !/\p{C}/u.test(name);
  if (isShown && name.length <= limits.nameMaxChars) return name;
  throw new Problem('person.name_blank', { parameters: { field: 'name', limit: limits.nameMaxChars } });
}
