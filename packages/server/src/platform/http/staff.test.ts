import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ByNameSchema, callEndpoint, type Endpoint, endpoint, ReasonSchema } from '@spring-rain/contract';
import Type from 'typebox';
import type { Staff } from '../staff.ts';
import { bind } from './bind.ts';
import { startTestRoutes, type TestRoutes } from './test-routes.ts';

const whoAmI = endpoint({
  name: 'whoAmI',
  method: 'GET',
  path: '/api/desk/who',
  summary: 'Who asks.',
  permission: 'reports.read',
  reply: Type.Object({ actor: Type.String(), agencyId: Type.String() }),
});
const decideSomething = endpoint({
  name: 'decideSomething',
  method: 'POST',
  path: '/api/desk/decide',
  summary: 'Who decides.',
  permission: 'reports.decide',
  body: Type.Object({ by: ByNameSchema, reason: ReasonSchema }, { additionalProperties: false }),
  reply: Type.Object({ by: Type.String() }),
});
const ownAccount = endpoint({ ...whoAmI, name: 'ownAccount', path: '/api/desk/own', permission: 'signed-in' });

const agencyId = '00000000-0000-7000-8000-0000000000aa';
const officer: Staff = {
  actor: { role: 'app', name: 'Officer', id: 'person:00000000-0000-7000-8000-0000000000bb' },
  agencyId,
  personId: '00000000-0000-7000-8000-0000000000bb',
  permissions: new Set(['reports.read', 'reports.decide']),
};
const machine: Staff = {
  actor: { role: 'app', name: 'bank desk', id: 'key:00000000-0000-7000-8000-0000000000cc' },
  agencyId,
  permissions: new Set(['reports.read']),
};

let routes: TestRoutes;
before(async () => {
  const who = (ctx: { actor: { id?: string; name: string }; agencyId: string }) => ({
    actor: ctx.actor.id ?? ctx.actor.name,
    agencyId: ctx.agencyId,
  });
  routes = await startTestRoutes(
    [
      bind(whoAmI, (ctx) => who(ctx)),
      bind(ownAccount, (ctx) => who(ctx)),
      bind(decideSomething, (_ctx, { body }) => ({ by: body.by })),
    ],
    {
      identify: async ({ session, key }) =>
        session === 'good-token' ? officer : key === 'good-key' ? machine : undefined,
    },
  );
});
after(() => routes[Symbol.asyncDispose]());

const signedIn = { cookie: 'desk=good-token', 'sec-fetch-site': 'same-origin' };
const withKey = { authorization: 'Bearer good-key' };

async function ask(to: Endpoint, headers: Record<string, string>, body?: object): Promise<[number, unknown]> {
  const response = await fetch(`${routes.url}${to.path}`, {
    method: to.method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as { code?: string };
  return [response.status, response.ok ? answer : answer.code];
}

test('a request acts as who is signed in, for their agency; a key acts for its own', async () => {
  assert.deepEqual(await ask(whoAmI, signedIn), [200, { actor: officer.actor.id, agencyId }]);
  assert.deepEqual(await ask(whoAmI, withKey), [200, { actor: machine.actor.id, agencyId }]);
  assert.deepEqual(await ask(ownAccount, signedIn), [200, { actor: officer.actor.id, agencyId }]);
});

test('who shows nothing, or what holds no more, is asked to sign in; who may not is told what is wanted', async () => {
  for (const headers of [{}, { cookie: 'desk=stolen' }, { authorization: 'Bearer ended' }, { cookie: 'session=x' }]) {
    assert.deepEqual(await ask(whoAmI, headers as Record<string, string>), [401, 'sign-in.required']);
  }
  assert.deepEqual(await ask(decideSomething, withKey, { reason: 'x' }), [403, 'permission.not_granted']);
  // A key has no account of its own to look after, and this host's token is nobody's.
  const operator = { authorization: `Bearer ${routes.platform.resources.keys.operatorToken}` };
  assert.deepEqual(await ask(ownAccount, withKey), [403, 'permission.not_granted']);
  assert.deepEqual(await ask(ownAccount, operator), [401, 'sign-in.required']);
});

test('a wrong key beside a good cookie is refused: what is shown is meant', async () => {
  assert.deepEqual(await ask(whoAmI, { ...signedIn, authorization: 'Bearer ended' }), [401, 'sign-in.required']);
});

test('whoever is signed in decides in their own name, and in no other; the operator says whose', async () => {
  assert.deepEqual(await ask(decideSomething, signedIn, { reason: 'x' }), [200, { by: 'Officer' }]);
  assert.deepEqual(await ask(decideSomething, signedIn, { reason: 'x', by: 'Officer' }), [200, { by: 'Officer' }]);
  assert.deepEqual(await ask(decideSomething, signedIn, { reason: 'x', by: 'Another' }), [400, 'decision.by_another']);
  const operator = { authorization: `Bearer ${routes.platform.resources.keys.operatorToken}` };
  assert.deepEqual(await ask(decideSomething, operator, { reason: 'x' }), [400, 'request.invalid']);
  const named = await callEndpoint(
    routes.url,
    decideSomething,
    { body: { by: 'Li', reason: 'x' } },
    { headers: operator },
  );
  assert.deepEqual(named, { by: 'Li' });
});

test('another site cannot act with the cookie of who is signed in', async () => {
  const { cookie } = signedIn;
  const origin = new URL(routes.url).origin;
  const refused = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
  ];
  for (const from of [...refused, { origin: 'null' }]) {
    const headers = { cookie, ...from } as Record<string, string>;
    assert.deepEqual(await ask(decideSomething, headers, { reason: 'x' }), [403, 'request.cross_site']);
  }
  assert.deepEqual(await ask(decideSomething, { cookie, origin }, { reason: 'x' }), [200, { by: 'Officer' }]);
});
