import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askForDeletion,
  attachToReport,
  decideRightsRequest,
  listHolds,
  listRightsRequests,
  placeHold,
  readAttachment,
  readReport,
  releaseHold,
} from '@spring-rain/contract';
import sharp from 'sharp';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson } from '../accounts/test-staff.ts';
import { purgeEnded } from './retention.ts';
import { file, holding, newestId, statusOf, type TestServer } from './test-reports.ts';

const dayMs = 86_400_000;
const officer = { by: 'Officer Lin', reason: 'Court order 12.' };

function purge(server: TestServer) {
  return purgeEnded(server.jobCtx);
}

async function hold(server: TestServer, id: string, days: number, subject: 'report' | 'campaign' = 'report') {
  const until = new Date(server.clock.now().getTime() + days * dayMs).toISOString();
  return await server.call(placeHold, { body: { subject, id, legalBasis: 'CPL art. 54', until, ...officer } });
}

async function withPicture(server: TestServer, receipt: string): Promise<void> {
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const files = [new File([new Uint8Array(bytes)], 'a.png')];
  assert.equal((await server.call(attachToReport, {}, { ...holding(receipt), files })).status, 201);
}

async function logged(server: TestServer, action: string): Promise<string[]> {
  return await inTransaction(server.ctx, async (tx) => {
    const rows = await tx.db
      .selectFrom('audit_entry')
      .select(['subject', 'subject_id'])
      .where('action', '=', action)
      .execute();
    return rows.map((row) => `${row.subject} ${row.subject_id}`);
  });
}

test('nothing of a held report is purged until the hold ends by itself, and then all of it', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server, { contact: 'me@mail.example' });
  await withPicture(server, receipt);
  const id = await newestId(server);
  const placed = await hold(server, id, 500);
  assert.equal(placed.status, 201, JSON.stringify(placed.body));
  assert.equal(placed.body.inForce, true);

  server.clock.advance({ days: 400 });
  const during = await purge(server);
  assert.deepEqual(
    [during.reports, during.attachments, during.contacts, during.reporters, during.files],
    [0, 0, 0, 0, 0],
  );
  const kept = await server.call(readReport, { params: { id } });
  assert.equal(kept.status, 200);
  assert.equal((await server.call(readAttachment, { params: { id: kept.body.attachments[0]!.id } })).status, 200);
  const status = await statusOf(server, receipt);
  assert.deepEqual([status.held, status.hasContact], [true, true]);

  server.clock.advance({ days: 101 });
  const after = await purge(server);
  assert.deepEqual([after.reports, after.files], [1, 1]);
  assert.equal((await server.call(readReport, { params: { id } })).status, 404);
  assert.deepEqual(await logged(server, 'hold'), [`report ${id}`]);
});

test('a hold is released with a reason, once, and the report goes with the next purge', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  const placed = await hold(server, id, 700);
  server.clock.advance({ days: 366 });
  assert.equal((await purge(server)).reports, 0);

  const params = { id: placed.body.id };
  const released = await server.call(releaseHold, { params, body: { by: 'Officer Wu', reason: 'Case closed.' } });
  assert.deepEqual([released.body.inForce, released.body.releasedBy], [false, 'Officer Wu']);
  const again = await server.call(releaseHold, { params, body: officer });
  assert.deepEqual([again.status, again.body.code], [409, 'hold.ended']);
  assert.equal((await purge(server)).reports, 1);
  assert.deepEqual(await logged(server, 'release-hold'), [`report ${id}`]);
});

test('a hold needs a legal basis, a name, an end within bounds, and a report of one’s own', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  for (const days of [-1, 0, 1_826]) {
    const { status, body } = await hold(server, id, days);
    assert.deepEqual([status, body.code], [400, 'hold.until_invalid'], `${days} days`);
  }
  const until = new Date(server.clock.now().getTime() + dayMs).toISOString();
  const blank = await server.call(placeHold, { body: { subject: 'report', id, legalBasis: ' ', until, ...officer } });
  assert.equal(blank.body.code, 'decision.name_missing');
  assert.equal((await hold(server, '00000000-0000-7000-8000-00000000000f', 5)).status, 404);
  assert.equal((await hold(server, '00000000-0000-7000-8000-00000000000f', 5, 'campaign')).status, 404);

  const agencyId = await makeAgency(server);
  const stranger = await makePerson(server, { roles: ['investigator'], agencyId });
  const theirs = await server.call(
    placeHold,
    { body: { subject: 'report', id, legalBasis: 'x', until, by: stranger.name, reason: 'x' } },
    { headers: { authorization: '', ...stranger.headers } },
  );
  assert.equal(theirs.status, 404);
  const { body } = await server.call(listHolds, { query: {} });
  assert.deepEqual(body.rows, []);
});

test('holds are listed page by page, the newest first', async () => {
  await using server = await startTestServer();
  await file(server);
  const id = await newestId(server);
  const made: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    made.unshift((await hold(server, id, 10 + count)).body.id);
    server.clock.advance({ minutes: 1 });
  }
  const first = (await server.call(listHolds, { query: { limit: 2 } })).body;
  const second = (await server.call(listHolds, { query: { limit: 2, cursor: first.next! } })).body;
  assert.deepEqual(
    [...first.rows, ...second.rows].map((row) => row.id),
    made,
  );
  assert.equal(second.next, undefined);
});

test('a granted deletion waits while a law keeps the report, says so, and is done when the hold ends', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const id = await newestId(server);
  const placed = await hold(server, id, 30);
  assert.equal((await server.call(askForDeletion, { body: {} }, holding(receipt))).status, 201);
  const [waiting] = (await server.call(listRightsRequests, { query: { state: 'waiting' } })).body.rows;
  assert.equal(waiting?.held, true);

  const decided = await server.call(decideRightsRequest, {
    params: { id: waiting.id },
    body: { outcome: 'granted', by: 'Officer Wu', reason: 'Asked by its author.' },
  });
  assert.deepEqual(decided.body, { outcome: 'granted', deleted: false, held: true });
  const status = await statusOf(server, receipt);
  assert.deepEqual([status.held, status.deletion?.state], [true, 'granted']);
  assert.equal((await purge(server)).reports, 0);

  await server.call(releaseHold, { params: { id: placed.body.id }, body: officer });
  assert.equal((await purge(server)).reports, 1);
  assert.equal((await server.call(readReport, { params: { id } })).status, 404);
});
