import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  appealListing,
  askForDeletion,
  attachToReport,
  correctReport,
  decideRightsRequest,
  exportOwnData,
  listIndicator,
  listRightsRequests,
  type OwnData,
  openContact,
  pageEndpoints,
  readReport,
} from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import { sql } from 'kysely';
import sharp from 'sharp';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson } from '../accounts/test-staff.ts';
import {
  answer,
  decide,
  file,
  holding,
  isKeptAnywhere,
  newestId,
  scamText,
  statusOf,
  type TestServer,
} from './test-reports.ts';

const officer = { by: 'Officer Wu', reason: 'Asked for by its author.' };

async function dataOf(server: TestServer, receipt: string): Promise<OwnData> {
  const { status, body } = await server.call(exportOwnData, {}, holding(receipt));
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

async function askedId(server: TestServer): Promise<string> {
  const { body } = await server.call(listRightsRequests, { query: { state: 'waiting' } });
  return body.rows[0]!.id;
}

test('a receipt exports everything that is kept about what was told, and nothing of staff or others', async () => {
  await using server = await startTestServer();
  await file(server, { text: `${scamText} Another victim wrote this.` });
  const draft = { contact: 'me@mail.example', loss: { ownBank: 'Bank A' }, channel: 'sms' as const };
  const { receipt } = await file(server, draft);
  const id = await newestId(server);
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await server.call(attachToReport, {}, { ...holding(receipt), files: [new File([new Uint8Array(bytes)], 'a.png')] });
  await decide(server, id, 'confirm', 'Officer Lin');
  await answer(server, id, 'The bank has been told.', 'Officer Lin');
  await server.call(correctReport, { body: { text: 'It was Monday, not Tuesday.' } }, holding(receipt));
  await server.call(askForDeletion, { body: { text: 'I am afraid.' } }, holding(receipt));
  await server.call(openContact, { params: { id }, body: { by: 'Officer Lin', reason: 'To call back secretly.' } });

  const data = await dataOf(server, receipt);
  assert.equal(data.text, scamText);
  assert.deepEqual([data.channel, data.loss], ['sms', { ownBank: 'Bank A' }]);
  assert.deepEqual(
    data.additions.map(({ text, isCorrection }) => [text, isCorrection]),
    [['It was Monday, not Tuesday.', true]],
  );
  assert.deepEqual(
    data.answers.map(({ text }) => text),
    ['The bank has been told.'],
  );
  assert.deepEqual(
    data.decisions.map(({ state }) => state),
    ['confirmed'],
  );
  assert.ok(data.recognised.some(({ value }) => value.includes('evil-parcel.example')));
  assert.deepEqual(
    data.attachments.map(({ mediaType }) => mediaType),
    ['image/png'],
  );
  assert.deepEqual(
    data.deletions.map(({ state, text }) => [state, text]),
    [['waiting', 'I am afraid.']],
  );
  assert.deepEqual([data.contact.kept, data.reporterHashKept], [true, true]);
  const whole = JSON.stringify(data);
  for (const hidden of ['Officer Lin', 'Checked with the bank', 'call back secretly', 'Another victim', receipt, id]) {
    assert.ok(!whole.includes(hidden), hidden);
  }
  const entries = await inTransaction(server.ctx, (tx) =>
    tx.db.selectFrom('audit_entry').select(['actor', 'subject_id']).where('action', '=', 'export-own-data').execute(),
  );
  assert.deepEqual(entries, [{ actor: 'public', subject_id: id }]);
});

test('who appealed without a report exports that appeal', async () => {
  await using server = await startTestServer();
  const value = 'http://honest-shop.example/sale';
  await server.call(listIndicator, { body: { kind: 'url', value, by: 'Officer Lin', reason: 'Reports.' } });
  const filed = await server.call(
    appealListing,
    { body: { value, text: 'This is our shop.', contact: 'shop@mail.example' } },
    { headers: { 'idempotency-key': randomUUID() } },
  );
  const data = await dataOf(server, filed.body.receipt);
  assert.deepEqual([data.about, data.text, data.contact.kept], ['appeal', 'This is our shop.', true]);
  const refused = await server.call(askForDeletion, { body: {} }, holding(filed.body.receipt));
  assert.equal(refused.body.code, 'decision.not_possible');
});

test('a correction stands beside the text, marked, for its reporter and for staff, once', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const key = randomUUID();
  for (let times = 0; times < 2; times += 1) {
    const sent = await server.call(correctReport, { body: { text: 'I paid nothing.' } }, holding(receipt, key));
    assert.equal(sent.status, 201);
  }
  const kinds = (await statusOf(server, receipt)).timeline.map(({ kind }) => kind);
  assert.deepEqual(kinds, ['received', 'corrected']);
  const { body } = await server.call(readReport, { params: { id: await newestId(server) } });
  assert.deepEqual(
    body.timeline.filter(({ kind }) => kind === 'corrected').map(({ text }) => text),
    ['I paid nothing.'],
  );
  assert.equal(body.text, scamText);
});

test('a deletion waits for a named person with its clock; granted, nothing of the report is left but what was decided', async () => {
  await using server = await startTestServer();
  const draft = { text: 'My secret story: http://told-once.example/x', contact: 'me@mail.example' };
  const { receipt } = await file(server, { ...draft, loss: { ownBank: 'Bank of Secrets' } });
  const id = await newestId(server);
  await decide(server, id, 'confirm');
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  await server.call(attachToReport, {}, { ...holding(receipt), files: [new File([new Uint8Array(bytes)], 'a.png')] });
  await file(server, { text: 'A neighbour that stays.' });

  const asked = await server.call(askForDeletion, { body: { text: 'Secret reason.' } }, holding(receipt));
  assert.equal(asked.status, 201);
  assert.equal(asked.body.deletion?.state, 'waiting');
  assert.equal(asked.body.deletion.dueAt, '2026-12-06T08:00:00.000Z');
  const again = await server.call(askForDeletion, { body: {} }, holding(receipt));
  assert.deepEqual([again.status, again.body.code], [409, 'rights.already_asked']);

  const params = { id: await askedId(server) };
  const unnamed = await server.call(decideRightsRequest, {
    params,
    body: { outcome: 'granted', by: ' ', reason: ' ' },
  });
  assert.equal(unnamed.body.code, 'decision.name_missing');
  const granted = await server.call(decideRightsRequest, { params, body: { outcome: 'granted', ...officer } });
  assert.deepEqual(granted.body, { outcome: 'granted', deleted: true, held: false });

  for (const told of ['My secret story', 'Bank of Secrets', 'Secret reason']) {
    assert.equal(await isKeptAnywhere(server, told), false, told);
  }
  const left = await inTransaction(server.ctx, async (tx) => {
    const count = sql<{ reports: number; contacts: number; sightings: number; attachments: number; requests: number }>`
      select (select count(*)::int from report) as reports, (select count(*)::int from sealed_contact) as contacts,
        (select count(*)::int from sighting where report_id = ${id}) as sightings,
        (select count(*)::int from attachment) as attachments,
        (select count(*)::int from rights_request) as requests`;
    return (await count.execute(tx.db)).rows[0];
  });
  assert.deepEqual(left, { reports: 1, contacts: 0, sightings: 0, attachments: 0, requests: 0 });
  assert.deepEqual(await Array.fromAsync(server.ctx.files.list()), []);
  const decisions = await inTransaction(server.ctx, (tx) =>
    tx.db
      .selectFrom('decision')
      .select(['subject', 'action'])
      .where('subject_id', '=', id)
      .orderBy('decided_at')
      .orderBy('id')
      .execute(),
  );
  assert.deepEqual(decisions, [
    { subject: 'report', action: 'confirm' },
    { subject: 'rights', action: 'deletion-granted' },
  ]);
  assert.equal((await server.call(exportOwnData, {}, holding(receipt))).body.code, 'receipt.unknown');
  assert.equal(
    (await server.call(decideRightsRequest, { params, body: { outcome: 'granted', ...officer } })).status,
    404,
  );
});

test('a refusal says its reason on the receipt’s page, deletes nothing, and may be asked about again, a few times', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  for (let times = 0; times < 5; times += 1) {
    assert.equal((await server.call(askForDeletion, { body: {} }, holding(receipt))).status, 201, `${times}`);
    const params = { id: await askedId(server) };
    const refuse = { params, body: { outcome: 'refused' as const, by: 'Officer Wu', reason: 'A court asked for it.' } };
    assert.equal((await server.call(decideRightsRequest, refuse)).status, 200);
    assert.equal((await server.call(decideRightsRequest, refuse)).body.code, 'rights.decided');
    server.clock.advance({ minutes: 1 });
  }
  const { deletion, text } = await statusOf(server, receipt);
  assert.deepEqual([deletion?.state, deletion?.reason, text], ['refused', 'A court asked for it.', scamText]);
  const { body: page } = await server.call(
    pageEndpoints.statusPage,
    { body: { receipt } },
    { headers: { 'accept-language': 'zh-CN' } },
  );
  assert.ok(page.includes('A court asked for it.'));
  assert.ok(page.includes(words('zh-CN').status.deletionStates.refused));
  const often = await server.call(askForDeletion, { body: {} }, holding(receipt));
  assert.deepEqual([often.status, often.body.code], [409, 'rights.asked_too_often']);
});

test('the forms of the page do the same without a script: a file, a correction, a deletion', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const headers = { 'accept-language': 'en' };
  const send = (path: string, fields: Record<string, string>) =>
    fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams({ receipt, ...fields }), headers });

  const saved = await send('/receipt/data', {});
  assert.match(saved.headers.get('content-disposition') ?? '', /^attachment; filename=/);
  assert.match(saved.headers.get('cache-control') ?? '', /no-store/);
  assert.equal(((await saved.json()) as OwnData).text, scamText);

  const blank = await send('/receipt/corrections', { idempotencyKey: randomUUID(), text: ' ' });
  assert.equal(blank.status, 400);
  const corrected = await send('/receipt/corrections', { idempotencyKey: randomUUID(), text: 'It was Monday.' });
  assert.ok((await corrected.text()).includes('It was Monday.'));
  const asked = await send('/receipt/deletions', { idempotencyKey: randomUUID(), text: '' });
  assert.equal(asked.status, 200);
  assert.ok((await asked.text()).includes(words('en').status.deletion));
  const twice = await send('/receipt/deletions', { idempotencyKey: randomUUID(), text: 'Please <b>now</b>' });
  assert.equal(twice.status, 409);
  const wrong = await send('/receipt/data', { receipt: '0000000000000000' });
  assert.equal(wrong.status, 404);
});

test('another agency neither sees a request nor decides it, and whoever lacks the permission is told so', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  await server.call(askForDeletion, { body: {} }, holding(receipt));
  const params = { id: await askedId(server) };
  const elsewhere = await makePerson(server, { roles: ['supervisor'], agencyId: await makeAgency(server) });
  const as = (headers: Readonly<Record<string, string>>) => ({ headers: { authorization: '', ...headers } });
  const granting = (by: string) => ({ params, body: { outcome: 'granted' as const, by, reason: 'x' } });

  const seen = await server.call(listRightsRequests, { query: {} }, as(elsewhere.headers));
  assert.deepEqual(seen.body.rows, []);
  const theirs = await server.call(decideRightsRequest, granting(elsewhere.name), as(elsewhere.headers));
  assert.equal(theirs.status, 404);
  const analyst = await makePerson(server, { roles: ['analyst'] });
  const denied = await server.call(decideRightsRequest, granting(analyst.name), as(analyst.headers));
  assert.equal(denied.status, 403);
  const supervisor = await makePerson(server, { roles: ['supervisor'] });
  const done = await server.call(decideRightsRequest, granting(supervisor.name), as(supervisor.headers));
  assert.equal(done.status, 200, JSON.stringify(done.body));
});

test('guessing receipts at the new doors is limited as at the old ones', async () => {
  await using server = await startTestServer({ limitsRequests: true });
  const statuses = new Set<number>();
  for (let tries = 0; tries < 12; tries += 1) {
    const { status } = await server.call(exportOwnData, {}, holding('0000000000000000'));
    statuses.add(status);
  }
  assert.deepEqual([...statuses], [404, 429]);
});
