import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { addToReport, readReceipt, readReport } from '@spring-rain/contract';
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
  verdictOf,
} from './test-reports.ts';

test('a wrong receipt and an expired one get the same answer', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  server.clock.advance({ days: 366 });

  const expired = await server.call(readReceipt, {}, holding(receipt));
  const wrong = await server.call(readReceipt, {}, holding('0000000000000000'));
  const mistyped = await server.call(readReceipt, {}, holding('12345'));

  assert.equal(expired.status, 404);
  assert.deepEqual(expired.body, wrong.body);
  assert.deepEqual(mistyped.body, wrong.body);
});

test('nothing can be done with a wrong receipt', async () => {
  await using server = await startTestServer();
  const added = await server.call(addToReport, { body: { text: 'More.' } }, holding('0000000000000000'));
  assert.equal(added.status, 404);
  assert.equal(added.body.code, 'receipt.unknown');
});

test('what is added stands on the timeline, and what is recognised in it is kept', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  server.clock.advance({ hours: 1 });

  const text = '对方又让我用 USDT，身份证 11010519491231002X，网址 http://second-site.example/x';
  const added = await server.call(addToReport, { body: { text } }, holding(receipt));

  assert.equal(added.status, 201);
  const { timeline } = await statusOf(server, receipt);
  assert.deepEqual(
    timeline.map(({ kind }) => kind),
    ['received', 'added'],
  );
  assert.equal(timeline[1]?.text, text.replace('11010519491231002X', '■'.repeat(18)));
  assert.equal(await eventually(() => verdictOf(server, 'http://second-site.example/x'), 'reported'), 'reported');
});

test('the same addition again adds nothing, another body under its key is refused', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const key = randomUUID();
  await server.call(addToReport, { body: { text: 'More.' } }, holding(receipt, key));
  await server.call(addToReport, { body: { text: 'More.' } }, holding(receipt, key));
  const other = await server.call(addToReport, { body: { text: 'Else.' } }, holding(receipt, key));
  assert.equal(other.status, 409);
  const { timeline } = await statusOf(server, receipt);
  assert.equal(timeline.filter(({ kind }) => kind === 'added').length, 1);
});

test('two people may use the same key', async () => {
  await using server = await startTestServer();
  const one = await file(server);
  const other = await file(server, { text: 'Another report.' });
  const key = randomUUID();
  await server.call(addToReport, { body: { text: 'Mine.' } }, holding(one.receipt, key));
  const answered = await server.call(addToReport, { body: { text: 'Yours.' } }, holding(other.receipt, key));
  assert.equal(answered.status, 201);
});

test('a report takes fifty additions and no more', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  for (let added = 0; added < 50; added += 1) {
    const { status } = await server.call(addToReport, { body: { text: `Part ${added}` } }, holding(receipt));
    assert.equal(status, 201);
  }
  const refused = await server.call(addToReport, { body: { text: 'One more' } }, holding(receipt));
  assert.equal(refused.status, 413);
});

test('the holder reads what was decided and answered, and not who decided or why', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const id = await newestId(server);
  server.clock.advance({ minutes: 1 });
  await decide(server, id, 'escalate');
  server.clock.advance({ minutes: 1 });
  await decide(server, id, 'confirm');
  server.clock.advance({ minutes: 1 });
  await answer(server, id, '银行已经联系对方。');

  const status = await statusOf(server, receipt);

  assert.equal(status.state, 'confirmed');
  assert.deepEqual(
    status.timeline.map(({ kind, state, text }) => [kind, state ?? text]),
    [
      ['received', undefined],
      ['decided', 'escalated'],
      ['decided', 'confirmed'],
      ['answered', '银行已经联系对方。'],
    ],
  );
  assert.equal(JSON.stringify(status).includes('Officer Lin'), false);
  assert.equal(JSON.stringify(status).includes('Checked with the bank'), false);
});

test('a report is kept longer for each thing said about it', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  const before = (await statusOf(server, receipt)).keptUntil;
  server.clock.advance({ days: 300 });
  await server.call(addToReport, { body: { text: 'He wrote again.' } }, holding(receipt));
  server.clock.advance({ days: 100 });
  const { keptUntil } = await statusOf(server, receipt);
  assert.equal(Date.parse(keptUntil) - Date.parse(before), 300 * 86_400_000);
});

test('a receipt is kept as a hash alone, and a report’s page never names it', async () => {
  await using server = await startTestServer();
  const { receipt } = await file(server);
  assert.equal(await isKeptAnywhere(server, receipt), false);
  const { body } = await server.call(readReport, { params: { id: await newestId(server) } });
  assert.equal(JSON.stringify(body).includes(receipt), false);
});
