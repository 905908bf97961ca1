import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  addApiKey,
  endApiKey,
  fileReport,
  importReports,
  isKeyScope,
  listApiKeys,
  listListings,
  listReports,
  type StaffPermission,
  staffPermissions,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson, type TestPerson } from './test-staff.ts';

const dayMs = 24 * 60 * 60_000;
const reason = 'For the bank’s feed.';

let server: TestServer;
let admin: TestPerson;
before(async () => {
  server = await startTestServer();
  admin = await makePerson(server, { roles: ['administrator'] });
});
after(() => server[Symbol.asyncDispose]());

function inDays(days: number): string {
  return new Date(server.clock.now().getTime() + days * dayMs).toISOString();
}

async function add(scopes: StaffPermission[], given: { name?: string; days?: number; as?: TestPerson } = {}) {
  const body = { name: given.name ?? `feed ${randomUUID()}`, scopes, expiresAt: inDays(given.days ?? 30), reason };
  // Whoever is signed in leaves `by` out: it is put in for them.
  const input = { body: body as typeof body & { by: string } };
  return await server.call(addApiKey, input, { headers: (given.as ?? admin).headers });
}

function bearer(secret: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${secret}` } };
}

async function end(id: string, as: TestPerson = admin) {
  const body = { reason: 'No longer used.' } as { reason: string; by: string };
  return await server.call(endApiKey, { params: { id }, body }, { headers: as.headers });
}

test('a key does what its scopes say and nothing beyond; its secret is shown once and kept nowhere', async () => {
  const made = await add(['reports.read']);
  assert.equal(made.status, 201);
  assert.match(made.body.secret, /^srk_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(made.body.key.scopes, ['reports.read']);
  assert.equal(made.body.key.createdBy, admin.name);

  const key = bearer(made.body.secret);
  assert.equal((await server.call(listReports, { query: {} }, key)).status, 200);
  const beyond = await server.call(listListings, { query: {} }, key);
  assert.deepEqual([beyond.status, beyond.body.code], [403, 'permission.not_granted']);

  const listed = await server.call(listApiKeys, { query: {} }, { headers: admin.headers });
  const row = listed.body.rows.find(({ id }) => id === made.body.key.id);
  assert.equal(row?.lastUsedAt, server.clock.now().toISOString());
  assert.ok(!JSON.stringify(listed.body).includes(made.body.secret));
  const kept = await inTransaction(server.resources.context({ role: 'accounts', name: 'test' }), async (tx) =>
    JSON.stringify((await sql`select * from api_key`.execute(tx.db)).rows),
  );
  assert.ok(!kept.includes(made.body.secret.slice(4)));
});

test('a key is refused from the moment it expires, and says no more than a wrong one', async () => {
  const made = await add(['reports.read'], { days: 1 });
  const key = bearer(made.body.secret);
  assert.equal((await server.call(listReports, { query: {} }, key)).status, 200);
  const then = server.clock.now();
  server.clock.set(inDays(1));
  const expired = await server.call(listReports, { query: {} }, key);
  const wrong = await server.call(listReports, { query: {} }, bearer(`srk_${'A'.repeat(43)}`));
  server.clock.set(then.toISOString());
  assert.deepEqual([expired.status, expired.body.code], [401, 'sign-in.required']);
  assert.deepEqual(wrong.body, expired.body);
});

test('an ended key is refused with its next request, and ends once', async () => {
  const made = await add(['reports.read']);
  const ended = await end(made.body.key.id);
  assert.deepEqual([ended.status, ended.body.state], [200, 'ended']);
  const refused = await server.call(listReports, { query: {} }, bearer(made.body.secret));
  assert.deepEqual([refused.status, refused.body.code], [401, 'sign-in.required']);
  assert.equal((await end(made.body.key.id)).body.code, 'decision.not_possible');
});

test('another agency neither sees, ends nor names a key, and its answer is that of one that is not there', async () => {
  const made = await add(['reports.read'], { name: 'clearing feed' });
  const agencyId = await makeAgency(server);
  const stranger = await makePerson(server, { roles: ['administrator'], agencyId });
  const there = await end(made.body.key.id, stranger);
  const nowhere = await end(randomUUID(), stranger);
  assert.equal(there.status, 404);
  assert.deepEqual(there.body, nowhere.body);
  const listed = await server.call(listApiKeys, { query: {} }, { headers: stranger.headers });
  assert.deepEqual(listed.body.rows, []);
  // That the name is taken elsewhere is nothing that they could learn.
  assert.equal((await add(['reports.read'], { name: 'clearing feed', as: stranger })).status, 201);
  assert.equal((await server.call(listReports, { query: {} }, bearer(made.body.secret))).status, 200);
});

test('a key decides nothing and administers nobody; every other permission can be given', async () => {
  for (const scope of staffPermissions.filter((permission) => !isKeyScope(permission))) {
    const refused = await add(['reports.read', scope]);
    assert.deepEqual([refused.status, refused.body.code], [422, 'key.scope_refused'], scope);
  }
  const refused = staffPermissions.filter((permission) => !isKeyScope(permission));
  const all = staffPermissions.filter(isKeyScope);
  assert.deepEqual(all, [
    'reports.read',
    'reports.tag',
    'reports.import',
    'reports.export',
    'listings.read',
    'sources.import',
    'campaigns.read',
    'shared.read',
    'deconfliction.ask',
    'bundles.exchange',
    'audit.read',
    'events.follow',
  ]);
  assert.equal(refused.length + all.length, staffPermissions.length);
  assert.deepEqual((await add(all)).body.key.scopes, all);
});

test('an expiry is required, in the future, and no further off than the profile lets it be', async () => {
  const { keyMaxDays } = server.resources.profile.signIn;
  assert.equal((await add(['reports.read'], { days: keyMaxDays })).status, 201);
  for (const days of [0, -1, keyMaxDays + 1]) {
    assert.equal((await add(['reports.read'], { days })).body.code, 'key.expiry_invalid', `${days} days`);
  }
  assert.equal((await post({ expiresAt: undefined })).code, 'request.invalid');
});

test('a field that is not asked for is refused, whatever it would set', async () => {
  for (const more of [
    { agencyId: randomUUID() },
    { agency_id: randomUUID() },
    { id: randomUUID() },
    { role: 'administrator' },
    { secret: 'srk_mine' },
    { endedAt: null },
  ]) {
    assert.equal((await post(more)).code, 'request.unknown_field', Object.keys(more).join());
  }
  assert.equal((await post({ by: 'Somebody Else' })).code, 'decision.by_another');
  assert.equal((await post({ scopes: ['everything'] })).code, 'request.invalid');
  assert.equal((await post({ scopes: [] })).code, 'request.invalid');
  assert.equal((await post({ reason: '  ' })).code, 'decision.name_missing');
});

async function post(changed: Record<string, unknown>): Promise<{ code?: string }> {
  const body = { name: `feed ${randomUUID()}`, scopes: ['reports.read'], expiresAt: inDays(1), reason, ...changed };
  const response = await fetch(`${server.url}${addApiKey.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...admin.headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { code?: string };
}

test('what a key does is done in its own name, and in no other', async () => {
  const made = await add(['reports.import'], { name: 'nightly feed' });
  const key = bearer(made.body.secret);
  const rows = [{ line: 1, raw: JSON.stringify({ text: 'Win a phone' }) }];
  const body = { source: 'feed', fileHash: 'a'.repeat(64), rows, by: made.body.key.name };
  const another = await server.call(importReports, { body: { ...body, by: 'Officer Wang' } }, key);
  assert.equal(another.body.code, 'decision.by_another');
  const taken = await server.call(importReports, { body }, key);
  assert.deepEqual([taken.status, taken.body.code], [200, undefined]);
});

test('a key cannot take the name of a member or of another key, and has one that can be seen', async () => {
  const first = await add(['reports.read'], { name: 'Bank Feed' });
  assert.equal(first.status, 201);
  for (const name of [' bank  feed', 'ＢＡＮＫ ＦＥＥＤ', admin.name, admin.name.toUpperCase()]) {
    assert.equal((await add(['reports.read'], { name })).body.code, 'key.name_taken', name);
  }
  for (const name of [' ', '\u200b', 'bank\u202efeed', '\u3000']) {
    assert.equal((await add(['reports.read'], { name })).body.code, 'key.name_invalid', JSON.stringify(name));
  }
  await end(first.body.key.id);
  assert.equal((await add(['reports.read'], { name: 'bank feed' })).status, 201, 'an ended key’s name is free again');
});

test('making and ending a key stand in the log with their reason, in the name of who did it', async () => {
  const made = await add(['reports.read', 'listings.read']);
  await end(made.body.key.id);
  const { rows } = await inTransaction(server.ctx, (tx) =>
    sql`select actor, action, subject, fields, reason from audit_entry
      where subject_id = ${made.body.key.id} order by happened_at, action`.execute(tx.db),
  );
  const actor = `person:${admin.personId}`;
  assert.deepEqual(rows, [
    { actor, action: 'add-key', subject: 'api-key', fields: ['reports.read', 'listings.read'], reason },
    { actor, action: 'end-key', subject: 'api-key', fields: [], reason: 'No longer used.' },
  ]);
});

test('keys are listed a page at a time, newest first', async () => {
  const agencyId = await makeAgency(server);
  const as = await makePerson(server, { roles: ['administrator'], agencyId });
  const made: string[] = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await add(['reports.read'], { as })).body.key.id);
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
    const page = await server.call(listApiKeys, { query }, { headers: as.headers });
    found.push(...page.body.rows.map(({ id }) => id));
    cursor = page.body.next;
  } while (cursor !== undefined && found.length < 10);
  assert.deepEqual(found, made);
});

test('a key shown beside a cookie is what counts, and files nothing in the cookie’s name', async () => {
  const made = await add(['listings.read']);
  const investigator = await makePerson(server, { roles: ['investigator'] });
  await server.call(fileReport, { body: { text: 'Call me' } }, { headers: { 'idempotency-key': randomUUID() } });
  const both = { headers: { ...investigator.headers, ...bearer(made.body.secret).headers } };
  assert.equal((await server.call(listReports, { query: {} }, both)).status, 403);
});
