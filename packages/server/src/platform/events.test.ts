import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inTransaction } from './context.ts';
import { emit, firstPosition, readEventsAfter } from './events.ts';
import { startTestPlatform } from './test-platform.ts';

test('an event is read once its transaction has committed, and not when it rolled back', async () => {
  await using platform = await startTestPlatform();
  const { ctx } = platform;

  await inTransaction(ctx, (tx) => emit(tx, 'test.kept', { subjectId: 'a', data: { n: 1 } }));
  await assert.rejects(
    inTransaction(ctx, async (tx) => {
      await emit(tx, 'test.lost', { subjectId: 'b' });
      throw new Error('rolled back');
    }),
  );

  const { events } = await readEventsAfter(ctx, firstPosition, { limit: 10 });
  assert.deepEqual(
    events.map(({ type, subjectId, data }) => ({ type, subjectId, data })),
    [{ type: 'test.kept', subjectId: 'a', data: { n: 1 } }],
  );
});
