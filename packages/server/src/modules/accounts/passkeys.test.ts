import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  addPasskey,
  listPasskeys,
  listReports,
  openPasskeyEnrolment,
  openPasskeySignIn,
  passkeyLimits,
  removePasskey,
  signInByPasskey,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { userHandleOf } from './passkey-proof.ts';
import { type TestAuthenticator, type Told, testAuthenticator } from './test-authenticator.ts';
import { makeAgency, makePerson, type TestPerson } from './test-staff.ts';

const place = { origin: 'https://rain.example', rpId: 'rain.example' };
const minuteMs = 60_000;

let server: TestServer;
before(async () => {
  server = await startTestServer({ environment: { PUBLIC_URL: place.origin } });
});
after(() => server[Symbol.asyncDispose]());

/** Over https a session’s cookie has its own name. */
function headersOf({ headers }: TestPerson): Record<string, string> {
  return { ...headers, cookie: headers.cookie?.replace('desk=', '__Host-desk=') ?? '' };
}

interface Enrolled {
  readonly person: TestPerson;
  readonly device: TestAuthenticator;
  readonly userHandle: string;
  readonly passkeyId: string;
}

async function tryToAdd(person: TestPerson, device: TestAuthenticator, told: Told & { challenge?: string } = {}) {
  const headers = headersOf(person);
  const opening = await server.call(openPasskeyEnrolment, { body: {} }, { headers });
  if (opening.status !== 200) return { ...opening, ticket: '', credential: undefined };
  const { options, ticket } = opening.body;
  const credential = device.make(told.challenge ?? options.challenge, told);
  const body = { ticket, name: 'Office computer', credential };
  return { ...(await server.call(addPasskey, { body }, { headers })), ticket, credential };
}

async function enrol(roles: Parameters<typeof makePerson>[1]['roles'] = ['investigator']): Promise<Enrolled> {
  const person = await makePerson(server, { roles });
  const device = testAuthenticator(place);
  const added = await tryToAdd(person, device);
  assert.equal(added.status, 201, JSON.stringify(added.body));
  const userHandle = Buffer.from(userHandleOf(server.ctx, person.personId)).toString('base64url');
  return { person, device, userHandle, passkeyId: (added.body as { id: string }).id };
}

async function open() {
  return (await server.call(openPasskeySignIn, { body: {} })).body;
}

async function tryToSignIn({ device, userHandle }: Enrolled, told: Parameters<TestAuthenticator['show']>[1] = {}) {
  const { options, ticket } = await open();
  return await send(ticket, device.show(options.challenge, { userHandle, ...told }));
}

async function send(
  ticket: string,
  credential: ReturnType<TestAuthenticator['show']>,
  more: { agencyId?: string } = {},
) {
  return await server.call(signInByPasskey, { body: { ticket, credential, ...more } });
}

function refused(answer: { status: number; body: unknown }): unknown[] {
  return [answer.status, (answer.body as { code?: string }).code];
}

const isRefused = [401, 'passkey.refused'];

function cookieIn(answer: { headers: Headers }): string {
  const cookie = answer.headers.getSetCookie().find((text) => text.startsWith('__Host-desk='));
  return cookie?.split(';', 1)[0] ?? '';
}

test('a person adds a passkey and signs in with it alone; the session knows by what', async () => {
  const enrolled = await enrol();
  const signedIn = await tryToSignIn(enrolled);
  assert.equal(signedIn.status, 200, JSON.stringify(signedIn.body));
  const raw = signedIn.headers.getSetCookie().find((text) => text.startsWith('__Host-desk=')) ?? '';
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) assert.ok(raw.includes(attribute), raw);
  assert.ok(!raw.includes('Domain'), raw);
  const cookie = cookieIn(signedIn);
  const reports = await server.call(listReports, { query: {} }, { headers: { cookie } });
  assert.equal(reports.status, 200);
  const { rows } = await inTransaction(server.resources.context({ role: 'accounts', name: 'test' }), (tx) =>
    sql<{ factors: string[] }>`select factors from session where person_id = ${enrolled.person.personId}
      and id <> ${enrolled.person.sessionId}`.execute(tx.db),
  );
  assert.deepEqual(rows, [{ factors: ['passkey'] }]);
  const listed = await server.call(listPasskeys, {}, { headers: { cookie } });
  assert.deepEqual(
    listed.body.rows.map(({ name, lastUsedAt }) => [name, lastUsedAt]),
    [['Office computer', server.clock.now().toISOString()]],
  );
});

test('a passkey that was made for another site, challenge, session or use is not taken', async () => {
  const person = await makePerson(server, { roles: ['analyst'] });
  const wrongs: readonly (Told & { challenge?: string })[] = [
    { origin: 'https://rain.example.evil.test' },
    { origin: 'http://rain.example' },
    { rpId: 'evil.test' },
    { challenge: Buffer.alloc(32, 1).toString('base64url') },
    { type: 'webauthn.get' },
    { isUserVerified: false },
  ];
  for (const told of wrongs) {
    const answer = await tryToAdd(person, testAuthenticator(place), told);
    assert.deepEqual(refused(answer), [400, 'passkey.not_taken'], JSON.stringify(told));
  }
  const other = await makePerson(server, { roles: ['analyst'] });
  const theirs = await server.call(openPasskeyEnrolment, { body: {} }, { headers: headersOf(other) });
  const credential = testAuthenticator(place).make(theirs.body.options.challenge);
  const body = { ticket: theirs.body.ticket, name: 'x', credential };
  assert.deepEqual(refused(await server.call(addPasskey, { body }, { headers: headersOf(person) })), [
    400,
    'passkey.not_taken',
  ]);
  const listed = await server.call(listPasskeys, {}, { headers: headersOf(person) });
  assert.deepEqual(listed.body.rows, []);
});

test('an answer to a challenge is taken once, and only in its time', async () => {
  const person = await makePerson(server, { roles: ['analyst'] });
  const added = await tryToAdd(person, testAuthenticator(place));
  assert.equal(added.status, 201);
  const again = { ticket: added.ticket, name: 'Again', credential: added.credential as never };
  assert.equal(
    refused(await server.call(addPasskey, { body: again }, { headers: headersOf(person) }))[1],
    'passkey.not_taken',
  );

  const { device, userHandle } = await enrol();
  const { options, ticket } = await open();
  // Of a passkey that is kept in several devices the counter stays 0: the challenge alone tells a replay.
  const shown = device.show(options.challenge, { userHandle, counter: 0 });
  assert.equal((await send(ticket, shown)).status, 200);
  assert.deepEqual(refused(await send(ticket, shown)), isRefused);

  const late = await open();
  const answer = device.show(late.options.challenge, { userHandle, counter: 0 });
  const then = server.clock.now();
  server.clock.set(new Date(then.getTime() + 5 * minuteMs).toISOString());
  const refusal = refused(await send(late.ticket, answer));
  server.clock.set(then.toISOString());
  assert.deepEqual(refusal, isRefused);
});

test('nobody is signed in by a wrong site, challenge, use, signature, handle or an unverified user', async () => {
  const enrolled = await enrol();
  const { device, userHandle } = enrolled;
  const wrongs: readonly Told[] = [
    { origin: 'https://evil.test' },
    { rpId: 'evil.test' },
    { type: 'webauthn.create' },
    { isUserVerified: false },
    { userHandle: Buffer.from(userHandleOf(server.ctx, server.ctx.newId())).toString('base64url') },
    { userHandle: '' },
  ];
  for (const told of wrongs) {
    const answer = await tryToSignIn(enrolled, told);
    const isForm = told.userHandle === '';
    assert.deepEqual(refused(answer), isForm ? [400, 'request.invalid'] : isRefused, JSON.stringify(told));
    assert.deepEqual(answer.headers.getSetCookie(), []);
  }
  const { ticket } = await open();
  assert.deepEqual(refused(await send(ticket, device.show('AAAA', { userHandle }))), isRefused, 'wrong challenge');
  assert.deepEqual(refused(await send('AAAA', device.show('AAAA', { userHandle }))), isRefused, 'no ticket of ours');
  const enrolment = await server.call(openPasskeyEnrolment, { body: {} }, { headers: headersOf(enrolled.person) });
  const { challenge } = enrolment.body.options;
  assert.deepEqual(
    refused(await send(enrolment.body.ticket, device.show(challenge, { userHandle }))),
    isRefused,
    'a challenge for adding a passkey',
  );

  const { options, ticket: other } = await open();
  const shown = device.show(options.challenge, { userHandle });
  const data = Buffer.from(shown.response.authenticatorData, 'base64url');
  const hash = createHash('sha256').update(Buffer.from(shown.response.clientDataJSON, 'base64url')).digest();
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const signature = sign('sha256', Buffer.concat([data, hash]), stranger).toString('base64url');
  const forged = { ...shown, response: { ...shown.response, signature } };
  assert.deepEqual(refused(await send(other, forged)), isRefused, 'another key’s signature');
  const unknown = testAuthenticator(place).show(options.challenge, { userHandle });
  assert.deepEqual(refused(await send(other, unknown)), isRefused, 'an unknown passkey');
  assert.equal((await tryToSignIn(enrolled)).status, 200, 'and the right one still works');
});

test('a counter that goes back, or stands still, is a copy’s', async () => {
  const enrolled = await enrol();
  assert.equal((await tryToSignIn(enrolled, { counter: 7 })).status, 200);
  for (const counter of [7, 6, 0]) assert.deepEqual(refused(await tryToSignIn(enrolled, { counter })), isRefused);
  assert.equal((await tryToSignIn(enrolled, { counter: 8 })).status, 200);
});

test('of two answers to one challenge that come at the same time, one signs in', async () => {
  const { device, userHandle } = await enrol();
  const { options, ticket } = await open();
  const shown = device.show(options.challenge, { userHandle, counter: 0 });
  const answers = await Promise.all([send(ticket, shown), send(ticket, shown), send(ticket, shown)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
});

test('whoever is disabled, has no role left, or asks for an agency that is not theirs, is refused alike', async () => {
  const enrolled = await enrol();
  const { device, userHandle, person } = enrolled;
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  const elsewhere = await makeAgency(server);
  const { options, ticket } = await open();
  const shown = device.show(options.challenge, { userHandle });
  assert.deepEqual(refused(await send(ticket, shown, { agencyId: elsewhere })), isRefused);

  const disable = (at: Date | null) =>
    inTransaction(gate, (tx) =>
      sql`update person set disabled_at = ${at} where id = ${person.personId}`.execute(tx.db),
    );
  await disable(server.clock.now());
  assert.deepEqual(refused(await tryToSignIn(enrolled)), isRefused);
  await disable(null);
  assert.equal((await tryToSignIn(enrolled)).status, 200);
  await inTransaction(gate, (tx) =>
    sql`update membership set ended_at = ${server.clock.now()}, ended_by = 'test'
      where person_id = ${person.personId}`.execute(tx.db),
  );
  assert.deepEqual(refused(await tryToSignIn(enrolled)), isRefused);
});

test('the session that the browser held before ends with the sign-in', async () => {
  const { device, userHandle, person } = await enrol();
  const { options, ticket } = await open();
  const credential = device.show(options.challenge, { userHandle });
  const { cookie = '' } = headersOf(person);
  const body = { ticket, credential };
  const signedIn = await server.call(signInByPasskey, { body }, { headers: { cookie } });
  assert.equal(signedIn.status, 200);
  assert.notEqual(cookieIn(signedIn), cookie);
  assert.equal((await server.call(listPasskeys, {}, { headers: { cookie } })).status, 401);
});

test('a passkey is removed by its owner alone, never the last way in, and ends the other sessions', async () => {
  const first = await enrol();
  const headers = headersOf(first.person);
  const other = await enrol();
  const stranger = { params: { id: other.passkeyId }, body: {} };
  assert.deepEqual(refused(await server.call(removePasskey, stranger, { headers })), [404, 'request.not_found']);
  const last = { params: { id: first.passkeyId }, body: {} };
  assert.deepEqual(refused(await server.call(removePasskey, last, { headers })), [409, 'passkey.last_way_in']);
  assert.equal((await tryToSignIn(first)).status, 200, 'it is still there');

  const elsewhere = cookieIn(await tryToSignIn(first));
  assert.equal((await tryToAdd(first.person, testAuthenticator(place))).status, 201);
  const removed = await server.call(removePasskey, last, { headers });
  assert.deepEqual([removed.status, removed.body.rows.length], [200, 1]);
  assert.deepEqual(refused(await tryToSignIn(first)), isRefused);
  assert.equal((await server.call(listPasskeys, {}, { headers: { cookie: elsewhere } })).status, 401);
  assert.equal((await server.call(listPasskeys, {}, { headers })).status, 200, 'the session in use goes on');
});

test('ways to sign in are changed soon after signing in, and not from a desk that was left open', async () => {
  const { person, passkeyId } = await enrol();
  const headers = headersOf(person);
  const opened = await server.call(openPasskeyEnrolment, { body: {} }, { headers });
  const then = server.clock.now();
  server.clock.set(new Date(then.getTime() + 15 * minuteMs + 1).toISOString());
  const stale = [403, 'sign-in.not_fresh'];
  const adding = await server.call(openPasskeyEnrolment, { body: {} }, { headers });
  const removing = await server.call(removePasskey, { params: { id: passkeyId }, body: {} }, { headers });
  server.clock.set(then.toISOString());
  assert.equal(opened.status, 200);
  assert.deepEqual(refused(adding), stale);
  assert.deepEqual(refused(removing), stale);
});

test('a device is registered once, and a person has a limited number', async () => {
  const { person, device } = await enrol();
  assert.deepEqual(refused(await tryToAdd(person, device)), [409, 'passkey.known']);
  const another = await makePerson(server, { roles: ['analyst'] });
  assert.deepEqual(refused(await tryToAdd(another, device)), [409, 'passkey.known']);
  for (let count = 1; count < passkeyLimits.perPersonMax; count += 1) {
    assert.equal((await tryToAdd(person, testAuthenticator(place))).status, 201);
  }
  assert.deepEqual(refused(await tryToAdd(person, testAuthenticator(place))), [409, 'passkey.too_many']);
});

test('adding, using and removing a passkey stand in the log, by ids alone', async () => {
  const { person, passkeyId } = await enrol();
  await tryToAdd(person, testAuthenticator(place));
  await server.call(removePasskey, { params: { id: passkeyId }, body: {} }, { headers: headersOf(person) });
  const { rows } = await inTransaction(server.ctx, (tx) =>
    sql`select actor, action, fields, reason from audit_entry where subject_id = ${passkeyId} order by action`.execute(
      tx.db,
    ),
  );
  const actor = `person:${person.personId}`;
  assert.deepEqual(rows, [
    { actor, action: 'add-passkey', fields: [], reason: null },
    { actor, action: 'remove-passkey', fields: [], reason: null },
  ]);
});

test('without a public address passkeys count at localhost alone', async () => {
  await using local = await startTestServer();
  const refusal = await local.call(openPasskeySignIn, { body: {} });
  assert.deepEqual([refusal.status, refusal.body.code], [409, 'passkey.unavailable']);
  const url = local.url.replace('127.0.0.1', 'localhost');
  const response = await fetch(`${url}${openPasskeySignIn.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  const { options } = (await response.json()) as { options: { rpId: string; userVerification: string } };
  assert.deepEqual([options.rpId, options.userVerification], ['localhost', 'required']);
});
