import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { attachToReport, readAttachment, readReport } from '@spring-rain/contract';
import sharp from 'sharp';
import { startTestServer } from '../../platform/test-server.ts';
import { file, holding, newestId, statusOf, type TestServer } from './test-reports.ts';

let colour = 0;

/** A picture unlike any other in these tests. */
async function picture(format: 'jpeg' | 'png' = 'png'): Promise<Buffer> {
  colour += 1;
  const background = { r: colour % 256, g: (colour * 7) % 256, b: 90 };
  return await sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

async function attach(server: TestServer, receipt: string, ...files: (Uint8Array | File)[]) {
  return await server.call(
    attachToReport,
    {},
    {
      ...holding(receipt),
      files: files.map((each) => (each instanceof File ? each : new File([new Uint8Array(each)], 'screen.png'))),
    },
  );
}

function codeOf({ body }: { body: { code?: string } }): string | undefined {
  return body.code;
}

test('a photo is kept without where it was taken, and the operator downloads it', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const photo = await sharp(await picture('jpeg'))
    .withExif({ IFD0: { Make: 'A camera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' } })
    .jpeg()
    .toBuffer();

  const attached = await attach(server, receipt, photo);

  assert.equal(attached.status, 201);
  const [summary] = attached.body.attachments;
  assert.equal(summary?.mediaType, 'image/jpeg');
  const { headers, body } = await server.call(readAttachment, { params: { id: summary!.id } });
  // A download answers bytes, which the contract's type of a reply does not say.
  const bytes = Buffer.from(body as unknown as Uint8Array);
  assert.equal(bytes.byteLength, summary?.sizeBytes);
  assert.equal((await sharp(bytes).metadata()).exif, undefined);
  assert.equal(headers.get('content-type'), 'image/jpeg');
  assert.equal(headers.get('content-disposition'), `attachment; filename="${summary!.id}.jpg"`);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.deepEqual(
    (await statusOf(server, receipt)).timeline.map(({ kind }) => kind),
    ['received', 'attached'],
  );
});

test('a file that lies about its type is taken for what it is, or not at all', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const honest = new File([new Uint8Array(await picture('jpeg'))], 'holiday.exe', { type: 'application/x-msdownload' });
  const taken = await attach(server, receipt, honest);
  assert.equal(taken.body.attachments[0]?.mediaType, 'image/jpeg');
  const program = new File([new Uint8Array(Buffer.from('MZ\u0090\u0000'))], 'photo.jpg', { type: 'image/jpeg' });
  const refused = await attach(server, receipt, program);
  assert.deepEqual([refused.status, codeOf(refused)], [415, 'attachment.type_refused']);
  const page = new File(['<html><script>alert(1)</script>'], 'photo.png', { type: 'image/png' });
  assert.equal(codeOf(await attach(server, receipt, page)), 'attachment.type_refused');
});

test('a picture that is cut off is refused, and nothing of it is kept', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const noise = Buffer.alloc(200 * 200 * 3, 0).map((_byte, at) => (at * 7_919) % 251);
  const whole = await sharp(noise, { raw: { width: 200, height: 200, channels: 3 } })
    .png()
    .toBuffer();
  const refused = await attach(server, receipt, whole.subarray(0, whole.length / 2));
  assert.deepEqual([refused.status, codeOf(refused)], [422, 'attachment.broken']);
  assert.deepEqual((await statusOf(server, receipt)).attachments, []);
  assert.deepEqual(await Array.fromAsync(server.ctx.files.list()), []);
});

test('more than 10 MB is refused', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const refused = await attach(server, receipt, Buffer.alloc(10 * 1024 * 1024 + 1));
  assert.deepEqual([refused.status, codeOf(refused)], [413, 'attachment.too_large']);
});

test('the sixth file is refused, whether it comes with the others or after them', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const six = await Promise.all(Array.from({ length: 6 }, () => picture()));
  const together = await attach(server, receipt, ...six);
  assert.deepEqual([together.status, codeOf(together)], [413, 'attachment.too_many']);
  assert.equal((await statusOf(server, receipt)).attachments.length, 5);
  assert.equal(codeOf(await attach(server, receipt, await picture())), 'attachment.too_many');
  assert.equal((await statusOf(server, receipt)).attachments.length, 5);
});

test('files sent at the same time never make more than five', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const pictures = await Promise.all(Array.from({ length: 9 }, () => picture()));
  const sent = await Promise.all(pictures.map((each) => attach(server, receipt, each)));
  assert.equal(sent.filter(({ status }) => status === 201).length, 5);
  assert.equal((await statusOf(server, receipt)).attachments.length, 5);
});

test('the same picture twice is one attachment', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const bytes = await picture();
  await attach(server, receipt, bytes);
  assert.equal((await attach(server, receipt, bytes)).status, 201);
  assert.equal((await statusOf(server, receipt)).attachments.length, 1);
});

test('two reports with the same picture keep one file', async () => {
  await using server = await startTestServer();
  const one = await file(server);
  const other = await file(server, { text: 'Another report.' });
  const bytes = await picture();
  await attach(server, one.receipt, bytes);
  await attach(server, other.receipt, bytes);
  assert.equal((await Array.fromAsync(server.ctx.files.list())).length, 1);
});

test('a file is named by the hash of what is kept, not of what was sent', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const bytes = Buffer.concat([await picture(), Buffer.from('hidden behind the end')]);
  await attach(server, receipt, bytes);
  const [kept] = await Array.fromAsync(server.ctx.files.list());
  assert.notEqual(kept, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(
    kept,
    createHash('sha256')
      .update(await server.ctx.files.get(kept!))
      .digest('hex'),
  );
});

test('nobody attaches without a receipt, and a stranger’s attachment is not found', async () => {
  await using server = await startTestServer();
  await file(server);
  const refused = await attach(server, '0000000000000000', await picture());
  assert.deepEqual([refused.status, codeOf(refused)], [404, 'receipt.unknown']);
  const id = '00000000-0000-7000-8000-00000000dead';
  assert.equal((await server.call(readAttachment, { params: { id } })).status, 404);
  const { body } = await server.call(readReport, { params: { id: await newestId(server) } });
  assert.deepEqual((body as { attachments: unknown[] }).attachments, []);
});
