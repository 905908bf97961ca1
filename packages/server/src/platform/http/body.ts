import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type BodyEncoding, Problem } from '@spring-rain/contract';

/** Form fields of one request; the largest form has under 20. */
const formFieldsMaxCount = 60;
/** A body over its limit is read to its end and thrown away up to this, so that the refusal reaches the sender. */
const drainMaxBytes = 64 * 1024 * 1024;

const mediaTypes: Readonly<Record<BodyEncoding, string>> = {
  none: '',
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
};

/** Refuses a body in another media type or with a content coding: before it is read. */
export function requireMediaType(req: IncomingMessage, accepts: BodyEncoding): void {
  if (accepts === 'none') return;
  const wanted = mediaTypes[accepts];
  const given = req.headers['content-type'];
  const isWanted = given === wanted || (given !== undefined && mediaTypeOf(given) === wanted);
  if ((!isWanted && !(accepts === 'multipart' && isUrlencoded(req))) || isCoded(req)) {
    throw new Problem('request.content_type', { parameters: { wanted } });
  }
}

/** Whether a body is a form without files: taken wherever a form with files is. */
export function isUrlencoded(req: IncomingMessage): boolean {
  return mediaTypeOf(req.headers['content-type'] ?? '') === mediaTypes.form;
}

function mediaTypeOf(header: string): string {
  return header.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isCoded(req: IncomingMessage): boolean {
  const coding = req.headers['content-encoding'];
  return coding !== undefined && coding !== 'identity';
}

/** Gets the text, or what went wrong. */
export type TextListener = (error: Error | undefined, text: string) => void;

/**
 * The whole body as text. Over the limit: 413, after the rest has been thrown away; not UTF-8: a Problem; the sender
 * gone: the socket's error.
 */
export function readText(req: IncomingMessage, maxBytes: number, done: TextListener): void {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let sizeBytes = 0;
  // A body that is there whole is answered at once: the stream's own end comes turns later.
  const declaredBytes = Number(req.headers['content-length'] ?? -1);
  let isDone = false;
  req.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) {
      if (sizeBytes > drainMaxBytes) req.destroy(tooLarge(maxBytes));
      return;
    }
    if (first === undefined) first = chunk;
    else if (rest === undefined) rest = [chunk];
    else rest.push(chunk);
    if (sizeBytes === declaredBytes) complete();
  });
  req.on('end', complete);
  req.on('error', (error) => {
    if (!isDone) done(error, '');
    isDone = true;
  });

  function complete(): void {
    if (isDone) return;
    isDone = true;
    if (sizeBytes > maxBytes) done(tooLarge(maxBytes), '');
    else if (first === undefined) done(undefined, '');
    else finish(rest === undefined ? first : Buffer.concat([first, ...rest]), done);
  }
}

function finish(bytes: Buffer, done: TextListener): void {
  if (isUtf8(bytes)) done(undefined, bytes.toString('utf8'));
  else done(new Problem('text.not_unicode'), '');
}

/** Throws the body away, if it is not absurdly large, and then refuses: a sender still writing would miss the answer. */
export async function refuseTooLarge(req: IncomingMessage, declaredBytes: number, maxBytes: number): Promise<never> {
  if (declaredBytes <= drainMaxBytes) {
    for await (const _ of req) {
      // Thrown away; `declaredBytes` bounds the loop, and node:http holds the sender to it.
    }
  }
  throw tooLarge(maxBytes);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem('request.too_large', { parameters: { limit: sizeText(maxBytes) } });
}

/** `10 MB`, `256 KB`: powers of 1024, as file managers show them. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${Math.floor(bytes / 1024)} KB`;
}

/** The JSON value of a body. `__proto__` and `constructor.prototype` are refused by the schemas as unknown fields. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Problem('request.json_invalid', { cause });
  }
}

/** The fields of an urlencoded form. Browsers send line ends as CRLF; here they are LF. A repeated field is refused. */
export function parseForm(text: string): Record<string, string> {
  const fields: [string, string][] = [];
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.length >= formFieldsMaxCount) throw tooManyFields();
    fields.push([name, value]);
  }
  return fieldsOnce(fields);
}

/** Named fields as an object without a prototype's surprises. */
export function fieldsOnce(fields: readonly (readonly [string, string])[]): Record<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of fields) {
    if (found.has(name)) {
      throw new Problem('request.invalid', {
        parameters: { field: name.slice(0, 64), wanted: { 'zh-CN': '只出现一次', en: 'to be there once only' } },
      });
    }
    found.set(name, value.replaceAll('\r\n', '\n'));
  }
  return Object.fromEntries(found);
}

export function tooManyFields(): Problem {
  return new Problem('request.too_large', { parameters: { limit: `${formFieldsMaxCount} fields` } });
}

export const formLimits = { fieldsMaxCount: formFieldsMaxCount } as const;
