import {
  type Endpoint,
  isOpen,
  isStaffPermission,
  type Permission,
  type ProblemCode,
  problemCatalogue,
  type ReplyEncoding,
} from '@spring-rain/contract';
import { namedSchemas, referred } from './named-schemas.ts';

/** A JSON value of the document. */
type Json = Readonly<Record<string, unknown>>;

const mediaTypes: Readonly<Record<Endpoint['accepts'], string>> = {
  none: '',
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
};

const replyTypes: Readonly<Record<ReplyEncoding, string>> = {
  json: 'application/json',
  html: 'text/html',
  text: 'text/plain',
  events: 'text/event-stream',
  bytes: 'application/octet-stream',
};

function securityOf(permission: Permission): readonly Json[] {
  switch (permission) {
    case 'public':
      return [];
    case 'receipt':
      return [{ receipt: [] }];
    case 'operator':
      return [{ operator: [] }];
    case 'host':
      return [{}, { operator: [] }];
    case 'signed-in':
      return [{ session: [] }];
    default:
      return [{ session: [permission] }, { key: [permission] }, { operator: [] }];
  }
}

/** Who is signed in and whoever shows a key decides in their own name: only the operator’s token has to say whose. */
function withoutName(schema: Json): Json {
  const { required, anyOf } = schema;
  if (Array.isArray(anyOf)) return { ...schema, anyOf: anyOf.map((one: Json) => withoutName(one)) };
  return Array.isArray(required) ? { ...schema, required: required.filter((name) => name !== 'by') } : schema;
}

/** The OpenAPI 3.1 description of these endpoints: JSON Schema 2020-12 is what the contract's schemas are already. */
export function buildOpenApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  const sorted = endpoints.toSorted((a, b) => order(`${a.path} ${a.method}`, `${b.path} ${b.method}`));
  for (const endpoint of sorted) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Spring Rain',
      summary: 'Someone reports a scam once, and everyone after them is protected.',
      description:
        'Times are UTC in ISO 8601, money is in integer minor units with its ISO 4217 currency, ' +
        'offsets into text are half-open and count UTF-16 units. Refusals are problem documents (RFC 9457) ' +
        'in the language of `Accept-Language`. Lists are paged by cursor.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      version,
    },
    servers: [{ url: '/' }],
    tags: [
      { name: 'api', description: 'JSON, for programs.' },
      { name: 'operator', description: 'For the operator of the host that the server runs on.' },
      { name: 'pages', description: 'HTML pages and their forms, for people.' },
    ],
    paths,
    components: { schemas: { Problem: problemSchema, ...namedSchemas() }, securitySchemes },
  };
}

function operationOf(endpoint: Endpoint): Json {
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [tagOf(endpoint)],
    security: securityOf(endpoint.permission),
    parameters: [...partsOf(endpoint, 'path'), ...partsOf(endpoint, 'query'), ...headersOf(endpoint)],
    ...bodyOf(endpoint),
    responses: { [endpoint.status]: goodReply(endpoint), ...problemReplies(endpoint) },
  };
}

function tagOf({ produces, permission }: Endpoint): string {
  if (permission === 'operator' || permission === 'host') return 'operator';
  if (!isOpen(permission)) return 'desk';
  return produces === 'html' ? 'pages' : 'api';
}

/** What of JSON Schema's object this reads. */
interface ObjectView {
  readonly properties?: Readonly<Record<string, Json>>;
  readonly required?: readonly string[];
}

function partsOf(endpoint: Endpoint, place: 'path' | 'query'): Json[] {
  const schema = (place === 'path' ? endpoint.params : endpoint.query) as ObjectView | undefined;
  return Object.entries(schema?.properties ?? {}).map(([name, part]) => ({
    name,
    in: place,
    required: schema?.required?.includes(name) ?? false,
    schema: referred(part),
  }));
}

function headersOf(endpoint: Endpoint): Json[] {
  const headers: Json[] = [];
  if (endpoint.idempotent && endpoint.accepts === 'json') {
    headers.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description: 'The same key with the same body gets the same answer; with another body, 409.',
      schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,128}$' },
    });
  }
  if (endpoint.rateBudget === 'report' && endpoint.accepts === 'json') {
    headers.push({
      name: 'Spring-Rain-Proof',
      in: 'header',
      required: false,
      description:
        'Asked for above the free budget: base64 of {challenge, solution} (ALTCHA 2), or the waiting ticket.',
      schema: { type: 'string' },
    });
  }
  if (endpoint.produces === 'events') {
    headers.push({ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } });
  }
  return headers;
}

function bodyOf(endpoint: Endpoint): Json {
  if (endpoint.accepts === 'none') return {};
  const declared = (endpoint.body ?? { type: 'object' }) as Json;
  const fields = isStaffPermission(endpoint.permission) ? withoutName(declared) : declared;
  const schema = endpoint.accepts === 'multipart' ? withFiles(fields) : fields;
  return { requestBody: { required: true, content: { [mediaTypes[endpoint.accepts]]: { schema: referred(schema) } } } };
}

function withFiles(fields: Json): Json {
  const file = { type: 'array', items: { type: 'string', contentMediaType: 'application/octet-stream' } };
  return { ...fields, properties: { ...(fields.properties as Json | undefined), file } };
}

function goodReply(endpoint: Endpoint): Json {
  const schema = endpoint.produces === 'json' ? { schema: referred(endpoint.reply ?? {}) } : {};
  return { description: endpoint.summary, content: { [replyTypes[endpoint.produces]]: schema } };
}

function refusalsOf(permission: Permission): ProblemCode[] {
  if (permission === 'operator' || permission === 'host') return ['permission.denied'];
  if (isOpen(permission)) return [];
  return ['sign-in.required', 'permission.not_granted', 'request.cross_site'];
}

/** The refusals that any endpoint of this kind may give, besides those that it names. */
function commonProblems(endpoint: Endpoint): ProblemCode[] {
  const codes: ProblemCode[] = [];
  if (endpoint.accepts !== 'none')
    codes.push('request.invalid', 'request.unknown_field', 'request.content_type', 'request.too_large');
  if (endpoint.accepts === 'json') codes.push('request.json_invalid');
  if (endpoint.query !== undefined && endpoint.produces !== 'html') codes.push('request.invalid');
  codes.push(...refusalsOf(endpoint.permission));
  if (endpoint.permission === 'receipt') codes.push('receipt.unknown');
  if (endpoint.idempotent) codes.push('idempotency.key_missing', 'idempotency.key_reused');
  if (endpoint.rateBudget !== 'none' && endpoint.permission !== 'operator') codes.push('rate.limited');
  if (endpoint.rateBudget === 'report') codes.push('flood.proof_required', 'flood.proof_invalid');
  if (endpoint.produces === 'events') codes.push('events.too_many_streams');
  codes.push('service.unavailable', 'server.failed');
  return codes;
}

function problemReplies(endpoint: Endpoint): Json {
  const codes = [...new Set([...endpoint.problems, ...commonProblems(endpoint)])].sort(order);
  const byStatus = Map.groupBy(codes, (code) => problemCatalogue[code].status);
  const media = endpoint.produces === 'html' ? 'text/html' : 'application/problem+json';
  const schema = endpoint.produces === 'html' ? {} : { schema: { $ref: '#/components/schemas/Problem' } };
  return Object.fromEntries(
    [...byStatus].map(([status, some]) => [
      String(status),
      { description: some.join(', '), content: { [media]: schema } },
    ]),
  );
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. `code` is stable; `title` and `detail` are in the reader’s language.',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(problemCatalogue) },
    detail: { type: 'string' },
    field: { type: 'string', description: 'The field that it is about.' },
  },
  additionalProperties: true,
};

const securitySchemes = {
  receipt: { type: 'apiKey', in: 'header', name: 'Spring-Rain-Receipt', description: 'The 16 digits of a receipt.' },
  operator: { type: 'http', scheme: 'bearer', description: 'The token in data/keys/operator.token of the host.' },
  key: { type: 'http', scheme: 'bearer', description: 'An API key of an agency, with the scope that is named.' },
  session: { type: 'apiKey', in: 'cookie', name: 'desk', description: 'Who is signed in; over TLS `__Host-desk`.' },
};

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
