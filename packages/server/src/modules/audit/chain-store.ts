import { sql } from 'kysely';
import type { AuditEntry } from '../../platform/audit-format.ts';
import type { Context } from '../../platform/context.ts';
import { entryOf } from './entries-store.ts';

export interface ChainHead {
  readonly seq: number;
  /** In hex. */
  readonly hash: string;
}

/** An entry that waits for its place in the chain. */
export interface WaitingEntry extends Omit<AuditEntry, 'seq'> {
  /** False while a transaction runs that began before this one's: another entry may still come before it. */
  readonly settled: boolean;
}

export interface ChainedEntry {
  readonly id: string;
  readonly seq: number;
  readonly entryHash: string;
  readonly hash: string;
}

export interface KeptCheckpoint extends ChainHead {
  readonly signedAt: Date;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Takes the chain for this transaction; false while another process writes it. */
export async function tryLockChain(tx: Context): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('spring-rain audit chain', 0)) as locked`.execute(tx.db);
  return rows[0]?.locked === true;
}

/** The last entry of the chain; undefined before the first. */
export async function findChainHead(tx: Context): Promise<ChainHead | undefined> {
  const row = await tx.db
    .selectFrom('audit_entry')
    .select(['seq', 'hash'])
    .where('seq', 'is not', null)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.seq === null || row.hash === null
    ? undefined
    : { seq: row.seq, hash: row.hash.toString('hex') };
}

/** Entries without a place, in the order in which they get one: by transaction, then as written. */
export async function listWaiting(tx: Context, limit: number): Promise<WaitingEntry[]> {
  const rows = await tx.db
    .selectFrom('audit_entry')
    .select(['id', 'agency_id', 'happened_at', 'actor', 'action', 'subject', 'subject_id', 'fields', 'reason'])
    .select(sql<boolean>`transaction_id < pg_snapshot_xmin(pg_current_snapshot())`.as('settled'))
    .where('seq', 'is', null)
    .orderBy('transaction_id')
    .orderBy('written_no')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...entryOf(row), settled: row.settled }));
}

/** The last entry of the acting agency that waits for its place, by the number that it was written with. */
export async function findLastWaiting(tx: Context): Promise<number | undefined> {
  const row = await tx.db
    .selectFrom('audit_entry')
    .select((each) => each.fn.max('written_no').as('last'))
    .where('seq', 'is', null)
    .where('agency_id', '=', tx.agencyId)
    .executeTakeFirst();
  return row?.last ?? undefined;
}

/** Whether an entry, by the number that it was written with, has its place. */
export async function isChained(tx: Context, writtenNo: number): Promise<boolean> {
  const row = await tx.db
    .selectFrom('audit_entry')
    .select('id')
    .where('written_no', '=', writtenNo)
    .where('seq', 'is', null)
    .executeTakeFirst();
  return row === undefined;
}

/** Gives entries their places and hashes, in one statement. */
export async function keepChained(tx: Context, chained: readonly ChainedEntry[]): Promise<void> {
  await sql`
    update audit_entry set seq = given.seq, entry_hash = decode(given.entry_hash, 'hex'), hash = decode(given.hash, 'hex')
    from unnest(
      ${chained.map(({ id }) => id)}::uuid[],
      ${chained.map(({ seq }) => seq)}::bigint[],
      ${chained.map(({ entryHash }) => entryHash)}::text[],
      ${chained.map(({ hash }) => hash)}::text[]
    ) as given (id, seq, entry_hash, hash)
    where audit_entry.id = given.id`.execute(tx.db);
}

export async function findLastCheckpoint(tx: Context): Promise<KeptCheckpoint | undefined> {
  const row = await checkpoints(tx).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : toCheckpoint(row);
}

/** Checkpoints of a stretch of the chain, ends included, in order. */
export async function listCheckpoints(tx: Context, { from, through }: { from: number; through: number }) {
  const rows = await checkpoints(tx).where('seq', '>=', from).where('seq', '<=', through).orderBy('seq').execute();
  return rows.map(toCheckpoint);
}

export async function insertCheckpoint(tx: Context, checkpoint: KeptCheckpoint): Promise<void> {
  const { seq, hash, signedAt, keyId, signature } = checkpoint;
  await tx.db
    .insertInto('audit_checkpoint')
    .values({ seq, hash: Buffer.from(hash, 'hex'), signed_at: signedAt, key_id: keyId, signature })
    .execute();
}

function checkpoints(tx: Context) {
  return tx.db.selectFrom('audit_checkpoint').select(['seq', 'hash', 'signed_at', 'key_id', 'signature']);
}

interface CheckpointRow {
  readonly seq: number;
  readonly hash: Buffer;
  readonly signed_at: Date;
  readonly key_id: string;
  readonly signature: Buffer;
}

function toCheckpoint({ seq, hash, signed_at, key_id, signature }: CheckpointRow): KeptCheckpoint {
  return { seq, hash: hash.toString('hex'), signedAt: signed_at, keyId: key_id, signature };
}
