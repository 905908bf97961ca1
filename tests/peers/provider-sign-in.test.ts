import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addProvider,
  askEndpoint,
  endProvider,
  listProviders,
  listReports,
  openPasskeyEnrolment,
  type ProblemCode,
  problemCatalogue,
  readOwnAccount,
  recoverPerson,
  switchAgency,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { makeAgency, makePerson, type TestPerson } from '../../packages/server/src/modules/accounts/test-staff.ts';
import { hostAgencyId, inTransaction } from '../../packages/server/src/platform/context.ts';
import { startTestServer, type TestServer } from '../../packages/server/src/platform/test-server.ts';
import { type ProviderProcess, signInThere, startProvider } from './provider-process.ts';

const named = { by: 'Officer A', reason: 'Our own sign-in service.' };
const secret = 'a secret of spring-rain';

let server: TestServer;
let provider: ProviderProcess;
let providerId: string;
before(async () => {
  // The provider runs by the machine’s clock.
  server = await startTestServer({ now: new Date().toISOString() });
  provider = await startProvider(`${server.url}/desk/sign-in/callback`);
  const body = {
    ...named,
    name: 'City sign-in',
    issuer: provider.issuer,
    clientId: 'spring-rain',
    clientSecret: secret,
  };
  const added = await server.call(addProvider, { body });
  assert.equal(added.status, 201, JSON.stringify(added.body));
  providerId = added.body.id;
});
after(async () => {
  await provider?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
  readonly headers: Headers;
}

async function get(path: string, cookie = ''): Promise<Answer> {
  const response = await fetch(new URL(path, server.url), {
    redirect: 'manual',
    headers: { cookie, 'accept-language': 'en' },
  });
  const { status, headers } = response;
  return { status, headers, text: await response.text(), cookies: headers.getSetCookie() };
}

function cookieIn({ cookies }: Answer, name: string): string {
  return cookies.find((text) => text.startsWith(`${name}=`))?.split(';', 1)[0] ?? '';
}

interface Trip {
  /** At the provider. */
  readonly address: string;
  readonly cookie: string;
}

/** Leaves for the provider: to sign in, or to link the account of whoever is signed in. */
async function leave(person?: TestPerson): Promise<Trip> {
  const path = person === undefined ? `/desk/sign-in/provider/${providerId}` : `/desk/providers/${providerId}/link`;
  const answer = await get(path, person?.headers.cookie);
  assert.equal(answer.status, 303, answer.text);
  return { address: answer.headers.get('location') ?? '', cookie: cookieIn(answer, 'provider') };
}

/** A whole trip, each part of which may be meddled with. */
async function travel(
  login: string,
  meddle: { address?: (url: URL) => void; back?: (url: URL) => void; cookie?: string; person?: TestPerson } = {},
): Promise<Answer & { readonly back: URL; readonly trip: Trip }> {
  const trip = await leave(meddle.person);
  const address = new URL(trip.address);
  meddle.address?.(address);
  const back = await signInThere(address.href, login);
  meddle.back?.(back);
  return { ...(await get(back.href, meddle.cookie ?? trip.cookie)), back, trip };
}

async function linked(login: string, given: { roles?: Parameters<typeof makePerson>[1]['roles'] } = {}) {
  const person = await makePerson(server, { roles: given.roles ?? ['investigator'] });
  const answer = await travel(login, { person });
  assert.equal(answer.status, 200, answer.text);
  return person;
}

function assertRefused(answer: Answer, code: ProblemCode, words = ''): void {
  const { status, title } = problemCatalogue[code];
  assert.equal(answer.status, status, answer.text);
  assert.ok(answer.text.includes(title.en), `${code}: ${answer.text}`);
  assert.ok(answer.text.includes(words), `${words}: ${answer.text}`);
  assert.equal(cookieIn(answer, 'desk'), '', 'nobody is signed in');
}

test('a person links their account while signed in, and signs in by it from then on', async () => {
  const person = await linked('alice');
  const answer = await travel('alice');
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers.get('refresh') ?? '', /url=\/desk$/);
  const raw = answer.cookies.find((text) => text.startsWith('desk=')) ?? '';
  for (const attribute of ['HttpOnly', 'SameSite=Strict']) assert.ok(raw.includes(attribute), raw);
  const cookie = cookieIn(answer, 'desk');
  const own = await server.call(readOwnAccount, {}, { headers: { cookie } });
  assert.deepEqual([own.body.id, own.body.agency.id], [person.personId, hostAgencyId]);
  assert.equal((await server.call(listReports, { query: {} }, { headers: { cookie } })).status, 200);
  const { rows } = await inTransaction(server.ctx, (tx) =>
    sql`select action from audit_entry where actor = ${`person:${person.personId}`} order by happened_at, action`.execute(
      tx.db,
    ),
  );
  assert.deepEqual(rows, [{ action: 'link-identity' }, { action: 'sign-in' }]);
});

test('what leaves is a code request with PKCE, state and nonce; what is kept of it, no script and no text can read', async () => {
  const { address, cookie } = await leave();
  const query = new URL(address).searchParams;
  assert.deepEqual(
    ['response_type', 'scope', 'code_challenge_method', 'client_id'].map((name) => query.get(name)),
    ['code', 'openid', 'S256', 'spring-rain'],
  );
  for (const name of ['state', 'nonce', 'code_challenge']) {
    const value = query.get(name) ?? '';
    assert.ok(value.length >= 43, name);
    assert.ok(!Buffer.from(cookie, 'base64url').includes(value), name);
  }
  const again = new URL((await leave()).address).searchParams;
  assert.notEqual(again.get('state'), query.get('state'));
  const raw = (await get(`/desk/sign-in/provider/${providerId}`)).cookies.join();
  for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Max-Age=600']) assert.ok(raw.includes(attribute), raw);
});

test('an account that nobody linked signs nobody in, whatever it is called', async () => {
  const person = await makePerson(server, { roles: ['analyst'] });
  for (const login of ['stranger', person.login, person.name, person.personId]) {
    assertRefused(await travel(login), 'provider.not_linked');
  }
});

test('a wrong or missing state, or the trip of another browser, is refused', async () => {
  await linked('bob');
  assertRefused(await travel('bob', { back: (url) => url.searchParams.delete('state') }), 'provider.state_wrong');
  assertRefused(await travel('bob', { back: (url) => url.searchParams.set('state', 'x') }), 'provider.state_wrong');
  assertRefused(await travel('bob', { cookie: '' }), 'provider.state_wrong');
  assertRefused(await travel('bob', { cookie: 'provider=AAAA' }), 'provider.state_wrong');
  const other = await leave();
  assertRefused(await travel('bob', { cookie: other.cookie }), 'provider.state_wrong');
  assert.equal((await travel('bob')).status, 200, 'and the right one still works');
});

test('a trip that took too long is refused', async () => {
  await linked('ben');
  const then = server.clock.now();
  const trip = await leave();
  const back = await signInThere(trip.address, 'ben');
  server.clock.set(new Date(then.getTime() + 10 * 60_000).toISOString());
  const answer = await get(back.href, trip.cookie);
  server.clock.set(then.toISOString());
  assertRefused(answer, 'provider.state_wrong');
});

test('a code is good once, with the trip’s own verifier, for this client', async () => {
  await linked('carol');
  const first = await travel('carol');
  assert.equal(first.status, 200);
  assertRefused(await get(first.back.href, first.trip.cookie), 'provider.answer_wrong', 'its code was used');
  const challenged = await travel('carol', {
    address: (url) => url.searchParams.set('code_challenge', 'A'.repeat(43)),
  });
  assertRefused(challenged, 'provider.answer_wrong', 'its code was used');
  const another = await travel('carol', { address: (url) => url.searchParams.set('client_id', 'another') });
  assertRefused(another, 'provider.answer_wrong', 'its code was used');
  const invented = await travel('carol', { back: (url) => url.searchParams.set('code', 'invented') });
  assertRefused(invented, 'provider.answer_wrong', 'its code was used');
});

test('a token with another nonce, issuer, audience, time or signature is refused, each in its own words', async () => {
  await linked('dora');
  const nonce = await travel('dora', { address: (url) => url.searchParams.set('nonce', 'another') });
  assertRefused(nonce, 'provider.answer_wrong', '(nonce)');
  const issuer = await travel('dora', { back: (url) => url.searchParams.set('iss', 'https://evil.test') });
  assertRefused(issuer, 'provider.answer_wrong', '(issuer)');
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const lies = [
    [{ iss: 'https://evil.test' }, '(issuer)'],
    [{ nonce: 'another' }, '(nonce)'],
    [{ aud: 'another' }, '(audience)'],
    [{ aud: ['spring-rain', 'another'], azp: 'another' }, '(audience)'],
    [{ iat: nowSeconds - 600, exp: nowSeconds - 300 }, 'its time is up'],
    [{ signature: 'broken' }, 'its signature'],
    [{ sub: null }, 'something is missing'],
  ] as const;
  for (const [lie, words] of lies) {
    await provider.lie(lie);
    assertRefused(await travel('dora'), 'provider.answer_wrong', words);
  }
  assert.equal((await travel('dora')).status, 200, 'and the truth still works');
});

test('an ID token that the provider itself let expire is refused', async () => {
  await linked('emil');
  const then = server.clock.now();
  const trip = await leave();
  const back = await signInThere(trip.address, 'emil');
  server.clock.set(new Date(then.getTime() + 3 * 60_000).toISOString());
  const answer = await get(back.href, trip.cookie);
  server.clock.set(then.toISOString());
  assertRefused(answer, 'provider.answer_wrong', 'its time is up');
});

test('who says no there is not signed in here', async () => {
  const back = (url: URL) => {
    url.searchParams.delete('code');
    url.searchParams.set('error', 'access_denied');
  };
  assertRefused(await travel('dora', { back }), 'provider.denied');
});

test('an account belongs to one person; linking it again changes nothing', async () => {
  const person = await linked('fay');
  assert.equal((await travel('fay', { person })).status, 200);
  const other = await makePerson(server, { roles: ['analyst'] });
  assertRefused(await travel('fay', { person: other }), 'provider.linked_already');
});

test('linking needs a fresh session of one’s own that still holds when the answer comes', async () => {
  const person = await makePerson(server, { roles: ['analyst'] });
  const link = `/desk/providers/${providerId}/link`;
  assert.equal((await get(link)).status, 401);
  const then = server.clock.now();
  server.clock.set(new Date(then.getTime() + 16 * 60_000).toISOString());
  const stale = await get(link, person.headers.cookie);
  server.clock.set(then.toISOString());
  assertRefused(stale, 'sign-in.not_fresh');

  const trip = await leave(person);
  const back = await signInThere(trip.address, 'gus');
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  await inTransaction(gate, (tx) =>
    sql`update session set ended_at = ${then} where id = ${person.sessionId}`.execute(tx.db),
  );
  assertRefused(await get(back.href, trip.cookie), 'sign-in.not_fresh');
  assertRefused(await travel('gus'), 'provider.not_linked');
});

test('one agency’s provider opens no way into another agency, and none that lasts', async () => {
  const person = await linked('hana');
  const agencyId = await makeAgency(server);
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  await inTransaction(gate, (tx) =>
    sql`insert into membership (id, person_id, agency_id, role, granted_at, granted_by)
      values (${tx.newId()}, ${person.personId}, ${agencyId}, 'analyst', ${tx.now()}, 'test')`.execute(tx.db),
  );
  const cookie = cookieIn(await travel('hana'), 'desk');
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  const switched = await server.call(switchAgency, { body: { agencyId } }, { headers });
  assert.deepEqual([switched.status, switched.body.code], [403, 'sign-in.by_provider']);
  // Passkeys count under a name alone.
  const local = server.url.replace('127.0.0.1', 'localhost');
  const enrolling = await askEndpoint(local, openPasskeyEnrolment, { body: {} }, { headers });
  assert.equal((enrolling.body as { code?: string }).code, 'sign-in.by_provider');
  assertRefused(await get(`/desk/providers/${providerId}/link`, cookie), 'sign-in.by_provider');
  assert.equal((await server.call(switchAgency, { body: { agencyId } }, { headers: person.headers })).status, 200);
});

test('a person who left the agency, or was disabled, is not signed in', async () => {
  const person = await linked('ivo');
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  const disable = (at: Date | null) =>
    inTransaction(gate, (tx) =>
      sql`update person set disabled_at = ${at} where id = ${person.personId}`.execute(tx.db),
    );
  await disable(server.clock.now());
  assertRefused(await travel('ivo'), 'provider.not_linked');
  await disable(null);
  assert.equal((await travel('ivo')).status, 200);
  await inTransaction(gate, (tx) =>
    sql`update membership set ended_at = ${tx.now()}, ended_by = 'test' where person_id = ${person.personId}`.execute(
      tx.db,
    ),
  );
  assertRefused(await travel('ivo'), 'provider.not_linked');
});

test('whoever is recovered links their account anew', async () => {
  const person = await linked('lea');
  const recovered = await server.call(recoverPerson, { params: { id: person.personId }, body: named });
  assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
  assertRefused(await travel('lea'), 'provider.not_linked');
});

test('a provider is registered by its exact issuer, once, and its secret is never shown', async () => {
  const draft = { ...named, name: 'x', clientId: 'c' };
  for (const issuer of [
    'ftp://a.test',
    'http://a.test',
    'https://a.test/?x=1',
    'https://a.test/#x',
    'https://u:p@a.test',
    'nonsense',
  ]) {
    const refused = await server.call(addProvider, { body: { ...draft, issuer } });
    assert.equal(refused.body.code, 'provider.issuer_invalid', issuer);
  }
  const again = await server.call(addProvider, {
    body: { ...draft, issuer: provider.issuer, clientId: 'spring-rain' },
  });
  assert.deepEqual([again.status, again.body.code], [409, 'provider.known']);
  const listed = await server.call(listProviders, {});
  assert.ok(!JSON.stringify(listed.body).includes(secret));
  const kept = await inTransaction(server.resources.context({ role: 'accounts', name: 'test' }), (tx) =>
    sql<{ client_secret: Buffer }>`select client_secret from identity_provider where id = ${providerId}`.execute(tx.db),
  );
  assert.ok(!kept.rows[0]?.client_secret.includes(secret));
});

test('a provider that is not there, or names itself otherwise, is said to be out of reach', async () => {
  for (const issuer of ['http://127.0.0.1:9', provider.issuer.replace('127.0.0.1', 'localhost')]) {
    const body = { ...named, name: 'Elsewhere', issuer, clientId: 'spring-rain' };
    const added = await server.call(addProvider, { body });
    assert.equal(added.status, 201);
    const answer = await get(`/desk/sign-in/provider/${added.body.id}`);
    assertRefused(answer, 'provider.unreachable');
    await server.call(endProvider, { params: { id: added.body.id }, body: named });
  }
});

test('a client whose secret the provider does not know is told from a used code', async () => {
  const body = { ...named, name: 'Wrong secret', issuer: provider.issuer, clientId: 'another', clientSecret: 'wrong' };
  const added = await server.call(addProvider, { body });
  const left = await get(`/desk/sign-in/provider/${added.body.id}`);
  const back = await signInThere(left.headers.get('location') ?? '', 'kim');
  assertRefused(await get(back.href, cookieIn(left, 'provider')), 'provider.answer_wrong', 'client id or secret');
  await server.call(endProvider, { params: { id: added.body.id }, body: named });
});

test('another agency neither sees nor ends a provider; an ended one lets nobody in', async () => {
  const agencyId = await makeAgency(server);
  const stranger = await makePerson(server, { roles: ['administrator'], agencyId });
  const body = { reason: 'x' } as { reason: string; by: string };
  const { headers } = stranger;
  const theirs = await server.call(endProvider, { params: { id: providerId }, body }, { headers });
  const nobodys = await server.call(endProvider, { params: { id: server.ctx.newId() }, body }, { headers });
  assert.equal(theirs.status, 404);
  assert.deepEqual(theirs.body, nobodys.body);
  assert.deepEqual((await server.call(listProviders, {}, { headers })).body.rows, []);

  await linked('judy');
  assert.match((await get('/desk/sign-in')).text, /City sign-in/);
  const trip = await leave();
  const back = await signInThere(trip.address, 'judy');
  assert.equal((await server.call(endProvider, { params: { id: providerId }, body: named })).status, 200);
  assert.equal((await get(back.href, trip.cookie)).status, 404);
  assert.equal((await get(`/desk/sign-in/provider/${providerId}`)).status, 404);
  assert.doesNotMatch((await get('/desk/sign-in')).text, /City sign-in/);
  const twice = await server.call(endProvider, { params: { id: providerId }, body: named });
  assert.equal(twice.body.code, 'decision.not_possible');
});
