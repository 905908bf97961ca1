import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Endpoint, isOpen, Problem, type ProblemDocument, problemDocument } from '@spring-rain/contract';
import type { Exchange } from './exchange.ts';
import type { BytesReply, HtmlReply, ReplyHeaders, TextReply } from './types.ts';

/** Headers as node:http takes them fastest: name, value, name, value. */
export type HeaderList = readonly string[];

/** Headers that never change while the server runs, per kind of reply. */
export interface FixedHeaders {
  readonly json: HeaderList;
  /** Of a POST: no browser opens it as a document, and no cache keeps it (RFC 9111 3), so it needs less. */
  readonly jsonOfPost: HeaderList;
  readonly problem: HeaderList;
  readonly html: HeaderList;
  readonly text: HeaderList;
  readonly bytes: HeaderList;
  readonly events: HeaderList;
}

/** A reply's headers, those that never change and those of this one, with what it says. */
interface Written<Value> {
  readonly fixed: HeaderList;
  readonly more: readonly string[];
  readonly value: Value;
}

/** Writes a whole reply in one go, so that head and body leave in one packet. */
export function writeReply(
  res: ServerResponse,
  status: number,
  { fixed, more, value }: Written<string | Uint8Array>,
): void {
  const length = typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength;
  // One list, names and values in turn: what node:http writes out with the least work.
  res.writeHead(status, fixed.concat(more, 'content-length', String(length)));
  // As many bytes as characters means ASCII, which is copied and not transcoded.
  if (length === value.length) res.end(value, 'latin1');
  else res.end(value);
}

export function writeJson({ host, route, res, headers }: Exchange, value: unknown): void {
  const fixed = route.endpoint.method === 'POST' ? host.headers.jsonOfPost : host.headers.json;
  writeReply(res, route.endpoint.status, { fixed, more: headers, value: JSON.stringify(value) });
}

export function writeText(res: ServerResponse, status: number, { fixed, more, value }: Written<TextReply>): void {
  const type = ['content-type', value.mediaType ?? 'text/plain; charset=utf-8'];
  writeReply(res, status, { fixed, more: [...more, ...type], value: value.text });
}

export function writeHtml(res: ServerResponse, status: number, { fixed, more, value }: Written<HtmlReply>): void {
  writeReply(res, value.status ?? status, { fixed, more: [...more, ...headerList(value.headers)], value: value.html });
}

/** Sends bytes, or answers 304 when the client holds them already. Resolves when a stream is through. */
export async function writeBytes(
  res: ServerResponse,
  status: number,
  reply: Written<BytesReply> & { readonly knownTag: string | undefined },
): Promise<void> {
  const { value, fixed } = reply;
  const more = [...reply.more, 'content-type', value.mediaType, ...headerList(value.headers)];
  if (value.bytes instanceof Readable) {
    res.writeHead(status, [...fixed, ...more]);
    await pipeline(value.bytes, res);
    return;
  }
  const tag = value.headers?.etag;
  if (tag !== undefined && isKnownTag(reply.knownTag, tag)) {
    res.writeHead(304, [...fixed, ...more]);
    res.end();
    return;
  }
  writeReply(res, status, { fixed, more, value: value.bytes });
}

/** RFC 9110 13.1.2: `If-None-Match` compares weakly; `*` matches anything. */
function isKnownTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',', 50).some((given) => given.trim() === '*' || plain(given) === plain(tag));
}

function headerList(headers: ReplyHeaders | undefined): string[] {
  return headers === undefined ? [] : Object.entries(headers).flat();
}

/** Turns whatever a handler threw into a Problem: what is not one is a bug, and answers without detail. */
export function problemOf(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('server.failed', { cause: error });
}

/** The document of a refusal with the headers that go with it. */
export function refusalOf(
  problem: Problem,
  language: 'zh-CN' | 'en',
  endpoint?: Endpoint,
): { document: ProblemDocument; headers: string[] } {
  const { retryAfterSeconds } = problem.options;
  const known =
    retryAfterSeconds === undefined || problem.options.parameters?.seconds !== undefined
      ? problem
      : new Problem(problem.code, {
          ...problem.options,
          parameters: { ...problem.options.parameters, seconds: retryAfterSeconds },
        });
  const document = problemDocument(known, language);
  const headers: string[] = [];
  if (retryAfterSeconds !== undefined) headers.push('retry-after', String(retryAfterSeconds));
  if (document.status === 401 || document.status === 403) {
    if (endpoint !== undefined && (endpoint.permission === 'host' || !isOpen(endpoint.permission)))
      headers.push('www-authenticate', 'Bearer');
  }
  return { document, headers };
}
