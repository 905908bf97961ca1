import type { Channel } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { isKept } from './holds-store.ts';

/** What leaves of a report's own row: never who filed it. */
export interface LeavingReport {
  readonly id: string;
  readonly receivedAt: Date;
  readonly text: string;
  readonly scamKind: ScamKind | undefined;
  readonly channel: Channel | undefined;
  readonly happenedAt: Date | undefined;
}

/** Those of the given reports that are kept and the acting agency's own, in the order of their ids. */
export async function findOwnReports(tx: Context, ids: readonly string[]): Promise<LeavingReport[]> {
  const rows = await tx.db
    .selectFrom('report')
    .select(['id', 'received_at', 'text', 'scam_kind', 'channel', 'happened_at'])
    .where('id', 'in', ids)
    .where('agency_id', '=', tx.agencyId)
    .where(isKept(tx))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    receivedAt: row.received_at,
    text: row.text,
    // Filed in the contract's words.
    scamKind: (row.scam_kind ?? undefined) as ScamKind | undefined,
    channel: (row.channel ?? undefined) as Channel | undefined,
    happenedAt: row.happened_at ?? undefined,
  }));
}

/** The tags of reports, each once. */
export async function listTagsOf(tx: Context, reportIds: readonly string[]): Promise<string[]> {
  const rows = await tx.db
    .selectFrom('report_tag')
    .select('tag')
    .distinct()
    .where('report_id', 'in', reportIds)
    .execute();
  return rows.map(({ tag }) => tag);
}

export async function insertTags(
  tx: Context,
  reportIds: readonly string[],
  { tags, by }: { tags: readonly string[]; by: string },
): Promise<void> {
  const rows = reportIds.flatMap((reportId) =>
    tags.map((tag) => ({ report_id: reportId, tag, agency_id: tx.agencyId, tagged_at: tx.now(), tagged_by: by })),
  );
  if (rows.length > 0) await tx.db.insertInto('report_tag').values(rows).execute();
}

export interface TakenBundle {
  readonly hash: string;
  readonly keyId: string;
  readonly fromName: string;
  readonly tlp: string;
  readonly pap: string;
  readonly reportCount: number;
  readonly by: string;
}

/** Keeps that a bundle was taken; false when it was taken before. Two that take it at once go one after the other. */
export async function insertTaken(tx: Context, bundle: TakenBundle): Promise<boolean> {
  const inserted = await tx.db
    .insertInto('taken_bundle')
    .values({
      bundle_hash: Buffer.from(bundle.hash, 'hex'),
      agency_id: tx.agencyId,
      key_id: bundle.keyId,
      from_name: bundle.fromName,
      tlp: bundle.tlp,
      pap: bundle.pap,
      report_count: bundle.reportCount,
      taken_at: tx.now(),
      taken_by: bundle.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key_id')
    .executeTakeFirst();
  return inserted !== undefined;
}
