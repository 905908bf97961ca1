import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { downloadBackup, exportReports, fileReport, listLog, openContact } from '@spring-rain/contract';
import { startTestServer } from '../../platform/test-server.ts';
import { makePerson } from '../accounts/test-staff.ts';

test('every export and every opening of sealed details is in the log, by whom and of what, without content', async () => {
  await using server = await startTestServer();
  const contact = '+8613800138000';
  const headers = { 'idempotency-key': randomUUID() };
  await server.call(fileReport, { body: { text: 'They promised me a refund', contact } }, { headers });
  const investigator = await makePerson(server, { roles: ['investigator'] });
  const { body } = await server.call(exportReports, { query: { limit: 10 } }, { headers: investigator.headers });
  const id = body.rows[0]?.id ?? '';
  const opening = { params: { id }, body: { reason: 'To call back.' } as { reason: string; by: string } };
  assert.equal((await server.call(openContact, opening, { headers: investigator.headers })).status, 200);
  assert.equal((await server.call(downloadBackup, {})).status, 200);

  const supervisor = await makePerson(server, { roles: ['supervisor'] });
  const log = await server.call(listLog, { query: { limit: 50 } }, { headers: supervisor.headers });
  const told = log.body.rows.map(({ actor, action, subject, subjectId }) => [actor, action, subject, subjectId]);
  const person = `person:${investigator.personId}`;
  const has = (wanted: readonly string[]) => told.some((row) => JSON.stringify(row) === JSON.stringify(wanted));
  assert.ok(has([person, 'export', 'report', id]), JSON.stringify(told));
  assert.ok(has(['operator', 'export', 'installation', 'backup']), JSON.stringify(told));
  const opened = log.body.rows.find(({ subject }) => subject === 'contact');
  assert.equal(opened?.actor, `${person} ${investigator.name}`);
  assert.equal(opened?.reason, 'To call back.');
  assert.ok(!JSON.stringify(log.body).includes('refund') && !JSON.stringify(log.body).includes('13800138000'));
});
