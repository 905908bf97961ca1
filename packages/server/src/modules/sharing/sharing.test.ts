import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decideReport,
  listGivenShares,
  listIndicator,
  listReceivedShares,
  listReports,
  openContact,
  previewShare,
  readReceivedShare,
  readReport,
  tagReport,
  untagReport,
  withdrawShare,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { hostAgencyId } from '../../platform/context.ts';
import type { TestPerson } from '../accounts/test-staff.ts';
import { draftOf, file, inDays, logOf, officer, share, startNeighbours, statusOf } from './test-sharing.ts';

test('what is shared is seen with its labels and with who shares it, and in no list of one’s own', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, receiver, stranger } = neighbours;
  const { id } = await file(server, { contact: 'call 13900139000' });
  await server.call(
    tagReport,
    { params: { id }, body: { tag: 'Watched', by: giver.name } },
    { headers: giver.headers },
  );
  assert.equal(await statusOf(neighbours, id, receiver), 404);

  const shared = await share(neighbours, draftOf(neighbours, id));
  assert.equal(shared.status, 201);
  assert.equal(shared.body.state, 'active');
  assert.equal(shared.body.by, giver.name);

  const { body } = await server.call(readReport, { params: { id } }, { headers: receiver.headers });
  assert.equal(body.shared?.agency, 'host');
  assert.equal(body.shared?.tlp, 'amber');
  assert.equal(body.shared?.pap, 'red');
  assert.equal(body.hasContact, false);
  assert.equal(body.tags, undefined);
  assert.deepEqual(body.decisions, []);
  assert.equal(await statusOf(neighbours, id, stranger), 404);

  const own = await server.call(listReports, { query: {} }, { headers: receiver.headers });
  assert.deepEqual(own.body.rows, []);
  const received = await server.call(listReceivedShares, { query: {} }, { headers: receiver.headers });
  assert.deepEqual(
    received.body.rows.map((row) => row.id),
    [shared.body.id],
  );
  const given = await server.call(listGivenShares, { query: {} }, { headers: giver.headers });
  assert.deepEqual(
    given.body.rows.map((row) => row.subjectId),
    [id],
  );
  assert.ok((await logOf(neighbours, hostAgencyId)).includes('share report'));
});

test('a partner reads what is shared and nothing else', async () => {
  await using neighbours = await startNeighbours();
  const { server, other } = neighbours;
  const { id } = await file(server);
  const shared = await share(neighbours, draftOf(neighbours, id));
  const partner = await officer(server, other, ['partner']);
  const { body } = await server.call(
    readReceivedShare,
    { params: { id: shared.body.id }, query: {} },
    { headers: partner.headers },
  );
  assert.equal(body.report?.id, id);
  assert.equal(body.share?.from.agency, 'host');
  assert.equal(await statusOf(neighbours, id, partner), 403);
});

test('a preview says who will see which fields, and why others not', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, other, receiver } = neighbours;
  const { id } = await file(server);
  await officer(server, other, ['administrator']);
  const draft = draftOf(neighbours, id);
  const { body, status } = await server.call(previewShare, { body: draft }, { headers: giver.headers });
  assert.equal(status, 200);
  const seenBy = new Map(body.people.map(({ role, sees }) => [role, sees]));
  assert.equal(seenBy.get('investigator'), true);
  assert.equal(seenBy.get('administrator'), false);
  const why = new Map(body.fields.map((field) => [field.field, field.why]));
  assert.equal(why.get('contact'), 'sealed');
  assert.equal(why.get('reporter-hash'), 'never-leaves');
  assert.equal(why.get('tags'), 'own-agency');
  assert.ok(body.fields.some(({ field, isSeen }) => field === 'text' && isSeen));
  // It shares nothing.
  assert.equal(await statusOf(neighbours, id, receiver), 404);

  const named = { ...draft, tlp: 'red' as const, toPersonId: receiver.personId };
  const toOne = await server.call(previewShare, { body: named }, { headers: giver.headers });
  assert.ok(toOne.body.people.some(({ name, sees }) => name === receiver.name && sees));
});

test('TLP:RED reaches the person that it names and no colleague of theirs', async () => {
  await using neighbours = await startNeighbours();
  const { server, receiver, other } = neighbours;
  const { id } = await file(server);
  const colleague = await officer(server, other);
  await share(neighbours, draftOf(neighbours, id, { tlp: 'red', toPersonId: receiver.personId }));
  assert.equal(await statusOf(neighbours, id, receiver), 200);
  assert.equal(await statusOf(neighbours, id, colleague), 404);
});

test('a share that cannot be is refused, and says why', async () => {
  await using neighbours = await startNeighbours();
  const { server, stranger, third, receiver } = neighbours;
  const { id } = await file(server);
  await sql`update agency set closed_at = ${server.clock.now()} where id = ${third}`.execute(
    server.resources.database.admin,
  );
  const refusedFor = async (change: object) => (await share(neighbours, draftOf(neighbours, id, change))).body.code;
  assert.equal(await refusedFor({ toAgencyId: hostAgencyId }), 'share.to_self');
  assert.equal(await refusedFor({ toAgencyId: third }), 'share.agency_closed');
  assert.equal(await refusedFor({ toAgencyId: '00000000-0000-7000-8000-00000000dead' }), 'share.agency_unknown');
  assert.equal(await refusedFor({ toPersonId: stranger.personId }), 'share.not_a_member');
  assert.equal(await refusedFor({ tlp: 'red' }), 'share.names_no_person');
  assert.equal(await refusedFor({ until: inDays(server, -1) }), 'share.until_invalid');
  assert.equal(await refusedFor({ until: inDays(server, 366) }), 'share.until_invalid');
  assert.equal(await refusedFor({ subjectId: '00000000-0000-7000-8000-00000000dead' }), 'request.not_found');
  assert.equal(await refusedFor({ subjectId: 'nothing' }), 'request.not_found');
  // What belongs to others, and was not received, is not there either.
  assert.equal(
    (await share(neighbours, draftOf(neighbours, id, { toAgencyId: hostAgencyId }), receiver)).body.code,
    'request.not_found',
  );
  assert.deepEqual((await server.call(listGivenShares, { query: {} })).body.rows, []);
});

test('a recipient passes on green and clear alone, no more openly, for no more and no longer', async () => {
  await using neighbours = await startNeighbours();
  const { server, receiver, third, stranger } = neighbours;
  const { id } = await file(server);
  const onward = { toAgencyId: third, tlp: 'green', pap: 'amber', until: inDays(server, 10) } as const;
  await share(neighbours, draftOf(neighbours, id, { tlp: 'amber', pap: 'amber' }));
  const refused = await share(neighbours, draftOf(neighbours, id, onward), receiver);
  assert.equal(refused.body.code, 'share.beyond_tlp');

  const green = await share(
    neighbours,
    draftOf(neighbours, id, { tlp: 'green', pap: 'amber', until: inDays(server, 20) }),
  );
  const passOn = async (change: object) =>
    await share(neighbours, draftOf(neighbours, id, { ...onward, ...change }), receiver);
  assert.equal((await passOn({ tlp: 'clear' })).body.code, 'share.beyond_tlp');
  assert.equal((await passOn({ pap: 'green' })).body.code, 'share.beyond_pap');
  assert.equal((await passOn({ until: inDays(server, 21) })).body.code, 'share.until_invalid');
  assert.equal((await passOn({ toAgencyId: hostAgencyId })).body.code, 'share.to_self');

  const passed = await passOn({});
  assert.equal(passed.status, 201);
  assert.equal(passed.body.passesOn, green.body.id);
  assert.equal(await statusOf(neighbours, id, stranger), 200);

  // What rests on a share ends with it.
  await server.call(withdrawShare, {
    params: { id: green.body.id },
    body: { by: 'Officer Lin', reason: 'A mistake.' },
  });
  assert.equal(await statusOf(neighbours, id, stranger), 404);
});

test('the database itself keeps an agency from sharing what it does not own or was not given so', async () => {
  await using neighbours = await startNeighbours();
  const { server, other, third } = neighbours;
  const { id } = await file(server);
  const slip = server.resources.database.admin.transaction().execute(async (tx) => {
    await sql.raw(`set local role spring_rain_app; `).execute(tx);
    await sql.raw(`set local app.agency = '${other}'`).execute(tx);
    await sql.raw(`set local app.actor = 'operator'`).execute(tx);
    await sql`
      insert into share (id, agency_id, subject, subject_id, to_agency_id, tlp, pap, shared_at, until, shared_by, reason)
      values (gen_random_uuid(), ${other}, 'report', ${id}, ${third}, 'clear', 'clear', now(), now() + interval '1 day',
        'Nobody', 'A slip')`.execute(tx);
  });
  await assert.rejects(slip, /an agency shares what is its own/);
});

test('a withdrawal ends the sight and destroys nobody’s work', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, receiver } = neighbours;
  const { id } = await file(server);
  await server.call(decideReport, { params: { id }, body: { action: 'confirm', by: 'Officer Lin', reason: 'Seen.' } });
  const shared = await share(neighbours, draftOf(neighbours, id, { pap: 'green' }));
  const listed = await server.call(
    listIndicator,
    { body: { kind: 'phone', value: '+8613800138000', reason: 'Shared with us.', reportId: id, by: receiver.name } },
    { headers: receiver.headers },
  );
  assert.equal(listed.status, 201);

  const withdraw = ({ name, headers }: TestPerson) =>
    server.call(
      withdrawShare,
      { params: { id: shared.body.id }, body: { reason: 'No longer needed.', by: name } },
      { headers },
    );
  const strangers = await withdraw(receiver);
  assert.equal(strangers.body.code, 'request.not_found', 'only who gave it takes it back');
  const withdrawn = await withdraw(giver);
  assert.equal(withdrawn.body.state, 'withdrawn');
  assert.equal(withdrawn.body.withdrawnReason, 'No longer needed.');
  assert.equal(await statusOf(neighbours, id, receiver), 404);
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from listing where agency_id = ${neighbours.other} and withdrawn_at is null`.execute(
    server.resources.database.admin,
  );
  assert.equal(rows[0]?.count, 1);
  assert.equal((await withdraw(giver)).body.code, 'share.ended');
  assert.ok((await logOf(neighbours, hostAgencyId)).includes('withdraw-share share'));
});

test('a share ends by the clock', async () => {
  await using neighbours = await startNeighbours();
  const { server, receiver } = neighbours;
  const { id } = await file(server);
  await share(
    neighbours,
    draftOf(neighbours, id, { until: new Date(server.clock.now().getTime() + 60_000).toISOString() }),
  );
  assert.equal(await statusOf(neighbours, id, receiver), 200);
  server.clock.advance({ minutes: 1 });
  assert.equal(await statusOf(neighbours, id, receiver), 404);
});

test('what is shared to be looked at is not decided about, acted on, nor opened', async () => {
  await using neighbours = await startNeighbours();
  const { server, receiver } = neighbours;
  const { id } = await file(server, { contact: 'call 13900139000' });
  await server.call(decideReport, { params: { id }, body: { action: 'confirm', by: 'Officer Lin', reason: 'Seen.' } });
  await share(neighbours, draftOf(neighbours, id, { pap: 'amber' }));
  const { headers } = receiver;
  const decided = await server.call(
    decideReport,
    { params: { id }, body: { action: 'reject', reason: 'Ours now.', by: receiver.name } },
    { headers },
  );
  assert.equal(decided.body.code, 'request.not_found');
  const opened = await server.call(
    openContact,
    { params: { id }, body: { reason: 'Curious.', by: receiver.name } },
    { headers },
  );
  assert.equal(opened.body.code, 'request.not_found');
  const tagged = await server.call(
    tagReport,
    { params: { id }, body: { tag: 'mine', by: receiver.name } },
    { headers },
  );
  assert.equal(tagged.body.code, 'request.not_found');
  const listed = await server.call(
    listIndicator,
    { body: { kind: 'phone', value: '+8613800138000', reason: 'Shared with us.', reportId: id, by: receiver.name } },
    { headers },
  );
  assert.equal(listed.body.code, 'share.look_only');
});

test('an indicator and a list are shared by what they are, without who decided', async () => {
  await using neighbours = await startNeighbours();
  const { server, receiver } = neighbours;
  const { id } = await file(server);
  await server.call(decideReport, { params: { id }, body: { action: 'confirm', by: 'Officer Lin', reason: 'Seen.' } });
  await server.call(listIndicator, {
    body: { kind: 'phone', value: '+8613800138000', by: 'Officer Lin', reason: 'Reported.', reportId: id },
  });
  const value = await share(
    neighbours,
    draftOf(neighbours, id, { subject: 'indicator', subjectId: 'phone:13800138000' }),
  );
  assert.deepEqual(value.body.indicator, { kind: 'phone', value: '+8613800138000' });
  const unmet = draftOf(neighbours, id, { subject: 'indicator', subjectId: 'phone:13800138009' });
  assert.equal((await share(neighbours, unmet)).body.code, 'request.not_found');

  const { rows } = await sql<{ id: string }>`select id from source where name = 'decisions'`.execute(
    server.resources.database.admin,
  );
  const list = await share(neighbours, draftOf(neighbours, id, { subject: 'source', subjectId: rows[0]!.id }));
  const read = await server.call(
    readReceivedShare,
    { params: { id: list.body.id }, query: {} },
    { headers: receiver.headers },
  );
  assert.deepEqual(
    read.body.listings?.rows.map((row) => [row.value, row.by]),
    [['+8613800138000', undefined]],
  );
});

test('tags are the agency’s own words: put on, taken off, and never blank', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver } = neighbours;
  const { id } = await file(server);
  const put = (tag: string) =>
    server.call(tagReport, { params: { id }, body: { tag, by: giver.name } }, { headers: giver.headers });
  assert.deepEqual((await put(' Ring-7 ')).body.tags, ['ring-7']);
  assert.deepEqual((await put('ring-7')).body.tags, ['ring-7']);
  assert.equal((await put('  ')).body.code, 'report.tag_invalid');
  const off = await server.call(
    untagReport,
    { params: { id }, body: { tag: 'ring-7', by: giver.name } },
    { headers: giver.headers },
  );
  assert.deepEqual(off.body.tags, []);
});
