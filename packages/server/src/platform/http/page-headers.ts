import { randomBytes } from 'node:crypto';
import { stringifySetCookie } from 'cookie';
import type { Exchange } from './exchange.ts';
import { languageCookie } from './language.ts';
import { sessionCookie } from './request-info.ts';

const yearSeconds = 365 * 24 * 60 * 60;

/** What a page's headers depend on: its language, the choice of one, whether it may lie in a cache. */
export function pushPageHeaders(exchange: Exchange): void {
  const { caller, headers, route } = exchange;
  headers.push('content-language', caller.language, 'vary', 'accept-language, cookie');
  // A page that answers a form may hold what the visitor typed, and one of the desk what only staff may see: it stays nowhere.
  const mayLie = route.endpoint.method === 'GET' && !route.endpoint.path.startsWith('/desk');
  headers.push('cache-control', mayLie ? 'private, no-cache' : 'no-store');
  if (caller.chosenLanguage !== undefined) pushCookie(exchange, languageCookie, caller.chosenLanguage, yearSeconds);
  // Only where many share one address does a session tell its people apart; elsewhere nobody is given one.
  if (caller.isCampus && caller.cookies[sessionCookie] === undefined) {
    pushCookie(exchange, sessionCookie, randomBytes(16).toString('base64url'));
  }
}

function pushCookie({ host, headers }: Exchange, name: string, value: string, maxAge?: number): void {
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: host.isSecure } as const;
  headers.push(
    'set-cookie',
    stringifySetCookie({ name, value, ...options, ...(maxAge === undefined ? {} : { maxAge }) }),
  );
}
