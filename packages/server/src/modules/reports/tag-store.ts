import type { ReceivedLabels } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** Puts a tag on a report; one that is there stays. */
export async function insertTag(tx: Context, tagged: { reportId: string; tag: string; by: string }): Promise<void> {
  await tx.db
    .insertInto('report_tag')
    .values({
      report_id: tagged.reportId,
      tag: tagged.tag,
      agency_id: tx.agencyId,
      tagged_at: tx.now(),
      tagged_by: tagged.by,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function deleteTag(tx: Context, { reportId, tag }: { reportId: string; tag: string }): Promise<void> {
  await tx.db.deleteFrom('report_tag').where('report_id', '=', reportId).where('tag', '=', tag).execute();
}

/** The agency's own tags of a report; and, where it is another's, by which share it is seen. One statement. */
export async function readMarks(
  tx: Context,
  reportId: string,
): Promise<{ tags: string[]; shared: ReceivedLabels | undefined }> {
  const { rows } = await sql<{ tags: string[]; shared: ReceivedLabels | null }>`
    select array(select tag from report_tag where report_id = ${reportId}::uuid order by tag) as tags,
      received_share('report', ${reportId}) as shared`.execute(tx.db);
  const { tags = [], shared = null } = rows[0] ?? {};
  return { tags, shared: shared === null ? undefined : { ...shared, until: new Date(shared.until).toISOString() } };
}

/** What a standing rule may ask of a report. */
export interface ReportToShare {
  readonly id: string;
  /** As its reporter named it. */
  readonly scamKind: ScamKind | null;
  readonly tags: readonly string[];
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** Those of the agency's reports that may be shared by a rule: kept, and neither rejected nor junk. */
export async function findReportsToShare(tx: Context, ids: readonly string[]): Promise<ReportToShare[]> {
  const { rows } = await sql<ReportToShare>`
    select report.id, report.scam_kind as "scamKind", report_loss.amount_minor as "amountMinor", report_loss.currency,
      array(select tag from report_tag where report_tag.report_id = report.id order by tag) as tags
    from report left join report_loss on report_loss.report_id = report.id
    where report.id = any(${ids}::uuid[]) and report.agency_id = ${tx.agencyId}::uuid and report.purge_at > ${tx.now()}
      and report.state not in ('rejected', 'junk')
    order by report.id`.execute(tx.db);
  return rows;
}
