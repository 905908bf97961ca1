import { type RetentionRecord, retentionRecords } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

/** How many days the acting agency keeps each kind of record. */
export type RetentionDays = Readonly<Record<RetentionRecord, number>>;

export interface RetentionRule {
  readonly record: string;
  readonly days: number;
  readonly setBy: string;
  readonly setAt: Date;
}

/** The rules that the acting agency has of its own. */
export async function listRules(tx: Context): Promise<RetentionRule[]> {
  const rows = await tx.db
    .selectFrom('retention_rule')
    .select(['record', 'days', 'set_by', 'set_at'])
    .where('agency_id', '=', tx.agencyId)
    .execute();
  return rows.map((row) => ({ record: row.record, days: row.days, setBy: row.set_by, setAt: row.set_at }));
}

/** The agency's own times, and the profile's where it has none. */
export async function readRetentionDays(tx: Context): Promise<RetentionDays> {
  const rules = new Map((await listRules(tx)).map(({ record, days }) => [record, days]));
  const entries = retentionRecords.map((record) => [record, rules.get(record) ?? tx.profile.retentionDays[record]]);
  // One entry for each word of the tuple.
  return Object.fromEntries(entries) as Record<RetentionRecord, number>;
}

export async function upsertRule(tx: Context, rule: RetentionRule): Promise<void> {
  const set = { days: rule.days, set_by: rule.setBy, set_at: rule.setAt };
  await tx.db
    .insertInto('retention_rule')
    .values({ agency_id: tx.agencyId, record: rule.record, ...set })
    .onConflict((conflict) => conflict.columns(['agency_id', 'record']).doUpdateSet(set))
    .execute();
}

export async function deleteRule(tx: Context, record: RetentionRecord): Promise<void> {
  await tx.db.deleteFrom('retention_rule').where('agency_id', '=', tx.agencyId).where('record', '=', record).execute();
}
