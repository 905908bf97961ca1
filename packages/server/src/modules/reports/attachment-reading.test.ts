import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { attachToReport, checkText, exportReports, readReport } from '@spring-rain/contract';
import { sql } from 'kysely';
import sharp from 'sharp';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { drawChat, drawCode, stack } from '../screenshots/test-pictures.ts';
import { decide, eventually, file, holding, newestId, statusOf, type TestServer, verdictOf } from './test-reports.ts';

const imageReading = { loadMaxMs: 120_000, readMaxMs: 120_000, beginPartMaxMs: 100_000 };
const bubble = (text: string) => ({ text, ground: '#ffffff', ink: '#111111' });

let server: TestServer;
before(async () => {
  server = await startTestServer({ imageReading });
});
after(() => server[Symbol.asyncDispose]());

async function reportWith(...pictures: Buffer[]): Promise<{ id: string; receipt: string }> {
  server.clock.advance({ seconds: 1 });
  const { receipt } = await file(server, { text: '收到这张图，不知道是不是骗子' });
  const files = pictures.map((bytes) => new File([new Uint8Array(bytes)], 'screen.png'));
  const { status } = await server.call(attachToReport, {}, { ...holding(receipt), files });
  assert.equal(status, 201);
  return { id: await newestId(server), receipt };
}

/** Lets the pictures of a report be read: the event becomes a job soon, and jobs of a test run by hand. */
async function readPictures(id: string): Promise<void> {
  const isRead = async () => {
    await server.runJobs();
    const { body } = await server.call(readReport, { params: { id } });
    return body.attachments.every(({ mediaType, reading }) => mediaType === 'application/pdf' || reading !== undefined);
  };
  assert.equal(await eventually(isRead, true), true, 'the pictures were read');
}

async function attachmentsOf(id: string) {
  return (await server.call(readReport, { params: { id } })).body.attachments;
}

test('what a picture says stands beside it at the desk, with what is recognised in it', async () => {
  const { id, receipt } = await reportWith(
    await stack(await drawChat([bubble('请致电 13812345678 办理退款')]), await drawCode('https://shop-a.top/x')),
  );
  assert.equal((await attachmentsOf(id))[0]?.reading, undefined);
  await readPictures(id);

  const [attachment] = await attachmentsOf(id);
  const reading = attachment!.reading!;
  assert.match(reading.text, /13812345678/);
  assert.deepEqual(reading.codes, [{ text: 'https://shop-a.top/x', kind: 'link', isLink: true }]);
  assert.deepEqual(
    reading.indicators.map(({ kind, start, end }) => [kind, reading.text.slice(start, end)]),
    [
      ['phone', '13812345678'],
      ['url', 'https://shop-a.top/x'],
    ],
  );
  const { body } = await server.call(exportReports, { query: { limit: 1 } });
  assert.deepEqual(body.rows[0]?.attachments[0]?.reading, reading);
  // Who holds the receipt has the picture; the text that a machine made of it is for staff.
  assert.doesNotMatch(JSON.stringify(await statusOf(server, receipt)), /reading|13812345678/);
});

test('a value in a code counts as if it were typed; one in writing warns nobody until a person confirms the report', async () => {
  const picture = await stack(
    await drawChat([bubble('打 13711112222'), bubble('http://pay-b.top/q')]),
    await drawCode('https://shop-b.top/x'),
  );
  const { id } = await reportWith(picture);
  await readPictures(id);
  assert.equal(await eventually(() => verdictOf(server, 'https://shop-b.top/x'), 'reported'), 'reported');
  assert.equal(await verdictOf(server, '13711112222'), 'no-record');
  assert.equal(await hasReports('http://pay-b.top/other'), false);

  await decide(server, id, 'confirm');

  assert.equal(await eventually(() => verdictOf(server, '13711112222'), 'reported'), 'reported');
  assert.equal(await eventually(() => hasReports('http://pay-b.top/other'), true), true);
});

async function hasReports(text: string): Promise<boolean> {
  const { body } = await server.call(checkText, { body: { text } });
  return body.indicators.some(({ evidence }) => evidence.some(({ type }) => type === 'reports'));
}

test('identity numbers in a picture are hidden before its text is kept', async () => {
  const { id } = await reportWith(await stack(await drawChat([bubble('身份证 11010519491231002X')])));
  await readPictures(id);
  const kept = await inTransaction(server.ctx, (tx) =>
    sql<{ text: string }>`select text from attachment_reading`.execute(tx.db),
  );
  const texts = kept.rows.map(({ text }) => text).join('\n');
  assert.match(texts, /身份证/);
  assert.doesNotMatch(texts, /19491231/);
});

test('a picture that cannot be read says why, once; the others are read all the same', async () => {
  const blank = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const { id } = await reportWith(blank, await drawCode('second'));
  const [hash] = await contentHashes(id);
  // A disk that rots: what is kept is no picture any more.
  await writeFile(join(server.config.dataDir, 'files', hash!.slice(0, 2), hash!), 'no picture any more');
  await readPictures(id);
  const [first, second] = await attachmentsOf(id);
  assert.equal(first?.reading?.refusal, 'image.unreadable');
  assert.deepEqual([second?.reading?.text, second?.reading?.refusal], ['second', undefined]);
});

async function contentHashes(reportId: string): Promise<string[]> {
  const rows = await inTransaction(server.ctx, (tx) =>
    tx.db
      .selectFrom('attachment')
      .select('content_hash')
      .where('report_id', '=', reportId)
      .orderBy('position')
      .execute(),
  );
  return rows.map((row) => row.content_hash);
}

test('the job that runs twice reads and counts nothing twice', async () => {
  const { id } = await reportWith(await drawCode('https://shop-c.top/x'));
  await readPictures(id);
  const before = await rowsOf(id);
  const job = server.app.modules
    .flatMap(({ jobs }) => jobs ?? [])
    .find(({ name }) => name === 'reports.read-attachments');
  await job!.work(server.jobCtx, [{ reportId: id }]);
  assert.deepEqual(await rowsOf(id), before);
});

async function rowsOf(reportId: string) {
  return await inTransaction(server.ctx, async (tx) => {
    const readings = sql`select attachment_reading.* from attachment_reading
      join attachment on attachment.id = attachment_reading.attachment_id where attachment.report_id = ${reportId}::uuid`;
    const sightings = sql`select * from sighting where report_id = ${reportId}::uuid order by indicator_id`;
    return [(await readings.execute(tx.db)).rows, (await sightings.execute(tx.db)).rows];
  });
}

test('a reading ends with its picture, and the public, who may ask for their own, changes none', async () => {
  const { id } = await reportWith(await drawCode('ends'));
  await readPictures(id);
  await inTransaction(server.jobCtx, (tx) => tx.db.deleteFrom('attachment').where('report_id', '=', id).execute());
  const left = await inTransaction(server.ctx, (tx) =>
    sql<{ text: string }>`select text from attachment_reading where text = 'ends'`.execute(tx.db),
  );
  assert.deepEqual(left.rows, []);
  for (const change of [sql`update attachment_reading set text = ''`, sql`delete from attachment_reading`]) {
    await assert.rejects(
      inTransaction(server.publicCtx, (tx) => change.execute(tx.db)),
      /permission denied/,
    );
  }
});
