import { type ExpressionBuilder, sql } from 'kysely';
import type { Tables } from '../generated/tables.ts';
import { type Context, inTransaction } from './context.ts';
import { afterCommit } from './db/transaction.ts';
import { wakerOf } from './event-waker.ts';

/** `noun.happened`, such as `report.filed`. */
export type EventType = `${string}.${string}`;

/** What changed, by id. Never what a person wrote. */
export interface EventDraft {
  readonly type: EventType;
  readonly subjectId: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Event {
  /** Whose event it is. */
  readonly agencyId: string;
  readonly type: EventType;
  readonly subjectId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly happenedAt: Date;
  readonly position: EventPosition;
}

/** Order of events: by transaction, then by id within it. Both as text, because they may exceed a number. */
export interface EventPosition {
  readonly transactionId: string;
  readonly id: string;
}

/** Before every event. */
export const firstPosition: EventPosition = { transactionId: '0', id: '0' };

/** Appends an event that is kept when the transaction commits, and wakes whoever waits for it. */
export async function emit(tx: Context, type: EventType, event: Omit<EventDraft, 'type'>): Promise<void> {
  await emitAll(tx, [{ type, ...event }]);
}

/** Appends many events in one statement, in their order. */
export async function emitAll(tx: Context, drafts: readonly EventDraft[]): Promise<void> {
  if (!tx.db.isTransaction) throw new Error('emit belongs inside inTransaction: an event is kept with its change.');
  if (drafts.length === 0) return;
  await sql`
    insert into event (agency_id, type, subject_id, data, happened_at)
    select ${tx.agencyId}::uuid, draft.type, draft.subject_id, draft.data, ${tx.now()}::timestamptz
    from unnest(
      ${drafts.map(({ type }) => type)}::text[],
      ${drafts.map(({ subjectId }) => subjectId)}::text[],
      ${drafts.map(({ data }) => JSON.stringify(data ?? {}))}::jsonb[]
    ) with ordinality as draft (type, subject_id, data, place)
    order by draft.place`.execute(tx.db);
  afterCommit(wakerOf(tx.db).wake);
}

export interface EventFilter {
  /** Only events about this subject. */
  readonly subjectId?: string | undefined;
  readonly limit: number;
}

export interface EventPage {
  readonly events: Event[];
  /** True when something committed that an older running transaction still hides; ask again soon. */
  readonly pending: boolean;
}

/**
 * Events after a position, oldest first. Reads only below the oldest running transaction: whatever is still to commit
 * comes later in this order, so nothing can appear behind a reader.
 */
export async function readEventsAfter(ctx: Context, after: EventPosition, filter: EventFilter): Promise<EventPage> {
  return await inTransaction(ctx, async (tx) => {
    // One statement, so that rows and horizon are of the same snapshot.
    const rows = await tx.db
      .selectFrom('event')
      .select(['agency_id', 'type', 'subject_id', 'data', 'happened_at', 'transaction_id'])
      .select(sql<string>`id::text`.as('id'))
      .select(sql<boolean>`transaction_id < pg_snapshot_xmin(pg_current_snapshot())`.as('settled'))
      .where(sql<boolean>`(transaction_id, id) > (${after.transactionId}::xid8, ${after.id}::bigint)`)
      .$if(filter.subjectId !== undefined, (query) => query.where('subject_id', '=', filter.subjectId ?? ''))
      .orderBy('transaction_id')
      .orderBy((builder: ExpressionBuilder<Tables, 'event'>) => builder.ref('event.id'))
      .limit(filter.limit)
      .execute();
    const settled = rows.filter((row) => row.settled);
    return { events: settled.map(toEvent), pending: settled.length < rows.length };
  });
}

/** Where the log stands now: every event after it is yet to come, or not settled. */
export async function readEventHorizon(ctx: Context): Promise<EventPosition> {
  return await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{
      horizon: string;
    }>`select pg_snapshot_xmin(pg_current_snapshot())::text as horizon`.execute(tx.db);
    return { transactionId: String(BigInt(rows[0]?.horizon ?? '0') - 1n), id: String(2n ** 63n - 1n) };
  });
}

interface EventRow {
  agency_id: string;
  type: string;
  subject_id: string;
  data: unknown;
  happened_at: Date;
  transaction_id: string;
  id: string;
}

function toEvent(row: EventRow): Event {
  return {
    agencyId: row.agency_id,
    // `emit` is the only writer.
    type: row.type as EventType,
    subjectId: row.subject_id,
    data: row.data as Record<string, unknown>,
    happenedAt: row.happened_at,
    position: { transactionId: row.transaction_id, id: row.id },
  };
}
