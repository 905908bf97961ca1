import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { changePassword, signIn, signOutEverywhere } from '@spring-rain/contract';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { codeNow, cookiesOf, type Enrolled, enrol, signedIn } from './test-accounts.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

type SignInBody = Parameters<typeof server.call<typeof signIn>>[1]['body'];
const trySignIn = (body: SignInBody, headers: Record<string, string> = {}) =>
  server.call(signIn, { body }, { headers });
const right = ({ login, password, secret }: Enrolled) => ({ login, password, code: codeNow(server, secret) });

/** Guesses until something else than a plain refusal comes; how many guesses that took. */
async function guessUntilHeldBack(body: SignInBody, headers: Record<string, string> = {}): Promise<number> {
  for (let guesses = 0; guesses < 50; guesses += 1) {
    const { status, body: answer, headers: told } = await trySignIn(body, headers);
    if (status === 401) continue;
    assert.deepEqual([status, answer.code], [429, 'rate.limited']);
    assert.ok(Number(told.get('retry-after')) > 0);
    return guesses;
  }
  return 50;
}

test('guessing at passwords, codes and recovery codes is held back after ten tries, whoever’s login it is', async () => {
  const [one, two, three] = [await enrol(server), await enrol(server), await enrol(server)];
  assert.equal(await guessUntilHeldBack({ ...right(one), password: 'wrong wrong wrong' }), 10);
  assert.equal(await guessUntilHeldBack({ login: two.login, password: two.password, code: '000000' }), 10);
  const recoveryCode = 'AAAA-AAAA-AAAA-AAAA';
  assert.equal(await guessUntilHeldBack({ login: three.login, password: three.password, recoveryCode }), 10);
  assert.equal(await guessUntilHeldBack({ login: 'nobody-here', password: 'x', code: '000000' }), 10);
  assert.equal((await trySignIn(right(two))).status, 429, 'nor does the right code get in any more');
  server.clock.advance({ minutes: 7 });
  assert.equal((await trySignIn(right(two))).status, 200, 'some minutes later there is a try again');
});

test('an attack from elsewhere does not lock out the person on a device that they have signed in on', async () => {
  const person = await enrol(server);
  const usual = await signedIn(server, person);
  await guessUntilHeldBack({ ...right(person), password: 'wrong wrong wrong' });
  server.clock.advance({ seconds: 30 });
  assert.equal((await trySignIn(right(person))).status, 429, 'a strange device waits');
  const again = await trySignIn(right(person), usual);
  assert.equal(again.status, 200);
  server.clock.advance({ seconds: 30 });
  assert.equal((await trySignIn(right(person), { cookie: cookiesOf(again.headers) })).status, 200);
});

test('a device has a budget too, and is of no use for another login or after signing out everywhere', async () => {
  const [person, other] = [await enrol(server), await enrol(server)];
  const usual = await signedIn(server, person);
  assert.equal(await guessUntilHeldBack({ ...right(person), code: '000000' }, usual), 20);
  assert.equal(await guessUntilHeldBack({ ...right(other), code: '000000' }, usual), 10, 'strange to the other one');

  server.clock.advance({ hours: 2 });
  const later = await signedIn(server, person);
  await server.call(signOutEverywhere, { body: {} }, { headers: later });
  assert.ok((await guessUntilHeldBack({ ...right(person), code: '000000' }, later)) <= 10, 'strange again');
});

test('a device’s cookie that was made up, or is half a year old, is a stranger’s', async () => {
  const person = await enrol(server);
  const usual = await signedIn(server, person);
  const madeUp = { cookie: usual.cookie.replace(/device=(\w+)\.[^.]+/, 'device=$1.AAAAAAAAAAAAAAAAAAAAAA') };
  await guessUntilHeldBack({ ...right(person), code: '000000' });
  assert.equal((await trySignIn({ ...right(person), code: '000000' }, madeUp)).status, 429);
  assert.equal((await trySignIn({ ...right(person), code: '000000' }, usual)).status, 401);
  server.clock.advance({ days: 181 });
  await guessUntilHeldBack({ ...right(person), code: '000000' });
  assert.equal((await trySignIn({ ...right(person), code: '000000' }, usual)).status, 429);
});

test('whoever sits at an open session does not guess its password for long either', async () => {
  const person = await enrol(server);
  const inside = await signedIn(server, person);
  const body = { password: 'a wrong old one', newPassword: 'some quite new words' };
  const answers: (string | undefined)[] = [];
  for (let guess = 0; guess < 21; guess += 1) {
    answers.push((await server.call(changePassword, { body }, { headers: inside })).body.code);
  }
  assert.deepEqual([answers[0], answers[19], answers[20]], ['password.wrong', 'password.wrong', 'rate.limited']);
});

test('an address has a budget as well', async () => {
  await using limited = await startTestServer({ limitsRequests: true });
  let last = 0;
  for (let name = 0; name < 31; name += 1) {
    last = (await limited.call(signIn, { body: { login: `nobody-${name}`, password: 'x', code: '1' } })).status;
  }
  assert.equal(last, 429);
});
