import type { Endpoint, Input, Output } from './endpoint.ts';
import { Problem, type ProblemDocument, problemCatalogue } from './problems.ts';

export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Files of a multipart endpoint, sent after its fields, each in a part named `file`. */
  readonly files?: readonly File[];
}

/** What came back, good or bad. `body` is JSON where the answer says so, bytes for `produces: 'bytes'`, else text. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What any endpoint may be given; `callEndpoint` is the typed door. */
interface AnyInput {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/**
 * Calls an endpoint and yields what it answers. A refusal is thrown as the Problem that the server sent; an answer that
 * is neither (a proxy's error page, say) as an Error that says so.
 */
export async function callEndpoint<E extends Endpoint>(
  baseUrl: string,
  endpoint: E,
  input: Input<E>,
  options: CallOptions = {},
): Promise<Output<E>> {
  const { status, body } = await askEndpoint(baseUrl, endpoint, input, options);
  if (status >= 200 && status < 300) {
    // The server holds its replies to the endpoint's schema; here they are taken at its word.
    return body as Output<E>;
  }
  if (isProblemDocument(body)) throw new Problem(body.code, { document: body });
  throw new Error(`${endpoint.method} ${endpoint.path} answered ${status} without a problem document.`);
}

/** Calls an endpoint and yields status, headers and body as they came. Throws only when there is no answer at all. */
export async function askEndpoint(
  baseUrl: string,
  endpoint: Endpoint,
  input: AnyInput,
  options: CallOptions = {},
): Promise<Answer> {
  const { contentType, body } = encodeBody(endpoint, input.body, options.files);
  const response = await (options.fetch ?? fetch)(urlOf(baseUrl, endpoint, input), {
    method: endpoint.method,
    headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...options.headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await readBody(endpoint, response) };
}

/** The address of an endpoint with its parameters and query filled in. */
export function urlOf(baseUrl: string, endpoint: Endpoint, input: AnyInput): string {
  const params = textFields(input.params);
  const path = endpoint.path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(params.get(name) ?? ''));
  const query = new URLSearchParams([...textFields(input.query)]);
  return `${baseUrl.replace(/\/$/, '')}${path}${query.size === 0 ? '' : `?${query}`}`;
}

function encodeBody(
  endpoint: Endpoint,
  body: unknown,
  files: readonly File[] = [],
): { contentType?: string; body?: string | FormData } {
  switch (endpoint.accepts) {
    case 'none':
      return {};
    case 'json':
      return { contentType: 'application/json', body: JSON.stringify(body) };
    case 'form':
      return {
        contentType: 'application/x-www-form-urlencoded',
        body: new URLSearchParams([...textFields(body)]).toString(),
      };
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of textFields(body)) form.append(name, value);
      for (const file of files) form.append('file', file);
      // The content type with its boundary is set by `fetch` itself.
      return { body: form };
    }
  }
}

async function readBody(endpoint: Endpoint, response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  // Not of JSON Lines, each line of which is a text of its own.
  if (/[/+]json(;|$)/.test(type)) {
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }
  return endpoint.produces === 'bytes' ? new Uint8Array(await response.arrayBuffer()) : await response.text();
}

/** The given fields as text; what is undefined is left out. */
function textFields(fields: unknown): Map<string, string> {
  const entries = Object.entries((fields ?? {}) as Readonly<Record<string, unknown>>);
  return new Map(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])));
}

function isProblemDocument(body: unknown): body is ProblemDocument {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    typeof body.code === 'string' &&
    body.code in problemCatalogue
  );
}
