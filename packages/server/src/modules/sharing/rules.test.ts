import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addSharingRule,
  endSharingRule,
  type Input,
  listGivenShares,
  listSharingRules,
  tagReport,
  withdrawShare,
} from '@spring-rain/contract';
import { hostAgencyId } from '../../platform/context.ts';
import { file, logOf, type Neighbours, runFollowers, startNeighbours, statusOf } from './test-sharing.ts';

type RuleBody = Input<typeof addSharingRule>['body'];

function addRule({ server, other, giver }: Neighbours, conditions: Partial<RuleBody>) {
  const body = { toAgencyId: other, tlp: 'amber', pap: 'red', days: 30, reason: 'Agreed with them.', ...conditions };
  return server.call(addSharingRule, { body: body as RuleBody }, { headers: giver.headers });
}

async function given({ server }: Neighbours) {
  return (await server.call(listGivenShares, { query: {} })).body.rows;
}

test('a rule shares what fulfils all its conditions, once, and each share names it', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, receiver } = neighbours;
  const rule = await addRule(neighbours, {
    tag: 'Ring-7',
    scamKind: 'fake-refund',
    leastAmount: { amountMinor: 100_000, currency: 'CNY' },
  });
  assert.equal(rule.status, 201);
  const loss = (amountMinor: number) => ({ amount: { amountMinor, currency: 'CNY' } });
  const { id } = await file(server, { scamKind: 'fake-refund', loss: loss(100_000) });
  const tooLittle = await file(server, { scamKind: 'fake-refund', loss: loss(99_999) });
  const otherKind = await file(server, { scamKind: 'phishing', loss: loss(500_000) });
  for (const report of [tooLittle, otherKind, { id }]) {
    const tagged = { params: { id: report.id }, body: { tag: 'ring-7', by: giver.name } };
    await server.call(tagReport, tagged, { headers: giver.headers });
  }
  await runFollowers(server, async () => (await given(neighbours)).length > 0);
  const shares = await given(neighbours);
  assert.deepEqual(
    shares.map(({ subjectId, ruleId }) => [subjectId, ruleId]),
    [[id, rule.body.id]],
  );
  assert.equal(await statusOf(neighbours, id, receiver), 200);
  assert.equal(await statusOf(neighbours, tooLittle.id, receiver), 404);
  assert.equal(await statusOf(neighbours, otherKind.id, receiver), 404);
  assert.deepEqual(
    (await logOf(neighbours, hostAgencyId)).filter((line) => line.startsWith('share') || line.startsWith('add')),
    ['add-sharing-rule sharing-rule', 'share report'],
  );

  // What a person took back, no rule gives again.
  const withdrawal = { params: { id: shares[0]!.id }, body: { by: 'Officer Lin', reason: 'Too much.' } };
  await server.call(withdrawShare, withdrawal);
  await server.call(tagReport, { params: { id }, body: { tag: 'again', by: giver.name } }, { headers: giver.headers });
  await runFollowers(server, async () => (await server.queuedJobs()).length === 0);
  assert.equal((await given(neighbours)).length, 1);
  assert.equal(await statusOf(neighbours, id, receiver), 404);
});

test('a rule that ended shares nothing further, and what it shared stays', async () => {
  await using neighbours = await startNeighbours();
  const { server, giver, receiver } = neighbours;
  const rule = await addRule(neighbours, { scamKind: 'phishing' });
  const first = await file(server, { scamKind: 'phishing' });
  await runFollowers(server, async () => (await given(neighbours)).length === 1);
  const ending = { params: { id: rule.body.id }, body: { reason: 'The agreement ended.', by: giver.name } };
  const ended = await server.call(endSharingRule, ending, { headers: giver.headers });
  assert.notEqual(ended.body.endedAt, undefined);
  assert.equal((await server.call(endSharingRule, ending, { headers: giver.headers })).body.code, 'sharing_rule.ended');
  await file(server, { scamKind: 'phishing' });
  await runFollowers(server, async () => (await server.queuedJobs()).length === 0);
  assert.equal((await given(neighbours)).length, 1);
  assert.equal(await statusOf(neighbours, first.id, receiver), 200);
  const { body } = await server.call(listSharingRules, { query: {} }, { headers: giver.headers });
  assert.equal(body.rows.length, 1);
});

test('a rule without a condition, or to oneself, is refused', async () => {
  await using neighbours = await startNeighbours();
  assert.equal((await addRule(neighbours, {})).body.code, 'sharing_rule.asks_nothing');
  assert.equal((await addRule(neighbours, { tag: '  ' })).body.code, 'sharing_rule.asks_nothing');
  assert.equal((await addRule(neighbours, { tag: 'x', toAgencyId: hostAgencyId })).body.code, 'share.to_self');
});
