import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, type ProblemDocument, type ProblemLanguage } from '@spring-rain/contract';
import type { Exchange } from './exchange.ts';
import type { HttpHost } from './http-host.ts';
import { pushPageHeaders } from './page-headers.ts';
import { problemOf, refusalOf, writeHtml, writeReply } from './replies.ts';
import { callerOf } from './request-info.ts';
import type { HtmlReply } from './types.ts';

/** Answers whatever was thrown: as a problem document, or, where a page was asked for, as a page. */
export async function refuse(exchange: Exchange, error: unknown): Promise<void> {
  const { host, route, res, caller } = exchange;
  const problem = problemOf(error);
  if (problem.code === 'receipt.unknown') host.limits.noteWrongReceipt(caller);
  if (problem.code === 'server.failed') logBug(exchange, problem.options.cause);
  if (problem.code === 'service.unavailable') host.noteOutage(route.endpoint.name, problem);
  if (res.headersSent || res.destroyed) {
    // A stream broke half way: cutting the connection is the only way left to say so.
    res.destroy();
    return;
  }
  const { document, headers } = refusalOf(problem, caller.language, route.endpoint);
  if (route.endpoint.produces === 'html') {
    const page = await problemHtml(exchange, document);
    pushPageHeaders(exchange);
    const value = { ...page, status: document.status };
    writeHtml(res, document.status, { fixed: host.headers.html, more: [...exchange.headers, ...headers], value });
    return;
  }
  const more = [...exchange.headers, 'content-language', caller.language, ...headers];
  writeReply(res, document.status, { fixed: host.headers.problem, more, value: JSON.stringify(document) });
}

/** The page's own way of showing it; the general problem page where it has none, or where that fails too. */
async function problemHtml(exchange: Exchange, document: ProblemDocument): Promise<HtmlReply> {
  const { host, route, caller, ctx, input, request } = exchange;
  if (ctx !== undefined && input !== undefined && request !== undefined && route.showProblem !== undefined) {
    try {
      return await route.showProblem(ctx, { input, request, problem: document });
    } catch (error) {
      if (!(error instanceof Problem)) logBug(exchange, error);
    }
  }
  return { html: generalPage(host, caller.language, document) };
}

function logBug({ host, route, request }: Exchange, cause: unknown): void {
  const requestId = request?.id ?? host.newRequestId();
  host.log.error({ requestId, endpoint: route.endpoint.name, err: cause }, 'a request failed on a bug');
}

/** Answers a request that reached no endpoint: a page for whoever asks for one, else a problem document. */
export function refuseUnrouted(
  host: HttpHost,
  given: { readonly req: IncomingMessage; readonly res: ServerResponse; readonly problem: Problem },
): void {
  const { req, res, problem } = given;
  const { language } = callerOf(req, host.ranges);
  const { document, headers } = refusalOf(problem, language);
  if (problem.code === 'server.failed') host.log.error({ err: problem.options.cause }, 'the router failed');
  if (problem.code === 'request.method') headers.push('allow', String(problem.options.parameters?.wanted));
  const more = ['content-language', language, ...headers];
  if (req.headers.accept?.includes('text/html') === true) {
    const value = { html: generalPage(host, language, document) };
    writeHtml(res, document.status, { fixed: host.headers.html, more, value });
    return;
  }
  writeReply(res, document.status, { fixed: host.headers.problem, more, value: JSON.stringify(document) });
}

function generalPage(host: HttpHost, language: ProblemLanguage, document: ProblemDocument): string {
  return host.problemPage({ language, path: '/', demo: host.demo, version: host.version }, document);
}
