import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makePerson, type TestPerson } from '../accounts/test-staff.ts';

test('an administrator grants and ends a role by plain forms, in both languages', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const colleague = await makePerson(server, { roles: ['educator'] });
  const chinese = await (await show(server, administrator, '?lang=zh-CN')).text();
  assert.match(chinese, /宣教员/);

  const granted = await send(server, administrator, 'roles', {
    person: colleague.login,
    role: 'analyst',
    reason: 'Needed.',
  });
  assert.deepEqual([granted.status, granted.headers.get('location')], [303, '/desk/people']);
  const page = await (await show(server, administrator)).text();
  const [, membershipId = ''] =
    new RegExp(`value="([0-9a-f-]{36})"[^>]*>${colleague.name} · analyst<`).exec(page) ?? [];
  assert.ok(membershipId, 'the role that was granted can be ended');
  const ended = await send(server, administrator, 'endings', { membershipId, endReason: 'Moved on.' });
  assert.equal(ended.status, 303);
  assert.doesNotMatch(await (await show(server, administrator)).text(), /· analyst</);
});

test('what is refused is said on the page, with what was typed still there', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const refused = await send(server, administrator, 'roles', {
    person: administrator.login,
    role: 'analyst',
    reason: 'I "need" it <b>',
  });
  const text = await refused.text();
  assert.equal(refused.status, 403);
  assert.match(text, /Nobody changes their own roles/);
  assert.match(text, /value="I &quot;need&quot; it &lt;b&gt;"/);
});

test('a form from another site changes nothing, and whoever may not see the people is refused', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const colleague = await makePerson(server, { roles: ['educator'] });
  const fields = { person: colleague.login, role: 'analyst', reason: 'x' };
  const crossing = { ...administrator, headers: { ...administrator.headers, 'sec-fetch-site': 'cross-site' } };
  assert.equal((await send(server, crossing, 'roles', fields)).status, 403);
  assert.doesNotMatch(await (await show(server, administrator)).text(), /· analyst</);
  assert.equal((await show(server, colleague)).status, 403);
});

function show({ url }: TestServer, { headers }: TestPerson, query = '?lang=en'): Promise<Response> {
  return fetch(`${url}/desk/people${query}`, { headers });
}

function send(
  { url }: TestServer,
  { headers }: TestPerson,
  form: 'roles' | 'endings',
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(`${url}/desk/people/${form}?lang=en`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
}
