import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '@spring-rain/contract';
import { type Context, inTransaction } from './context.ts';
import { type Consumer, consumeOnce, type Event, emit, followEvents, runConsumers, watchEvents } from './events.ts';
import { startTestPlatform } from './test-platform.ts';

test('a consumer gets each event once, in order, and goes on where it stood', async () => {
  await using platform = await startTestPlatform();
  const { jobCtx } = platform;
  const seen: string[] = [];
  const consumer: Consumer = {
    name: 'test',
    handle: async (_tx, events) => void seen.push(...events.map(({ subjectId }) => subjectId)),
  };
  await emitOne(platform.ctx, 'a');
  await emitOne(platform.ctx, 'b');
  assert.deepEqual(await consumeOnce(jobCtx, consumer), { moved: true, pending: false });
  await emitOne(platform.ctx, 'c');
  await consumeOnce(jobCtx, consumer);
  assert.deepEqual(await consumeOnce(jobCtx, consumer), { moved: false, pending: false });
  assert.deepEqual(seen, ['a', 'b', 'c']);
});

test('a handler that fails keeps its place: what it wrote is undone and the same events come again', async () => {
  await using platform = await startTestPlatform();
  await emitOne(platform.ctx, 'a');
  let tries = 0;
  const consumer: Consumer = {
    name: 'test',
    handle: async (tx) => {
      tries += 1;
      await tx.db
        .insertInto('setting')
        .values({ name: `try ${tries}`, value: '1' })
        .execute();
      if (tries === 1) throw new Error('not yet');
    },
  };
  await assert.rejects(consumeOnce(platform.jobCtx, consumer), /not yet/);
  await consumeOnce(platform.jobCtx, consumer);
  const kept = await inTransaction(platform.ctx, (tx) => tx.db.selectFrom('setting').select('name').execute());
  assert.deepEqual(kept, [{ name: 'try 2' }]);
});

test('a running consumer hears of an event within 200 ms of its commit', async () => {
  await using platform = await startTestPlatform();
  const stopping = new AbortController();
  const heard = Promise.withResolvers<number>();
  const consumer: Consumer = { name: 'test', handle: async () => heard.resolve(performance.now()) };
  const running = runConsumers(platform.jobCtx, [consumer], stopping.signal);
  // It has found nothing and waits: only a wake-up can make it quick, its next look is a second away.
  await delay(300);
  await emitOne(platform.ctx, 'a');
  const committedAt = performance.now();
  const tookMs = (await heard.promise) - committedAt;
  stopping.abort();
  await running;
  assert.ok(tookMs <= 200, `took ${tookMs} ms`);
});

test('a watcher sees only what happens after it began, and ends when told', async () => {
  await using platform = await startTestPlatform();
  await emitOne(platform.ctx, 'before');
  const stopping = new AbortController();
  const seen: Event[] = [];
  const watching = (async () => {
    for await (const events of watchEvents(platform.jobCtx, { signal: stopping.signal })) {
      seen.push(...events);
      if (seen.length === 2) stopping.abort();
    }
  })();
  await delay(100);
  await emitOne(platform.ctx, 'one');
  await emitOne(platform.ctx, 'two');
  await watching;
  assert.deepEqual(
    seen.map(({ subjectId }) => subjectId),
    ['one', 'two'],
  );
});

test('a stream resumes after its last event, for its own subject and viewer alone', async () => {
  await using platform = await startTestPlatform();
  const { publicCtx } = platform;
  const mine = { subjectId: 'mine', viewer: 'me' };
  const stream = followEvents(publicCtx, mine);
  const first = stream.next();
  await delay(50);
  await emitOne(platform.ctx, 'mine');
  const got = (await first).value;
  assert.equal(got?.type, 'test.happened');
  await stream.return();
  await emitOne(platform.ctx, 'other');
  await emitOne(platform.ctx, 'mine');

  const resumed = followEvents(publicCtx, { ...mine, after: got?.id });
  const next = (await resumed.next()).value;
  assert.deepEqual(next?.data, { subjectId: 'mine', at: platform.clock.now().toISOString() });
  assert.notEqual(next?.id, got?.id);
  await resumed.return();

  for (const viewer of ['you', 'm', '']) {
    assert.throws(() => followEvents(publicCtx, { ...mine, viewer, after: got?.id }), isInvalidCursor);
  }
  assert.throws(() => followEvents(publicCtx, { ...mine, after: 'made-up' }), isInvalidCursor);
});

test('an event needs a transaction, so that it is never kept without its change', async () => {
  await using platform = await startTestPlatform();
  await assert.rejects(emit(platform.ctx, 'test.happened', { subjectId: 'a' }), /inside inTransaction/);
});

function isInvalidCursor(error: unknown): boolean {
  return error instanceof Problem && error.code === 'cursor.invalid';
}

async function emitOne(ctx: Context, subjectId: string): Promise<void> {
  await inTransaction(ctx, (tx) => emit(tx, 'test.happened', { subjectId }));
}
