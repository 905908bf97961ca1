import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Multipart } from '@fastify/multipart';
import type { Context } from '../context.ts';
import { permit, refuseCrossSite } from './admission.ts';
import { parseForm, parseJson, readText, refuseTooLarge, requireMediaType } from './body.ts';
import type { HttpHost } from './http-host.ts';
import { multipartBodyMaxBytes, readMultipart } from './multipart.ts';
import { pushPageHeaders } from './page-headers.ts';
import { refuse } from './refuse.ts';
import { writeBytes, writeHtml, writeJson, writeText } from './replies.ts';
import { type Caller, callerOf, requestInfo } from './request-info.ts';
import { streamEvents } from './sse.ts';
import type {
  BytesReply,
  EventsReply,
  HtmlReply,
  RequestInfo,
  Route,
  TextReply,
  UploadedFile,
  WireInput,
} from './types.ts';

/** One request on its way through: made once, passed along. */
export interface Exchange {
  readonly host: HttpHost;
  readonly route: Route;
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly caller: Caller;
  /** Headers that the reply gets, good or bad: name, value, name, value. */
  readonly headers: string[];
  /** Path parameters as the router found them, still as text. */
  readonly params: unknown;
  /** Opens the multipart body. */
  readonly openParts: (() => AsyncIterableIterator<Multipart>) | undefined;
}

/** Answers one request to a bound endpoint. Never rejects: whatever goes wrong is answered or logged. */
export async function answerRoute(
  host: HttpHost,
  route: Route,
  given: Pick<Exchange, 'req' | 'res' | 'params' | 'openParts'>,
): Promise<void> {
  const startedMs = performance.now();
  const caller = callerOf(given.req, host.ranges);
  const exchange: Exchange = { host, route, caller, headers: [], ...given };
  let input: WireInput | undefined;
  let request: RequestInfo | undefined;
  let ctx: Context | undefined;
  try {
    ctx = admit(exchange);
    const read = await readInput(exchange);
    input = read.input;
    request = requestInfo(exchange, { body: read.input.body, files: read.files });
    await admitFiling(exchange, ctx, request);
    const reply = route.handle(ctx, input, request);
    await send(exchange, reply instanceof Promise ? await reply : reply);
  } catch (error) {
    const shown =
      ctx !== undefined && input !== undefined && request !== undefined ? { ctx, input, request } : undefined;
    await refuse(exchange, error, shown);
  }
  host.meter.observe(route, given.res.statusCode, performance.now() - startedMs);
}

/** Everything that can be refused before the body is read. */
function admit(exchange: Exchange): Context {
  const { host, route, req, caller, headers } = exchange;
  const { endpoint } = route;
  if (host.isStopping()) headers.push('connection', 'close');
  const ctx = permit(endpoint, { req, caller, contexts: host.contexts, operatorToken: host.operatorToken });
  // Who holds the operator's token is not held back: imports are long, and the token is not guessed.
  if (endpoint.permission !== 'operator') host.limits.spend(endpoint.rateBudget, caller, headers);
  if (endpoint.permission === 'receipt') host.limits.admitReceipt(caller);
  refuseCrossSite(endpoint, req);
  requireMediaType(req, endpoint.accepts);
  return ctx;
}

async function readInput(
  exchange: Exchange,
): Promise<{ input: WireInput; files: AsyncIterable<UploadedFile> | undefined }> {
  const { route, caller } = exchange;
  const params = route.checkParams === undefined ? undefined : route.checkParams(exchange.params);
  const query =
    caller.query === undefined && route.endpoint.query === undefined
      ? undefined
      : route.checkQuery(queryFields(caller));
  const raw = await readBody(exchange);
  const body = route.checkBody === undefined ? undefined : route.checkBody(raw.body);
  return { input: { params, query, body }, files: raw.files };
}

async function readBody(
  exchange: Exchange,
): Promise<{ body: unknown; files: AsyncIterable<UploadedFile> | undefined }> {
  const { req, route } = exchange;
  switch (route.endpoint.accepts) {
    case 'none':
      return { body: undefined, files: undefined };
    case 'json':
      return { body: parseJson(await readText(req, route.bodyMaxBytes)), files: undefined };
    case 'form':
      return { body: parseForm(await readText(req, route.bodyMaxBytes)), files: undefined };
    case 'multipart': {
      const declared = Number(req.headers['content-length'] ?? 0);
      if (declared > multipartBodyMaxBytes) return refuseTooLarge(req, declared, multipartBodyMaxBytes);
      if (exchange.openParts === undefined)
        throw new Error(`${route.endpoint.name} was reached without its multipart reader.`);
      const { fields, files } = await readMultipart(exchange.openParts());
      return { body: fields, files };
    }
  }
}

function queryFields({ query }: Caller): Record<string, string> {
  const fields = Object.fromEntries(query ?? []);
  delete fields['lang'];
  return fields;
}

/** Filing costs proof of work above the free budget; where a receipt is named, its own budget. */
async function admitFiling(exchange: Exchange, ctx: Context, request: RequestInfo): Promise<void> {
  const { host, route, caller } = exchange;
  if (request.receiptHash !== undefined) host.limits.spendReceipt(request.receiptHash.toString('base64'));
  if (route.endpoint.rateBudget !== 'report' || request.idempotencyKey === undefined) return;
  await host.flood.admit(ctx, {
    addressKey: caller.addressKey,
    isCampus: caller.isCampus,
    proof: request.proof,
    idempotencyKey: request.idempotencyKey,
  });
}

async function send(exchange: Exchange, reply: unknown): Promise<void> {
  const { host, route, req, res } = exchange;
  const { endpoint } = route;
  const to = { headers: host.headers, more: exchange.headers };
  switch (endpoint.produces) {
    case 'json':
      if (host.checkReplies) route.checkReply?.(reply);
      return writeJson(res, endpoint.status, { ...to, value: reply });
    case 'html':
      pushPageHeaders(exchange);
      return writeHtml(res, endpoint.status, { ...to, value: reply as HtmlReply });
    case 'text':
      return writeText(res, endpoint.status, { ...to, value: reply as TextReply });
    case 'bytes':
      return writeBytes(res, endpoint.status, {
        ...to,
        value: reply as BytesReply,
        knownTag: req.headers['if-none-match'],
      });
    case 'events':
      return streamEvents(exchange, (reply as EventsReply).events);
  }
}
