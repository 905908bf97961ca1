import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appealAnswer, appealListing, attachToReport, listIndicator, listReports } from '@spring-rain/contract';
import { sql } from 'kysely';
import sharp from 'sharp';
import { inTransaction } from '../../platform/context.ts';
import { contentHash } from '../../platform/files.ts';
import { enqueue } from '../../platform/jobs.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { orphanFilesJob, retentionJob } from './jobs.ts';
import { purgeEnded, removeOrphanFiles } from './retention.ts';
import {
  answer,
  decide,
  eventually,
  file,
  holding,
  newestId,
  statusOf,
  type TestServer,
  verdictOf,
} from './test-reports.ts';

/** As the job would run it. */
function purge(server: TestServer) {
  return purgeEnded({
    ...server.ctx,
    actor: { role: 'job', name: 'reports.retention', reason: 'files that no attachment names' },
  });
}

const nothing = { reports: 0, attachments: 0, appeals: 0, contacts: 0, requests: 0, reporters: 0, files: 0 };

async function count(server: TestServer, table: string, condition = sql`true`): Promise<number> {
  return await inTransaction(server.ctx, async (tx) => {
    const query = sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)} where ${condition}`;
    return (await query.execute(tx.db)).rows[0]!.count;
  });
}

async function attachPicture(server: TestServer, receipt: string, background: string): Promise<void> {
  const bytes = await sharp({ create: { width: 9, height: 9, channels: 3, background } })
    .png()
    .toBuffer();
  const files = [new File([new Uint8Array(bytes)], 'a.png')];
  const { status } = await server.call(attachToReport, {}, { ...holding(receipt), files });
  assert.equal(status, 201);
}

test('nothing is deleted before its time', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server, { contact: 'me@mail.example', loss: { ownBank: 'Bank A' } });
  await attachPicture(server, receipt, 'red');
  server.clock.advance({ hours: 47 });
  assert.deepEqual(await purge(server), nothing);
});

test('each kind of record is deleted when its own time ends', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server, { contact: 'me@mail.example' });
  await attachPicture(server, receipt, 'red');
  server.clock.advance({ days: 3 });
  assert.deepEqual(await purge(server), { ...nothing, requests: 1 });
  server.clock.advance({ days: 28 });
  assert.deepEqual(await purge(server), { ...nothing, reporters: 1 });
  server.clock.advance({ days: 60 });
  assert.deepEqual(await purge(server), { ...nothing, contacts: 1 });
  server.clock.advance({ days: 90 });
  assert.deepEqual(await purge(server), { ...nothing, attachments: 1, files: 1 });
  server.clock.advance({ days: 185 });
  assert.deepEqual(await purge(server), { ...nothing, reports: 1 });
  assert.deepEqual(await purge(server), nothing);
});

test('a report goes with everything that hangs on it, and its neighbours stay', async () => {
  await using server = await startTestServer();
  const old = await file(server, { loss: { ownBank: 'Bank A' } });
  await answer(server, await newestId(server));
  server.clock.advance({ days: 200 });
  const young = await file(server, { text: 'A younger report: http://younger.example/', loss: { ownBank: 'Bank B' } });
  server.clock.advance({ days: 166 });

  const purged = await purge(server);

  assert.equal(purged.reports, 1);
  assert.equal(await count(server, 'report'), 1);
  assert.equal(await count(server, 'report_loss'), 1);
  assert.equal(await count(server, 'report_answer'), 0);
  assert.equal((await statusOf(server, young.receipt)).state, 'received');
  assert.equal(await count(server, 'sighting', sql`report_id not in (select id from report)`), 0);
  assert.equal(await count(server, 'event', sql`type = 'report.purged'`), 1);
  assert.equal((await server.call(listReports, { query: {} })).status, 200);
  assert.notEqual(old.receipt, young.receipt);
});

test('junk goes after a month, unless it is taken back', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server, { text: 'Junk for good' });
  await attachPicture(server, receipt, 'red');
  await decide(server, await newestId(server), 'junk');
  await file(server, { text: 'Junk by mistake' });
  const id = await newestId(server);
  await decide(server, id, 'junk');
  await decide(server, id, 'reopen');
  server.clock.advance({ days: 31 });
  const { reports, files } = await purge(server);
  assert.deepEqual([reports, files], [1, 1]);
  assert.deepEqual(await Array.fromAsync(server.ctx.files.list()), []);
  const { body } = await server.call(listReports, { query: {} });
  assert.deepEqual(
    (body as { rows: { excerpt: string }[] }).rows.map(({ excerpt }) => excerpt),
    ['Junk by mistake'],
  );
});

test('the job deletes with the rights of a job', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server, { contact: 'me@mail.example' });
  await attachPicture(server, receipt, 'red');
  server.clock.advance({ days: 366 });
  await inTransaction(server.jobCtx, async (tx) => {
    await enqueue(tx, retentionJob, {});
    await enqueue(tx, orphanFilesJob, {});
  });
  // Linking has its own jobs, which come as events are read.
  assert.ok((await server.runJobs()) >= 2);
  assert.equal(await count(server, 'report'), 0);
  assert.deepEqual(await Array.fromAsync(server.ctx.files.list()), []);
});

test('decisions outlive what they were about', async () => {
  await using server = await startTestServer();
  await file(server);
  await decide(server, await newestId(server), 'confirm');
  server.clock.advance({ days: 366 });
  await purge(server);
  assert.equal(await count(server, 'report'), 0);
  assert.equal(await count(server, 'decision'), 1);
});

test('contact details are kept on with each answer', async () => {
  await using server = await startTestServer();
  await file(server, { contact: 'me@mail.example' });
  const id = await newestId(server);
  server.clock.advance({ days: 80 });
  await answer(server, id);
  server.clock.advance({ days: 80 });
  assert.equal((await purge(server)).contacts, 0);
  server.clock.advance({ days: 11 });
  assert.equal((await purge(server)).contacts, 1);
});

test('whoever waits for an appeal loses neither it nor the report', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  await decide(server, await newestId(server), 'junk');
  assert.equal((await server.call(appealAnswer, { body: { text: 'Look again.' } }, holding(receipt))).status, 201);
  const badSite = 'http://honest-shop.example/sale';
  await server.call(listIndicator, { body: { kind: 'url', value: badSite, by: 'Officer Lin', reason: 'Reports.' } });
  const listed = { value: badSite, text: 'Ours.' };
  assert.equal((await server.call(appealListing, { body: listed }, holding('0000000000000000'))).status, 201);
  server.clock.advance({ days: 3_000 });
  const purged = await purge(server);
  assert.deepEqual([purged.reports, purged.appeals], [0, 0]);
  assert.equal(await count(server, 'appeal'), 2);
});

test('a picture that another report still shows is kept', async () => {
  await using server = await startTestServer();
  const old = await file(server);
  await attachPicture(server, old.receipt, 'red');
  await attachPicture(server, old.receipt, 'green');
  server.clock.advance({ days: 100 });
  const young = await file(server, { text: 'Another report.' });
  await attachPicture(server, young.receipt, 'red');
  server.clock.advance({ days: 81 });
  const purged = await purge(server);
  assert.deepEqual([purged.attachments, purged.files], [2, 1]);
  assert.equal((await Array.fromAsync(server.ctx.files.list())).length, 1);
});

test('files that no row names are found and removed', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  await attachPicture(server, receipt, 'red');
  const { files } = server.ctx;
  const orphan = Buffer.from('left behind by a crash');
  await files.put(contentHash(orphan), orphan);
  assert.equal(await removeOrphanFiles(server.ctx), 1);
  assert.equal(await files.exists(contentHash(orphan)), false);
  assert.equal((await Array.fromAsync(files.list())).length, 1);
});

test('what a report said of a site ends with the report', async () => {
  await using server = await startTestServer();
  const site = 'http://only-once.example/pay';
  await file(server, { text: `Look: ${site}` });
  assert.equal(await eventually(() => verdictOf(server, site), 'reported'), 'reported');
  server.clock.advance({ days: 366 });
  await purge(server);
  assert.equal(await eventually(() => verdictOf(server, site), 'no-record'), 'no-record');
});
