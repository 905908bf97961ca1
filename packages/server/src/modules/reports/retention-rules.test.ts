import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addToReport, listRetention, setRetention } from '@spring-rain/contract';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson } from '../accounts/test-staff.ts';
import { purgeEnded } from './retention.ts';
import { file, holding, statusOf, type TestServer } from './test-reports.ts';

const officer = { by: 'Officer Lin', reason: 'Our archive law.' };

async function set(server: TestServer, record: 'report' | 'reporterHash' | 'contact', days?: number) {
  return await server.call(setRetention, {
    params: { record },
    body: { ...(days === undefined ? {} : { days }), ...officer },
  });
}

async function keptDays(server: TestServer, receipt: string): Promise<number> {
  const { keptUntil } = await statusOf(server, receipt);
  return (Date.parse(keptUntil) - server.clock.now().getTime()) / 86_400_000;
}

test('every kind of record is listed with how long, from when, why, and between what', async () => {
  await using server = await startTestServer();
  const { rows } = (await server.call(listRetention, {})).body;
  const report = rows.find(({ record }) => record === 'report');
  assert.deepEqual([report?.days, report?.profileDays, report?.bounds], [365, 365, { min: 30, max: 1825 }]);
  assert.equal(rows.find(({ record }) => record === 'idempotencyKey')?.bounds, undefined);
  for (const { record, from, why } of rows) assert.ok(from !== '' && why !== '', record);
});

test('an agency’s own time holds for what is kept from then on; a date that was told stays until something is said', async () => {
  await using server = await startTestServer();
  const early = await file(server, { text: 'Told before the change.' });
  const changed = await set(server, 'report', 100);
  assert.deepEqual([changed.status, changed.body.days, changed.body.setBy], [200, 100, 'Officer Lin']);
  const late = await file(server, { text: 'Told after the change.' });

  assert.deepEqual([await keptDays(server, early.receipt), await keptDays(server, late.receipt)], [365, 100]);
  await server.call(addToReport, { body: { text: 'One more thing.' } }, holding(early.receipt));
  assert.equal(await keptDays(server, early.receipt), 100);

  await set(server, 'report');
  const { rows } = (await server.call(listRetention, {})).body;
  assert.equal(rows.find(({ record }) => record === 'report')?.days, 365);
  const last = await file(server, { text: 'As the profile says again.' });
  assert.equal(await keptDays(server, last.receipt), 365);
  const entries = await inTransaction(server.ctx, (tx) =>
    tx.db.selectFrom('audit_entry').select('subject_id').where('action', '=', 'set-retention').execute(),
  );
  assert.deepEqual(entries, [{ subject_id: 'report' }, { subject_id: 'report' }]);
});

test('what has no date of its own goes by the new time with the next purge', async () => {
  await using server = await startTestServer();
  await file(server);
  server.clock.advance({ days: 10 });
  assert.equal((await purgeEnded(server.jobCtx)).reporters, 0);
  await set(server, 'reporterHash', 7);
  assert.equal((await purgeEnded(server.jobCtx)).reporters, 1);
});

test('a time outside the bounds of the profile is refused with them', async () => {
  await using server = await startTestServer();
  for (const days of [29, 1_826]) {
    const { status, body } = await set(server, 'report', days);
    assert.deepEqual([status, body.code], [422, 'retention.out_of_bounds']);
    assert.match(body.detail ?? '', /30.+1825/);
  }
});

test('one agency’s time is not another’s', async () => {
  await using server = await startTestServer();
  const agencyId = await makeAgency(server);
  const { headers, name } = await makePerson(server, { roles: ['administrator'], agencyId });
  const as = { headers: { authorization: '', ...headers } };
  const body = { days: 40, by: name, reason: 'Ours.' };
  assert.equal((await server.call(setRetention, { params: { record: 'report' }, body }, as)).status, 200);
  const own = (await server.call(listRetention, {}, as)).body.rows.find(({ record }) => record === 'report');
  const hosts = (await server.call(listRetention, {})).body.rows.find(({ record }) => record === 'report');
  assert.deepEqual([own?.days, hosts?.days], [40, 365]);
});
