import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, openSignUpLink, readOwnAccount, recoverPerson, signIn, signUp } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makeFirstLink } from './links.ts';
import { codeNow, enrol, fromBase32, isIn, setUp, signedIn, tokenOf } from './test-accounts.ts';
import { makeAgency, makePerson } from './test-staff.ts';

let server: TestServer;
let gate: Context;
before(async () => {
  server = await startTestServer();
  gate = server.resources.context({ role: 'accounts', name: 'test' });
});
after(() => server[Symbol.asyncDispose]());

const draft = { name: 'Wang Xiaoming', role: 'analyst', by: 'Chief' } as const;

/** What a link's page sends when all is well. */
async function openedBy(token: string) {
  const { body } = await server.call(openSignUpLink, { body: { token } });
  const secret = fromBase32(body.totpSecret);
  return {
    opening: body,
    secret,
    token,
    ticket: body.ticket,
    password: 'some good long words',
    code: codeNow(server, secret),
  };
}

async function logged(
  action: string,
): Promise<{ actor: string; subject_id: string; fields: string[]; reason: string | null }[]> {
  return await inTransaction(server.ctx, (tx) =>
    tx.db
      .selectFrom('audit_entry')
      .select(['actor', 'subject_id', 'fields', 'reason'])
      .where('action', '=', action)
      .orderBy('happened_at')
      .execute(),
  );
}

test('the first administrator is made by a link that is good once, and then there is none any more', async () => {
  await using fresh = await startTestServer();
  const freshGate = fresh.resources.context({ role: 'accounts', name: 'test' });
  const replaced = tokenOf((await makeFirstLink(freshGate)) ?? '');
  const token = tokenOf((await makeFirstLink(freshGate)) ?? '');
  const ended = await fresh.call(openSignUpLink, { body: { token: replaced } });
  assert.deepEqual([ended.status, ended.body.code], [410, 'sign-up.link_ended'], 'the next start ends the link before');

  const { body: opening } = await fresh.call(openSignUpLink, { body: { token } });
  assert.deepEqual([opening.purpose, opening.login], ['first-administrator', undefined]);
  const secret = fromBase32(opening.totpSecret);
  const code = codeNow(fresh, secret);
  const body = { token, ticket: opening.ticket, password: 'some good long words', code };
  for (const [more, refusal] of [
    [{}, 'person.login_invalid'],
    [{ login: 'two words', name: 'Li' }, 'person.login_invalid'],
    [{ login: 'li', name: ' \u200b ' }, 'person.name_blank'],
  ] as const) {
    assert.equal((await fresh.call(signUp, { body: { ...body, ...more } })).body.code, refusal);
  }
  const done = await fresh.call(signUp, { body: { ...body, login: ' Ｌi.Na ', name: ' 李  娜 ' } });
  assert.deepEqual([done.status, done.body.login, done.body.recoveryCodes.length], [200, 'li.na', 10]);
  assert.equal((await fresh.call(signUp, { body: { ...body, login: 'other', name: 'Other' } })).status, 410);
  assert.equal(await makeFirstLink(freshGate), undefined);

  const replay = await fresh.call(signIn, { body: { login: 'li.na', password: body.password, code } });
  assert.equal(replay.status, 401, 'the code that proved the app is spent');
  const headers = await signedIn(fresh, {
    login: 'li.na',
    password: body.password,
    secret,
    personId: '',
    recoveryCodes: [],
  });
  const { body: me } = await fresh.call(readOwnAccount, {}, { headers });
  assert.deepEqual([me.name, me.roles], ['李 娜', ['administrator']]);
});

test('a link ends with its time, and when somebody has an account the first one’s ends too', async () => {
  await using fresh = await startTestServer();
  const freshGate = fresh.resources.context({ role: 'accounts', name: 'test' });
  const late = tokenOf((await makeFirstLink(freshGate)) ?? '');
  fresh.clock.advance({ hours: 72 });
  assert.equal((await fresh.call(openSignUpLink, { body: { token: late } })).status, 410);
  const token = tokenOf((await makeFirstLink(freshGate)) ?? '');
  assert.equal((await fresh.call(openSignUpLink, { body: { token } })).status, 200);
  await makePerson(fresh, { roles: ['administrator'] });
  assert.equal((await fresh.call(openSignUpLink, { body: { token } })).status, 410);
});

test('of two tries with one link one wins, and the password that counts is the winner’s', async () => {
  const added = await server.call(addPerson, { body: { ...draft, login: 'racing' } });
  const token = tokenOf(added.body.path);
  const [one, two] = [await openedBy(token), await openedBy(token)];
  const bodies = [one, { ...two, password: 'some other long words' }].map(({ ticket, password, code }) => ({
    token,
    ticket,
    password,
    code,
  }));
  const answers = await Promise.all(bodies.map((body) => server.call(signUp, { body })));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 410]);
  const winner = answers[0]?.status === 200 ? 0 : 1;
  server.clock.advance({ seconds: 60 });
  const secrets = [one.secret, two.secret];
  const tries = [0, 1].map((index) => ({
    login: 'racing',
    password: bodies[index]!.password,
    code: codeNow(server, secrets[index]!),
  }));
  assert.equal((await server.call(signIn, { body: tries[1 - winner]! })).status, 401);
  assert.equal((await server.call(signIn, { body: tries[winner]! })).status, 200);
});

test('a sign-up is refused for a weak password, a wrong code or another link’s secret, and the link stays good', async () => {
  const added = await server.call(addPerson, { body: { ...draft, login: 'careful' } });
  const other = await server.call(addPerson, { body: { ...draft, login: 'other.one' } });
  const { token, ticket, password, code } = await openedBy(tokenOf(added.body.path));
  const body = { token, ticket, password, code };
  const strange = await openedBy(tokenOf(other.body.path));
  for (const [changed, refusal] of [
    [{ password: 'short' }, 'password.length'],
    [{ password: 'password123456' }, 'password.guessable'],
    [{ code: '000000' }, 'sign-up.code_wrong'],
    [{ ticket: strange.ticket, code: strange.code }, 'sign-up.code_wrong'],
    [{ ticket: 'made up' }, 'sign-up.code_wrong'],
  ] as const) {
    assert.equal((await server.call(signUp, { body: { ...body, ...changed } })).body.code, refusal);
  }
  assert.equal(
    (await server.call(signUp, { body: { ...body, login: 'somebody', name: 'Else' } })).body.login,
    'careful',
  );
});

test('whoever was added cannot sign in before their link was used, and a login is given once', async () => {
  await server.call(addPerson, { body: { ...draft, login: 'waiting' } });
  const early = await server.call(signIn, { body: { login: 'waiting', password: '', recoveryCode: '' } });
  assert.equal(early.body.code, 'sign-in.refused');
  const again = await server.call(addPerson, { body: { ...draft, login: 'WAITING' } });
  assert.deepEqual([again.status, again.body.code], [409, 'person.login_taken']);
});

test('an administrator adds people to their own agency alone, the operator to any that is open', async () => {
  const elsewhere = await makeAgency(server);
  const { headers } = await makePerson(server, { roles: ['administrator'] });
  const { by: _by, ...own } = draft;
  const staffBody = { ...own, login: 'mine' } as typeof draft & { login: string };
  assert.equal((await server.call(addPerson, { body: staffBody }, { headers })).status, 201);
  const reaching = { ...own, login: 'theirs', agencyId: elsewhere } as typeof draft & {
    login: string;
    agencyId: string;
  };
  assert.equal((await server.call(addPerson, { body: reaching }, { headers })).status, 404);
  assert.equal((await server.call(addPerson, { body: { ...reaching, by: 'Chief' } })).status, 201);
  const nowhere = { ...draft, login: 'nowhere', agencyId: '00000000-0000-7000-8000-0000000000aa' };
  assert.equal((await server.call(addPerson, { body: nowhere })).status, 404);
});

test('a second administrator recovers who lost a factor: everything they had ends, and it is in the log', async () => {
  const person = await enrol(server);
  const session = await signedIn(server, person);
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const body = { reason: 'lost the phone' } as { reason: string; by: string };
  const input = { params: { id: person.personId }, body };
  const recovered = await server.call(recoverPerson, input, { headers: administrator.headers });
  assert.equal(recovered.status, 201);
  assert.equal(await isIn(server, session), false);
  server.clock.advance({ seconds: 60 });
  const { login, password, secret, recoveryCodes } = person;
  for (const factor of [{ code: codeNow(server, secret) }, { recoveryCode: recoveryCodes[0]! }]) {
    assert.equal((await server.call(signIn, { body: { login, password, ...factor } })).status, 401);
  }
  const entry = (await logged('recover-person')).at(-1);
  assert.equal(entry?.actor, `person:${administrator.personId}`);
  assert.deepEqual([entry?.subject_id, entry?.reason], [person.personId, 'lost the phone']);

  const fresh = await setUp(server, tokenOf(recovered.body.path));
  assert.equal(await isIn(server, await signedIn(server, { ...person, ...fresh })), true);
  const used = (await logged('use-sign-up-link')).at(-1);
  assert.deepEqual([used?.actor, used?.fields.at(-1)], [`person:${person.personId}`, 'recovery']);
});

test('nobody recovers themselves, a stranger, or a colleague who works elsewhere too; the operator may', async () => {
  const elsewhere = await makeAgency(server);
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const both = await makePerson(server, { roles: ['analyst'] });
  const stranger = await makePerson(server, { roles: ['analyst'], agencyId: elsewhere });
  await inTransaction(gate, (tx) =>
    tx.db
      .insertInto('membership')
      .values({
        id: tx.newId(),
        person_id: both.personId,
        agency_id: elsewhere,
        role: 'analyst',
        granted_at: tx.now(),
        granted_by: 'test',
      })
      .execute(),
  );
  const body = { reason: 'lost the phone' } as { reason: string; by: string };
  for (const [id, refusal] of [
    [administrator.personId, 'recovery.oneself'],
    [administrator.login, 'recovery.oneself'],
    [stranger.personId, 'request.not_found'],
    [stranger.login, 'request.not_found'],
    ['nobody-there', 'request.not_found'],
    [both.personId, 'recovery.elsewhere'],
  ] as const) {
    const refused = await server.call(recoverPerson, { params: { id }, body }, { headers: administrator.headers });
    assert.equal(refused.body.code, refusal, id);
  }
  assert.equal(await isIn(server, stranger.headers), true, 'and nothing ended by it');
  const byOperator = { params: { id: both.login }, body: { reason: 'lost the phone', by: 'Chief' } };
  assert.equal((await server.call(recoverPerson, byOperator)).status, 201);
  assert.equal((await logged('recover-person')).at(-1)?.actor, 'operator');
});

test('the log holds what was done to an account, by id, and no secret, name or login', async () => {
  const person = await enrol(server);
  await signedIn(server, person);
  const rows = await inTransaction(server.ctx, (tx) => tx.db.selectFrom('audit_entry').selectAll().execute());
  const own = rows.filter(({ subject_id }) => subject_id === person.personId);
  assert.deepEqual(own.map(({ action }) => action).sort(), [
    'add-person',
    'make-sign-up-link',
    'sign-in',
    'use-sign-up-link',
  ]);
  const text = JSON.stringify(rows);
  for (const kept of [person.login, person.password, person.recoveryCodes[0]!]) assert.ok(!text.includes(kept));
});
