import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkImage, pageEndpoints, readMetrics } from '@spring-rain/contract';
import { startApp } from '../../app.ts';
import { createLog } from '../../platform/log.ts';
import { claimingPng } from '../../platform/test-png.ts';
import { drawChat, drawCode, stack } from '../screenshots/test-pictures.ts';
import { countRows, list, startCheckServer, type TestServer } from './test-checks.ts';

/** What is tested here are answers, on a machine that may be busy with much else. */
const imageReading = { loadMaxMs: 120_000, readMaxMs: 120_000, beginPartMaxMs: 100_000 };
const white = { ground: '#ffffff', ink: '#111111' };

let server: TestServer;
let chat: Buffer;
before(async () => {
  server = await startCheckServer({ imageReading });
  chat = await drawChat([
    { text: '【云杉商城】您的订单可以双倍退款，请登录 http://tuikuan-kefu.top/r 办理', ...white },
    { text: '请添加微信 tk_kefu88 或致电 13812345678', ...white },
  ]);
  await list(server, { kind: 'domain', value: 'tuikuan-kefu.top' });
});
after(() => server[Symbol.asyncDispose]());

const fileOf = (bytes: Uint8Array, name = 'screen.png') => new File([new Uint8Array(bytes)], name);

async function askApi(...pictures: Uint8Array[]) {
  return await server.call(checkImage, {}, { files: pictures.map((picture) => fileOf(picture)) });
}

async function askPage(body: { text: string; fromPicture?: string }, ...pictures: Uint8Array[]) {
  return await server.call(pageEndpoints.checkPage, { body }, { files: pictures.map((picture) => fileOf(picture)) });
}

test('a screenshot gets the verdict of what it says, with offsets into the text that was read', async () => {
  const { status, body } = await askApi(chat);
  assert.equal(status, 200);
  assert.equal(body.verdict, 'known-scam');
  const found = body.indicators.map(({ kind, value, start, end }) => [kind, value, body.image.text.slice(start, end)]);
  assert.deepEqual(found, [
    ['url', 'http://tuikuan-kefu.top/r', 'http://tuikuan-kefu.top/r'],
    ['handle', 'wechat:tk_kefu88', 'tk_kefu88'],
    ['phone', '+8613812345678', '13812345678'],
  ]);
  assert.deepEqual([body.image.codes, body.image.isComplete], [[], true]);
});

test('a link in a QR code is judged like one that was typed; a script in one is text', async () => {
  const picture = await stack(await drawCode('http://tuikuan-kefu.top/q'), await drawCode('javascript:alert(1)'));
  const { body } = await askApi(picture);
  assert.equal(body.verdict, 'known-scam');
  assert.deepEqual(
    body.indicators.map(({ value }) => value),
    ['http://tuikuan-kefu.top/q'],
  );
  assert.deepEqual(
    body.image.codes.map(({ kind, isLink }) => [kind, isLink]),
    [
      ['link', true],
      ['script', false],
    ],
  );
});

test('the page says that it was read from a picture, shows the text with its marks, and no link to what it says', async () => {
  const { status, body } = await askPage({ text: '' }, await stack(chat, await drawCode('javascript:alert(1)')));
  assert.equal(status, 200);
  assert.match(body, /Read from an image[\s\S]*Check it against the picture/);
  assert.match(body, /<mark class="known-scam[^>]*>http:\/\/tuikuan-kefu\.top\/r/);
  assert.match(body, /class="kind">script<\/span> <bdi[^>]*>javascript:alert\(1\)<\/bdi>/);
  assert.doesNotMatch(body, /(?:href|src|action)="(?:javascript|http:)/i);
  assert.match(body, /<form method="post" action="\/report\/new"[\s\S]*your picture was not kept/i);
});

test('in another language the page still says that it was read from a picture, which is not there any more', async () => {
  const { body } = await askPage({ text: '' }, chat);
  assert.match(body, /name="fromPicture" value="yes"/);
  const again = await server.inject({
    method: 'POST',
    url: '/?lang=zh-CN',
    payload: new URLSearchParams({ text: 'http://tuikuan-kefu.top/r', fromPicture: 'yes' }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.equal(again.statusCode, 200);
  assert.match(again.body, /从图片读出[\s\S]*对照图片/);
});

test('what was typed beside the picture is checked with it', async () => {
  const { body } = await askPage({ text: '他让我打 13912345678' }, await drawCode('http://tuikuan-kefu.top/q'));
  assert.match(body, /<mark[^>]*>13912345678<\/mark>[\s\S]*<mark[^>]*>http:\/\/tuikuan-kefu\.top\/q<\/mark>/);
  const tooLong = await askPage({ text: '好'.repeat(10_001) }, chat);
  assert.equal(tooLong.status, 400);
});

test('a form without a picture is a check of its text; one without anything is refused on the page', async () => {
  const { status, body } = await askPage({ text: '请打 13800138000' }, Buffer.alloc(0));
  assert.deepEqual([status, body.includes('13800138000'), body.includes('Read from an image')], [200, true, false]);
  const typed = await server.call(pageEndpoints.checkPage, { body: { text: '请打 13800138000' } });
  assert.deepEqual([typed.status, typed.body.includes('Read from an image')], [200, false]);
  const nothing = await server.call(pageEndpoints.checkPage, { body: { text: '' } });
  assert.equal(nothing.status, 400);
});

test('each refusal says what was wanted, by the API and on the page', async () => {
  const code = await drawCode('x');
  const blank = await drawChat([]);
  for (const [wanted, pictures] of [
    [[413, 'image.too_large'], [claimingPng(50_000, 50_000)]],
    [[413, 'image.too_large'], [claimingPng(12_000, 12_000)]],
    [[422, 'image.unreadable'], [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]],
    [[422, 'image.unreadable'], [chat.subarray(0, chat.length / 2)]],
    [[422, 'image.nothing_read'], [blank]],
    [
      [400, 'image.one_only'],
      [code, code],
    ],
    [[413, 'attachment.too_large'], [Buffer.alloc(10 * 1024 * 1024 + 1)]],
  ] as const) {
    const { status, body } = await askApi(...pictures);
    assert.deepEqual([status, body.code], wanted);
    const page = await askPage({ text: '' }, ...pictures);
    assert.equal(page.status, wanted[0], wanted[1]);
    assert.match(page.body, /role="alert"/, wanted[1]);
  }
  const { status, body } = await server.call(checkImage, {}, { files: [new File([], '')] });
  assert.deepEqual([status, body.code], [400, 'image.missing']);
});

test('reading that takes too long is ended, and says so', async () => {
  await using hurried = await startCheckServer({ imageReading: { ...imageReading, readMaxMs: 60 } });
  const { status, body } = await hurried.call(checkImage, {}, { files: [fileOf(chat)] });
  assert.deepEqual([status, body.code], [422, 'image.took_too_long']);
});

test('only so many pictures wait, and who is refused learns when to come again', async () => {
  await using narrow = await startCheckServer({ imageReading: { ...imageReading, waitingMax: 1 } });
  const picture = await drawCode('x');
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => narrow.call(checkImage, {}, { files: [fileOf(picture)] })),
  );
  const refused = answers.filter(({ status }) => status === 503);
  assert.equal(answers.filter(({ status }) => status === 200).length, 2);
  assert.equal(refused.length, 4);
  for (const { body, headers } of refused) {
    assert.equal(body.code, 'image.busy');
    assert.equal(headers.get('retry-after'), '5');
  }
});

test('one address may send so many pictures a minute, by the API and on the page together', async () => {
  await using limited = await startCheckServer({ imageReading, limitsRequests: true });
  const picture = await drawCode('x');
  const { imagesPerAddressPerMinute } = limited.resources.profile.rate;
  const ask = (address: string) =>
    limited.call(checkImage, {}, { files: [fileOf(picture)], headers: { 'x-forwarded-for': address } });
  const askOnPage = (address: string) =>
    limited.call(
      pageEndpoints.checkPage,
      { body: { text: '' } },
      { files: [fileOf(picture)], headers: { 'x-forwarded-for': address } },
    );
  for (let sent = 1; sent < imagesPerAddressPerMinute; sent += 1) assert.equal((await ask('203.0.113.7')).status, 200);
  assert.equal((await askOnPage('203.0.113.7')).status, 200);
  assert.equal((await askOnPage('203.0.113.7')).status, 429);
  assert.equal((await ask('203.0.113.7')).status, 429);
  assert.equal((await ask('203.0.113.8')).status, 200);
});

test('a picture is neither stored nor logged, nor what it says', async () => {
  const logged: string[] = [];
  const log = createLog('debug', (line) => logged.push(line));
  const { resources } = server;
  const context: typeof resources.context = (actor) => ({ ...resources.context(actor), log });
  await using app = await startApp({ ...resources, log, context }, { works: false, imageReading });
  const before = await countRows(server);
  const files: string[] = [];
  for await (const name of resources.files.list()) files.push(name);
  for (const url of [checkImage.path, '/']) {
    for (const picture of [chat, chat.subarray(0, 3_000)]) {
      const form = new FormData();
      if (url === '/') form.append('text', '');
      form.append('file', fileOf(picture, 'my-secret-name.png'));
      const { headers, body } = encoded(form);
      await app.inject({ method: 'POST', url, headers, payload: Buffer.from(await body) });
    }
  }
  assert.deepEqual(await countRows(server), before);
  const filesAfter: string[] = [];
  for await (const name of resources.files.list()) filesAfter.push(name);
  assert.deepEqual(filesAfter, files);
  assert.doesNotMatch(logged.join(''), /tuikuan|kefu|13812345678|退款|my-secret-name/);
});

test('the process that reads is seen in the metrics', async () => {
  await askApi(await drawCode('x'));
  const { body } = await server.call(readMetrics, {});
  assert.match(body, /spring_rain_image_reader_loaded 1/);
  assert.match(body, /spring_rain_images_waiting 0/);
});

function encoded(form: FormData) {
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  return { headers: { 'content-type': request.headers.get('content-type')! }, body: request.arrayBuffer() };
}
