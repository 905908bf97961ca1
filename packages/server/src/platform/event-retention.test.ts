import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Context, inTransaction } from './context.ts';
import { consumeOnce, emit, firstPosition, holdsEventsAfter, purgeEvents, readEventsAfter } from './events.ts';
import { startTestPlatform } from './test-platform.ts';

test('old events go once every consumer has read them, and readers learn that they are behind', async () => {
  await using platform = await startTestPlatform();
  const { ctx, jobCtx } = platform;
  const consumer = { name: 'test', handle: async () => undefined };
  const future = new Date(ctx.now().getTime() + 1_000);
  await emitOne(ctx, 'read');
  await consumeOnce(jobCtx, consumer);
  await emitOne(ctx, 'unread');
  const [first, second] = (await readEventsAfter(ctx, firstPosition, { limit: 10 })).events;
  assert.ok(await holdsEventsAfter(ctx, firstPosition), 'nothing has been deleted yet');

  assert.equal(await purgeEvents(jobCtx, first!.happenedAt), 0, 'an event of that very moment is not before it');
  assert.equal(await purgeEvents(jobCtx, future), 1);

  const left = (await readEventsAfter(ctx, firstPosition, { limit: 10 })).events;
  assert.deepEqual(
    left.map(({ subjectId }) => subjectId),
    ['unread'],
  );
  assert.ok(!(await holdsEventsAfter(ctx, firstPosition)), 'who stands before the deleted event is behind');
  assert.ok(await holdsEventsAfter(ctx, first!.position), 'who had read the deleted event is not');
  assert.ok(await holdsEventsAfter(ctx, second!.position));

  await consumeOnce(jobCtx, consumer);
  assert.equal(await purgeEvents(jobCtx, future), 1);
  assert.ok(!(await holdsEventsAfter(ctx, first!.position)));
  assert.ok(await holdsEventsAfter(ctx, second!.position));
});

function emitOne(ctx: Context, subjectId: string): Promise<void> {
  return inTransaction(ctx, (tx) => emit(tx, 'test.happened', { subjectId }));
}
