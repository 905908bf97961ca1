import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { checkText, fileReport, pageEndpoints, readHealth, readReadiness } from '@spring-rain/contract';
import { startTestServer } from '../test-server.ts';

test('a server that can serve says so, condition by condition', async () => {
  await using server = await startTestServer();
  const { status, body } = await server.call(readReadiness, {});
  assert.equal(status, 200);
  assert.equal(body.ready, true);
  const names = body.checks.map(({ name }) => name).sort();
  assert.deepEqual(names, ['accepting', 'database', 'files', 'known-values', 'released-campaigns']);
  assert.ok(body.checks.every(({ ok }) => ok));
});

test('without its database the server lives, is not ready, keeps nothing, and says when to come again', async () => {
  await using server = await startTestServer({ logLevel: 'silent' });
  await server.resources.database.close();

  assert.equal((await server.call(readHealth, {})).status, 200);

  const readiness = await server.call(readReadiness, {});
  assert.equal(readiness.status, 503);
  assert.equal(readiness.headers.get('retry-after'), '5');
  assert.equal(readiness.body.ready, false);
  const failed = readiness.body.checks?.filter(({ ok }) => !ok).map(({ name }) => name);
  assert.deepEqual(failed, ['database']);

  const headers = { 'idempotency-key': randomUUID(), 'accept-language': 'en' };
  const refused = await server.call(fileReport, { body: { text: 'Call 13800138000' } }, { headers });
  assert.equal(refused.status, 503);
  assert.equal(refused.body.code, 'service.unavailable');
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.match(refused.body.detail ?? '', /nothing was kept.*call your bank and the police/);

  const form = await server.call(
    pageEndpoints.fileReportPage,
    { body: { text: 'They called from 13800138000', idempotencyKey: randomUUID() } },
    { headers: { 'accept-language': 'en' } },
  );
  assert.equal(form.status, 503);
  assert.match(form.body, /They called from 13800138000/, 'what was typed is still there');

  const check = await server.call(checkText, { body: { text: 'an ordinary text' } });
  assert.equal(check.status, 200, 'a text with nothing known in it needs no database');
});
