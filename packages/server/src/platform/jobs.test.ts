import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { inTransaction } from './context.ts';
import { defineJob, enqueue, enqueueAll, type JobDefinition, openQueues } from './jobs.ts';
import { startTestPlatform, type TestPlatform } from './test-platform.ts';

const because = { reason: 'testing' };

test('a job is queued with its transaction, by the public role as well, and not when it rolls back', async () => {
  await using platform = await startTestPlatform();
  const job = defineJob<{ reportId: string }>('test.link', because, async () => undefined);
  await using queues = await openTestQueues(platform, [job]);

  await inTransaction(platform.publicCtx, (tx) => enqueue(tx, job, { reportId: 'a' }));
  const failing = inTransaction(platform.publicCtx, async (tx) => {
    await enqueue(tx, job, { reportId: 'lost' });
    throw new Error('rolled back');
  });
  await assert.rejects(failing);

  assert.deepEqual(await queues.listQueued(), [{ name: 'test.link', data: { reportId: 'a' } }]);
  await assert.rejects(enqueue(platform.ctx, job, { reportId: 'b' }), /inside inTransaction/);
});

test('the public role can queue a job but read none, neither its data nor its state', async () => {
  await using platform = await startTestPlatform();
  const job = defineJob<{ n: number }>('test.secret', because, async () => undefined);
  await using _queues = await openTestQueues(platform, [job]);
  await inTransaction(platform.publicCtx, (tx) => enqueue(tx, job, { n: 1 }));
  for (const statement of [
    'select data from pgboss.job',
    'delete from pgboss.job',
    `update pgboss.job set data = '{}'`,
  ]) {
    await assert.rejects(
      inTransaction(platform.publicCtx, (tx) => sql.raw(statement).execute(tx.db)),
      /permission denied/,
    );
  }
});

test('queued jobs run as the job role, in batches, and those they queue run too', async () => {
  await using platform = await startTestPlatform();
  const seen: { role: string; batch: number[] }[] = [];
  const second = defineJob<{ n: number }>('test.second', because, async (ctx, batch) => {
    seen.push({ role: ctx.actor.role, batch: batch.map(({ n }) => n) });
  });
  const first = defineJob<{ n: number }>('test.first', because, async (ctx, batch) => {
    // Jobs of one transaction are of one moment, so they come in any order.
    seen.push({ role: ctx.actor.role, batch: batch.map(({ n }) => n).sort() });
    await inTransaction(ctx, (tx) => enqueue(tx, second, { n: batch.length }));
  });
  await using queues = await openTestQueues(platform, [second, first]);
  await inTransaction(platform.ctx, (tx) => enqueueAll(tx, first, [{ n: 1 }, { n: 2 }, { n: 3 }]));
  assert.equal(await queues.runQueued(platform.resources.context), 4);
  assert.deepEqual(seen, [
    { role: 'job', batch: [1, 2, 3] },
    { role: 'job', batch: [3] },
  ]);
  assert.deepEqual(await queues.listQueued(), []);
});

test('a job says why it reads, and without that it reads nothing', async () => {
  await using platform = await startTestPlatform();
  const reasons: (string | null)[] = [];
  const job = defineJob('test.why', because, async (ctx) => {
    await inTransaction(ctx, async (tx) => {
      const { rows } = await sql<{ reason: string }>`select current_reason() as reason`.execute(tx.db);
      reasons.push(rows[0]?.reason ?? null);
    });
  });
  await using queues = await openTestQueues(platform, [job]);
  await inTransaction(platform.ctx, (tx) => enqueue(tx, job, {}));
  await queues.runQueued(platform.resources.context);
  assert.deepEqual(reasons, ['testing']);
  const silent = platform.resources.context({ role: 'job', name: 'silent' });
  await assert.rejects(
    inTransaction(silent, (tx) => sql`select 1`.execute(tx.db)),
    /must say why it reads/,
  );
});

test('a working queue hands jobs over at once, tries a failed one again, and stops cleanly', async () => {
  await using platform = await startTestPlatform();
  const heard = Promise.withResolvers<number>();
  let tries = 0;
  const job = defineJob<{ n: number }>('test.work', because, async () => {
    tries += 1;
    if (tries === 1) throw new Error('the first try fails');
    heard.resolve(performance.now());
  });
  const queues = await openQueues(platform.resources.database, [job], { onError: () => undefined });
  await queues.work(platform.resources.context);
  await delay(200);
  await inTransaction(platform.ctx, (tx) => enqueue(tx, job, { n: 1 }));
  await heard.promise;
  assert.equal(tries, 2);
  await queues.stop();
});

test('a job by the clock has its schedule, and loses it when the definition does', async () => {
  await using platform = await startTestPlatform();
  const work = async (): Promise<void> => undefined;
  const scheduled = () => platform.resources.database.run('select name, cron from pgboss.schedule');
  for (const [options, wanted] of [
    [{ ...because, cron: '17 * * * *' }, [{ name: 'test.clock', cron: '17 * * * *' }]],
    [because, []],
  ] as const) {
    const queues = await openQueues(platform.resources.database, [defineJob('test.clock', options, work)], {
      onError: () => undefined,
    });
    await queues.work(platform.resources.context);
    assert.deepEqual(await scheduled(), wanted);
    await queues.stop();
  }
});

async function openTestQueues(platform: TestPlatform, jobs: readonly JobDefinition[]) {
  const fail = (error: Error): void => assert.fail(error);
  const queues = await openQueues(platform.resources.database, jobs, { supervise: false, onError: fail });
  return { ...queues, [Symbol.asyncDispose]: () => queues.stop() };
}
