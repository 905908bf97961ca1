import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import multipart from '@fastify/multipart';
import { Problem } from '@spring-rain/contract';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { answerRoute } from './answer-route.ts';
import type { HttpHost } from './http-host.ts';
import { multipartLimits } from './multipart.ts';
import { refuseUnrouted } from './refuse.ts';
import type { Route } from './types.ts';

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface HttpServer {
  readonly app: FastifyInstance;
  /** Answers requests of any server of node:http: the same as `app` does. */
  readonly listener: Listener;
}

type Listener = (req: IncomingMessage, res: ServerResponse) => void;

/** A URL longer than this is refused by node:http itself, with 431. */
const headersMaxBytes = 16 * 1024;
/** Slow phones send 50 MB of screenshots; a sender that takes longer than this is cut off. */
const requestTimeoutMs = 5 * 60 * 1000;

/**
 * The HTTP server of a list of routes. Fastify routes and parses multipart bodies; everything that is promised of an
 * endpoint happens in `answerRoute`. JSON endpoints without path parameters skip Fastify's own life cycle, which costs
 * as much as answering them does: see `expressLane`.
 */
export async function buildServer(host: HttpHost, routes: readonly Route[], tls?: Tls): Promise<HttpServer> {
  let listener: Listener | undefined;
  const refuseRouted = (error: unknown, request: { raw: IncomingMessage }, reply: FastifyReply): void => {
    reply.hijack();
    refuseUnrouted(host, { req: request.raw, res: reply.raw, problem: problemOfRouter(error) });
  };
  const app = Fastify({
    logger: false,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    forceCloseConnections: 'idle',
    // While stopping, requests on open connections are still answered, with `Connection: close`.
    return503OnClosing: false,
    // A path that cannot be decoded never reaches a route.
    frameworkErrors: (error, request, reply) => refuseRouted(error, request, reply),
    serverFactory: (routed) => {
      listener = expressLane(host, routes, routed);
      const options = { maxHeaderSize: headersMaxBytes, requestTimeout: requestTimeoutMs };
      return tls === undefined ? createServer(options, listener) : createSecureServer({ ...options, ...tls }, listener);
    },
  });
  // Bodies are read by `answerRoute`, after permission and budgets; only multipart needs Fastify's reader.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  await app.register((forms, _options, done) => {
    forms.register(multipart, { limits: multipartLimits, throwFileSizeLimit: false });
    for (const route of routes.filter(({ endpoint }) => endpoint.accepts === 'multipart')) addRoute(forms, host, route);
    done();
  });
  for (const route of routes.filter(({ endpoint }) => endpoint.accepts !== 'multipart')) addRoute(app, host, route);
  app.setNotFoundHandler((request, reply) => {
    reply.hijack();
    refuseUnrouted(host, { req: request.raw, res: reply.raw, problem: unroutedProblem(routes, request.raw) });
  });
  app.setErrorHandler(refuseRouted);
  await app.ready();
  return { app, listener: listener! };
}

function addRoute(app: FastifyInstance, host: HttpHost, route: Route): void {
  app.route({
    method: route.endpoint.method,
    url: route.endpoint.path,
    handler: (request, reply) => {
      reply.hijack();
      answerRoute(host, route, {
        req: request.raw,
        res: reply.raw,
        path: pathOf(request.raw),
        params: request.params,
        openParts: route.endpoint.accepts === 'multipart' ? () => request.parts() : undefined,
      });
    },
  });
}

/** Answers JSON endpoints with a fixed path at once and hands everything else to the router. Same pipeline behind both. */
function expressLane(host: HttpHost, routes: readonly Route[], routed: Listener): Listener {
  const fixed = routes.filter(
    ({ endpoint }) => endpoint.produces === 'json' && endpoint.accepts !== 'multipart' && !endpoint.path.includes(':'),
  );
  const gets = new Map(
    fixed.flatMap((route) => (route.endpoint.method === 'GET' ? [[route.endpoint.path, route]] : [])),
  );
  const posts = new Map(
    fixed.flatMap((route) => (route.endpoint.method === 'POST' ? [[route.endpoint.path, route]] : [])),
  );
  return (req, res) => {
    const path = pathOf(req);
    const route = req.method === 'POST' ? posts.get(path) : req.method === 'GET' ? gets.get(path) : undefined;
    if (route === undefined) routed(req, res);
    else answerRoute(host, route, { req, res, path, params: undefined, openParts: undefined });
  };
}

/** 405 with what the path does take, or 404. */
function unroutedProblem(routes: readonly Route[], req: IncomingMessage): Problem {
  const path = pathOf(req);
  const methods = new Set(
    routes.filter(({ endpoint }) => matchesPath(endpoint.path, path)).map(({ endpoint }) => endpoint.method),
  );
  if (methods.size === 0) return new Problem('request.not_found');
  return new Problem('request.method', { parameters: { wanted: [...methods].sort().join(', ') } });
}

function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, at) => part.startsWith(':') || part === given[at]);
}

function problemOfRouter(error: unknown): Problem {
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (code === 'FST_ERR_BAD_URL' || statusCode === 404 || statusCode === 414) return new Problem('request.not_found');
  return new Problem('server.failed', { cause: error });
}

function pathOf(req: IncomingMessage): string {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  return mark === -1 ? url : url.slice(0, mark);
}
