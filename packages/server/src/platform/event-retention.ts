import { sql } from 'kysely';
import { type Context, inTransaction } from './context.ts';
import { type EventPosition, firstPosition } from './event-log.ts';

/** Rows a transaction: short locks, and a purge that is interrupted has still done its part. */
const batchMaxRows = 5_000;
/** Batches a run; what is left waits for the next run. */
const batchesMax = 1_000;
const settingName = 'events-purged-through';

/**
 * Deletes events that happened before `before` and that every consumer has read, and keeps up to where the log is no
 * longer whole. Answers how many went. Running it again at the same time changes nothing.
 */
export async function purgeEvents(ctx: Context, before: Date): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const count = await inTransaction(ctx, (tx) => purgeBatch(tx, before));
    total += count;
    if (count < batchMaxRows) break;
  }
  return total;
}

async function purgeBatch(tx: Context, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number; transactionId: string | null; id: string | null }>`
    with old as (
      select transaction_id, id from event
      where happened_at < ${before}
        and not exists (
          select from event_cursor where (event.transaction_id, event.id) > (event_cursor.transaction_id, event_cursor.event_id)
        )
      order by transaction_id, id
      limit ${batchMaxRows}
      for update skip locked
    ), gone as (
      delete from event using old where event.id = old.id returning event.transaction_id, event.id
    )
    select count(*)::int as count,
      (array_agg(transaction_id::text order by transaction_id desc, id desc))[1] as "transactionId",
      (array_agg(id::text order by transaction_id desc, id desc))[1] as id
    from gone`.execute(tx.db);
  const { count = 0, transactionId = null, id = null } = rows[0] ?? {};
  if (transactionId !== null && id !== null) await notePurged(tx, { transactionId, id });
  return count;
}

/** Two purges at once: the later position stands. */
async function notePurged(tx: Context, position: EventPosition): Promise<void> {
  await sql`
    insert into setting (name, value) values (${settingName}, ${JSON.stringify(position)}::jsonb)
    on conflict on constraint setting_pk do update set value = case
      when ((setting.value ->> 'transactionId')::numeric, (setting.value ->> 'id')::numeric)
        < ((excluded.value ->> 'transactionId')::numeric, (excluded.value ->> 'id')::numeric)
      then excluded.value else setting.value end`.execute(tx.db);
}

/**
 * Whether the log still holds every event after a position. A reader that keeps its own place, and whose place is from
 * before a purge, has to begin anew.
 */
export async function holdsEventsAfter(ctx: Context, position: EventPosition): Promise<boolean> {
  const purged = await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ value: EventPosition }>`
      select value from setting where name = ${settingName}`.execute(tx.db);
    return rows[0]?.value ?? firstPosition;
  });
  const transactions = BigInt(position.transactionId) - BigInt(purged.transactionId);
  return transactions === 0n ? BigInt(position.id) >= BigInt(purged.id) : transactions > 0n;
}
