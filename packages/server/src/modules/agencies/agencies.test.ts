import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  changeAgency,
  closeAgency,
  createAgency,
  createArea,
  listAgencies,
  listAreas,
  listMembers,
  moveArea,
  readOwnAccount,
} from '@spring-rain/contract';
import { hostAgencyId } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makeApiKey, makePerson } from '../accounts/test-staff.ts';
import { exportedLines } from '../audit/test-log.ts';
import { agencyDraft, as, named, openAgency } from './test-agencies.ts';

test('the operator opens an agency, it is changed by its own administrator, and both are in the log', async () => {
  await using server = await startTestServer();
  const made = await server.call(createAgency, {
    body: { ...agencyDraft, workingHours: [...agencyDraft.workingHours] },
  });
  assert.equal(made.status, 201);
  const { id, workingHours, country } = made.body;
  assert.deepEqual(workingHours, [
    { day: 1, from: '08:30', to: '12:00' },
    { day: 1, from: '13:00', to: '24:00' },
  ]);
  assert.equal(country, 'CN');
  const administrator = await makePerson(server, { roles: ['administrator'], agencyId: id! });

  const body = { name: ' 大学 ', kind: 'university', by: administrator.name, reason: 'Renamed.' } as const;
  const changed = await server.call(changeAgency, { params: { id: id! }, body }, as(administrator));

  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  assert.deepEqual(
    [changed.body.name, changed.body.kind, changed.body.timeZone],
    ['大学', 'university', 'Asia/Shanghai'],
  );
  const listed = (await server.call(listAgencies, { query: {} }, as(administrator))).body.rows!;
  assert.deepEqual(new Set(listed.map((agency) => agency.id)), new Set([hostAgencyId, id]));
  const log = (await exportedLines(server)).join('\n');
  assert.match(log, /"action":"create","actor":"operator Officer A",.*"subject":"agency"/);
  assert.match(log, /"action":"change","actor":"person:[^"]+",.*"fields":\["name","kind"\]/);
});

test('hours that overlap or end before they begin, and zones that are none, are refused', async () => {
  await using server = await startTestServer();
  const wrong = [
    [{ day: 0, from: '09:00', to: '09:00' }],
    [{ day: 0, from: '18:00', to: '09:00' }],
    [
      { day: 0, from: '09:00', to: '12:00' },
      { day: 0, from: '11:59', to: '18:00' },
    ],
  ];
  for (const workingHours of wrong) {
    const refused = await server.call(createAgency, { body: { ...agencyDraft, workingHours } });
    assert.equal(refused.body.code, 'agency.hours_overlap');
  }
  const touching = [
    { day: 0, from: '09:00', to: '12:00' },
    { day: 0, from: '12:00', to: '18:00' },
    { day: 1, from: '00:00', to: '24:00' },
  ];
  assert.equal((await server.call(createAgency, { body: { ...agencyDraft, workingHours: touching } })).status, 201);
  const zone = { ...agencyDraft, workingHours: [], timeZone: 'Mars/Olympus' };
  assert.equal((await server.call(createAgency, { body: zone })).body.code, 'agency.time_zone_unknown');
  const clock = { ...agencyDraft, workingHours: [{ day: 0, from: '9:00', to: '25:00' }] };
  assert.equal((await server.call(createAgency, { body: clock })).status, 400);
});

test('only the host’s agency opens and closes agencies and keeps the areas', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const other = as(await makePerson(server, { roles: ['administrator'], agencyId: id }));
  const host = as(await makePerson(server, { roles: ['administrator'] }));
  const draft = { ...agencyDraft, workingHours: [] };
  const { by: _by, ...unnamed } = draft;
  const area = { code: '330100', name: { 'zh-CN': '杭州', en: 'Hangzhou' }, reason: 'Added.' };

  // Whoever is signed in leaves `by` out: it is their own name.
  const opened = await post(server, '/api/desk/agencies', unnamed, host);
  assert.equal(opened.code, undefined);
  assert.equal((await post(server, '/api/desk/agencies', unnamed, host)).code, 'agency.name_taken');
  const attempts = [
    await post(server, '/api/desk/agencies', unnamed, other),
    await post(server, '/api/desk/areas', area, other),
    await post(server, `/api/desk/areas/${id}/moves`, { reason: 'x' }, other),
    await post(server, `/api/desk/agencies/${id}/closings`, { reason: 'x' }, other),
  ];
  assert.deepEqual(
    attempts.map(({ code }) => code),
    Array(4).fill('agency.host_only'),
  );
  const stays = await server.call(closeAgency, { params: { id: hostAgencyId }, body: named });
  assert.equal(stays.body.code, 'agency.host_stays');
});

test('another agency’s id gets the answer of one that there is not', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const stranger = await openAgency(server);
  const nobody = '00000000-0000-7000-8000-00000000ffff';
  const person = as(await makePerson(server, { roles: ['administrator'], agencyId: id }));
  const asked = async (agencyId: string) => [
    await post(server, `/api/desk/agencies/${agencyId}`, { name: 'Mine', reason: 'x' }, person),
    await post(server, `/api/desk/agencies/${agencyId}/closings`, { reason: 'x' }, person),
    await post(
      server,
      `/api/desk/agencies/${agencyId}/members`,
      { person: 'somebody', role: 'analyst', reason: 'x' },
      person,
    ),
    await post(server, `/api/desk/agencies/${agencyId}/members/${nobody}/endings`, { reason: 'x' }, person),
    (await server.call(listMembers, { params: { id: agencyId }, query: {} }, person)).body,
  ];
  const ofStranger = await asked(stranger);
  assert.deepEqual(ofStranger, await asked(nobody));
  assert.deepEqual(
    ofStranger.map(({ code }) => code),
    Array(5).fill('request.not_found'),
  );
});

test('a field that is not to be set is refused by name, and nothing changes', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const person = as(await makePerson(server, { roles: ['administrator'], agencyId: id }));
  for (const extra of [{ id: hostAgencyId }, { agency_id: hostAgencyId }, { closedAt: null }, { createdAt: 'now' }]) {
    const refused = await post(server, `/api/desk/agencies/${id}`, { name: 'Other', reason: 'x', ...extra }, person);
    assert.equal(refused.status, 400);
    assert.equal(refused.field, Object.keys(extra)[0]);
  }
  const { rows } = (await server.call(listAgencies, { query: {} })).body;
  assert.match(rows!.find((agency) => agency.id === id)?.name ?? '', /^机构/);
});

test('when an agency closes, its sessions and keys are refused with their next request', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const person = as(await makePerson(server, { roles: ['administrator'], agencyId: id }));
  const key = as(await makeApiKey(server, { scopes: ['agencies.read'], agencyId: id }));
  assert.equal((await server.call(listAgencies, { query: {} }, person)).status, 200);
  assert.equal((await server.call(listAgencies, { query: {} }, key)).status, 200);

  const ended = await server.call(closeAgency, { params: { id }, body: named });

  assert.ok(ended.body.closedAt);
  assert.equal((await server.call(listAgencies, { query: {} }, person)).status, 401);
  assert.equal((await server.call(listAgencies, { query: {} }, key)).status, 401);
  assert.equal((await server.call(readOwnAccount, {}, person)).status, 401);
  assert.equal((await server.call(closeAgency, { params: { id }, body: named })).status, 404);
});

test('areas are a tree that is moved whole and never closes into a circle', async () => {
  await using server = await startTestServer();
  const make = async (code: string, parentId?: string) => {
    const body = { code, name: { 'zh-CN': code, en: code }, ...(parentId === undefined ? {} : { parentId }), ...named };
    return (await server.call(createArea, { body })).body;
  };
  const country = (await make('CN')).id!;
  const province = (await make('33', country)).id!;
  const city = (await make('3301', province)).id!;
  const district = (await make('330106', city)).id!;
  assert.equal((await make('33')).code, 'area.code_taken');
  assert.equal((await make('34', '00000000-0000-7000-8000-00000000ffff')).code, 'area.unknown');

  for (const parentId of [province, city, district]) {
    const refused = await server.call(moveArea, { params: { id: province }, body: { parentId, ...named } });
    assert.equal(refused.body.code, 'area.below_itself');
  }
  const moved = await server.call(moveArea, { params: { id: city }, body: { parentId: country, ...named } });
  assert.deepEqual(moved.body.path, [country, city]);
  const { rows } = (await server.call(listAreas, {})).body;
  const paths = new Map(rows!.map(({ code, path }) => [code, path]));
  assert.deepEqual(paths.get('330106'), [country, city, district]);
  assert.deepEqual(paths.get('33'), [country, province]);
  const root = await server.call(moveArea, { params: { id: city }, body: named });
  assert.deepEqual([root.body.path, root.body.parentId], [[city], undefined]);

  let deepest = district;
  for (let level = 3; level <= 10; level += 1) deepest = (await make(`L${level}`, deepest)).id!;
  assert.equal((await make('L11', deepest)).code, 'area.too_deep');
  const deeper = await server.call(moveArea, { params: { id: city }, body: { parentId: province, ...named } });
  assert.equal(deeper.body.code, 'area.too_deep');
});

test('two moves at once never make a circle', async () => {
  await using server = await startTestServer();
  const make = async (code: string) => {
    const name = { 'zh-CN': code, en: code };
    return (await server.call(createArea, { body: { code, name, ...named } })).body.id!;
  };
  const [one, other] = [await make('one'), await make('other')];
  const answers = await Promise.all([
    server.call(moveArea, { params: { id: one }, body: { parentId: other, ...named } }),
    server.call(moveArea, { params: { id: other }, body: { parentId: one, ...named } }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});

interface Refused {
  readonly status: number;
  readonly code: string | undefined;
  readonly field?: string;
}

async function post(
  server: TestServer,
  path: string,
  body: object,
  { headers }: { readonly headers: Readonly<Record<string, string>> },
): Promise<Refused> {
  const { authorization: _operator, ...own } = headers as Record<string, string>;
  const answer = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...own, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Refused;
}
