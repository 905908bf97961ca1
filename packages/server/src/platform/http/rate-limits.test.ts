import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { checkText, fileReport, listReports, readHealth, readReceipt } from '@spring-rain/contract';
import { startTestServer, type TestServer } from '../test-server.ts';
import { tokenBuckets } from './rate-limits.ts';

const proxied = { TRUSTED_PROXIES: '127.0.0.1' };
const from = (address: string) => ({ 'x-forwarded-for': address, 'accept-language': 'en' });
const check = (server: TestServer, address: string) =>
  server.call(checkText, { body: { text: 'example.com' } }, { headers: from(address) });

test('above its budget an address is told when to come again, and others are not touched', async () => {
  await using server = await startTestServer({ limitsRequests: true, environment: proxied });
  const budget = server.ctx.profile.rate.checksPerAddressPerMinute;

  const first = await check(server, '203.0.113.1');
  assert.equal(first.status, 200);
  assert.equal(first.headers.get('ratelimit'), `"check";r=${budget - 1};t=60`);
  for (let sent = 1; sent < budget; sent += 1) assert.equal((await check(server, '203.0.113.1')).status, 200);

  const refused = await check(server, '203.0.113.1');
  assert.equal(refused.status, 429);
  assert.equal(refused.body.code, 'rate.limited');
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.equal(refused.headers.get('ratelimit'), '"check";r=0;t=1');
  assert.equal(refused.headers.get('ratelimit-policy'), `"check";q=${budget};w=60`);
  assert.match(refused.body.detail ?? '', /in 1 seconds/);

  assert.equal((await check(server, '203.0.113.2')).status, 200, 'another address');
  const { status } = await server.call(readHealth, {}, { headers: from('203.0.113.1') });
  assert.equal(status, 200, 'another budget');

  server.clock.advance({ seconds: 1 });
  assert.equal((await check(server, '203.0.113.1')).status, 200, 'after the time that was named');
});

test('all addresses of an IPv6 /64 share one budget', async () => {
  await using server = await startTestServer({ limitsRequests: true, environment: proxied });
  const budget = server.ctx.profile.rate.checksPerAddressPerMinute;
  for (let sent = 0; sent < budget; sent += 1) {
    assert.equal((await check(server, `2001:db8:0:1::${sent.toString(16)}`)).status, 200);
  }
  assert.equal((await check(server, '2001:db8:0:1:ffff:ffff:ffff:ffff')).status, 429);
  assert.equal((await check(server, '2001:db8:0:2::1')).status, 200);
});

test('a campus behind one address has a budget for its many people', async () => {
  const environment = { ...proxied, CAMPUS_RANGES: '203.0.113.0/24' };
  await using server = await startTestServer({ limitsRequests: true, environment });
  const { rate, flood } = server.ctx.profile;
  const { headers } = await check(server, '203.0.113.1');
  const left = Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
  assert.equal(left, rate.checksPerAddressPerMinute * flood.sharedAddressFactor - 1);
});

test('whoever names receipts that do not exist is stopped, and then learns nothing of right ones either', async () => {
  await using server = await startTestServer({ limitsRequests: true, environment: proxied });
  const filed = await server.call(
    fileReport,
    { body: { text: 'Call 13800138000' } },
    { headers: { ...from('203.0.113.5'), 'idempotency-key': randomUUID() } },
  );
  const { receipt } = filed.body as { receipt: string };
  const read = (address: string, named: string) =>
    server.call(readReceipt, {}, { headers: { ...from(address), 'spring-rain-receipt': named } });

  const tries = server.ctx.profile.rate.wrongReceiptsPerAddressPerHour;
  const wrong: unknown[] = [];
  for (let tried = 0; tried < tries; tried += 1) wrong.push(await read('203.0.113.6', String(tried).padStart(16, '0')));
  for (const answer of wrong as Awaited<ReturnType<typeof read>>[]) {
    assert.equal(answer.status, 404);
    assert.deepEqual(answer.body, (wrong[0] as typeof answer).body, 'always the same answer');
  }

  const stoppedWrong = await read('203.0.113.6', '9'.repeat(16));
  const stoppedRight = await read('203.0.113.6', receipt);
  assert.equal(stoppedRight.status, 429);
  assert.deepEqual(stoppedRight.body, stoppedWrong.body);
  assert.ok(Number(stoppedRight.headers.get('retry-after')) > 60);

  assert.equal((await read('203.0.113.5', receipt)).status, 200, 'its holder elsewhere');
  server.clock.advance({ hours: 1 });
  assert.equal((await read('203.0.113.6', receipt)).status, 200, 'an hour later');
});

test('one receipt has its own budget, from wherever it is named', async () => {
  await using server = await startTestServer({ limitsRequests: true, environment: proxied });
  const filed = await server.call(
    fileReport,
    { body: { text: 'Call 13800138000' } },
    { headers: { ...from('203.0.113.5'), 'idempotency-key': randomUUID() } },
  );
  const { receipt } = filed.body as { receipt: string };
  const budget = server.ctx.profile.rate.statusReadsPerReceiptPerHour;
  const read = (sent: number) =>
    server.call(readReceipt, {}, { headers: { ...from(`198.51.100.${sent % 250}`), 'spring-rain-receipt': receipt } });
  for (let sent = 0; sent < budget; sent += 1) assert.equal((await read(sent)).status, 200);
  assert.equal((await read(budget)).status, 429);
});

test('the operator is not held back', async () => {
  await using server = await startTestServer({ limitsRequests: true });
  const more = server.ctx.profile.rate.readsPerAddressPerMinute + 5;
  for (let sent = 0; sent < more; sent += 1) {
    assert.equal((await server.call(listReports, { query: { limit: 1 } })).status, 200);
  }
});

test('a bucket gives its burst, then its rate, and never more than its burst', () => {
  let nowMs = 0;
  const buckets = tokenBuckets({ burst: 3, perMinute: 6 }, () => nowMs);
  assert.deepEqual([buckets.take('a'), buckets.take('a'), buckets.take('a'), buckets.take('a')], [2, 1, 0, -10]);
  nowMs += 9_999;
  assert.equal(buckets.take('a'), -1);
  nowMs += 1;
  assert.equal(buckets.take('a'), 0);
  nowMs += 3_600_000;
  assert.equal(buckets.peek('a'), 3);
  assert.equal(buckets.take('a'), 2);
  nowMs -= 1_000_000;
  assert.equal(buckets.take('a'), 1, 'a clock that goes back gives nothing and takes nothing');
});

test('a flood of addresses does not fill the memory, and a busy address stays known', () => {
  const buckets = tokenBuckets({ burst: 5, perMinute: 1 }, () => 0);
  for (let taken = 0; taken < 5; taken += 1) buckets.take('busy');
  for (let other = 0; other < 220_000; other += 1) {
    buckets.take(`address-${other}`);
    if (other % 20_000 === 0) assert.ok(buckets.take('busy') < 0);
  }
  assert.ok(buckets.size <= 100_000, `wanted at most 100,000 buckets, found ${buckets.size}`);
});
