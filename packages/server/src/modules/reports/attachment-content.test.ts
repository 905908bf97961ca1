import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '@spring-rain/contract';
import sharp from 'sharp';
import { claimingPng } from '../../platform/test-png.ts';
import { cleanFile } from './attachment-content.ts';

const pixelsMax = 50_000_000;
const clean = (bytes: Uint8Array) => cleanFile(bytes, pixelsMax);

function picture(width = 40, height = 20) {
  return sharp({ create: { width, height, channels: 3, background: '#b42318' } });
}

test('where a photo was taken, and by which camera, is gone', async () => {
  const photo = await picture()
    .withExif({
      IFD0: { Make: 'A camera', Model: 'With a serial number' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 13/1 49/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '121/1 28/1 25/1',
      },
    })
    .jpeg()
    .toBuffer();
  const before = await sharp(photo).metadata();
  assert.ok(before.exif?.includes('A camera'), 'the test photo has metadata');

  const { bytes, mediaType } = await clean(photo);

  const after = await sharp(bytes).metadata();
  assert.equal(mediaType, 'image/jpeg');
  assert.equal(after.exif, undefined);
  assert.equal(after.xmp, undefined);
  assert.equal(Buffer.from(bytes).includes('A camera'), false);
});

test('a photo taken upright stays upright when its orientation is gone', async () => {
  const sideways = await picture(40, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { bytes } = await clean(sideways);
  const { width, height, orientation } = await sharp(bytes).metadata();
  assert.deepEqual([width, height, orientation], [20, 40, undefined]);
});

test('every kind of image that is taken comes back as the same kind', async () => {
  for (const [format, mediaType] of [
    ['jpeg', 'image/jpeg'],
    ['png', 'image/png'],
    ['webp', 'image/webp'],
    ['gif', 'image/gif'],
  ] as const) {
    const cleaned = await clean(await picture().toFormat(format).toBuffer());
    assert.equal(cleaned.mediaType, mediaType);
    assert.equal((await sharp(cleaned.bytes).metadata()).format, format);
    assert.match(cleaned.contentHash, /^[0-9a-f]{64}$/);
  }
});

test('what hides behind the image’s end does not come along', async () => {
  const payload = Buffer.from('<script>alert(1)</script>PK\u0003\u0004');
  const carrier = Buffer.concat([await picture().png().toBuffer(), payload]);
  const { bytes } = await clean(carrier);
  assert.equal(Buffer.from(bytes).includes('<script>'), false);
});

test('a PDF is kept byte for byte', async () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
  const cleaned = await clean(pdf);
  assert.equal(cleaned.mediaType, 'application/pdf');
  assert.deepEqual(Buffer.from(cleaned.bytes), pdf);
});

test('the content decides what a file is: a program, a page, an SVG or an archive is refused by any name', async () => {
  for (const bytes of [
    Buffer.from('MZ\u0090\u0000\u0003'),
    Buffer.from('<html><script>alert(1)</script></html>'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    Buffer.from('PK\u0003\u0004\u0014\u0000\u0000\u0000'),
    Buffer.alloc(0),
    Buffer.alloc(1000),
  ]) {
    await assert.rejects(clean(bytes), isProblem('attachment.type_refused'));
  }
});

test('a picture that would unpack to more pixels than any phone takes is refused before it is unpacked', async () => {
  const bomb = claimingPng(60_000, 60_000);
  assert.ok(bomb.byteLength < 100_000, 'the bomb is small');
  const before = process.memoryUsage().rss;
  await assert.rejects(clean(bomb), isProblem('attachment.broken'));
  assert.ok(process.memoryUsage().rss - before < 300 * 1024 * 1024, 'it was not unpacked');
});

test('a picture that is cut off or damaged is refused', async () => {
  const noise = Buffer.alloc(200 * 200 * 3, 0).map((_byte, at) => (at * 7_919) % 251);
  const raw = sharp(noise, { raw: { width: 200, height: 200, channels: 3 } });
  for (const format of ['jpeg', 'png', 'webp', 'gif'] as const) {
    const whole = await raw.clone().toFormat(format).toBuffer();
    await assert.rejects(
      clean(whole.subarray(0, whole.length / 2)),
      isProblem('attachment.broken'),
      `half a ${format}`,
    );
  }
});

test('more than 10 MB is too large', async () => {
  await assert.rejects(clean(Buffer.alloc(10 * 1024 * 1024 + 1)), isProblem('attachment.too_large'));
});

test('many pictures at once are drawn one after the other, and a broken one holds up none', async () => {
  const photos = await Promise.all(
    Array.from({ length: 8 }, (_each, at) =>
      picture(100 + at, 50)
        .png()
        .toBuffer(),
    ),
  );
  const results = await Promise.allSettled([clean(photos[0]!.subarray(0, 60)), ...photos.map(clean)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', ...photos.map(() => 'fulfilled')],
  );
});

test('the same file cleaned twice is the same content', async () => {
  const photo = await picture(300, 200).jpeg().toBuffer();
  assert.equal((await clean(photo)).contentHash, (await clean(photo)).contentHash);
});

function isProblem(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}
