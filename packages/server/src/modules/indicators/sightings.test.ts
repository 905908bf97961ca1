import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { reportFrom, startCheckServer, verdictSoon } from '../checks/test-checks.ts';
import { readSightings, recordSightings } from './sightings.ts';

test('a reader of a report sees what stands in it, by place, and not the host that stands for a link', async () => {
  await using server = await startCheckServer();
  const text = 'http://evil-shop.top/a 13800138000 other-shop.org http://other-shop.org/b';
  const id = await reportFrom(server, '203.0.113.7', text);
  const { indicators } = (await server.call(readReport, { params: { id } })).body;
  assert.deepEqual(
    indicators.map(({ kind, value, start, end }) => [kind, value, text.slice(start, end)]),
    [
      ['url', 'http://evil-shop.top/a', 'http://evil-shop.top/a'],
      ['phone', '+8613800138000', '13800138000'],
      ['domain', 'other-shop.org', 'other-shop.org'],
      ['url', 'http://other-shop.org/b', 'http://other-shop.org/b'],
    ],
  );
  assert.equal(await verdictSoon(server, 'evil-shop.top', 'reported'), 'reported');
});

test('a value twice in a report is one sighting, and keeping sightings again changes nothing', async () => {
  await using server = await startCheckServer();
  const id = await reportFrom(server, '203.0.113.7', '你好');
  const phone = { kind: 'phone', value: '+8613800138000' } as const;
  const seen = { reportId: id, seenAt: new Date('2026-11-20T00:00:00Z') };
  const indicators = [
    { ...phone, start: 3, end: 14 },
    { ...phone, start: 20, end: 31 },
  ];
  const { jobCtx } = server;
  for (let round = 0; round < 2; round += 1) {
    await inTransaction(jobCtx, (tx) => recordSightings(tx, [{ ...seen, indicators }]));
  }
  assert.deepEqual([...(await readSightings(server.ctx, [id])).values()], [[{ ...phone, start: 3, end: 14 }]]);
});
