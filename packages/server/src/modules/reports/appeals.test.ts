import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  type AppealDetail,
  appealAnswer,
  appealListing,
  decideAppeal,
  type Listing,
  listAppeals,
  listIndicator,
  listListings,
  openContact,
  type ReceiptAnswer,
  readReport,
} from '@spring-rain/contract';
import { startTestServer } from '../../platform/test-server.ts';
import {
  answer,
  decide,
  eventually,
  file,
  holding,
  isKeptAnywhere,
  newestId,
  statusOf,
  type TestServer,
  verdictOf,
} from './test-reports.ts';

const dayMs = 86_400_000;

async function object(server: TestServer, receipt: string, key = randomUUID()) {
  return await server.call(appealAnswer, { body: { text: '我有新的证据。' } }, holding(receipt, key));
}

async function hear(server: TestServer, id: string, by: string, outcome: 'upheld' | 'dismissed' = 'upheld') {
  return await server.call(decideAppeal, { params: { id }, body: { outcome, by, reason: 'Heard both sides.' } });
}

async function waiting(server: TestServer): Promise<AppealDetail[]> {
  const { body } = await server.call(listAppeals, { query: { state: 'waiting' } });
  return (body as { rows: AppealDetail[] }).rows;
}

/** A report that was rejected and answered by Officer Lin. */
async function rejected(server: TestServer) {
  const { receipt } = await file(server);
  const id = await newestId(server);
  await decide(server, id, 'reject');
  await answer(server, id, 'We found nothing wrong.');
  return { receipt, id };
}

test('there is nothing to object to before anything was decided or answered', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const refused = await object(server, receipt);
  assert.deepEqual([refused.status, refused.body.code], [409, 'decision.not_possible']);
  assert.deepEqual(await waiting(server), []);
});

test('an objection waits with its clock, on the holder’s page and on the desk', async () => {
  await using server = await startTestServer();
  const { receipt } = await rejected(server);
  const { status, body } = await object(server, receipt);
  assert.equal(status, 201);
  const { filedAt, dueAt, state } = body as { filedAt: string; dueAt: string; state: string };
  assert.equal(state, 'waiting');
  assert.equal(Date.parse(dueAt) - Date.parse(filedAt), 7 * dayMs);
  assert.equal((await statusOf(server, receipt)).appeals[0]?.dueAt, dueAt);
  assert.equal((await waiting(server))[0]?.dueAt, dueAt);
});

test('what was decided can be objected to even when nobody answered in words', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  await decide(server, await newestId(server), 'junk');
  assert.equal((await object(server, receipt)).status, 201);
});

test('while an objection waits there is no second; the same request again is the same objection', async () => {
  await using server = await startTestServer();
  const { receipt, id } = await rejected(server);
  const key = randomUUID();
  const first = await object(server, receipt, key);
  assert.deepEqual((await object(server, receipt, key)).body, first.body);
  const second = await object(server, receipt);
  assert.equal(second.body.code, 'appeal.already_open');
  await answer(server, id, 'Once more.');
  assert.equal((await object(server, receipt)).status, 409);
  assert.equal((await waiting(server)).length, 1);
});

test('many objections sent at once are one', async () => {
  await using server = await startTestServer();
  const { receipt } = await rejected(server);
  const sent = await Promise.all(Array.from({ length: 10 }, () => object(server, receipt)));
  assert.equal(sent.filter(({ status }) => status === 201).length, 1);
  assert.equal(sent.filter(({ status }) => status === 409).length, 9);
});

test('who decided cannot hear the appeal, however the name is written', async () => {
  await using server = await startTestServer();
  const { receipt } = await rejected(server);
  await object(server, receipt);
  const [appeal] = await waiting(server);
  for (const by of ['Officer Lin', 'officer lin', ' OFFICER  LIN ', 'ＯｆｆｉｃｅｒＬｉｎ', 'Offi\u200bcer Lin']) {
    const { status, body } = await hear(server, appeal!.id, by);
    assert.deepEqual([status, body.code], [409, 'appeal.same_person'], by);
  }
  assert.equal((await waiting(server)).length, 1);
});

test('who answered cannot hear the appeal either', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const id = await newestId(server);
  await decide(server, id, 'reject', 'Officer Lin');
  await answer(server, id, 'No.', 'Officer Chen');
  await object(server, receipt);
  const [appeal] = await waiting(server);
  assert.equal((await hear(server, appeal!.id, 'Officer Chen')).status, 409);
  assert.equal((await hear(server, appeal!.id, 'Officer Wang')).status, 201);
});

test('an upheld objection reopens the report, and everyone reads why', async () => {
  await using server = await startTestServer();
  const { receipt, id } = await rejected(server);
  await object(server, receipt);
  const [appeal] = await waiting(server);
  const heard = await hear(server, appeal!.id, 'Officer Wang');
  assert.equal(heard.status, 201);

  const status = await statusOf(server, receipt);
  assert.equal(status.state, 'received');
  assert.equal(status.appeals[0]?.state, 'upheld');
  assert.equal(status.appeals[0]?.reason, 'Heard both sides.');
  assert.ok(status.timeline.some(({ kind, text }) => kind === 'appeal-decided' && text === 'Heard both sides.'));
  const { body } = await server.call(readReport, { params: { id } });
  const last = (body as { decisions: { action: string; by: string }[] }).decisions.at(-1);
  assert.deepEqual([last?.action, last?.by], ['reopen', 'Officer Wang']);
});

test('a dismissed objection leaves the decision as it was', async () => {
  await using server = await startTestServer();
  const { receipt } = await rejected(server);
  await object(server, receipt);
  const [appeal] = await waiting(server);
  await hear(server, appeal!.id, 'Officer Wang', 'dismissed');
  const status = await statusOf(server, receipt);
  assert.equal(status.state, 'rejected');
  assert.equal(status.appeals[0]?.state, 'dismissed');
});

test('an appeal is decided once', async () => {
  await using server = await startTestServer();
  const { receipt } = await rejected(server);
  await object(server, receipt);
  const [appeal] = await waiting(server);
  const heard = await Promise.all([
    hear(server, appeal!.id, 'Officer Wang', 'dismissed'),
    hear(server, appeal!.id, 'Officer Chen', 'upheld'),
  ]);
  assert.deepEqual(heard.map(({ status }) => status).toSorted(), [201, 409]);
});

test('appeals stand in the order in which they are due, those that wait first', async () => {
  await using server = await startTestServer();
  const ids: string[] = [];
  for (let at = 0; at < 4; at += 1) {
    const { receipt } = await rejected(server);
    const { body } = await object(server, receipt);
    ids.push((body as { id: string }).id);
    server.clock.advance({ hours: 1 });
  }
  await hear(server, ids[0]!, 'Officer Wang', 'dismissed');
  const first = (await server.call(listAppeals, { query: { limit: 2 } })).body as {
    rows: AppealDetail[];
    next: string;
  };
  const second = (await server.call(listAppeals, { query: { limit: 2, cursor: first.next } })).body as typeof first;
  assert.deepEqual(
    [...first.rows, ...second.rows].map(({ id }) => id),
    [ids[1], ids[2], ids[3], ids[0]],
  );
  assert.equal(second.next, undefined);
});

const badSite = 'http://honest-shop.example/sale';

/** A listing by Officer Lin that hits an honest shop. */
async function listShop(server: TestServer): Promise<Listing> {
  const { status, body } = await server.call(listIndicator, {
    body: { kind: 'url', value: badSite, by: 'Officer Lin', reason: 'Two reports.' },
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body as Listing;
}

async function objectToListing(server: TestServer, value = badSite, key = randomUUID(), contact?: string) {
  const body = { value, text: '这是我们的正规网店。', ...(contact === undefined ? {} : { contact }) };
  return await server.call(appealListing, { body }, { headers: { 'idempotency-key': key } });
}

test('whoever is hurt by a listing objects to it and follows that with a receipt', async () => {
  await using server = await startTestServer();
  await listShop(server);
  const { status, body } = await objectToListing(server, '我的网店 http://honest-shop.example/sale 被误标了');
  assert.equal(status, 201);
  const held = await statusOf(server, (body as ReceiptAnswer).receipt);
  assert.equal(held.about, 'appeal');
  assert.equal(held.appeals[0]?.state, 'waiting');
  assert.equal(held.text, '这是我们的正规网店。');
});

test('nobody can object to what nothing lists', async () => {
  await using server = await startTestServer();
  const { status, body } = await objectToListing(server, 'http://not-listed.example/');
  assert.deepEqual([status, body.code], [404, 'request.not_found']);
});

test('an upheld objection withdraws the listing; who listed it cannot hear it', async () => {
  await using server = await startTestServer();
  const listing = await listShop(server);
  assert.equal(await eventually(() => verdictOf(server, badSite), 'known-scam'), 'known-scam');
  const { body } = await objectToListing(server);
  const { receipt } = body as ReceiptAnswer;
  const [appeal] = await waiting(server);
  assert.equal(appeal?.subjectId, listing.id);
  assert.equal((await hear(server, appeal!.id, 'officer  LIN')).status, 409);

  assert.equal((await hear(server, appeal!.id, 'Officer Wang')).status, 201);

  const { body: listed } = await server.call(listListings, { query: { state: 'withdrawn' } });
  assert.deepEqual(
    (listed as { rows: Listing[] }).rows.map(({ id }) => id),
    [listing.id],
  );
  const status = await statusOf(server, receipt);
  assert.equal(status.appeals[0]?.state, 'upheld');
  assert.equal(status.appeals[0]?.reason, 'Heard both sides.');
  assert.equal(await eventually(() => verdictOf(server, badSite), 'no-record'), 'no-record');
});

test('an appeal against a listing that ended meanwhile is still heard', async () => {
  await using server = await startTestServer();
  await listShop(server);
  const { body } = await objectToListing(server);
  server.clock.advance({ days: 200 });
  const [appeal] = await waiting(server);
  assert.equal((await hear(server, appeal!.id, 'Officer Wang')).status, 201);
  const status = await statusOf(server, (body as ReceiptAnswer).receipt);
  assert.equal(status.appeals[0]?.state, 'upheld');
});

test('the same objection sent again has the same receipt; more than five about one listing wait for their turn', async () => {
  await using server = await startTestServer();
  await listShop(server);
  const key = randomUUID();
  const first = await objectToListing(server, badSite, key);
  assert.deepEqual((await objectToListing(server, badSite, key)).body, first.body);
  for (let more = 0; more < 4; more += 1) assert.equal((await objectToListing(server)).status, 201);
  const sixth = await objectToListing(server);
  assert.equal(sixth.body.code, 'appeal.already_open');
});

test('contact details of an objection are sealed too, and an appeal’s receipt takes no additions', async () => {
  await using server = await startTestServer();
  await listShop(server);
  const { body } = await objectToListing(server, badSite, randomUUID(), 'owner@honest-shop.example');
  assert.equal(await isKeptAnywhere(server, 'owner@honest-shop.example'), false);
  const [appeal] = await waiting(server);
  assert.equal(appeal?.hasContact, true);
  const request = { by: 'Officer Wang', reason: 'A question about the shop.' };
  assert.equal((await server.call(openContact, { params: { id: appeal!.id }, body: request })).status, 200);
  const refused = await object(server, (body as ReceiptAnswer).receipt);
  assert.equal(refused.body.code, 'decision.not_possible');
});
