import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkText, readReadiness } from '@spring-rain/contract';
import { shippedKindModelFile } from '../../platform/kind-model.ts';
import { check, list, startCheckServer, verdictSoon } from './test-checks.ts';

const refundScript =
  '您好，我是购物平台客服，您购买的商品检测不合格，现在给您办理三倍退款，请您下载会议软件共享屏幕，把验证码告诉我。';

test('a text that reads like a scam is a caution that names the kind and the phrases, and never more', async () => {
  await using server = await startCheckServer();
  const { verdict, scam, indicators } = await check(server, refundScript);
  assert.equal(verdict, 'caution');
  assert.deepEqual(indicators, []);
  assert.equal(scam?.kind, 'fake-refund');
  assert.ok(scam.because.length > 0);
  for (const { text, start, end } of scam.because) assert.equal(refundScript.slice(start, end), text);
});

test('what is listed stays known-scam beside the reading of the text', async () => {
  await using server = await startCheckServer();
  await list(server, { kind: 'domain', value: 'evil-shop.top' });
  assert.equal(await verdictSoon(server, `${refundScript} evil-shop.top`, 'known-scam'), 'known-scam');
});

test('an honest text, an undecided one and a value alone get no reading: an answer never says safe', async () => {
  await using server = await startCheckServer();
  const honest = '您的快递已到小区东门驿站，请凭取件码于今晚八点前领取。';
  for (const text of [honest, '今晚回家吃饭吗', '好', '13800138000', 'https://example.com/a']) {
    const answer = await check(server, text);
    assert.equal(answer.scam, undefined, text);
    assert.ok(!JSON.stringify(answer).includes('courier'), text);
  }
});

test('with a broken model the server starts, every reading is undecided, and readiness warns', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  try {
    const broken = join(folder, 'broken.srkm');
    const bytes = await readFile(shippedKindModelFile);
    await writeFile(broken, bytes.subarray(0, bytes.length - 100));
    await using server = await startCheckServer({ environment: { KIND_MODEL: broken } });
    const { body } = await server.call(readReadiness, {});
    assert.equal(body.ready, true);
    assert.deepEqual(body.warnings, ['kind-model']);
    const answer = await server.call(checkText, { body: { text: refundScript } });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.verdict, 'no-record');
    assert.equal(answer.body.scam, undefined);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('with the shipped model readiness has nothing to warn of', async () => {
  await using server = await startCheckServer();
  const { body } = await server.call(readReadiness, {});
  assert.deepEqual(body.warnings, []);
});
