import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson } from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { codeNow, cookiesOf, type Enrolled, enrol, fromBase32, isIn, signedIn } from './test-accounts.ts';
import { makeAgency } from './test-staff.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const english = { 'accept-language': 'en', 'sec-fetch-site': 'same-origin' };

async function get(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, { headers: { ...english, ...headers }, redirect: 'manual' });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

async function send(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { ...english, ...headers },
    redirect: 'manual',
  });
  return { status: response.status, headers: response.headers, html: await response.text() };
}

/** By the form, as a browser does; answers the cookies. */
async function signInByForm({ login, password, secret }: Enrolled) {
  server.clock.advance({ seconds: 30 });
  const answer = await send('/desk/sign-in', { login, password, code: codeNow(server, secret) });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/desk'], answer.html);
  return { cookie: cookiesOf(answer.headers) };
}

test('an account is set up by its page, and the recovery codes are shown once', async () => {
  const { body } = await server.call(addPerson, {
    body: { login: 'by.page', name: '<b>Li</b>', role: 'analyst', by: 'Chief' },
  });
  const opened = await get(body.path);
  assert.equal(opened.status, 200);
  assert.equal(opened.headers.get('cache-control'), 'no-store');
  assert.match(opened.html, /Set up your account[\s\S]*by\.page[\s\S]*&lt;b&gt;Li&lt;\/b&gt;/);
  assert.match(opened.html, /<img class="qr" src="data:image\/svg\+xml,/);
  const ticketOf = (html: string) => /name="ticket" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const secretIn = (html: string) => (/<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? '').replaceAll(' ', '');
  const secret = fromBase32(secretIn(opened.html));
  const fields = { ticket: ticketOf(opened.html), password: 'short', code: codeNow(server, secret) };

  const refused = await send(body.path, fields);
  assert.equal(refused.status, 400);
  assert.match(refused.html, /Wanted 12 to 200 characters/);
  assert.equal(secretIn(refused.html), secretIn(opened.html), 'the entry that the phone has made stays good');
  assert.ok(!refused.html.includes('value="short"'), 'a password is never shown again');

  const done = await send(body.path, { ...fields, ticket: ticketOf(refused.html), password: 'some good long words' });
  assert.equal(done.status, 200);
  assert.equal(done.html.match(/<code>[A-Z2-7]{4}(-[A-Z2-7]{4}){3}<\/code>/g)?.length, 10);
  assert.equal((await get(body.path)).status, 410);
});

test('the form signs in and leads to the desk, which says who one is; sign-out leads back', async () => {
  const person = await enrol(server);
  const cookies = await signInByForm(person);
  const desk = await get('/desk', cookies);
  assert.equal(desk.status, 200);
  assert.equal(desk.headers.get('cache-control'), 'no-store');
  assert.match(desk.html, new RegExp(`${person.login}[\\s\\S]*analyst[\\s\\S]*This one`));
  assert.ok(!desk.html.includes('/desk/agency'), 'one agency, nothing to choose');
  const out = await send('/desk/sign-out', {}, cookies);
  assert.deepEqual([out.status, out.headers.get('location')], [303, '/desk/sign-in']);
  assert.match(out.headers.getSetCookie()[0] ?? '', /^desk=; Max-Age=0/);
  assert.equal((await get('/desk', cookies)).status, 401);
});

test('a recovery code goes into the same field, and what is wrong is said on the form', async () => {
  const person = await enrol(server);
  const { login, password, recoveryCodes } = person;
  const refused = await send('/desk/sign-in', { login, password, code: '123456' });
  assert.equal(refused.status, 401);
  assert.match(refused.html, /Login, password or code is not right/);
  assert.ok(refused.html.includes(`value="${login}"`) && !refused.html.includes(password));
  const taken = await send('/desk/sign-in', { login, password, code: recoveryCodes[4]! });
  assert.equal(taken.status, 303);
  assert.match((await get('/desk', { cookie: cookiesOf(taken.headers) })).html, /Recovery codes left<\/dt><dd>9</);
});

test('a page for staff leads whoever is not signed in to the form', async () => {
  for (const headers of [{}, { cookie: 'desk=nonsense' }]) {
    const answer = await get('/desk', headers);
    assert.equal(answer.status, 401);
    assert.match(answer.html, /Sign in first[\s\S]*<form method="post" action="\/desk\/sign-in"/);
  }
});

test('whoever belongs to two agencies changes over, and the old session ends', async () => {
  const person = await enrol(server);
  const agencyId = await makeAgency(server, 'Second agency');
  await inTransaction(server.resources.context({ role: 'accounts', name: 'test' }), (tx) =>
    tx.db
      .insertInto('membership')
      .values({
        id: tx.newId(),
        person_id: person.personId,
        agency_id: agencyId,
        role: 'educator',
        granted_at: tx.now(),
        granted_by: 'test',
      })
      .execute(),
  );
  const cookies = await signInByForm(person);
  assert.match((await get('/desk', cookies)).html, new RegExp(`<option value="${agencyId}">Second agency`));
  assert.equal((await send('/desk/agency', { agencyId: 'not one' }, cookies)).status, 404);
  const switched = await send('/desk/agency', { agencyId }, cookies);
  assert.equal(switched.status, 303);
  const next = { cookie: cookiesOf(switched.headers) };
  assert.match((await get('/desk', next)).html, /Second agency[\s\S]*educator/);
  assert.equal(await isIn(server, cookies), false);
  assert.match((await get('/desk', await signInByForm(person))).html, /<dd>Second agency</, 'where one worked last');
});

test('a new password ends every other session, and this one goes on', async () => {
  const person = await enrol(server);
  const elsewhere = await signedIn(server, person);
  const cookies = await signInByForm(person);
  const wrong = await send(
    '/desk/password',
    { password: 'not the old one', newPassword: 'quite new long words' },
    cookies,
  );
  assert.deepEqual([wrong.status, /present password is not right/i.test(wrong.html)], [400, true]);
  const weak = await send('/desk/password', { password: person.password, newPassword: person.login }, cookies);
  assert.equal(weak.status, 400);
  const changed = await send(
    '/desk/password',
    { password: person.password, newPassword: 'quite new long words' },
    cookies,
  );
  assert.deepEqual([changed.status, /The password is changed/.test(changed.html)], [200, true]);
  for (const old of [elsewhere, cookies]) assert.equal(await isIn(server, old), false);
  assert.equal(await isIn(server, { cookie: cookiesOf(changed.headers) }), true);
  assert.equal(await isIn(server, await signInByForm({ ...person, password: 'quite new long words' })), true);
});

test('signing out everywhere does so by the page too, and no other site does it', async () => {
  const person = await enrol(server);
  const [here, there] = [await signInByForm(person), await signInByForm(person)];
  const foreign = await send('/desk/sign-out-everywhere', {}, { ...here, 'sec-fetch-site': 'cross-site' });
  assert.equal(foreign.status, 403);
  assert.equal((await send('/desk/sign-out-everywhere', {}, here)).status, 303);
  for (const cookies of [here, there]) assert.equal(await isIn(server, cookies), false);
});
