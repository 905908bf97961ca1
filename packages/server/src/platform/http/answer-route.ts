import { type Permitted, permit, refuseCrossSite } from './admission.ts';
import { isUrlencoded, parseForm, parseJson, readText, refuseTooLarge, requireMediaType } from './body.ts';
import type { Arrival, Exchange } from './exchange.ts';
import { asHolder } from './holder.ts';
import type { HttpHost } from './http-host.ts';
import { multipartBodyMaxBytes, readMultipart } from './multipart.ts';
import { inOwnName } from './own-name.ts';
import { pushPageHeaders } from './page-headers.ts';
import { refuse } from './refuse.ts';
import { writeBytes, writeHtml, writeJson, writeText } from './replies.ts';
import { type Caller, callerOf, receiptOf, requestInfo } from './request-info.ts';
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

/**
 * Answers one request to a bound endpoint; whatever goes wrong is answered or logged. Written with continuations and
 * not with `await`, because a check of a value is answered in the time that a handful of promises take.
 */
export function answerRoute(host: HttpHost, route: Route, arrival: Arrival): void {
  const { req, res, path, params, openParts } = arrival;
  const exchange: Exchange = {
    req,
    res,
    path,
    params,
    openParts,
    host,
    route,
    caller: callerOf(req, host.ranges),
    startedMs: performance.now(),
    headers: [],
    ctx: undefined,
    staff: undefined,
    input: undefined,
    request: undefined,
  };
  host.activity.enter();
  try {
    if (host.isStopping()) exchange.headers.push('connection', 'close');
    const permitted = permit(exchange);
    if (permitted instanceof Promise) {
      // Whatever throws in here is answered too: the body has not been touched yet.
      permitted.then((given) => proceed(exchange, given)).catch((error) => fail(exchange, error));
    } else {
      proceed(exchange, permitted);
    }
  } catch (error) {
    fail(exchange, error);
  }
}

/** Everything else that can be refused before the body is read; then reads it. */
function proceed(exchange: Exchange, { ctx, staff, isOperator }: Permitted): void {
  const { host, route, req, caller, headers } = exchange;
  const { endpoint } = route;
  exchange.ctx = ctx;
  exchange.staff = staff;
  // Who holds the operator's token is not held back: imports are long, and the token is not guessed.
  if (!isOperator) host.limits.spend(endpoint.rateBudget, caller, headers);
  if (endpoint.permission === 'receipt') host.limits.admitReceipt(caller);
  if (route.receiptIn === 'header') receiptOf(req, undefined);
  refuseCrossSite(exchange);
  requireMediaType(req, endpoint.accepts);
  readBody(exchange);
}

function readBody(exchange: Exchange): void {
  const { req, route } = exchange;
  const { accepts } = route.endpoint;
  if (accepts === 'none') {
    handle(exchange, undefined);
    return;
  }
  if (accepts === 'multipart' && !isUrlencoded(req)) {
    readParts(exchange).catch((error) => fail(exchange, error));
    return;
  }
  readText(req, route.bodyMaxBytes, (error, text) => {
    try {
      if (error !== undefined) throw error;
      handle(exchange, accepts === 'json' ? parseJson(text) : parseForm(text));
    } catch (refusal) {
      fail(exchange, refusal);
    }
  });
}

async function readParts(exchange: Exchange): Promise<void> {
  const { req, route, openParts } = exchange;
  const declared = Number(req.headers['content-length'] ?? 0);
  if (declared > multipartBodyMaxBytes) await refuseTooLarge(req, declared, multipartBodyMaxBytes);
  if (openParts === undefined) throw new Error(`${route.endpoint.name} was reached without its multipart reader.`);
  const { fields, files } = await readMultipart(openParts());
  handle(exchange, fields, files);
}

/** Checks the input, then calls the handler. Throws what is wrong with the input; the handler's failures are answered. */
function handle(exchange: Exchange, body: unknown, files?: AsyncIterable<UploadedFile>): void {
  const { route } = exchange;
  const input: WireInput = {
    params: route.checkParams === undefined ? undefined : route.checkParams(exchange.params),
    query: checkedQuery(exchange),
    body: route.checkBody === undefined ? undefined : route.checkBody(inOwnName(exchange, body)),
  };
  const request = requestInfo(exchange, { body: input.body, files });
  exchange.input = input;
  exchange.request = request;
  if (request.receiptHash !== undefined) exchange.host.limits.spendReceipt(request.receiptHash.toString('base64'));
  if (route.endpoint.rateBudget === 'report' && request.idempotencyKey !== undefined) {
    admitFiling(exchange, request, request.idempotencyKey).then(
      () => callHandler(exchange),
      (error) => fail(exchange, error),
    );
  } else if (request.receiptHash !== undefined) {
    asHolder(exchange.ctx!, request.receiptHash).then(
      (ctx) => {
        exchange.ctx = ctx;
        callHandler(exchange);
      },
      (error) => fail(exchange, error),
    );
  } else {
    callHandler(exchange);
  }
}

function callHandler(exchange: Exchange): void {
  const { route, ctx, input, request } = exchange;
  try {
    // Both were set by `handle`, and the context by `admit`, before anything leads here.
    const reply = route.handle(ctx!, input!, request!);
    if (reply instanceof Promise) {
      reply.then((value) => send(exchange, value)).catch((error) => fail(exchange, error));
    } else {
      deliver(exchange, reply);
    }
  } catch (error) {
    fail(exchange, error);
  }
}

function deliver(exchange: Exchange, reply: unknown): void {
  const sending = send(exchange, reply);
  if (sending !== undefined) sending.catch((error) => fail(exchange, error));
}

function checkedQuery({ route, caller }: Exchange): unknown {
  if (caller.query === undefined && route.endpoint.query === undefined) return undefined;
  return route.checkQuery(queryFields(caller));
}

function queryFields({ query }: Caller): Record<string, string> {
  const fields = Object.fromEntries(query ?? []);
  delete fields.lang;
  return fields;
}

/** Filing costs proof of work above the free budget. */
function admitFiling({ host, ctx, caller }: Exchange, request: RequestInfo, idempotencyKey: string): Promise<void> {
  const { addressKey, isCampus } = caller;
  return host.flood.admit(ctx!, { addressKey, isCampus, proof: request.proof, idempotencyKey });
}

/** Writes the reply. A promise where it takes time: downloads and streams. */
function send(exchange: Exchange, reply: unknown): Promise<void> | undefined {
  const { host, route, req, res } = exchange;
  const { endpoint } = route;
  switch (endpoint.produces) {
    case 'json':
      if (host.checkReplies) route.checkReply?.(reply);
      writeJson(exchange, reply);
      break;
    case 'html':
      pushPageHeaders(exchange);
      writeHtml(res, endpoint.status, { fixed: host.headers.html, more: exchange.headers, value: reply as HtmlReply });
      break;
    case 'text':
      writeText(res, endpoint.status, { fixed: host.headers.text, more: exchange.headers, value: reply as TextReply });
      break;
    case 'bytes': {
      const value = reply as BytesReply;
      const knownTag = req.headers['if-none-match'];
      const written = { fixed: host.headers.bytes, more: exchange.headers, value, knownTag };
      return writeBytes(res, endpoint.status, written).then(() => finish(exchange));
    }
    case 'events':
      return streamEvents(exchange, (reply as EventsReply).events).then(() => finish(exchange));
  }
  finish(exchange);
  return undefined;
}

function fail(exchange: Exchange, error: unknown): void {
  refuse(exchange, error).then(
    () => finish(exchange),
    (failure) => {
      exchange.host.log.error({ endpoint: exchange.route.endpoint.name, err: failure }, 'a refusal failed');
      exchange.res.destroy();
      finish(exchange);
    },
  );
}

/** Called once for each request, when its answer is complete or given up. */
function finish({ host, route, res, startedMs, request }: Exchange): void {
  const durationMs = performance.now() - startedMs;
  host.activity.leave();
  host.meter.observe(route, res.statusCode, durationMs);
  if (!host.logsRequests) return;
  const { method, path } = route.endpoint;
  const ms = Math.round(durationMs);
  host.log.debug({ requestId: request?.id, method, route: path, status: res.statusCode, ms }, 'answered');
}
