import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

// Keys are asked for as ranges of one: for an equal key the planner takes the mean number of rows for this key's, and
// would read and sort a hundred thousand to find the newest.

/** Of the scripts that name a value, or fall into a band: the newest, and the oldest, on which campaigns were founded. */
const newestPerValue = 8;
const oldestPerValue = 2;
const newestPerBand = 12;
const oldestPerBand = 4;
/** Of the reports that read as one script. */
const newestPerScript = 3;
const oldestPerScript = 1;

/** In how many scripts each value stands, counted up to `most`. */
export async function countScriptsOf(tx: Context, keys: readonly bigint[], most: number): Promise<Map<bigint, number>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; count: number }>`
    select asked.key::text as key, seen.count
    from unnest(${keys}::bigint[]) as asked(key)
    cross join lateral (
      select count(*)::int as count from (
        select from script_value where script_value.value_key = asked.key limit ${most}
      ) as counted
    ) as seen`.execute(tx.db);
  return new Map(rows.map(({ key, count }) => [BigInt(key), count]));
}

/** A script that may have something in common with one that is asked for. */
export interface Neighbour {
  readonly script: number;
  readonly other: number;
  /** Bands in common; 0 of one that was found by a value. */
  readonly bands: number;
}

/** Scripts that share bands with the given ones: a bounded number a band, however full it is. */
export async function findByBands(
  tx: Context,
  asked: readonly { readonly script: number; readonly bands: readonly bigint[] }[],
): Promise<Neighbour[]> {
  const rows = asked.flatMap(({ script, bands }) => bands.map((key) => ({ script, key })));
  if (rows.length === 0) return [];
  const found = await sql<Neighbour>`
    select asked.script, near.script_id as other, count(*)::int as bands
    from unnest(${rows.map(({ script }) => script)}::bigint[], ${rows.map(({ key }) => key)}::bigint[]) as asked(script, key)
    cross join lateral (
      (select script_id from script_band where script_band.band_key between asked.key and asked.key
        order by script_band.band_key desc, script_id desc limit ${newestPerBand})
      union
      (select script_id from script_band where script_band.band_key between asked.key and asked.key
        order by script_band.band_key, script_id limit ${oldestPerBand})
    ) as near
    where near.script_id <> asked.script
    group by asked.script, near.script_id`.execute(tx.db);
  return found.rows;
}

/** Scripts that name the same values as the given ones: a bounded number a value, however often it is named. */
export async function findByValues(
  tx: Context,
  asked: readonly { readonly script: number; readonly keys: readonly bigint[] }[],
): Promise<Neighbour[]> {
  const rows = asked.flatMap(({ script, keys }) => keys.map((key) => ({ script, key })));
  if (rows.length === 0) return [];
  const found = await sql<Neighbour>`
    select distinct asked.script, near.script_id as other, 0 as bands
    from unnest(${rows.map(({ script }) => script)}::bigint[], ${rows.map(({ key }) => key)}::bigint[]) as asked(script, key)
    cross join lateral (
      (select script_id from script_value where script_value.value_key between asked.key and asked.key
        order by script_value.value_key desc, script_id desc limit ${newestPerValue})
      union
      (select script_id from script_value where script_value.value_key between asked.key and asked.key
        order by script_value.value_key, script_id limit ${oldestPerValue})
    ) as near
    where near.script_id <> asked.script`.execute(tx.db);
  return found.rows;
}

/** Which of the given values stand in which of the given scripts: one look into the index a pair. */
export async function findSharedValues(
  tx: Context,
  pairs: readonly { readonly key: bigint; readonly script: number }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const { rows } = await sql<{ pair: string }>`
    select asked.key::text || ' ' || asked.script::text as pair
    from unnest(${pairs.map(({ key }) => key)}::bigint[], ${pairs.map(({ script }) => script)}::bigint[]) as asked(key, script)
    cross join lateral (
      select from script_value
      where script_value.value_key = asked.key and script_value.script_id = asked.script offset 0
    ) as there`.execute(tx.db);
  return new Set(rows.map(({ pair }) => pair));
}

/** Where a report stands. */
export interface Place {
  readonly reportId: string;
  readonly scriptId: number;
  /** The campaign that it is part of after all merges; null when it is in none. */
  readonly rootId: string | null;
  readonly founderScriptId: number | null;
  readonly reporterKey: string | null;
  readonly decidedBy: string | null;
}

const placeColumns = sql`
  placed.report_id as "reportId", placed.script_id as "scriptId", campaign.root_id as "rootId",
  root.founder_script_id as "founderScriptId", encode(placed.reporter_key, 'hex') as "reporterKey",
  placed.decided_by as "decidedBy"`;

const campaignOfPlace = sql`
  left join campaign on campaign.id = placed.campaign_id
  left join campaign as root on root.id = campaign.root_id`;

/** Reports that read as the given scripts, a few each: the newest and the oldest. */
export async function findPlacesOfScripts(tx: Context, scripts: readonly number[]): Promise<Place[]> {
  if (scripts.length === 0) return [];
  const { rows } = await sql<Place>`
    select ${placeColumns}
    from unnest(${scripts}::bigint[]) as asked(script)
    cross join lateral (
      (select * from campaign_report as own where own.script_id between asked.script and asked.script
        order by own.script_id desc, own.report_id desc limit ${newestPerScript})
      union
      (select * from campaign_report as own where own.script_id between asked.script and asked.script
        order by own.script_id, own.report_id limit ${oldestPerScript})
    ) as placed
    ${campaignOfPlace}
    order by placed.script_id, placed.report_id`.execute(tx.db);
  return rows;
}

/** Where the given reports stand; those that were never read for linking are left out. */
export async function findPlaces(tx: Context, reportIds: readonly string[]): Promise<(Place & { counts: boolean })[]> {
  if (reportIds.length === 0) return [];
  const { rows } = await sql<Place & { counts: boolean }>`
    select ${placeColumns}, placed.counts
    from campaign_report as placed ${campaignOfPlace}
    where placed.report_id = any(${reportIds}::uuid[])
    order by placed.report_id`.execute(tx.db);
  return rows;
}
