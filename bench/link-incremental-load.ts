import { type IndicatorKind, recognise, sketchVersion } from '@spring-rain/engine';
import { sql } from 'kysely';
import { bytesOf, type ReadScript, readScript } from '../packages/server/src/modules/campaigns/scripts.ts';
import type { Database } from '../packages/server/src/platform/db/index.ts';
import { variants } from './link-variants.ts';

/** Rows of one statement while loading. */
const rowsAtOnce = 5_000;
/** One report in so many names the value that is seen everywhere. */
const hotOneIn = 10;
export const hotHandle = 'everywhere_100000';
const agency = '00000000-0000-7000-8000-000000000001';

/** Tables that are filled without their keys and indexes, which are built afterwards from what the schema says. */
const bareTables = ['campaign_move', 'script_band', 'script_value', 'campaign_report', 'campaign_link', 'sighting'];

interface LoadedReport {
  readonly id: string;
  readonly number: number;
  readonly cluster: number;
  readonly text: string;
  readonly read: ReadScript;
  readonly indicators: readonly { kind: IndicatorKind; value: string; start: number; end: number }[];
}

/**
 * Puts `count` variants of real messages into the tables as linking would have left them: each read by the product's own
 * `readScript`, one campaign a base message, rows written by `insert … select from unnest` into bare tables whose keys and
 * indexes are built afterwards. Every tenth report names one and the same value. Answers how many sightings there are.
 */
export async function loadLinked(db: Database, { bases, count }: { bases: readonly string[]; count: number }) {
  const definitions = await dropKeys(db);
  const scriptIds = new Map<string, number>();
  const indicatorIds = new Map<string, number>();
  const campaigns = new Set<number>();
  const pairs = new Set<string>();
  let sightings = 0;
  let batch: LoadedReport[] = [];
  let number = 0;
  for (const { text, cluster } of variants({ bases, count, seed: 7 })) {
    const whole = number % hotOneIn === 0 ? `${text} 微信 ${hotHandle}` : text;
    const { indicators } = recognise(whole);
    batch.push({ id: reportId(number), number, cluster, text: whole, read: readScript(whole, []), indicators });
    number += 1;
    if (batch.length < rowsAtOnce && number < count) continue;
    sightings += await keepBatch(db, batch, { scriptIds, indicatorIds, campaigns, pairs });
    batch = [];
  }
  for (const definition of definitions) await sql.raw(definition).execute(db);
  await sql`select setval(pg_get_serial_sequence('script', 'id'), ${scriptIds.size + 1}, false),
    setval(pg_get_serial_sequence('indicator', 'id'), ${indicatorIds.size + 1}, false)`.execute(db);
  await sql`insert into linking_state (agency_id, script_count) values (${agency}, ${scriptIds.size})`.execute(db);
  await sql`
    update campaign set report_count = seen.count from (
      select campaign_id, count(*)::int as count from campaign_report group by campaign_id
    ) as seen where seen.campaign_id = campaign.id`.execute(db);
  for (const table of linkingTables) await sql`vacuum analyze ${sql.table(table)}`.execute(db);
  await sql`vacuum analyze report`.execute(db);
  await sql`vacuum analyze sighting`.execute(db);
  return { sightings, scripts: scriptIds.size, campaigns: campaigns.size };
}

export const linkingTables = ['script', 'script_band', 'script_value', 'campaign', 'campaign_report', 'campaign_link'];

/** Drops keys and indexes of the bare tables; answers the statements that make them again, keys before references. */
async function dropKeys(db: Database): Promise<string[]> {
  const { rows: constraints } = await sql<{ of: string; name: string; kind: string; definition: string }>`
    select conrelid::regclass::text as of, conname as name, contype::text as kind, pg_get_constraintdef(oid) as definition
    from pg_constraint
    where conrelid = any(${bareTables}::regclass[]) and contype in ('p', 'u', 'f') order by contype = 'f' desc`.execute(
    db,
  );
  for (const { of, name } of constraints) await sql.raw(`alter table ${of} drop constraint ${name}`).execute(db);
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes where tablename = any(${bareTables}::text[])`.execute(
    db,
  );
  for (const { name } of indexes) await sql.raw(`drop index ${name}`).execute(db);
  const keys = constraints.toReversed();
  return [
    ...keys.map(({ of, name, definition }) => `alter table ${of} add constraint ${name} ${definition}`),
    ...indexes.map(({ definition }) => definition),
  ];
}

/** Ids whose order is that of loading; version 7, like all others. */
export function reportId(number: number): string {
  const hex = number.toString(16).padStart(12, '0');
  return `01900000-${hex.slice(0, 4)}-7000-8000-${hex}`;
}

function campaignId(cluster: number): string {
  return `01900000-0000-7001-8000-${cluster.toString(16).padStart(12, '0')}`;
}

interface Kept {
  readonly scriptIds: Map<string, number>;
  readonly indicatorIds: Map<string, number>;
  readonly campaigns: Set<number>;
  /** Which value stands in which script, so that each pair is written once. */
  readonly pairs: Set<string>;
}

async function keepBatch(db: Database, batch: readonly LoadedReport[], kept: Kept): Promise<number> {
  const fresh = new Map<number, ReadScript>();
  const scriptOf = batch.map(({ read }) => {
    const name = read.hash.toString('base64');
    const known = kept.scriptIds.get(name);
    if (known !== undefined) return known;
    const id = kept.scriptIds.size + 1;
    kept.scriptIds.set(name, id);
    fresh.set(id, read);
    return id;
  });
  await keepReports(db, batch);
  await keepScripts(db, fresh);
  await keepCampaigns(db, batch, { scriptOf, campaigns: kept.campaigns });
  await keepValues(db, batch, { scriptOf, pairs: kept.pairs });
  return await keepSightings(db, batch, kept.indicatorIds);
}

const receivedAt = sql`timestamptz '2026-01-01' + make_interval(secs => loaded.number * 20)`;

async function keepReports(db: Database, batch: readonly LoadedReport[]): Promise<void> {
  await sql`
    insert into report (id, agency_id, received_at, state, text, money_moving, reporter_hash, purge_at)
    select loaded.id, ${agency}::uuid, ${receivedAt}, 'received', loaded.text, false,
      decode(md5(loaded.number::text), 'hex'), '2099-01-01'
    from unnest(${batch.map(({ id }) => id)}::uuid[], ${batch.map(({ number }) => number)}::int[],
      ${batch.map(({ text }) => text.replaceAll('\0', ''))}::text[]) as loaded(id, number, text)`.execute(db);
}

async function keepScripts(db: Database, fresh: ReadonlyMap<number, ReadScript>): Promise<void> {
  const rows = [...fresh];
  await sql`
    insert into script (id, agency_id, version, script_hash, shingles, language, created_at)
    overriding system value
    select loaded.id, ${agency}::uuid, ${sketchVersion}::int, loaded.hash, loaded.shingles, loaded.language, now()
    from unnest(${rows.map(([id]) => id)}::bigint[], ${rows.map(([, { hash }]) => hash)}::bytea[],
      ${rows.map(([, { shingles }]) => bytesOf(shingles))}::bytea[], ${rows.map(([, { language }]) => language)}::text[])
      as loaded(id, hash, shingles, language)`.execute(db);
  const bands = rows.flatMap(([id, { bands: keys }]) => keys.map((key) => ({ id, key })));
  await sql`
    insert into script_band (band_key, script_id, agency_id)
    select loaded.key, loaded.id, ${agency}::uuid
    from unnest(${bands.map(({ key }) => key)}::bigint[], ${bands.map(({ id }) => id)}::bigint[]) as loaded(key, id)`.execute(
    db,
  );
}

async function keepCampaigns(
  db: Database,
  batch: readonly LoadedReport[],
  { scriptOf, campaigns }: { scriptOf: readonly number[]; campaigns: Set<number> },
): Promise<void> {
  const fresh = batch.flatMap(({ cluster, number }, at) => {
    if (campaigns.has(cluster)) return [];
    campaigns.add(cluster);
    return [{ cluster, number, script: scriptOf[at]! }];
  });
  await sql`
    insert into campaign (id, agency_id, founded_at, first_seen, last_seen, report_count, reporter_count,
      founder_script_id, root_id)
    select loaded.id, ${agency}::uuid, ${receivedAt}, ${receivedAt}, ${receivedAt}, 1, 1, loaded.script, loaded.id
    from unnest(${fresh.map(({ cluster }) => campaignId(cluster))}::uuid[], ${fresh.map(({ number }) => number)}::int[],
      ${fresh.map(({ script }) => script)}::bigint[]) as loaded(id, number, script)`.execute(db);
  await sql`
    insert into campaign_report (report_id, agency_id, script_id, campaign_id, received_at, reporter_key, is_import,
      is_new_reporter, counts, strength01, joined_at)
    select loaded.id, ${agency}::uuid, loaded.script, loaded.campaign, ${receivedAt},
      substring(decode(md5(loaded.number::text), 'hex') for 8), false, true, true, 0.9, ${receivedAt}
    from unnest(${batch.map(({ id }) => id)}::uuid[], ${batch.map(({ number }) => number)}::int[], ${scriptOf}::bigint[],
      ${batch.map(({ cluster }) => campaignId(cluster))}::uuid[]) as loaded(id, number, script, campaign)`.execute(db);
  await sql`
    insert into campaign_link (id, agency_id, campaign_id, report_id, reason, weight01, similarity01, decided_at)
    select gen_random_uuid(), ${agency}::uuid, loaded.campaign, loaded.id, 'similar-script', 0.9, 0.9, now()
    from unnest(${batch.map(({ id }) => id)}::uuid[], ${batch.map(({ cluster }) => campaignId(cluster))}::uuid[])
      as loaded(id, campaign)`.execute(db);
}

async function keepValues(
  db: Database,
  batch: readonly LoadedReport[],
  { scriptOf, pairs }: { scriptOf: readonly number[]; pairs: Set<string> },
): Promise<void> {
  const rows = batch.flatMap(({ read }, at) =>
    read.values.flatMap(({ key }) => {
      const pair = `${key} ${scriptOf[at]}`;
      if (pairs.has(pair)) return [];
      pairs.add(pair);
      return [{ key, script: scriptOf[at]! }];
    }),
  );
  await sql`
    insert into script_value (value_key, script_id, agency_id)
    select loaded.key, loaded.script, ${agency}::uuid
    from unnest(${rows.map(({ key }) => key)}::bigint[], ${rows.map(({ script }) => script)}::bigint[])
      as loaded(key, script)`.execute(db);
}

async function keepSightings(
  db: Database,
  batch: readonly LoadedReport[],
  known: Map<string, number>,
): Promise<number> {
  const fresh: { id: number; kind: string; value: string }[] = [];
  const rows = batch.flatMap(({ id, indicators }) => {
    const own = new Map<number, { report: string; indicator: number; start: number; end: number }>();
    for (const { kind, value, start, end } of indicators) {
      const name = `${kind} ${value}`;
      let indicator = known.get(name);
      if (indicator === undefined) {
        indicator = known.size + 1;
        known.set(name, indicator);
        fresh.push({ id: indicator, kind, value });
      }
      if (!own.has(indicator)) own.set(indicator, { report: id, indicator, start, end });
    }
    return [...own.values()];
  });
  await sql`
    insert into indicator (id, kind, value, value_hash, created_at) overriding system value
    select loaded.id, loaded.kind, loaded.value, sha256(convert_to(loaded.kind || ' ' || loaded.value, 'UTF8')), now()
    from unnest(${fresh.map(({ id }) => id)}::bigint[], ${fresh.map(({ kind }) => kind)}::text[],
      ${fresh.map(({ value }) => value)}::text[]) as loaded(id, kind, value)`.execute(db);
  await sql`
    insert into sighting (report_id, indicator_id, agency_id, start_at, end_at, seen_at)
    select loaded.report, loaded.indicator, ${agency}::uuid, loaded.start_at, loaded.end_at, '2026-06-01'
    from unnest(${rows.map(({ report }) => report)}::uuid[], ${rows.map(({ indicator }) => indicator)}::bigint[],
      ${rows.map(({ start }) => start)}::int[], ${rows.map(({ end }) => end)}::int[])
      as loaded(report, indicator, start_at, end_at)`.execute(db);
  return rows.length;
}
