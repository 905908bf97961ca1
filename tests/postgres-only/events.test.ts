import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Context, inTransaction } from '../../packages/server/src/platform/context.ts';
import {
  type Consumer,
  consumeOnce,
  emit,
  firstPosition,
  readEventsAfter,
  runConsumers,
} from '../../packages/server/src/platform/events.ts';
import { startTestPlatform } from '../../packages/server/src/platform/test-platform.ts';

test('an event of a slow transaction never appears behind a reader that saw a later one', async () => {
  await using platform = await startTestPlatform();
  const { ctx } = platform;
  const slow = await beginSlow(ctx, 'slow');
  await emitOne(ctx, 'quick');

  const early = await readEventsAfter(ctx, firstPosition, { limit: 10 });
  assert.deepEqual(early.events, []);
  assert.equal(early.pending, true);

  await slow.commit();
  const late = await readEventsAfter(ctx, firstPosition, { limit: 10 });
  assert.deepEqual(
    late.events.map(({ subjectId }) => subjectId),
    ['slow', 'quick'],
  );
  assert.equal(late.pending, false);
});

test('twenty writers of random length and one reader: every event is seen once', async () => {
  await using platform = await startTestPlatform();
  const { ctx, jobCtx } = platform;
  const seen: string[] = [];
  const stopping = new AbortController();
  const consumer: Consumer = {
    name: 'test',
    handle: async (_tx, events) => void seen.push(...events.map(({ subjectId }) => subjectId)),
  };
  const running = runConsumers(jobCtx, [consumer], stopping.signal);
  const writers = Array.from({ length: 20 }, async (_, writer) => {
    for (let n = 0; n < 10; n += 1) {
      await inTransaction(ctx, async (tx) => {
        await emit(tx, 'test.happened', { subjectId: `${writer}.${n}` });
        await delay((writer * 7 + n * 13) % 20);
        // Some change their mind after all.
        if ((writer + n) % 5 === 0) throw new Error('rolled back');
      }).catch(() => undefined);
    }
  });
  await Promise.all(writers);
  const until = Date.now() + 10_000;
  while (seen.length < 160 && Date.now() < until) await delay(20);
  stopping.abort();
  await running;
  assert.equal(seen.length, 160);
  assert.equal(new Set(seen).size, 160);
});

test('of two processes one works on a cursor at a time, and none waits for the other', async () => {
  await using platform = await startTestPlatform();
  const { ctx, jobCtx } = platform;
  await emitOne(ctx, 'a');
  const entered = Promise.withResolvers<void>();
  const leave = Promise.withResolvers<void>();
  const handled: string[] = [];
  const consumer: Consumer = {
    name: 'test',
    handle: async () => {
      handled.push('once');
      entered.resolve();
      await leave.promise;
    },
  };
  const first = consumeOnce(jobCtx, consumer);
  await entered.promise;
  assert.deepEqual(await consumeOnce(jobCtx, consumer), { moved: false, pending: true });
  leave.resolve();
  assert.equal((await first).moved, true);
  assert.deepEqual(handled, ['once']);
});

async function beginSlow(ctx: Context, subjectId: string): Promise<{ commit: () => Promise<void> }> {
  const begun = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const done = inTransaction(ctx, async (tx) => {
    await emit(tx, 'test.happened', { subjectId });
    begun.resolve();
    await end.promise;
  });
  await begun.promise;
  const commit = async (): Promise<void> => {
    end.resolve();
    await done;
  };
  return { commit };
}

async function emitOne(ctx: Context, subjectId: string): Promise<void> {
  await inTransaction(ctx, (tx) => emit(tx, 'test.happened', { subjectId }));
}
