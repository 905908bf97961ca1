import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkText, readReadiness } from '@spring-rain/contract';
import { shippedKindModelFile } from '../../platform/kind-model.ts';
import { check, importList, list, startCheckServer, verdictSoon } from './test-checks.ts';

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

test('a text that is like a scam is told not to pay and to give no codes, whoever its sender is', async () => {
  await using server = await startCheckServer();
  for (const text of [refundScript, '妈，我手机坏了，这是我新号，急用钱帮我转5000']) {
    const { verdict, nextSteps } = await check(server, text);
    assert.equal(verdict, 'caution');
    assert.deepEqual(nextSteps, [
      'do-not-pay',
      'do-not-share-codes',
      'contact-by-known-channel',
      'report-it',
      'already-paid',
    ]);
  }
});

test('a bank’s real number takes no warning back; a notice that leads to its own site alone is no phishing', async () => {
  await using server = await startCheckServer();
  const values = [
    { kind: 'phone', value: '95588' },
    { kind: 'domain', value: 'icbc.com.cn', scope: 'domain' },
  ];
  await importList(server, { source: 'banks', role: 'known-good', values });
  const asksForCode = '【工商银行】尊敬的客户，您的账户存在异常，将于今日冻结，请将收到的短信验证码回复本短信解除';
  const alone = await check(server, asksForCode);
  const withNumber = await check(server, `${asksForCode}，如有疑问请致电95588`);
  assert.deepEqual([alone.scam?.kind, withNumber.scam?.kind], ['phishing', 'phishing']);
  assert.deepEqual([alone.verdict, withNumber.verdict], ['caution', 'caution']);
  assert.equal(withNumber.indicators[0]!.verdict, 'known-good');
  const notice = '【工商银行】为保障您的账户安全，请尽快更新身份信息，可登录 www.icbc.com.cn';
  const elsewhere = await check(server, notice.replace('icbc', 'icbc-gx'));
  assert.equal(elsewhere.scam?.kind, 'phishing');
  const real = await check(server, `${notice} 或致电95588`);
  assert.deepEqual([real.verdict, real.scam], ['known-good', undefined]);
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
