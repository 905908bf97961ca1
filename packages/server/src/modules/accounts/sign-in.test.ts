import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  listOwnSessions,
  readMetrics,
  readOwnAccount,
  signIn,
  signOut,
  signOutEverywhere,
  urlOf,
} from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { codeNow, cookiesOf, type Enrolled, enrol, isIn, signedIn } from './test-accounts.ts';
import { makePerson } from './test-staff.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

type SignInBody = Parameters<typeof server.call<typeof signIn>>[1]['body'];

const trySignIn = (body: SignInBody, headers: Record<string, string> = {}) =>
  server.call(signIn, { body }, { headers });

/** What a right sign-in sends now. */
const right = ({ login, password, secret }: Enrolled) => ({ login, password, code: codeNow(server, secret) });

test('login, password and code open a session whose cookie no script reads and no other site sends', async () => {
  const person = await enrol(server);
  const answer = await trySignIn({ ...right(person), login: ` ${person.login.toUpperCase()} ` });
  assert.equal(answer.status, 200);
  const [session = '', device = ''] = answer.headers.getSetCookie();
  assert.match(session, /^desk=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.match(device, /^device=\S+; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/);
  const me = await server.call(readOwnAccount, {}, { headers: { cookie: cookiesOf(answer.headers) } });
  assert.deepEqual([me.body.login, me.body.roles, me.body.recoveryCodesLeft], [person.login, ['analyst'], 10]);
});

test('over TLS the cookies are bound to this very host', async () => {
  await using secure = await startTestServer({ environment: { PUBLIC_URL: 'https://rain.example' } });
  const person = await enrol(secure);
  const body = { login: person.login, password: person.password, code: codeNow(secure, person.secret) };
  const { headers } = await secure.call(signIn, { body });
  for (const cookie of headers.getSetCookie())
    assert.match(cookie, /^__Host-(desk|device)=.*; Secure; SameSite=Strict$/);
  assert.equal(headers.getSetCookie().length, 2);
});

test('unknown login, wrong password, wrong code, no code, spent recovery code: one answer, and one hash each', async () => {
  const person = await enrol(server);
  const first = person.recoveryCodes[0]!;
  const { login, password } = person;
  assert.equal((await trySignIn({ login, password, recoveryCode: first })).status, 200);
  const hashesBefore = await hashesMade();
  const tries: SignInBody[] = [
    { ...right(person), login: 'nobody-at-all' },
    { ...right(person), password: 'another few words' },
    { ...right(person), code: '000000' },
    { login, password },
    { login, password, recoveryCode: first },
    { login: 'nobody-at-all', password, recoveryCode: first },
    { ...right(person), agencyId: '00000000-0000-7000-8000-0000000000aa' },
    { login: '', password: '', code: '' },
  ];
  const answers = [];
  for (const body of tries) answers.push(await trySignIn(body));
  for (const { status, body, headers } of answers) {
    assert.equal(status, 401);
    assert.deepEqual(body, answers[0]!.body);
    assert.deepEqual(headers.getSetCookie(), []);
    const names = (given: Headers) => [...given.keys()].filter((name) => name !== 'date').sort();
    assert.deepEqual(names(headers), names(answers[0]!.headers));
  }
  assert.equal((await hashesMade()) - hashesBefore, tries.length);
});

test('known and unknown logins take the same time: medians of 100 tries each are within a quarter of each other', async () => {
  const known = await enrol(server);
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 100; round += 1) {
    for (const kind of ['known', 'unknown'] as const) {
      // Budgets are not what is measured: an hour later they are full again.
      server.clock.advance({ hours: 1 });
      const login = kind === 'known' ? known.login : `nobody-${round}`;
      const startedAt = performance.now();
      const { status } = await trySignIn({ login, password: 'a wrong password', code: '123456' });
      times[kind].push(performance.now() - startedAt);
      assert.equal(status, 401);
    }
  }
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const ratio = median(times.known) / median(times.unknown);
  assert.ok(ratio > 0.75 && ratio < 1.25, `known ${median(times.known)} ms, unknown ${median(times.unknown)} ms`);
});

test('a code is good once, and so are codes before it', async () => {
  const person = await enrol(server);
  const earlier = codeNow(server, person.secret, -1);
  const body = right(person);
  assert.equal((await trySignIn(body)).status, 200);
  assert.equal((await trySignIn(body)).status, 401);
  assert.equal((await trySignIn({ ...body, code: earlier })).status, 401);
  server.clock.advance({ seconds: 30 });
  assert.equal((await trySignIn(right(person))).status, 200);
});

test('a phone whose clock is half a minute off gets in, one that is a minute and a half off does not', async () => {
  const person = await enrol(server);
  const { login, password, secret } = person;
  assert.equal((await trySignIn({ login, password, code: codeNow(server, secret, 3) })).status, 401);
  assert.equal((await trySignIn({ login, password, code: codeNow(server, secret, -2) })).status, 401);
  assert.equal((await trySignIn({ login, password, code: codeNow(server, secret, 1) })).status, 200);
  server.clock.advance({ seconds: 90 });
  assert.equal((await trySignIn({ login, password, code: codeNow(server, secret, -1) })).status, 200);
});

test('of two sign-ins that race with one code, or with one recovery code, one wins', async () => {
  const person = await enrol(server);
  const { login, password, recoveryCodes } = person;
  for (const body of [right(person), { login, password, recoveryCode: recoveryCodes[3]! }]) {
    const answers = await Promise.all([trySignIn(body), trySignIn(body), trySignIn(body)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
  }
});

test('a recovery code is forgiven how it is written', async () => {
  const { login, password, recoveryCodes } = await enrol(server);
  const written = recoveryCodes[1]!.toLowerCase().replaceAll('-', ' ').replaceAll('o', '0').replaceAll('i', '1');
  assert.equal((await trySignIn({ login, password, recoveryCode: written })).status, 200);
});

test('a token from before the sign-in is worth nothing afterwards, and a new one is given each time', async () => {
  const person = await enrol(server);
  const planted = { cookie: `desk=${'p'.repeat(43)}` };
  const answer = await trySignIn(right(person), planted);
  assert.equal(await isIn(server, planted), false);
  const first = { cookie: cookiesOf(answer.headers) };
  assert.equal(await isIn(server, first), true);
  const second = await signedIn(server, person, first);
  assert.notEqual(second.cookie, first.cookie);
  assert.equal(await isIn(server, second), true);
  assert.equal(await isIn(server, first), false, 'the session that the browser held before has ended');
});

test('a cookie that was stolen is worth nothing after sign-out', async () => {
  const person = await enrol(server);
  const here = await signedIn(server, person);
  const elsewhere = await signedIn(server, person);
  await server.call(signOut, { body: {} }, { headers: here });
  assert.equal(await isIn(server, here), false);
  assert.equal(await isIn(server, elsewhere), true, 'other sessions go on');
  const third = await signedIn(server, person);
  const answer = await server.call(signOutEverywhere, { body: {} }, { headers: third });
  assert.match(answer.headers.getSetCookie()[0] ?? '', /^desk=; Max-Age=0/);
  for (const headers of [elsewhere, third]) assert.equal(await isIn(server, headers), false);
});

test('a session ends an hour after its last use and twelve hours after sign-in, by the clock', async () => {
  const person = await enrol(server);
  const idle = await signedIn(server, person);
  server.clock.advance({ minutes: 61 });
  assert.equal(await isIn(server, idle), false);
  const busy = await signedIn(server, person);
  for (let half = 0; half < 23; half += 1) {
    server.clock.advance({ minutes: 31 });
    assert.equal(await isIn(server, busy), true, `after ${half + 1} × 31 minutes`);
  }
  server.clock.advance({ minutes: 8 });
  assert.equal(await isIn(server, busy), false, '12 hours have passed');
});

test('one lists one’s own sessions, those that hold', async () => {
  const person = await enrol(server);
  const first = await signedIn(server, person);
  const second = await signedIn(server, person);
  await makePerson(server, { roles: ['analyst'] });
  const { body } = await server.call(listOwnSessions, {}, { headers: second });
  assert.deepEqual(
    body.rows.map(({ isThisOne, factors }) => ({ isThisOne, factors })),
    [
      { isThisOne: true, factors: ['password', 'totp'] },
      { isThisOne: false, factors: ['password', 'totp'] },
    ],
  );
  await server.call(signOut, { body: {} }, { headers: first });
  assert.equal((await server.call(listOwnSessions, {}, { headers: second })).body.rows.length, 1);
});

test('another site’s form neither signs in nor out', async () => {
  const person = await enrol(server);
  const form = new URLSearchParams({
    login: person.login,
    password: person.password,
    code: codeNow(server, person.secret),
  });
  for (const site of ['cross-site', 'same-site']) {
    const headers = { 'sec-fetch-site': site };
    const answer = await fetch(`${server.url}/desk/sign-in`, {
      method: 'POST',
      body: form,
      headers,
      redirect: 'manual',
    });
    assert.deepEqual([answer.status, answer.headers.getSetCookie()], [403, []]);
  }
  const inside = await signedIn(server, person);
  const out = await server.call(signOut, { body: {} }, { headers: { ...inside, 'sec-fetch-site': 'cross-site' } });
  assert.equal(out.body.code, 'request.cross_site');
  assert.equal(await isIn(server, inside), true);
});

test('role and agency in a body are unknown fields', async () => {
  const person = await enrol(server);
  for (const more of [
    { role: 'administrator' },
    { agency_id: '00000000-0000-7000-8000-000000000001' },
    { personId: person.personId },
  ]) {
    const response = await fetch(urlOf(server.url, signIn, {}), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...right(person), ...more }),
    });
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual([response.status, code], [400, 'request.unknown_field']);
  }
});

test('a person who was disabled, or whose membership ended, is out with the next request and cannot come back', async () => {
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  const disabled = await enrol(server);
  const ended = await enrol(server);
  const sessions = [await signedIn(server, disabled), await signedIn(server, ended)];
  for (const session of sessions) assert.equal(await isIn(server, session), true);
  await inTransaction(gate, async (tx) => {
    await tx.db.updateTable('person').set({ disabled_at: tx.now() }).where('id', '=', disabled.personId).execute();
    const end = { ended_at: tx.now(), ended_by: 'test' };
    await tx.db.updateTable('membership').set(end).where('person_id', '=', ended.personId).execute();
  });
  for (const session of sessions) assert.equal(await isIn(server, session), false);
  server.clock.advance({ seconds: 60 });
  for (const person of [disabled, ended]) assert.equal((await trySignIn(right(person))).body.code, 'sign-in.refused');
});

test('a hash of older parameters is made anew at the next good sign-in', async () => {
  const person = await enrol(server);
  const gate = server.resources.context({ role: 'accounts', name: 'test' });
  const salt = Buffer.alloc(16, 1);
  const cost = { parallelism: 1, tagLength: 32, memory: 1024, passes: 1 };
  const tag = argon2Sync('argon2id', { message: person.password, nonce: salt, ...cost });
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const old = `$argon2id$v=19$m=1024,t=1,p=1$${bare(salt)}$${bare(tag)}`;
  const kept = async () =>
    await inTransaction(gate, async (tx) => {
      const row = tx.db.selectFrom('person').select('password_hash').where('id', '=', person.personId);
      return (await row.executeTakeFirstOrThrow()).password_hash;
    });
  await inTransaction(gate, (tx) =>
    tx.db.updateTable('person').set({ password_hash: old }).where('id', '=', person.personId).execute(),
  );
  assert.equal((await trySignIn({ ...right(person), code: '000000' })).status, 401);
  assert.equal(await kept(), old, 'not by a refused one');
  assert.equal((await trySignIn(right(person))).status, 200);
  assert.match((await kept()) ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  server.clock.advance({ seconds: 30 });
  assert.equal((await trySignIn(right(person))).status, 200);
});

async function hashesMade(): Promise<number> {
  const text = await server.call(readMetrics, {});
  return Number(/^spring_rain_password_hashes (\d+)$/m.exec(String(text.body))?.[1]);
}
