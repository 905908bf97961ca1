import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '@spring-rain/contract';
import { sql } from 'kysely';
import { type Context, inTransaction } from './context.ts';
import { groupCommit } from './group-commit.ts';
import { startTestPlatform } from './test-platform.ts';

test('a burst shares commits, up to the most that one carries', async () => {
  await using platform = await startTestPlatform();
  const batches: number[] = [];
  const keep = groupCommit(platform.ctx, {
    maxBatch: 30,
    write: async (tx: Context, names: readonly string[]) => {
      batches.push(names.length);
      await insertSettings(tx, names);
      return names.map((name) => `kept ${name}`);
    },
  });

  const names = Array.from({ length: 50 }, (_, n) => `name ${n}`);
  const answers = await Promise.all(names.map((name) => keep(name)));

  assert.deepEqual(batches, [30, 20]);
  assert.deepEqual(
    answers,
    names.map((name) => `kept ${name}`),
  );
  assert.equal(await countTransactions(platform.ctx), 2);
});

test('a bad item fails alone and its neighbours are kept, each once', async () => {
  await using platform = await startTestPlatform();
  const keep = groupCommit(platform.ctx, {
    maxBatch: 10,
    write: async (tx: Context, names: readonly string[]) => {
      await insertSettings(tx, names);
      if (names.includes('bad')) throw new Problem('report.text_blank');
      return names;
    },
  });

  const settled = await Promise.allSettled(['first', 'good', 'bad', 'fine', 'good'].map((name) => keep(name)));

  // `good` came twice: the second is refused by the table, again without harm to others.
  assert.deepEqual(
    settled.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected'],
  );
  assert.deepEqual(await readSettings(platform.ctx), ['fine', 'first', 'good']);
});

test('when the database is gone nobody is tried one by one', async () => {
  await using platform = await startTestPlatform();
  let calls = 0;
  const keep = groupCommit(platform.ctx, {
    maxBatch: 10,
    write: async () => {
      calls += 1;
      throw new Problem('service.unavailable');
    },
  });
  const settled = await Promise.allSettled(Array.from({ length: 11 }, () => keep('x')));
  assert.equal(settled.filter(({ status }) => status === 'rejected').length, 11);
  assert.equal(calls, 2, 'ten in one batch, and the one that was left');
});

async function insertSettings(tx: Context, names: readonly string[]): Promise<void> {
  await tx.db
    .insertInto('setting')
    .values(names.map((name) => ({ name, value: '1' })))
    .execute();
}

async function readSettings(ctx: Context): Promise<string[]> {
  const rows = await inTransaction(ctx, (tx) => tx.db.selectFrom('setting').select('name').orderBy('name').execute());
  return rows.map(({ name }) => name);
}

/** How many transactions wrote the rows, as the database itself counts: each row names its own. */
async function countTransactions(ctx: Context): Promise<number> {
  return await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ count: number }>`select count(distinct xmin::text) as count from setting`.execute(
      tx.db,
    );
    return rows[0]?.count ?? 0;
  });
}
