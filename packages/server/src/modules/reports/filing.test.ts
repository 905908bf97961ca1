import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { fileReport, listReports, type ReportDraft, readReport } from '@spring-rain/contract';
import { groupCommit } from '../../platform/group-commit.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { fileReport as fileReportOnce, keepReports } from './filing.ts';
import { file, isKeptAnywhere, newestId, scamText, statusOf, type TestServer } from './test-reports.ts';

/** Sends any body, also one that the contract's types would not let through. */
async function refusal(server: TestServer, body: unknown, headers: Record<string, string> = {}) {
  return await server.call(
    fileReport,
    { body: body as ReportDraft },
    { headers: { 'idempotency-key': randomUUID(), ...headers } },
  );
}

async function reportCount(server: TestServer): Promise<number> {
  const { body } = await server.call(listReports, { query: { limit: 200 } });
  return (body as { rows: unknown[] }).rows.length;
}

test('a report is kept and its receipt opens its status', async () => {
  await using server = await startTestServer();

  const { receipt, receivedAt } = await file(server, { channel: 'sms', scamKind: 'fake-refund' });

  assert.match(receipt, /^\d{16}$/);
  const status = await statusOf(server, receipt);
  assert.equal(status.about, 'report');
  assert.equal(status.state, 'received');
  assert.equal(status.text, scamText);
  assert.equal(status.receivedAt, receivedAt);
  assert.deepEqual(
    status.timeline.map(({ kind }) => kind),
    ['received'],
  );
  const link = status.indicators.find(({ kind }) => kind === 'url');
  assert.equal(link?.value, 'http://evil-parcel.example/pay');
  assert.equal(status.text?.slice(link?.start, link?.end), 'http://evil-parcel.example/pay');
});

test('a text that may not be kept is refused, and leaves nothing behind', async () => {
  await using server = await startTestServer();
  for (const [text, code] of [
    ['', 'report.text_blank'],
    ['   \n\t　', 'report.text_blank'],
    ['\u200b\u200d\ufeff\u2060\u3164\u2800\u00ad', 'report.text_blank'],
    ['\u202e\u202c', 'report.text_blank'],
    ['a'.repeat(10_001), 'text.too_long'],
    ['诈'.repeat(10_001), 'text.too_long'],
    ['before \0 after', 'text.not_unicode'],
    ['half \ud83d a smile', 'text.not_unicode'],
    ['the other half \ude00', 'text.not_unicode'],
  ] as const) {
    const refused = await refusal(server, { text });
    assert.equal(refused.status, 400, JSON.stringify(text));
    assert.equal(refused.body.code, code, JSON.stringify(text).slice(0, 80));
    assert.equal(refused.body.field, 'text');
  }
  assert.equal(await reportCount(server), 0);
  assert.deepEqual(await server.queuedJobs(), []);
});

test('a text of exactly 10,000 characters is kept whole', async () => {
  await using server = await startTestServer();
  const text = '骗'.repeat(10_000);
  const { receipt } = await file(server, { text });
  assert.equal((await statusOf(server, receipt)).text, text);
});

test('signs that turn the direction of text are kept as they came', async () => {
  await using server = await startTestServer();
  const text = '安装 \u202egpj.exe\u202c 就能\u2066退款\u2069';
  const { receipt } = await file(server, { text });
  assert.equal((await statusOf(server, receipt)).text, text);
});

test('markup, script and SQL in any field are text like any other', async () => {
  await using server = await startTestServer();
  const nasty = `<script>alert(1)</script>"><img src=x onerror=alert(1)>'; drop table report; --\${7*7}{{7*7}}%00`;
  const { receipt } = await file(server, {
    text: nasty,
    loss: { amount: { amountMinor: 5_000_00, currency: 'CNY' }, ownBank: nasty, payeeAccount: nasty },
    contact: nasty,
  });
  const status = await statusOf(server, receipt);
  assert.equal(status.text, nasty);
  const { body } = await server.call(readReport, { params: { id: await newestId(server) } });
  const detail = body as { text: string; loss: { ownBank: string; payeeAccount: string } };
  assert.deepEqual([detail.text, detail.loss.ownBank, detail.loss.payeeAccount], [nasty, nasty, nasty]);
});

test('what is not in the contract is refused with the field and what was wanted', async () => {
  await using server = await startTestServer();
  for (const [body, code, field] of [
    [{ text: scamText, verdict: 'known-scam' }, 'request.unknown_field', 'verdict'],
    [{ text: scamText, loss: { iban: 'x' } }, 'request.unknown_field', 'loss.iban'],
    [{ text: 7 }, 'request.invalid', 'text'],
    [{}, 'request.invalid', 'text'],
    [[], 'request.invalid', 'body'],
    [{ text: scamText, channel: 'pigeon' }, 'request.invalid', 'channel'],
    [{ text: scamText, happenedAt: 'yesterday' }, 'request.invalid', 'happenedAt'],
    [{ text: scamText, happenedAt: '2999-01-01T00:00:00Z' }, 'report.time_invalid', 'happenedAt'],
    [{ text: scamText, loss: { paidAt: '2999-01-01T00:00:00Z' } }, 'report.time_invalid', 'loss.paidAt'],
    [
      { text: scamText, loss: { amount: { amountMinor: 0, currency: 'CNY' } } },
      'request.invalid',
      'loss.amount.amountMinor',
    ],
    [
      { text: scamText, loss: { amount: { amountMinor: 1.5, currency: 'CNY' } } },
      'request.invalid',
      'loss.amount.amountMinor',
    ],
    [{ text: scamText, loss: { amount: { amountMinor: 100, currency: 'XYZ' } } }, 'report.amount_invalid', 'currency'],
    [{ text: scamText, loss: { ownBank: 'a\0b' } }, 'text.not_unicode', 'loss.ownBank'],
    [{ text: scamText, contact: 'a\ud800b' }, 'text.not_unicode', 'contact'],
  ] as const) {
    const refused = await refusal(server, body);
    const found = refused.body as { code: string; field?: string };
    assert.deepEqual([refused.status, found.code, found.field], [400, code, field], JSON.stringify(body));
  }
  assert.equal(await reportCount(server), 0);
});

test('a refusal speaks the reader’s language', async () => {
  await using server = await startTestServer();
  const zh = await refusal(server, { text: ' ' }, { 'accept-language': 'zh-CN' });
  const en = await refusal(server, { text: ' ' }, { 'accept-language': 'en-GB,en;q=0.8' });
  assert.equal(zh.body.title, '举报内容是空的');
  assert.equal(en.body.title, 'The report is empty');
});

test('the same request again gets the same receipt and keeps nothing twice', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const first = await file(server, { contact: 'me@mail.example' }, key);
  const again = await file(server, { contact: 'me@mail.example' }, key);
  assert.deepEqual(again, first);
  assert.equal(await reportCount(server), 1);
});

test('the order of a body’s fields makes no other request', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const first = await refusal(server, { text: scamText, channel: 'sms' }, { 'idempotency-key': key });
  const again = await refusal(server, { channel: 'sms', text: scamText }, { 'idempotency-key': key });
  assert.deepEqual(again.body, first.body);
});

test('the same key with another body is refused', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  await file(server, {}, key);
  const refused = await refusal(server, { text: 'Another text.' }, { 'idempotency-key': key });
  assert.equal(refused.status, 409);
  assert.equal(refused.body.code, 'idempotency.key_reused');
  assert.equal(await reportCount(server), 1);
});

test('a request without a key is refused', async () => {
  await using server = await startTestServer();
  const refused = await server.call(fileReport, { body: { text: scamText } }, { headers: { 'idempotency-key': '' } });
  assert.equal(refused.body.code, 'idempotency.key_missing');
});

test('one request sent twenty times at once is one report with one receipt', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => file(server, {}, key)));
  assert.equal(new Set(answers.map(({ receipt }) => receipt)).size, 1);
  assert.equal(await reportCount(server), 1);
});

test('of one key with two bodies sent at once, one body is kept and the other refused', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_each, at) => refusal(server, { text: `Text ${at % 2}` }, { 'idempotency-key': key })),
  );
  assert.equal(answers.filter(({ status }) => status === 201).length, 10);
  assert.equal(answers.filter(({ status }) => status === 409).length, 10);
  assert.equal(await reportCount(server), 1);
});

test('many reports at once are each kept, with receipts of their own', async () => {
  await using server = await startTestServer();
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_each, at) => file(server, { text: `${scamText} ${at}` })),
  );
  assert.equal(new Set(answers.map(({ receipt }) => receipt)).size, 120);
  assert.equal(await reportCount(server), 120);
  const statuses = await Promise.all(answers.map(({ receipt }) => statusOf(server, receipt)));
  assert.deepEqual(
    statuses.map(({ text }) => text),
    answers.map((_each, at) => `${scamText} ${at}`),
  );
});

test('a refused report among many that share a commit fails alone', async () => {
  await using server = await startTestServer();
  const key = randomUUID();
  await file(server, {}, key);
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_each, at) =>
      refusal(server, { text: `Text ${at}` }, at === 17 ? { 'idempotency-key': key } : {}),
    ),
  );
  assert.deepEqual(
    answers.map(({ status }) => status),
    answers.map((_each, at) => (at === 17 ? 409 : 201)),
  );
  assert.equal(await reportCount(server), 30);
});

test('several processes on one database keep each request once', async () => {
  await using server = await startTestServer();
  const ctx = server.publicCtx;
  const processes = Array.from({ length: 4 }, () => groupCommit(ctx, { maxBatch: 20, write: keepReports }));
  const receipts = await Promise.all(
    processes.flatMap((keep) =>
      Array.from({ length: 40 }, async (_each, at) => {
        const draft = { text: `${scamText} ${at} http://h${39 - at}.example/` };
        const filing = { draft, idempotencyKey: `shared-key-${at}`, reporterParts: ['test'] };
        return (await fileReportOnce(ctx, keep, filing)).receipt;
      }),
    ),
  );
  assert.equal(new Set(receipts).size, 40);
  assert.equal(await reportCount(server), 40);
});

test('a receipt that another report has already is not given out twice', async () => {
  await using server = await startTestServer();
  const ctx = server.publicCtx;
  // The same digits for the first two reports, as would happen once in 10^15 pairs.
  const seen: string[] = [];
  const receiptFor = (id: string) => {
    if (!seen.includes(id)) seen.push(id);
    return seen.indexOf(id) < 2 ? '1111111111111117' : '2222222222222224';
  };
  const unlucky = { ...ctx, keys: { ...ctx.keys, receiptFor } };
  const keep = groupCommit(unlucky, { maxBatch: 10, write: keepReports });
  const answers: string[] = [];
  for (const key of ['first-of-two', 'second-of-two']) {
    const filing = { draft: { text: scamText }, idempotencyKey: key, reporterParts: ['test'] };
    answers.push((await fileReportOnce(unlucky, keep, filing)).receipt);
  }
  assert.deepEqual(answers, ['1111111111111117', '2222222222222224']);
});

test('identity and passport numbers are hidden before a report is kept', async () => {
  await using server = await startTestServer();
  const identity = '11010519491231002X';
  const { receipt } = await file(server, {
    text: `对方要我发身份证 ${identity} 的照片，网址 http://evil.example/id`,
    loss: { payeeAccount: identity, ownBank: `户名 ${identity}` },
  });
  const status = await statusOf(server, receipt);
  assert.equal(status.text?.includes(identity), false);
  assert.equal(status.text, `对方要我发身份证 ${'■'.repeat(18)} 的照片，网址 http://evil.example/id`);
  const link = status.indicators.find(({ kind }) => kind === 'url');
  assert.equal(status.text?.slice(link?.start, link?.end), 'http://evil.example/id');
  assert.equal(await isKeptAnywhere(server, identity), false);
});
