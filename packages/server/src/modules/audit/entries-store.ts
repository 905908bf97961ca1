import type { LogEntry } from '@spring-rain/contract';
import type { AuditEntry } from '../../platform/audit-format.ts';
import type { Context } from '../../platform/context.ts';

/** The chain's link of an entry, which says nothing of what the entry says. */
export interface Link {
  readonly seq: number;
  readonly entryHash: string;
  readonly hash: string;
}

export interface Stretch {
  readonly from: number;
  readonly through: number;
}

/** Links of a stretch of the chain, ends included, in order. */
export async function listLinks(tx: Context, { from, through }: Stretch): Promise<Link[]> {
  const rows = await tx.db
    .selectFrom('audit_entry')
    .select(['seq', 'entry_hash', 'hash'])
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .orderBy('seq')
    .execute();
  return rows.map(({ seq, entry_hash, hash }) => {
    if (seq === null || entry_hash === null || hash === null) throw new Error('A chained entry has its hashes.');
    return { seq, entryHash: entry_hash.toString('hex'), hash: hash.toString('hex') };
  });
}

/** Entries of a stretch by their place: of one agency, or of all when none is named. */
export async function listEntries(
  tx: Context,
  { from, through, agencyId }: Stretch & { agencyId: string | undefined },
): Promise<Map<number, AuditEntry>> {
  const rows = await entries(tx)
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? ''))
    .execute();
  return new Map(rows.map(toEntry).map((entry) => [entry.seq, entry]));
}

/** A page of the agency's own entries, the last first. */
export async function listOwnEntries(
  tx: Context,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<LogEntry[]> {
  const rows = await entries(tx)
    .where('agency_id', '=', tx.agencyId)
    .where('seq', 'is not', null)
    .$if(before !== undefined, (query) => query.where('seq', '<', before ?? 0))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const { agencyId: _own, fields, reason, ...entry } = toEntry(row);
    return { ...entry, fields: [...fields], ...(reason === undefined ? {} : { reason }) };
  });
}

/** The chain's hash at an entry. */
export async function readHashAt(tx: Context, seq: number): Promise<string | undefined> {
  const row = await tx.db.selectFrom('audit_entry').select('hash').where('seq', '=', seq).executeTakeFirst();
  return row?.hash?.toString('hex');
}

export async function countEntries(
  tx: Context,
  { from, through, agencyId }: Stretch & { agencyId: string | undefined },
): Promise<number> {
  const { count } = await tx.db
    .selectFrom('audit_entry')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('seq', '>=', from)
    .where('seq', '<=', through)
    .$if(agencyId !== undefined, (query) => query.where('agency_id', '=', agencyId ?? ''))
    .executeTakeFirstOrThrow();
  return Number(count);
}

function entries(tx: Context) {
  return tx.db
    .selectFrom('audit_entry')
    .select(['id', 'seq', 'agency_id', 'happened_at', 'actor', 'action', 'subject', 'subject_id', 'fields', 'reason']);
}

interface EntryRow {
  readonly id: string;
  readonly agency_id: string;
  readonly happened_at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly subject_id: string;
  readonly fields: string[];
  readonly reason: string | null;
}

/** Asked for by its place, so it has one. */
function toEntry(row: EntryRow & { readonly seq: number | null }): AuditEntry {
  return { ...entryOf(row), seq: row.seq ?? 0 };
}

/** An entry as its row holds it, wherever it stands in the chain. */
export function entryOf(row: EntryRow): Omit<AuditEntry, 'seq'> {
  return {
    id: row.id,
    agencyId: row.agency_id,
    happenedAt: row.happened_at.toISOString(),
    actor: row.actor,
    action: row.action,
    subject: row.subject,
    subjectId: row.subject_id,
    fields: row.fields,
    reason: row.reason ?? undefined,
  };
}
