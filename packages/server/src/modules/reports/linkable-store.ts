import type { ReportState } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** What linking reads of a report. */
export interface LinkableReport {
  readonly id: string;
  readonly receivedAt: Date;
  readonly state: ReportState;
  readonly text: string;
  readonly scamKind: ScamKind | undefined;
  /** Of an imported report: its source, which is its reporter. */
  readonly source: string | undefined;
  readonly reporterHash: Buffer | undefined;
}

/** Those of the given reports that are kept, in the order of their ids. */
export async function findLinkableReports(tx: Context, ids: readonly string[]): Promise<LinkableReport[]> {
  if (ids.length === 0) return [];
  const rows = await tx.db
    .selectFrom('report')
    .select(['id', 'received_at', 'state', 'text', 'scam_kind', 'source', 'reporter_hash'])
    .where('id', 'in', ids)
    .where('purge_at', '>', tx.now())
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at,
    state: row.state as ReportState,
    text: row.text,
    scamKind: (row.scam_kind ?? undefined) as ScamKind | undefined,
    source: row.source ?? undefined,
    reporterHash: row.reporter_hash ?? undefined,
  }));
}

/** Ids of kept reports after the given one, in their order, which is that of time. */
export async function listReportIds(tx: Context, after: string | undefined, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from report where id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      and agency_id = ${tx.agencyId}::uuid
    order by id limit ${limit}`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** Ids of reports that were received from a time on and before another, newest first. */
export async function listReportIdsBetween(
  tx: Context,
  { since, until }: { readonly since: Date; readonly until: Date },
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from report where received_at >= ${since} and received_at < ${until}
    order by received_at desc, id desc limit ${limit}`.execute(tx.db);
  return rows.map(({ id }) => id);
}

/** One batch of an import, by its first and last id. */
export interface ImportedBatch {
  readonly source: string;
  readonly first: string;
  readonly last: string;
}

/** Ids of the reports of one batch of an import. */
export async function listImportedIds(tx: Context, batch: ImportedBatch, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from report
    where id between ${batch.first}::uuid and ${batch.last}::uuid and source = ${batch.source}
    order by id limit ${limit}`.execute(tx.db);
  return rows.map(({ id }) => id);
}
