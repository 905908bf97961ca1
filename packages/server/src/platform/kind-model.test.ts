import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { messageKinds, readKind } from '@spring-rain/engine';
import { openKindModel, readShippedKindModel, shippedKindModelFile } from './kind-model.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-model-'));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the shipped model opens, knows every kind, and is the file that its card describes', async () => {
  const { model, problem } = readShippedKindModel();
  assert.equal(problem, undefined);
  assert.deepEqual(model?.kinds, messageKinds);
  const bytes = await readFile(shippedKindModelFile);
  const card = JSON.parse(await readFile(shippedKindModelFile.replace('.srkm', '.card.json'), 'utf8'));
  assert.equal(card.sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.ok(bytes.length <= 4 * 2 ** 20);
});

test('the shipped model names plain scams and plain notices', () => {
  const { model } = readShippedKindModel();
  assert.ok(model !== undefined);
  const wanted = [
    ['phishing', '【工商银行】尊敬的用户，您的电子密码器将于今日失效，请尽快登录 www.icbc-xk.com 升级，以免影响使用'],
    ['verification-code', '【某某科技】您的验证码是482913，5分钟内有效，请勿泄露给他人。'],
    ['courier', '【菜鸟驿站】您的快递已到小区南门店，凭取件码6-2-3041前来领取，21点前营业。'],
  ] as const;
  for (const [kind, text] of wanted) assert.equal(readKind(model, text).kind, kind, text);
});

test('an absent, damaged or foreign file leaves no model, and says what is wrong and what to do', async () => {
  const bytes = await readFile(shippedKindModelFile);
  const write = async (name: string, content: Uint8Array) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const damaged = bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1);
  const cases: [string, RegExp][] = [
    [join(folder, 'nothing.srkm'), /found none \(ENOENT\)/],
    [folder, /EISDIR/],
    [await write('empty.srkm', new Uint8Array()), /at least 32 bytes/],
    [await write('foreign.srkm', Buffer.from('{"not":"a model, but some JSON of this length"}')), /begins with "SRKM"/],
    [await write('cut.srkm', bytes.subarray(0, 1000)), /cut off/],
    [await write('damaged.srkm', damaged), /checksum does not fit/],
  ];
  for (const [file, message] of cases) {
    const { model, problem } = openKindModel(file);
    assert.equal(model, undefined);
    assert.match(problem ?? '', message);
    assert.match(problem ?? '', /\b(Train|restore|Copy|Name)\b/i);
  }
});
