import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkText, pageEndpoints } from '@spring-rain/contract';
import { startApp } from '../../app.ts';
import { createLog } from '../../platform/log.ts';
import { check, countRows, startCheckServer, type TestServer } from './test-checks.ts';

let server: TestServer;
before(async () => {
  server = await startCheckServer();
});
after(() => server[Symbol.asyncDispose]());

async function refusal(text: string) {
  const { status, body } = await server.call(checkText, { body: { text } });
  return [status, body.code, body.field];
}

test('blank text is refused, however it is made to look', async () => {
  for (const text of ['', '   ', '\n\t', '\u200b\u200d\ufeff', '\u2800\u3164\u00ad', '\u202e\u2066']) {
    assert.deepEqual(await refusal(text), [400, 'check.text_blank', 'text'], JSON.stringify(text));
  }
  assert.equal((await check(server, '？')).verdict, 'no-record');
});

test('ten thousand characters are taken and one more is refused, with both numbers', async () => {
  assert.equal((await check(server, '好'.repeat(10_000))).verdict, 'no-record');
  const { status, body } = await server.call(checkText, { body: { text: '好'.repeat(10_001) } });
  assert.deepEqual([status, body.code, body.field], [400, 'text.too_long', 'text']);
  assert.match(body.detail!, /10000.*10001/);
});

test('NUL and lone surrogates are refused; bidi overrides are looked through', async () => {
  for (const text of ['a\0b', 'a\ud800b', '\udc00']) {
    const sent = await fetch(`${server.url}${checkText.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    assert.deepEqual(
      [sent.status, ((await sent.json()) as { code: string }).code],
      [400, 'text.not_unicode'],
      JSON.stringify(text),
    );
  }
  const { indicators } = await check(server, '请打\u202e 13800138000');
  assert.deepEqual(
    indicators.map(({ value }) => value),
    ['+8613800138000'],
  );
});

test('offsets are half-open positions in the text that was sent', async () => {
  const text = '😀 加微信 abc12345，或 hxxp://evil[.]shop-x[.]top/a 😀';
  for (const { start, end, kind } of (await check(server, text)).indicators) {
    const found = text.slice(start, end);
    assert.ok(kind === 'handle' ? found === 'abc12345' : found === 'hxxp://evil[.]shop-x[.]top/a', found);
  }
});

test('identity numbers are hidden places, never values', async () => {
  const answer = await check(server, '我的身份证 11010519491231002X');
  assert.deepEqual(answer.indicators, []);
  assert.equal(answer.redactions.length, 1);
});

test('a check is neither stored nor logged, by the API or on the page', async () => {
  const logged: string[] = [];
  const log = createLog('debug', (line) => logged.push(line));
  const { resources } = server;
  const context: typeof resources.context = (actor) => ({ ...resources.context(actor), log });
  await using app = await startApp({ ...resources, log, context }, { works: false });
  const text = '转账到 http://very-particular-name.top/abc 并致电 13912345678';
  const before = await countRows(server);
  await app.inject({ method: 'POST', url: checkText.path, payload: { text } });
  await app.inject({
    method: 'POST',
    url: '/',
    payload: new URLSearchParams({ text }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  assert.deepEqual(await countRows(server), before);
  assert.doesNotMatch(logged.join(''), /very-particular-name|13912345678|转账/);
});

test('the page answers in place, without JavaScript, and shows what was typed as text', async () => {
  const text = '<script>alert(1)</script>\r\n请打 13800138000';
  const { status, body } = await server.call(pageEndpoints.checkPage, { body: { text } });
  assert.equal(status, 200);
  assert.match(body, /&lt;script&gt;/);
  assert.doesNotMatch(body, /<script>alert/);
  assert.match(body, /<mark[^>]*>.{0,200}13800138000/s);
});

test('a refusal stands on the page, with the text still in the box', async () => {
  const { status, body } = await server.call(pageEndpoints.checkPage, { body: { text: '好'.repeat(10_001) } });
  assert.equal(status, 400);
  assert.match(body, /<textarea[^>]*>\s*好{100}/);
});
