import type { EmergenceSubject } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

export interface EmergenceRow {
  readonly id: string;
  readonly day: string;
  readonly subject: EmergenceSubject;
  readonly campaignId: string | null;
  readonly indicatorId: number | null;
  readonly phrase: string | null;
  readonly count: number;
  readonly expected: number;
  readonly pValue: number;
  readonly isNew: boolean;
}

/** Where a page of what is new starts. */
export interface EmergencePosition {
  readonly day: string;
  readonly id: string;
}

/** What was new from a day on, the newest day first. */
export async function selectEmergence(
  tx: Context,
  query: { readonly since: Date; readonly after: EmergencePosition | undefined; readonly limit: number },
): Promise<EmergenceRow[]> {
  const { since, after, limit } = query;
  const { rows } = await sql<EmergenceRow>`
    select id, day::text as day, subject, campaign_id as "campaignId", indicator_id as "indicatorId", phrase, count,
      expected, p_value as "pValue", is_new as "isNew"
    from emergence
    where day >= ${since}::date
      and ${after === undefined ? sql`true` : sql`(day, id) < (${after.day}::date, ${after.id}::uuid)`}
    order by day desc, id desc limit ${limit}`.execute(tx.db);
  return rows;
}

/** Puts what was new on a day in place of what was thought before. */
export async function replaceEmergence(
  tx: Context,
  day: string,
  found: readonly Omit<EmergenceRow, 'id' | 'day'>[],
): Promise<void> {
  await sql`delete from emergence where day = ${day}::date`.execute(tx.db);
  if (found.length === 0) return;
  await tx.db
    .insertInto('emergence')
    .values(
      found.map(({ subject, campaignId, indicatorId, phrase, count, expected, pValue, isNew }) => ({
        id: tx.newId(),
        agency_id: tx.agencyId,
        day,
        subject,
        campaign_id: campaignId,
        indicator_id: indicatorId,
        phrase,
        count,
        expected,
        p_value: pValue,
        is_new: isNew,
      })),
    )
    .execute();
}
