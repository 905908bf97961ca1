import { sql } from 'kysely';
import { asAgency, type Context, inTransaction } from './context.ts';
import { type Event, type EventPosition, firstPosition, readEventHorizon, readEventsAfter } from './event-log.ts';
import { type EventWaker, wakerOf } from './event-waker.ts';

/** A handler with a cursor of its own, kept in the database: each event reaches it once, in order. */
export interface Consumer {
  /** Names the cursor; unique, and never renamed. */
  readonly name: string;
  /**
   * Runs in one transaction with the move of the cursor, as the agency whose events these are: of a batch each agency's
   * own, in their order.
   */
  readonly handle: (tx: Context, events: readonly Event[]) => Promise<void>;
}

const batchMaxEvents = 500;

export interface ConsumerStep {
  /** Events were handled; there may be more. */
  readonly moved: boolean;
  /** Something is there that cannot be read yet, or another process is at it. */
  readonly pending: boolean;
}

/** One step of a consumer: true when there may be more at once. Of several processes, one at a time gets to work. */
export async function consumeOnce(ctx: Context, consumer: Consumer): Promise<ConsumerStep> {
  const step = await tryConsume(ctx, consumer);
  if (!step.isMissing) return { moved: step.moved, pending: step.pending };
  // In a transaction of its own: others would wait for a cursor that is being made and worked on at once.
  await makeCursor(ctx, consumer);
  return await consumeOnce(ctx, consumer);
}

async function tryConsume(ctx: Context, consumer: Consumer): Promise<ConsumerStep & { isMissing: boolean }> {
  return await inTransaction(ctx, async (tx) => {
    const cursor = await tx.db
      .selectFrom('event_cursor')
      .select(['transaction_id'])
      .select(sql<string>`event_id::text`.as('event_id'))
      .where('consumer', '=', consumer.name)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (cursor === undefined) return { moved: false, pending: true, isMissing: !(await hasCursor(tx, consumer)) };
    const after = { transactionId: cursor.transaction_id, id: cursor.event_id };
    const { events, pending } = await readEventsAfter(tx, after, { limit: batchMaxEvents });
    const last = events.at(-1);
    if (last === undefined) return { moved: false, pending, isMissing: false };
    for (const [agencyId, own] of Map.groupBy(events, (event) => event.agencyId))
      await asAgency(tx, agencyId, (ownTx) => consumer.handle(ownTx, own));
    await sql`update event_cursor set transaction_id = ${last.position.transactionId}::xid8, event_id = ${last.position.id}::bigint
      where consumer = ${consumer.name}`.execute(tx.db);
    return { moved: true, pending, isMissing: false };
  });
}

async function hasCursor(tx: Context, { name }: Consumer): Promise<boolean> {
  const row = await tx.db.selectFrom('event_cursor').select('consumer').where('consumer', '=', name).executeTakeFirst();
  return row !== undefined;
}

async function makeCursor(ctx: Context, { name }: Consumer): Promise<void> {
  await inTransaction(ctx, (tx) =>
    tx.db
      .insertInto('event_cursor')
      .values({ consumer: name, transaction_id: firstPosition.transactionId, event_id: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}

export interface WatchOptions {
  /** Starts after this position; without it, with what happens from now on. */
  readonly after?: EventPosition | undefined;
  readonly subjectId?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Events as they happen, a batch at a time, for a reader that keeps its own place, such as a snapshot in memory.
 * Ends when the signal is aborted. A database that is gone is waited for.
 */
export async function* watchEvents(ctx: Context, options: WatchOptions): AsyncGenerator<readonly Event[], void, void> {
  const { signal, subjectId } = options;
  const waker = wakerOf(ctx.db);
  const start = await readPatiently(ctx, waker, async () => options.after ?? (await readEventHorizon(ctx)), signal);
  let position = start ?? firstPosition;
  while (!signal.aborted) {
    const seen = waker.count;
    const read = () => readEventsAfter(ctx, position, { subjectId, limit: batchMaxEvents });
    const page = await readPatiently(ctx, waker, read, signal);
    if (page === undefined) return;
    const last = page.events.at(-1);
    if (last === undefined) await waker.wait({ since: seen, soon: page.pending, signal });
    else {
      yield page.events;
      position = last.position;
    }
  }
}

/** Runs consumers until the signal is aborted; answers when all have ended. A failing batch is tried again. */
export async function runConsumers(ctx: Context, consumers: readonly Consumer[], signal: AbortSignal): Promise<void> {
  await Promise.all(consumers.map((consumer) => runConsumer(ctx, consumer, signal)));
}

async function runConsumer(ctx: Context, consumer: Consumer, signal: AbortSignal): Promise<void> {
  const waker = wakerOf(ctx.db);
  while (!signal.aborted) {
    const seen = waker.count;
    const step = await readPatiently(ctx, waker, () => consumeOnce(ctx, consumer), signal);
    if (step === undefined) return;
    if (!step.moved) await waker.wait({ since: seen, soon: step.pending, signal });
  }
}

const failurePauseMs = 1_000;

async function readPatiently<T>(
  ctx: Context,
  waker: EventWaker,
  read: () => Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  while (!signal.aborted) {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted) return undefined;
      ctx.log.warn({ error }, 'events could not be read or handled; trying again');
      await waker.pause(failurePauseMs, signal);
    }
  }
  return undefined;
}
