import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  addToReport,
  answerReporter,
  decideReport,
  listReports,
  readReceipt,
  readReport,
  transferReport,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { hostAgencyId } from '../../platform/context.ts';
import { draftOf, file, logOf, share, startNeighbours, statusOf } from './test-sharing.ts';

const handedOver = ['report', 'report_loss', 'report_addition', 'report_answer', 'sighting', 'sealed_contact'] as const;

test('a report is handed over with all its rows, both logs say so, and the old owner keeps no sight', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, receiver, other, third, stranger } = neighbours;
  const { id, receipt } = await file(server, {
    contact: 'call 13900139000',
    loss: { amount: { amountMinor: 5, currency: 'CNY' } },
  });
  const holding = () => ({ headers: { 'spring-rain-receipt': receipt, 'idempotency-key': randomUUID() } });
  await server.call(addToReport, { body: { text: 'And one more thing.' } }, holding());
  await server.call(decideReport, { params: { id }, body: { action: 'confirm', by: 'Officer Lin', reason: 'Seen.' } });
  await server.call(answerReporter, { params: { id }, body: { by: 'Officer Lin', text: 'We called the bank.' } });
  await share(neighbours, draftOf(neighbours, id, { toAgencyId: third }));

  const transfer = { params: { id }, body: { toAgencyId: other, reason: 'It is their customer.', by: giver.name } };
  const { status, body } = await server.call(transferReport, transfer, { headers: giver.headers });
  assert.equal(status, 200, JSON.stringify(body));

  for (const table of handedOver) {
    const { rows } = await sql<{ owner: string }>`
      select distinct agency_id::text as owner from ${sql.table(table)}`.execute(server.resources.database.admin);
    assert.deepEqual(
      rows.map(({ owner }) => owner),
      [other],
      table,
    );
  }
  assert.equal(await statusOf(neighbours, id, giver), 404);
  assert.equal(await statusOf(neighbours, id, stranger), 404, 'what the old owner shared has ended');
  assert.deepEqual((await server.call(listReports, { query: {} })).body.rows, []);
  const read = await server.call(readReport, { params: { id } }, { headers: receiver.headers });
  assert.equal(read.body.hasContact, true);
  assert.deepEqual(
    read.body.decisions?.map(({ action }) => action),
    ['confirm'],
  );
  assert.ok((await logOf(neighbours, hostAgencyId)).includes('hand-over report'));
  assert.ok((await logOf(neighbours, other)).includes('receive report'));

  // The reporter notices nothing: the receipt is good wherever the report lies.
  const held = await server.call(readReceipt, {}, holding());
  assert.equal(held.status, 200);
  assert.equal((await server.call(addToReport, { body: { text: 'Still me.' } }, holding())).status, 201);
  const again = await server.call(
    decideReport,
    { params: { id }, body: { action: 'reopen', reason: 'Looked at again.', by: receiver.name } },
    { headers: receiver.headers },
  );
  assert.equal(again.body.state, 'received');
  assert.equal(
    (await server.call(transferReport, transfer, { headers: giver.headers })).body.code,
    'request.not_found',
  );
});

test('a report is not handed over to oneself or to an agency that is closed', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, third } = neighbours;
  const { id } = await file(server);
  await sql`update agency set closed_at = ${server.clock.now()} where id = ${third}`.execute(
    server.resources.database.admin,
  );
  const handOver = (toAgencyId: string) =>
    server.call(
      transferReport,
      { params: { id }, body: { toAgencyId, reason: 'Theirs.', by: giver.name } },
      { headers: giver.headers },
    );
  assert.equal((await handOver(hostAgencyId)).body.code, 'share.to_self');
  assert.equal((await handOver(third)).body.code, 'share.agency_closed');
  assert.equal(await statusOf(neighbours, id, giver), 200);
});
