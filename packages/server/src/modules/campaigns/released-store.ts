import { type IndicatorKind, type ScamKind, type Shingles, sketchVersion } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { readFromPicture } from '../indicators/index.ts';
import { newestReports } from './facts-store.ts';
import { shinglesOf } from './scripts.ts';

/** A campaign that a person released. */
export interface ReleasedRow {
  readonly id: string;
  /** Whose campaign it is. */
  readonly agencyId: string;
  readonly kind: ScamKind | null;
  readonly reporterCount: number;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  readonly closedAt: Date | null;
}

/** Campaigns that checks name at most: those with the newest reports. */
const releasedMax = 2_000;
/** What is known of each is taken from so many of its newest reports. */
const readReportsMax = 1_000;
const valuesMax = 100;
const scriptsMax = 20;

/** Those of every agency. */
export async function selectReleased(tx: Context): Promise<ReleasedRow[]> {
  const { rows } = await sql<ReleasedRow>`
    select id, agency_id as "agencyId", coalesce(kind, drafted_kind) as kind, reporter_count as "reporterCount", first_seen as "firstSeen",
      last_seen as "lastSeen", closed_at as "closedAt"
    from campaign where released_at is not null and root_id = id and report_count > 0
    order by last_seen desc, id limit ${releasedMax}`.execute(tx.db);
  return rows;
}

export interface ReleasedValue {
  readonly campaignId: string;
  readonly kind: IndicatorKind;
  readonly value: string;
}

/**
 * The values that most of each campaign's newest reports name, those that at least `min` reporters named. What was
 * read from the writing in pictures is left out: a misread digit must name nobody.
 */
export async function selectReleasedValues(
  tx: Context,
  campaignIds: readonly string[],
  min: number,
): Promise<ReleasedValue[]> {
  const newest = newestReports(sql`asked.id`, readReportsMax);
  const { rows } = await sql<ReleasedValue>`
    select asked.id as "campaignId", named.kind, named.value
    from unnest(${campaignIds}::uuid[]) as asked(id)
    cross join lateral (
      select indicator.kind, indicator.value
      from (${newest}) as newest
      join sighting on sighting.report_id = newest.report_id
      join indicator on indicator.id = sighting.indicator_id
      where newest.counts and sighting.start_at <> ${readFromPicture.start}
      group by indicator.kind, indicator.value
      having count(distinct newest.reporter) >= ${min}
      order by count(*) desc, indicator.kind, indicator.value limit ${valuesMax}
    ) as named`.execute(tx.db);
  return rows;
}

/** A wording of a released campaign. */
export interface ReleasedText {
  readonly campaignId: string;
  readonly shingles: Shingles;
  /** Who reported it, keyed. */
  readonly reporters: readonly string[];
}

/** The scripts that most of each campaign's newest reports read as. */
export async function selectReleasedScripts(tx: Context, campaignIds: readonly string[]): Promise<ReleasedText[]> {
  const newest = newestReports(sql`asked.id`, readReportsMax);
  const { rows } = await sql<Omit<ReleasedText, 'shingles'> & { shingles: Buffer }>`
    select asked.id as "campaignId", script.shingles, told.reporters
    from unnest(${campaignIds}::uuid[]) as asked(id)
    cross join lateral (
      select newest.script_id, jsonb_agg(distinct newest.reporter) as reporters
      from (${newest}) as newest where newest.counts
      group by newest.script_id order by count(*) desc, newest.script_id limit ${scriptsMax}
    ) as told
    join script on script.id = told.script_id
    where script.version = ${sketchVersion}`.execute(tx.db);
  return rows.map(({ shingles, ...text }) => ({ ...text, shingles: shinglesOf(shingles) }));
}
