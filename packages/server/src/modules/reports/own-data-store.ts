import type { Channel } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

/** What only an export says of a report. */
export interface ReportExtras {
  readonly channel: Channel | undefined;
  readonly happenedAt: Date | undefined;
  readonly isReporterHashKept: boolean;
}

export async function readReportExtras(tx: Context, reportId: string): Promise<ReportExtras> {
  const row = await tx.db
    .selectFrom('report')
    .select(['channel', 'happened_at'])
    .select((each) => each('reporter_hash', 'is not', null).as('has_hash'))
    .where('id', '=', reportId)
    .executeTakeFirstOrThrow();
  return {
    channel: (row.channel ?? undefined) as Channel | undefined,
    happenedAt: row.happened_at ?? undefined,
    isReporterHashKept: row.has_hash === true,
  };
}

/** By when the sealed contact details of a report or an appeal are deleted; undefined when there are none. */
export async function findContactEnd(
  tx: Context,
  column: 'report_id' | 'appeal_id',
  id: string,
): Promise<Date | undefined> {
  const row = await tx.db.selectFrom('sealed_contact').select('purge_at').where(column, '=', id).executeTakeFirst();
  return row?.purge_at;
}

/** What was read in each picture of a report, by attachment. */
export async function listReadTexts(tx: Context, attachmentIds: readonly string[]): Promise<Map<string, string>> {
  if (attachmentIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom('attachment_reading')
    .select(['attachment_id', 'text'])
    .where('attachment_id', 'in', attachmentIds)
    .execute();
  return new Map(rows.map((row) => [row.attachment_id, row.text]));
}
