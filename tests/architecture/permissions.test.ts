import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  type Endpoint,
  fileReport,
  isOpen,
  problemCatalogue,
  problemCodes,
  staffRoles,
  urlOf,
} from '@spring-rain/contract';
import { allEndpoints } from '../../packages/server/src/build-openapi.ts';
import { makePerson } from '../../packages/server/src/modules/accounts/test-staff.ts';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { permissionTable, type Role, roles } from './permissions.ts';

const endpoints = allEndpoints();
const wrongReceipt = '0000000000000000';

/** What says that somebody is not let in. */
const refusals = ['permission.denied', 'permission.not_granted', 'sign-in.required', 'receipt.unknown'];

let server: TestServer;
let receipt: string;
/** What each role of staff shows. */
const shown = new Map<string, Readonly<Record<string, string>>>();
before(async () => {
  // A proxy in front: nobody is let in for being on the same host.
  server = await startTestServer({ environment: { TRUSTED_PROXIES: '127.0.0.1' } });
  const filed = await server.call(
    fileReport,
    { body: { text: 'Call me' } },
    { headers: { 'idempotency-key': randomUUID() } },
  );
  receipt = (filed.body as { receipt: string }).receipt;
  for (const role of staffRoles) shown.set(role, (await makePerson(server, { roles: [role] })).headers);
});
after(() => server[Symbol.asyncDispose]());

test('every endpoint of the contract is bound exactly once, and nothing else is', () => {
  const bound = server.app.routes.map(({ endpoint }) => endpoint);
  assert.deepEqual(bound.map(({ name }) => name).sort(), endpoints.map(({ name }) => name).sort());
  for (const endpoint of bound)
    assert.ok(endpoints.includes(endpoint), `${endpoint.name} is not the contract’s own value`);
  const doors = bound.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`);
  assert.equal(new Set(doors).size, doors.length, 'two endpoints behind one door');
});

test('names are unique, and what is for staff alone lies together', () => {
  assert.equal(new Set(endpoints.map(({ name }) => name)).size, endpoints.length);
  for (const { name, path, permission } of endpoints) {
    if (path.startsWith('/api/desk/')) assert.ok(!isOpen(permission), name);
    else if (path.startsWith('/api/')) assert.ok(isOpen(permission), name);
  }
});

test('the table names every endpoint, and none that is gone', () => {
  assert.deepEqual(Object.keys(permissionTable).sort(), endpoints.map(({ name }) => name).sort());
});

for (const role of roles) {
  test(`as ${role}: every endpoint lets in whom it should, and refuses all others`, async () => {
    for (const endpoint of endpoints) {
      const rule = permissionTable[endpoint.name];
      if (rule === undefined) continue;
      const { status, code } = await visit(endpoint, role);
      const isIn = code === undefined || !refusals.includes(code);
      assert.equal(isIn, rule.may.includes(role), `${endpoint.name} answered ${role} ${status} ${code ?? ''}`);
      assert.ok(status < 500, `${endpoint.name} answered ${role} ${status}`);
    }
  });
}

test('a receipt that does not exist opens nothing that a real one opens', async () => {
  for (const endpoint of endpoints) {
    if (permissionTable[endpoint.name]?.may.includes('public') !== false) continue;
    if (!permissionTable[endpoint.name]?.may.includes('receipt')) continue;
    const { status, code } = await visit(endpoint, 'receipt', wrongReceipt);
    assert.equal(code, 'receipt.unknown', `${endpoint.name} answered ${status} ${code ?? ''}`);
  }
});

/** Calls an endpoint as somebody, with as little as reaches its permission; reads what it says and hangs up. */
async function visit(
  endpoint: Endpoint,
  role: Role,
  held: string = receipt,
): Promise<{ status: number; code?: string }> {
  const rule = permissionTable[endpoint.name];
  const hangUp = new AbortController();
  const response = await fetch(urlOf(server.url, endpoint, rule?.params === undefined ? {} : { params: rule.params }), {
    method: endpoint.method,
    signal: hangUp.signal,
    headers: {
      'x-forwarded-for': '203.0.113.1',
      'accept-language': 'en',
      'idempotency-key': randomUUID(),
      ...(role === 'operator' ? { authorization: `Bearer ${server.resources.keys.operatorToken}` } : {}),
      ...(role === 'receipt' ? { 'spring-rain-receipt': held } : {}),
      ...shown.get(role),
      ...contentType(endpoint),
    },
    ...bodyFor(endpoint, role === 'receipt' ? held : wrongReceipt),
  });
  if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
    hangUp.abort();
    return { status: response.status };
  }
  const code = codeIn(await response.text());
  return { status: response.status, ...(code === undefined ? {} : { code }) };
}

/** The problem's code: a document names it, a page says its title. */
function codeIn(text: string): string | undefined {
  const page = text.includes('<html')
    ? problemCodes.find((code) => refusals.includes(code) && text.includes(problemCatalogue[code].title.en))
    : undefined;
  return /"code":"([^"]+)"/.exec(text)?.[1] ?? page;
}

function contentType({ accepts }: Endpoint): Record<string, string> {
  if (accepts === 'json') return { 'content-type': 'application/json' };
  if (accepts === 'form') return { 'content-type': 'application/x-www-form-urlencoded' };
  return {};
}

function bodyFor(endpoint: Endpoint, named: string): { body?: string | FormData } {
  const fields = { ...permissionTable[endpoint.name]?.body, ...(hasReceiptField(endpoint) ? { receipt: named } : {}) };
  switch (endpoint.accepts) {
    case 'none':
      return {};
    case 'json':
      return { body: JSON.stringify(fields) };
    case 'form':
      return { body: new URLSearchParams(fields).toString() };
    case 'multipart': {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      // A form without any part has no ending either.
      if (Object.keys(fields).length === 0) form.append('file', new File(['x'], 'x.txt'));
      return { body: form };
    }
  }
}

function hasReceiptField({ body }: Endpoint): boolean {
  return body !== undefined && 'properties' in body && 'receipt' in (body.properties as object);
}
