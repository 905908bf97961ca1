import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, type ProblemDocument } from '@spring-rain/contract';
import type { Context } from '../context.ts';
import type { Exchange } from './answer-route.ts';
import type { HttpHost } from './http-host.ts';
import { pushPageHeaders } from './page-headers.ts';
import { problemOf, refusalOf, writeHtml, writeReply } from './replies.ts';
import { callerOf } from './request-info.ts';
import type { HtmlReply, RequestInfo, WireInput } from './types.ts';

/** What had been read when the refusal came: enough to show the page again with what was typed. */
interface Shown {
  readonly ctx: Context;
  readonly input: WireInput;
  readonly request: RequestInfo;
}

/** Answers whatever was thrown: as a problem document, or, where a page was asked for, as a page. */
export async function refuse(exchange: Exchange, error: unknown, shown: Shown | undefined): Promise<void> {
  const { host, route, res, caller } = exchange;
  const problem = problemOf(error);
  if (problem.code === 'receipt.unknown') host.limits.noteWrongReceipt(caller);
  if (problem.code === 'server.failed') logBug(exchange, problem.options.cause);
  if (res.headersSent || res.destroyed) {
    // A stream broke half way: cutting the connection is the only way left to say so.
    res.destroy();
    return;
  }
  const { document, headers } = refusalOf(problem, caller.language, route.endpoint);
  if (route.endpoint.produces !== 'html') {
    const body = JSON.stringify(document);
    writeReply(res, document.status, { fixed: host.headers.problem, more: [...exchange.headers, ...headers], body });
    return;
  }
  pushPageHeaders(exchange);
  const page = await problemHtml(exchange, document, shown);
  const extra = headers.slice(2);
  writeHtml(res, document.status, {
    headers: host.headers,
    more: [...exchange.headers, ...extra],
    value: {
      html: page.html,
      status: document.status,
      ...(page.headers === undefined ? {} : { headers: page.headers }),
    },
  });
}

/** The page's own way of showing it; the general problem page where it has none, or where that fails too. */
async function problemHtml(
  exchange: Exchange,
  document: ProblemDocument,
  shown: Shown | undefined,
): Promise<HtmlReply> {
  const { host, route } = exchange;
  if (shown !== undefined && route.showProblem !== undefined) {
    try {
      const { ctx, input, request } = shown;
      return await route.showProblem(ctx, { input, request, problem: document });
    } catch (error) {
      if (!(error instanceof Problem)) logBug(exchange, error);
    }
  }
  return {
    html: host.problemPage(
      { language: exchange.caller.language, path: '/', demo: host.demo, version: host.version },
      document,
    ),
  };
}

function logBug({ host, route }: Exchange, cause: unknown): void {
  host.log.error({ endpoint: route.endpoint.name, err: cause }, 'a request failed on a bug');
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
  if (problem.code === 'request.method') headers.push('allow', String(problem.options.parameters?.['wanted']));
  if (req.headers.accept?.includes('text/html') === true) {
    const html = host.problemPage({ language, path: '/', demo: host.demo, version: host.version }, document);
    writeHtml(res, document.status, { headers: host.headers, more: headers, value: { html } });
    return;
  }
  writeReply(res, document.status, { fixed: host.headers.problem, more: headers, body: JSON.stringify(document) });
}
