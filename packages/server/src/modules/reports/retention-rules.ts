import { Problem, type RetentionRecord, type RetentionTime, retentionRecords } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import type { RetentionEntry } from '../../platform/profile.ts';
import { deleteRule, listRules, type RetentionRule, upsertRule } from './retention-rule-store.ts';
import { acceptName, acceptReason } from './text.ts';

/** What is kept how long, from when on, and why: every record of the profile, with the agency's own rules. */
export function listRetention(ctx: Context): Promise<{ rows: RetentionTime[] }> {
  return inTransaction(ctx, async (tx) => {
    const rules = new Map((await listRules(tx)).map((rule) => [rule.record, rule]));
    const entries = Object.entries(tx.profile.retention);
    return { rows: entries.map(([record, entry]) => retentionTime(record, entry, rules.get(record))) };
  });
}

function retentionTime(record: string, entry: RetentionEntry, rule: RetentionRule | undefined): RetentionTime {
  const { value, from, why, bounds } = entry;
  return {
    record,
    days: rule?.days ?? value,
    from,
    why,
    profileDays: value,
    ...(bounds === undefined || !isAgencys(record) ? {} : { bounds: { min: bounds.min, max: bounds.max } }),
    ...(rule === undefined ? {} : { setBy: rule.setBy, setAt: rule.setAt.toISOString() }),
  };
}

function isAgencys(record: string): record is RetentionRecord {
  return retentionRecords.some((known) => known === record);
}

export interface RetentionChange {
  readonly record: RetentionRecord;
  /** Undefined: as the profile says. */
  readonly days?: number | undefined;
  readonly by: string;
  readonly reason: string;
}

/**
 * Sets how long the agency keeps a kind of record. A date that a receipt has told stays as it was told: texts and contact
 * details take the new time with the next thing said about them, and what comes from then on has it. Pictures, reporter
 * hashes and campaigns have no date of their own, so the next purge goes by the new time.
 * Throws `retention.out_of_bounds`, `decision.name_missing`.
 */
export async function setRetention(ctx: Context, change: RetentionChange): Promise<RetentionTime> {
  const by = acceptName(change.by);
  const reason = acceptReason(change.reason);
  const { record, days } = change;
  const entry = ctx.profile.retention[record];
  refuseOutOfBounds(entry, days);
  return await inTransaction(ctx, async (tx) => {
    const rule = days === undefined ? undefined : { record, days, setBy: by, setAt: tx.now() };
    if (rule === undefined) await deleteRule(tx, record);
    else await upsertRule(tx, rule);
    await logAction(tx, { action: 'set-retention', subject: 'retention', subjectId: record, fields: ['days'], reason });
    return retentionTime(record, entry, rule);
  });
}

function refuseOutOfBounds({ bounds }: RetentionEntry, days: number | undefined): void {
  if (days === undefined) return;
  if (bounds === undefined) throw new Error('A record that agencies set a time for has bounds in the profile.');
  if (days >= bounds.min && days <= bounds.max) return;
  throw new Problem('retention.out_of_bounds', { parameters: { field: 'days', min: bounds.min, max: bounds.max } });
}
