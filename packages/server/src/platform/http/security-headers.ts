import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import type { FixedHeaders, HeaderList } from './replies.ts';

/** Pages take styles, scripts, images and form targets from this server alone, and load nothing else. */
const pagePolicy = {
  defaultSrc: ["'none'"],
  styleSrc: ["'self'"],
  scriptSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  connectSrc: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
} as const;

const nothingPolicy = "default-src 'none'; frame-ancestors 'none'";

/**
 * The headers of each kind of reply. They never change while the server runs, so helmet is asked once, at the start,
 * and not on every request.
 */
export async function fixedHeaders(given: { readonly isSecure: boolean }): Promise<FixedHeaders> {
  const page = await helmetHeaders(given);
  const transport = given.isSecure ? ['strict-transport-security', 'max-age=31536000; includeSubDomains'] : [];
  const data = ['x-content-type-options', 'nosniff', 'content-security-policy', nothingPolicy, ...transport];
  const isolated = [...data, 'cross-origin-resource-policy', 'same-origin', 'referrer-policy', 'no-referrer'];
  return {
    json: ['content-type', 'application/json; charset=utf-8', 'cache-control', 'no-store', ...data],
    jsonOfPost: ['content-type', 'application/json; charset=utf-8', 'x-content-type-options', 'nosniff', ...transport],
    problem: ['content-type', 'application/problem+json; charset=utf-8', 'cache-control', 'no-store', ...data],
    html: ['content-type', 'text/html; charset=utf-8', ...page],
    text: ['cache-control', 'no-store', ...isolated],
    bytes: isolated,
    events: [
      'content-type',
      'text/event-stream; charset=utf-8',
      'cache-control',
      'no-store',
      // Proxies that gather a reply before passing it on would hold events back.
      'x-accel-buffering',
      'no',
      ...data,
    ],
  };
}

async function helmetHeaders({ isSecure }: { readonly isSecure: boolean }): Promise<HeaderList> {
  await using app = Fastify();
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: pagePolicy },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isSecure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
  });
  const plain = new Set(['date', 'connection', 'content-length', 'content-type']);
  app.get('/', () => '');
  const { headers } = await app.inject('/');
  return Object.entries(headers).flatMap(([name, value]) => (plain.has(name) ? [] : [name, String(value)]));
}
