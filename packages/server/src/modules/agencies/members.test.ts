import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endRole, grantRole, listMembers, listReports, readOwnAccount, type StaffRole } from '@spring-rain/contract';
import { hostAgencyId } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makePerson, type TestPerson } from '../accounts/test-staff.ts';
import { exportedLines } from '../audit/test-log.ts';
import { as, openAgency } from './test-agencies.ts';

test('a role is granted and ended by an administrator, counts from the next request on, and is logged', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const colleague = await makePerson(server, { roles: ['educator'] });
  assert.equal((await server.call(listReports, { query: {} }, as(colleague))).status, 403);

  const granted = await grant(server, { by: administrator, to: colleague, role: 'analyst' });
  assert.equal(granted.status, 201, JSON.stringify(granted.body));
  assert.equal((await server.call(listReports, { query: {} }, as(colleague))).status, 200);
  assert.equal(
    (await grant(server, { by: administrator, to: colleague, role: 'analyst' })).body.code,
    'membership.has_role',
  );
  const members = (await server.call(listMembers, { params: { id: hostAgencyId }, query: {} }, as(administrator))).body;
  assert.deepEqual(
    members.rows!.filter(({ personId }) => personId === colleague.personId).map(({ role }) => role),
    ['educator', 'analyst'],
  );

  const ended = await end(server, { by: administrator, membershipId: granted.body.id! });
  assert.equal(ended.status, 200);
  assert.equal((await server.call(listReports, { query: {} }, as(colleague))).status, 403);
  assert.equal((await end(server, { by: administrator, membershipId: granted.body.id! })).status, 404);
  const log = (await exportedLines(server)).join('\n');
  for (const action of ['grant-role', 'end-role']) {
    const entry = `"action":"${action}","actor":"person:${administrator.personId} ${administrator.name}"`;
    assert.ok(log.includes(entry), `wanted ${entry}`);
  }
});

test('whoever has no role left is out with the next request', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator'] });
  const colleague = await makePerson(server, { roles: ['analyst'] });
  assert.equal((await server.call(readOwnAccount, {}, as(colleague))).status, 200);
  await end(server, { by: administrator, membershipId: await roleOf(server, colleague, 'analyst') });
  assert.equal((await server.call(readOwnAccount, {}, as(colleague))).status, 401);
});

test('nobody grants themselves a role or ends one of their own', async () => {
  await using server = await startTestServer();
  const administrator = await makePerson(server, { roles: ['administrator', 'analyst'] });
  await makePerson(server, { roles: ['administrator'] });
  const own = await grant(server, { by: administrator, to: administrator, role: 'supervisor' });
  assert.equal(own.body.code, 'membership.own');
  const byLogin = await grant(server, { by: administrator, to: { personId: administrator.login }, role: 'supervisor' });
  assert.equal(byLogin.body.code, 'membership.own');
  for (const role of ['analyst', 'administrator'] as const) {
    const membershipId = await roleOf(server, administrator, role);
    assert.equal((await end(server, { by: administrator, membershipId })).body.code, 'membership.own');
  }
});

test('the last administrator of an agency stays, whoever asks', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const only = await makePerson(server, { roles: ['administrator'], agencyId: id });
  const membershipId = await roleOf(server, only, 'administrator', id);
  const body = { by: 'Operator', reason: 'x' };
  const refused = await server.call(endRole, { params: { id, membershipId }, body });
  assert.equal(refused.body.code, 'membership.last_administrator');
});

test('of two administrators who remove each other at the same time one stays', async () => {
  for (let round = 0; round < 3; round += 1) {
    await using server = await startTestServer({ seed: round + 1 });
    const id = await openAgency(server);
    const one = await makePerson(server, { roles: ['administrator'], agencyId: id });
    const other = await makePerson(server, { roles: ['administrator'], agencyId: id });
    const [ofOne, ofOther] = [
      await roleOf(server, one, 'administrator', id),
      await roleOf(server, other, 'administrator', id),
    ];
    const answers = await Promise.all([
      end(server, { by: one, membershipId: ofOther, agencyId: id }),
      end(server, { by: other, membershipId: ofOne, agencyId: id }),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    assert.equal(statuses[0], 200);
    assert.ok([401, 403].includes(statuses[1]!), String(statuses));
    const { rows } = (await server.call(listMembers, { params: { id }, query: {} })).body;
    assert.equal(rows!.length, 1);
  }
});

test('an administrator grants roles to colleagues alone, and does not learn who has an account elsewhere', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const administrator = await makePerson(server, { roles: ['administrator'], agencyId: id });
  const stranger = await makePerson(server, { roles: ['analyst'] });
  const known = { ...grantOf(administrator, id), to: { personId: stranger.login } };
  const unknown = { ...known, to: { personId: 'nobody-at-all' } };

  const answers = [await grant(server, known), await grant(server, unknown)];

  assert.deepEqual(answers[0]!.body, answers[1]!.body);
  assert.equal(answers[0]!.body.code, 'membership.person_unknown');
  // The operator of the host may.
  const body = { person: stranger.login, role: 'analyst', by: 'Operator', reason: 'Lent.' } as const;
  assert.equal((await server.call(grantRole, { params: { id }, body })).status, 201);
});

test('a membership of another agency, a role that is none and a field too many are refused', async () => {
  await using server = await startTestServer();
  const id = await openAgency(server);
  const administrator = await makePerson(server, { roles: ['administrator'], agencyId: id });
  const stranger = await makePerson(server, { roles: ['analyst'] });
  const membershipId = await roleOf(server, stranger, 'analyst');
  assert.equal((await end(server, { by: administrator, membershipId, agencyId: id })).status, 404);

  const colleague = await makePerson(server, { roles: ['educator'], agencyId: id });
  for (const extra of [
    { agencyId: hostAgencyId },
    { agency_id: hostAgencyId },
    { role: 'root' },
    { permissions: ['audit.read'] },
  ]) {
    const body = {
      person: colleague.personId,
      role: 'analyst',
      by: administrator.name,
      reason: 'x',
      ...extra,
    } as never;
    const refused = await server.call(grantRole, { params: { id }, body }, as(administrator));
    assert.equal(refused.status, 400);
    assert.equal(refused.body.field, Object.keys(extra)[0]);
  }
  const { rows } = (await server.call(listMembers, { params: { id }, query: {} })).body;
  assert.equal(rows!.length, 2);
});

interface Granting {
  readonly by: TestPerson;
  readonly to: { readonly personId: string };
  readonly role: StaffRole;
  readonly agencyId?: string;
}

function grantOf(by: TestPerson, agencyId: string) {
  return { by, agencyId, role: 'analyst' as const };
}

async function grant(server: TestServer, { by, to, role, agencyId = hostAgencyId }: Granting) {
  const body = { person: to.personId, role, by: by.name, reason: 'Needed.' };
  return await server.call(grantRole, { params: { id: agencyId }, body }, as(by));
}

async function end(
  server: TestServer,
  { by, membershipId, agencyId = hostAgencyId }: { by: TestPerson; membershipId: string; agencyId?: string },
) {
  const body = { by: by.name, reason: 'Moved on.' };
  return await server.call(endRole, { params: { id: agencyId, membershipId }, body }, as(by));
}

async function roleOf(
  server: TestServer,
  { personId }: TestPerson,
  wanted: StaffRole,
  agencyId: string = hostAgencyId,
): Promise<string> {
  const { rows } = (await server.call(listMembers, { params: { id: agencyId }, query: {} })).body;
  const found = rows!.find((member) => member.personId === personId && member.role === wanted);
  assert.ok(found, `${personId} has no role ${wanted}`);
  return found.id;
}
