import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logAction } from '../../platform/audit.ts';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { chainLog } from './chain.ts';
import { exportedLines, logSome, verifyLines } from './test-log.ts';

test('entries of many writers at once are chained once each, though several chain at the same time', async () => {
  await using server = await startTestServer();
  const writing = Array.from({ length: 60 }, (_, index) =>
    inTransaction(server.ctx, async (tx) => {
      await logAction(tx, { action: 'touch', subject: 'thing', subjectId: `${index}` });
      if (index % 10 === 9) throw new Error('rolled back');
      await logAction(tx, { action: 'touch again', subject: 'thing', subjectId: `${index}` });
    }),
  );
  const chaining = Array.from({ length: 8 }, () => chainLog(chainCtxOf(server)));
  const ended = await Promise.allSettled([...writing, ...chaining]);
  assert.equal(ended.filter(({ status }) => status === 'rejected').length, 6);

  const lines = await exportedLines(server);

  const verdict = verifyLines(lines);
  assert.ok('proof' in verdict, JSON.stringify(verdict));
  assert.equal(verdict.proof.entries, 54 * 2 + 1);
  const actions = lines.flatMap(
    (line) => /"action":"(touch|touch again)".*"subjectId":"(\d+)"/.exec(line)?.slice(1, 3) ?? [],
  );
  for (let at = 0; at < actions.length; at += 4) {
    // Within a transaction in the order of writing, and no other transaction's between.
    assert.deepEqual(actions.slice(at, at + 4), ['touch', actions[at + 1], 'touch again', actions[at + 1]]);
  }
});

test('a checkpoint is signed when the last one is as old as the profile says, and not before', async () => {
  await using server = await startTestServer();
  const { checkpointMinutes } = server.resources.profile.log;
  await logSome(server, 1);
  await settled(server, 1);
  await logSome(server, 1);
  await settled(server, 2);
  assert.deepEqual(await checkpoints(server), [1]);
  server.clock.advance({ minutes: checkpointMinutes });
  await chainLog(chainCtxOf(server));
  assert.deepEqual(await checkpoints(server), [1, 2]);
  server.clock.advance({ minutes: checkpointMinutes });
  await chainLog(chainCtxOf(server));
  assert.deepEqual(await checkpoints(server), [1, 2], 'nothing happened since');
});

function chainCtxOf({ resources }: TestServer) {
  return resources.context({ role: 'job', name: 'audit', reason: 'chaining the log' });
}

/** Waits until so many entries have their place: on a shared server other databases' transactions hold them up. */
async function settled(server: TestServer, count: number): Promise<void> {
  for (;;) {
    await chainLog(chainCtxOf(server));
    const { length } = await inTransaction(chainCtxOf(server), (tx) =>
      tx.db.selectFrom('audit_entry').select('id').where('seq', 'is not', null).execute(),
    );
    if (length >= count) return;
  }
}

async function checkpoints(server: TestServer): Promise<number[]> {
  const rows = await inTransaction(server.ctx, (tx) =>
    tx.db.selectFrom('audit_checkpoint').select('seq').orderBy('seq').execute(),
  );
  return rows.map(({ seq }) => seq);
}
