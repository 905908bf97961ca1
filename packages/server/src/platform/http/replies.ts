import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Endpoint, Problem, type ProblemDocument, problemDocument } from '@spring-rain/contract';
import type { BytesReply, HtmlReply, ReplyHeaders, TextReply } from './types.ts';

/** Headers as node:http takes them fastest: name, value, name, value. */
export type HeaderList = readonly string[];

/** Headers that never change while the server runs, per kind of reply. */
export interface FixedHeaders {
  readonly json: HeaderList;
  readonly problem: HeaderList;
  readonly html: HeaderList;
  readonly text: HeaderList;
  readonly bytes: HeaderList;
  readonly events: HeaderList;
}

/** Writes a whole reply in one go, so that head and body leave in one packet. */
export function writeReply(
  res: ServerResponse,
  status: number,
  reply: { fixed: HeaderList; more: readonly string[]; body: string | Uint8Array },
): void {
  const length = typeof reply.body === 'string' ? Buffer.byteLength(reply.body) : reply.body.byteLength;
  res.writeHead(status, [...reply.fixed, ...reply.more, 'content-length', String(length)]);
  res.end(reply.body);
}

export function writeJson(
  res: ServerResponse,
  status: number,
  reply: { headers: FixedHeaders; more: readonly string[]; value: unknown },
): void {
  const body = reply.value === undefined ? '' : JSON.stringify(reply.value);
  writeReply(res, status, { fixed: reply.headers.json, more: reply.more, body });
}

export function writeText(
  res: ServerResponse,
  status: number,
  reply: { headers: FixedHeaders; more: readonly string[]; value: TextReply },
): void {
  const more = [...reply.more, 'content-type', reply.value.mediaType ?? 'text/plain; charset=utf-8'];
  writeReply(res, status, { fixed: reply.headers.text, more, body: reply.value.text });
}

export function writeHtml(
  res: ServerResponse,
  status: number,
  reply: { headers: FixedHeaders; more: readonly string[]; value: HtmlReply },
): void {
  const more = [...reply.more, ...headerList(reply.value.headers)];
  writeReply(res, reply.value.status ?? status, { fixed: reply.headers.html, more, body: reply.value.html });
}

/** Sends bytes, or answers 304 when the client holds them already. Resolves when a stream is through. */
export async function writeBytes(
  res: ServerResponse,
  status: number,
  reply: { headers: FixedHeaders; more: readonly string[]; value: BytesReply; knownTag: string | undefined },
): Promise<void> {
  const { value } = reply;
  const more = [...reply.more, 'content-type', value.mediaType, ...headerList(value.headers)];
  if (value.bytes instanceof Readable) {
    res.writeHead(status, [...reply.headers.bytes, ...more]);
    await pipeline(value.bytes, res);
    return;
  }
  const tag = value.headers?.etag;
  if (tag !== undefined && isKnownTag(reply.knownTag, tag)) {
    res.writeHead(304, [...reply.headers.bytes, ...more]);
    res.end();
    return;
  }
  writeReply(res, status, { fixed: reply.headers.bytes, more, body: value.bytes });
}

/** RFC 9110 13.1.2: `If-None-Match` compares weakly; `*` matches anything. */
export function isKnownTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',', 50).some((given) => given.trim() === '*' || plain(given) === plain(tag));
}

export function headerList(headers: ReplyHeaders | undefined): string[] {
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
    retryAfterSeconds === undefined || problem.options.parameters?.['seconds'] !== undefined
      ? problem
      : new Problem(problem.code, {
          ...problem.options,
          parameters: { ...problem.options.parameters, seconds: retryAfterSeconds },
        });
  const document = problemDocument(known, language);
  const headers = ['content-language', language];
  if (retryAfterSeconds !== undefined) headers.push('retry-after', String(retryAfterSeconds));
  if (document.status === 401 || document.status === 403) {
    if (endpoint?.permission === 'operator' || endpoint?.permission === 'host')
      headers.push('www-authenticate', 'Bearer');
  }
  return { document, headers };
}
