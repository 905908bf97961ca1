import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logAction } from './audit.ts';
import { type Context, inTransaction } from './context.ts';
import { startTestPlatform } from './test-platform.ts';

const opened = { action: 'open', subject: 'thing', subjectId: 't1', fields: ['name'], reason: 'Asked for.' };

test('an action is logged in the name of every role that may act, and not when its change rolled back', async () => {
  await using platform = await startTestPlatform();
  const { resources, ctx, publicCtx, jobCtx } = platform;
  const personId = 'person:00000000-0000-7000-8000-00000000000a';
  const person: Context = { ...ctx, actor: { role: 'app', name: 'Officer A', id: personId } };
  const accounts = resources.context({ role: 'accounts', name: 'accounts' });

  for (const acting of [ctx, person, publicCtx, jobCtx, accounts]) {
    await inTransaction(acting, (tx) => logAction(tx, opened));
  }
  await assert.rejects(
    inTransaction(ctx, async (tx) => {
      await logAction(tx, opened);
      throw new Error('rolled back');
    }),
  );

  const rows = await inTransaction(ctx, (tx) =>
    tx.db
      .selectFrom('audit_entry')
      .select(['actor', 'action', 'subject', 'subject_id', 'fields', 'reason', 'happened_at'])
      .orderBy('transaction_id')
      .execute(),
  );
  assert.deepEqual(
    rows.map(({ actor }) => actor),
    ['operator', personId, 'public', 'job:test', 'public'],
  );
  assert.deepEqual(rows[0], {
    actor: 'operator',
    action: 'open',
    subject: 'thing',
    subject_id: 't1',
    fields: ['name'],
    reason: 'Asked for.',
    happened_at: new Date('2026-11-21T08:00:00Z'),
  });
});

test('an action is logged inside a transaction alone', async () => {
  await using platform = await startTestPlatform();
  await assert.rejects(logAction(platform.ctx, opened), /inTransaction/);
});
