import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkText, endpoint, fileReport, listReports, pageEndpoints, readReceipt } from '@spring-rain/contract';
import { startTestServer, type TestServer } from '../test-server.ts';
import { bind } from './bind.ts';
import { startTestRoutes } from './test-routes.ts';

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

/** Posts a raw body to the check, past the typed client. */
async function post(body: string | Buffer, headers: Record<string, string> = {}, path: string = checkText.path) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    body,
  });
  const document = (await response.json()) as Record<string, unknown>;
  return { status: response.status, type: response.headers.get('content-type'), document };
}

test('a refusal is a problem document in the reader’s language', async () => {
  const english = await post('{"text":"   "}');
  const chinese = await post('{"text":"   "}', { 'accept-language': 'zh-Hans-CN,zh;q=0.9,en;q=0.1' });

  assert.equal(english.status, 400);
  assert.equal(english.type, 'application/problem+json; charset=utf-8');
  assert.equal(english.document.type, 'urn:spring-rain:problem:check.text_blank');
  assert.equal(english.document.code, 'check.text_blank');
  assert.equal(english.document.status, 400);
  assert.equal(english.document.title, 'Nothing to check');
  assert.equal(chinese.document.title, '没有内容');
  assert.equal(chinese.document.code, 'check.text_blank');
});

test('a body that is not JSON is refused', async () => {
  for (const body of ['', '{', '{"text":"a"', 'text=a', '{"text":"a"}}', "{'text':'a'}"]) {
    const { status, document } = await post(body);
    assert.equal(status, 400, body);
    assert.equal(document.code, 'request.json_invalid', body);
  }
});

test('a body that is not UTF-8 is refused', async () => {
  const { status, document } = await post(Buffer.from([0x22, 0xff, 0xfe, 0x22]));

  assert.equal(status, 400);
  assert.equal(document.code, 'text.not_unicode');
});

test('a field of the wrong type is named, with what was wanted, in both languages', async () => {
  const english = await post('{"text":1}');
  const chinese = await post('{"text":1}', { 'accept-language': 'zh' });

  assert.equal(english.document.code, 'request.invalid');
  assert.equal(english.document.field, 'text');
  assert.equal(
    english.document.detail,
    'Field text: wanted text of at most 40000 characters. Correct it and send again.',
  );
  assert.equal(chinese.document.detail, '字段 text：需要 最多 40000 个字符的文字。请改正后再发送。');
});

test('each thing that can be wrong with a field says what was wanted', async () => {
  const wrong: readonly (readonly [body: unknown, field: string, wanted: RegExp])[] = [
    [{}, 'text', /text of at most/],
    [null, 'body', /a JSON object/],
    [[], 'body', /a JSON object/],
    [{ text: 'a', scamKind: 'nothing-we-know' }, 'scamKind', /one of: .*fake-loan/],
    [{ text: 'a', happenedAt: 'yesterday' }, 'happenedAt', /2026-11-02T01:30:00Z/],
    [{ text: 'a', moneyMoving: 'yes' }, 'moneyMoving', /true or false/],
    [
      { text: 'a', loss: { amount: { amountMinor: 0, currency: 'CNY' } } },
      'loss.amount.amountMinor',
      /a whole number, at least 1/,
    ],
    [{ text: 'a', loss: { amount: { amountMinor: 1, currency: 'yuan' } } }, 'loss.amount.currency', /\^\[A-Z\]\{3\}\$/],
  ];
  for (const [body, field, wanted] of wrong) {
    const { status, document } = await post(
      JSON.stringify(body),
      { 'idempotency-key': 'k'.repeat(16) },
      fileReport.path,
    );
    assert.equal(status, 400, JSON.stringify(body));
    assert.equal(document.code, 'request.invalid', JSON.stringify(document));
    assert.equal(document.field, field);
    assert.match(String(document.detail), wanted);
  }
});

test('an unknown field is named, wherever it is', async () => {
  const flat = await post('{"text":"a","txet":"b"}');
  const deep = await post('{"text":"a","loss":{"bank":"b"}}', { 'idempotency-key': 'k'.repeat(16) }, fileReport.path);
  const proto = await post('{"text":"a","__proto__":{"text":"b"}}');

  assert.deepEqual([flat.document.code, flat.document.field], ['request.unknown_field', 'txet']);
  assert.deepEqual([deep.document.code, deep.document.field], ['request.unknown_field', 'loss.bank']);
  assert.deepEqual([proto.document.code, proto.document.field], ['request.unknown_field', '__proto__']);
});

test('an unknown field’s name is cut and cannot carry markup', async () => {
  const { document } = await post(JSON.stringify({ text: 'a', [`<script>${'x'.repeat(500)}`]: 1 }));

  assert.equal(document.code, 'request.unknown_field');
  assert.match(String(document.field), /^[\p{L}?x]{1,64}$/u);
});

test('another content type is refused before the body is read', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', 'multipart/form-data']) {
    const { status, document } = await post('{"text":"a"}', { 'content-type': type });
    assert.equal(status, 415, type);
    assert.equal(document.code, 'request.content_type');
    assert.match(String(document.detail), /application\/json/);
  }
  const coded = await post('{"text":"a"}', { 'content-encoding': 'gzip' });
  assert.equal(coded.status, 415);
  const spelled = await post('{"text":"a"}', { 'content-type': 'Application/JSON; charset="utf-8"' });
  assert.equal(spelled.status, 200);
});

test('a body over the limit gets 413 and the connection lives on', async () => {
  const { status, document } = await post(JSON.stringify({ text: 'a'.repeat(300_000) }));
  assert.equal(status, 413);
  assert.equal(document.code, 'request.too_large');
  assert.match(String(document.detail), /256 KB/);

  const streamed = await fetch(`${server.url}${checkText.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    // Without a length: the limit is met while reading.
    body: new Blob([JSON.stringify({ text: 'b'.repeat(2_000_000) })]).stream(),
    duplex: 'half',
  });
  assert.equal(streamed.status, 413);
  await streamed.arrayBuffer();
});

test('a path that is not there is 404, a wrong method 405 with what the path takes', async () => {
  const missing = await fetch(`${server.url}/api/nothing`);
  assert.equal(missing.status, 404);
  assert.equal(((await missing.json()) as { code: string }).code, 'request.not_found');

  const wrong = await fetch(`${server.url}${checkText.path}`, { method: 'PUT', body: '{}' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers.get('allow'), 'POST');
  assert.equal(((await wrong.json()) as { code: string }).code, 'request.method');

  const home = await fetch(`${server.url}/`, { method: 'DELETE' });
  assert.equal(home.headers.get('allow'), 'GET, POST');
  await home.arrayBuffer();
});

test('a path that cannot be decoded, or climbs, is refused and reaches no file', async () => {
  for (const path of ['/%', '/%zz', '/assets/%2e%2e%2f%2e%2e%2fpackage.json', '/assets/..%5c..%5cpackage.json']) {
    const response = await fetch(`${server.url}${path}`, { headers: { 'accept-language': 'en' } });
    assert.equal(response.status, 404, path);
    assert.equal(((await response.json()) as { code: string }).code, 'request.not_found', path);
  }
});

test('whoever asks for a page gets the refusal as a page', async () => {
  const headers = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'zh-CN' };
  const missing = await fetch(`${server.url}/nothing`, { headers });
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get('content-type'), 'text/html; charset=utf-8');
  const html = await missing.text();
  assert.match(html, /<html lang="zh-CN"/);
  assert.match(html, /没有找到/);

  const wrongType = await fetch(`${server.url}${pageEndpoints.checkPage.path}`, {
    method: 'POST',
    headers: { 'accept-language': 'en', 'content-type': 'application/json' },
    body: '{}',
  });
  assert.equal(wrongType.status, 415);
  assert.match(await wrongType.text(), /This content type is not supported/);
});

test('a field of a form that is sent twice is refused', async () => {
  const response = await fetch(`${server.url}/`, {
    method: 'POST',
    headers: { 'accept-language': 'en', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'text=a&text=b',
  });
  assert.equal(response.status, 400);
  assert.match(await response.text(), /request\.invalid/);
});

test('a query field of an API is converted, or refused by name; a page ignores what it does not know', async () => {
  const asked = (query: string) =>
    fetch(`${server.url}${listReports.path}${query}`, {
      headers: { authorization: `Bearer ${server.resources.keys.operatorToken}`, 'accept-language': 'en' },
    });
  assert.equal((await asked('?limit=2&moneyMoving=true')).status, 200);
  const tooMany = (await (await asked('?limit=5000')).json()) as Record<string, unknown>;
  assert.deepEqual([tooMany.code, tooMany.field], ['request.invalid', 'limit']);
  const unknown = (await (await asked('?page=2')).json()) as Record<string, unknown>;
  assert.deepEqual([unknown.code, unknown.field], ['request.unknown_field', 'page']);

  const page = await fetch(`${server.url}/?utm_source=poster`);
  assert.equal(page.status, 200);
});

test('a request that creates must carry an Idempotency-Key', async () => {
  for (const key of [undefined, 'short', 'has space inside', 'k'.repeat(129)]) {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    const { status, document } = await post('{"text":"a"}', headers, fileReport.path);
    assert.equal(status, 400);
    assert.equal(document.code, 'idempotency.key_missing');
  }
});

test('a receipt is read however it was written down', async () => {
  const { receipt } = (
    await server.call(
      fileReport,
      { body: { text: 'Call 13800138000' } },
      { headers: { 'idempotency-key': 'a'.repeat(20) } },
    )
  ).body as { receipt: string };
  const grouped = receipt.replace(/(.{4})(?=.)/g, '$1 ');
  for (const written of [receipt, grouped, grouped.replaceAll(' ', '-')]) {
    const { status } = await server.call(readReceipt, {}, { headers: { 'spring-rain-receipt': written } });
    assert.equal(status, 200, written);
  }
  const fullWidth = receipt.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const page = await server.call(pageEndpoints.statusPage, { body: { receipt: fullWidth } });
  assert.equal(page.status, 200);
});

test('a bug is answered without detail', async () => {
  const broken = endpoint({
    name: 'broken',
    method: 'GET',
    path: '/broken',
    summary: 'Fails.',
    permission: 'public',
  });
  const secret = 'the password is 12345678';
  const fails = bind(broken, () => {
    throw new Error(secret);
  });
  await using own = await startTestRoutes([fails], { platform: { logLevel: 'silent' } });

  const response = await fetch(`${own.url}/broken`, { headers: { 'accept-language': 'en' } });

  assert.equal(response.status, 500);
  const text = await response.text();
  assert.match(text, /server\.failed/);
  assert.doesNotMatch(text, /password/);
});
