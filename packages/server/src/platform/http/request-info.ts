import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, type ProblemLanguage } from '@spring-rain/contract';
import { parseCookie, stringifySetCookie } from 'cookie';
import { type AddressRanges, addressKey, clientAddress } from './address.ts';
import type { Exchange } from './exchange.ts';
import { languageCookie, languageOfHeader, languageOfTag } from './language.ts';
import type { CookieSettings, RequestInfo, UploadedFile } from './types.ts';

export const sessionCookie = 'session';
const cookieHeaderMaxChars = 4_096;
const noCookies: Readonly<Record<string, string | undefined>> = {};

/** Where a request comes from and in which language it wants its answer: known before anything is read. */
export interface Caller {
  readonly address: string;
  /** What budgets are keyed by. */
  readonly addressKey: string;
  readonly isCampus: boolean;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly language: ProblemLanguage;
  /** The language that `?lang=` asks for, to be kept in a cookie. */
  readonly chosenLanguage: ProblemLanguage | undefined;
  readonly query: URLSearchParams | undefined;
}

export function callerOf(req: IncomingMessage, ranges: { trusted: AddressRanges; campus: AddressRanges }): Caller {
  const { headers } = req;
  const address = clientAddress(req.socket.remoteAddress ?? '', headerText(headers['x-forwarded-for']), ranges.trusted);
  const cookies = headers.cookie === undefined ? noCookies : parseCookies(headers.cookie);
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  const query = mark === -1 ? undefined : new URLSearchParams(url.slice(mark + 1));
  const chosenLanguage = query === undefined ? undefined : languageOfTag(query.get('lang') ?? '');
  return {
    address,
    addressKey: addressKey(address),
    isCampus: ranges.campus.has(address),
    cookies,
    query,
    chosenLanguage,
    language:
      chosenLanguage ?? languageOfTag(cookies[languageCookie] ?? '') ?? languageOfHeader(headers['accept-language']),
  };
}

/** What the handler gets to know. Throws when the receipt or the idempotency key that the endpoint needs is missing. */
export function requestInfo(
  exchange: Exchange,
  given: { body: unknown; files: AsyncIterable<UploadedFile> | undefined },
): RequestInfo {
  const { host, route, req, res, caller } = exchange;
  const form = isRecord(given.body) && route.endpoint.accepts !== 'json' ? given.body : undefined;
  const receipt = route.endpoint.permission === 'receipt' ? receiptOf(req, form) : undefined;
  const idempotencyKey = route.endpoint.idempotent ? idempotencyKeyOf(req, form) : undefined;
  const sessionId = caller.cookies[sessionCookie];
  return {
    id: host.newRequestId(),
    language: caller.language,
    path: caller.query === undefined ? exchange.path : pathWithout(exchange.path, caller.query),
    address: caller.address,
    isCampus: caller.isCampus,
    reporterParts: caller.isCampus && sessionId !== undefined ? [caller.addressKey, sessionId] : [caller.addressKey],
    demo: host.demo,
    version: host.version,
    publicUrl: host.publicUrl,
    staff: exchange.staff,
    sessionId,
    cookie: (name) => caller.cookies[name],
    setCookie: (name, value, settings) => pushStaffCookie(exchange, { name, value }, settings),
    isSecure: host.isSecure,
    receipt,
    receiptHash: receipt === undefined ? undefined : host.contexts.public.keys.receiptHash(receipt),
    idempotencyKey,
    files: given.files,
    lastEventId: headerText(req.headers['last-event-id']),
    proof: headerText(req.headers['spring-rain-proof']) ?? textOf(form?.proof),
    spend: (budget) => host.limits.spend(budget, caller, exchange.headers),
    signal: () => closedSignal(res),
    header: (name) => headerText(req.headers[name]),
    proofRequest: () => host.flood.request(caller.addressKey, caller.isCampus),
  };
}

/** A cookie of staff: no script reads it, and no other site's request carries it, unless it is meant to. Emptied at once with `maxAgeSeconds: 0`. */
function pushStaffCookie(
  { host, headers }: Exchange,
  cookie: { readonly name: string; readonly value: string },
  { maxAgeSeconds, fromElsewhere = false }: CookieSettings = {},
): void {
  const sameSite = fromElsewhere ? 'lax' : 'strict';
  const options = { path: '/', httpOnly: true, sameSite, secure: host.isSecure } as const;
  const maxAge = maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds };
  headers.push('set-cookie', stringifySetCookie({ ...cookie, ...options, ...maxAge }));
}

function parseCookies(header: string): Readonly<Record<string, string | undefined>> {
  return header.length > cookieHeaderMaxChars ? noCookies : parseCookie(header);
}

/** The path with its query, without `lang`: where the same page is found in another language. */
function pathWithout(path: string, query: URLSearchParams): string {
  const rest = new URLSearchParams(query);
  rest.delete('lang');
  return rest.size === 0 ? path : `${path}?${rest}`;
}

/**
 * The receipt as 16 digits; how people write them down is forgiven: spaces, hyphens, full-width digits. Throws
 * `receipt.unknown` for what cannot be one, as for one that does not exist.
 */
export function receiptOf(req: IncomingMessage, form: Readonly<Record<string, unknown>> | undefined): string {
  const given = headerText(req.headers['spring-rain-receipt']) ?? textOf(form?.receipt) ?? '';
  const digits = given
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[\s\u2010-\u2015-]/g, '');
  if (/^[0-9]{16}$/.test(digits)) return digits;
  throw new Problem('receipt.unknown');
}

function idempotencyKeyOf(req: IncomingMessage, form: Readonly<Record<string, unknown>> | undefined): string {
  const key = headerText(req.headers['idempotency-key']) ?? textOf(form?.idempotencyKey) ?? '';
  if (/^[\x21-\x7e]{8,128}$/.test(key)) return key;
  throw new Problem('idempotency.key_missing');
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}

function closedSignal(res: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (res.closed) controller.abort();
  else res.once('close', () => controller.abort());
  return controller.signal;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
