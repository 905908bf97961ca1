import type { RecognisedIndicator } from '@spring-rain/contract';
import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { indicatorByHash } from './by-hash.ts';
import { type IndicatorKey, keyText, valueHash } from './keys.ts';
import { hostOf, isAddressHost } from './targets.ts';

/** The values recognised in one report. */
export interface SeenReport {
  readonly reportId: string;
  readonly seenAt: Date;
  readonly indicators: readonly RecognisedIndicator[];
}

interface SightingRow extends IndicatorKey {
  readonly reportId: string;
  readonly start: number;
  readonly end: number;
  readonly seenAt: string;
}

/**
 * Keeps which values the given reports hold: two statements for any number of reports.
 * A link is a sighting of its host too, kept at no place in the text, because scams send each victim a link of its own.
 * A value twice in one report is one sighting, the first. Says nothing twice: running it again changes nothing.
 */
export async function recordSightings(tx: Context, reports: readonly SeenReport[]): Promise<void> {
  const rows = reports.flatMap(sightingRows);
  if (rows.length === 0) return;
  await keepIndicators(tx, rows);
  await sql`
    insert into sighting (report_id, indicator_id, agency_id, start_at, end_at, seen_at)
    select seen.report_id, indicator.id, ${tx.agencyId}::uuid, seen.start_at, seen.end_at, seen.seen_at
    from unnest(
      ${rows.map((row) => row.reportId)}::uuid[], ${rows.map(valueHash)}::text[], ${rows.map((row) => row.start)}::int[],
      ${rows.map((row) => row.end)}::int[], ${rows.map((row) => row.seenAt)}::timestamptz[]
    ) as seen(report_id, hash, start_at, end_at, seen_at)
    cross join ${indicatorByHash('seen.hash')}
    on conflict on constraint sighting_pk do nothing`.execute(tx.db);
}

/** Makes sure that there is an indicator row for each key. Sorted, so that two writers never wait for each other. */
export async function keepIndicators(tx: Context, keys: readonly IndicatorKey[]): Promise<void> {
  const distinct = [...new Map(keys.map((key) => [valueHash(key), key])).entries()].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  await sql`
    insert into indicator (kind, value, value_hash, created_at)
    select fresh.kind, fresh.value, decode(fresh.hash, 'hex'), ${tx.now()}
    from unnest(
      ${distinct.map(([hash]) => hash)}::text[], ${distinct.map(([, key]) => key.kind)}::text[],
      ${distinct.map(([, key]) => key.value)}::text[]
    ) with ordinality as fresh(hash, kind, value, position)
    left join ${indicatorByHash('fresh.hash')} on true
    where indicator.id is null
    order by fresh.position
    on conflict on constraint indicator_value_hash_unique do nothing`.execute(tx.db);
}

/** What each report holds, as its reader sees it: by place in the text; hosts that stand for a link are left out. */
export async function readSightings(
  ctx: Context,
  reportIds: readonly string[],
): Promise<Map<string, RecognisedIndicator[]>> {
  const { rows } = await inTransaction(ctx, (tx) =>
    sql<RecognisedIndicator & { reportId: string }>`
      select sighting.report_id as "reportId", indicator.kind, indicator.value,
        sighting.start_at as "start", sighting.end_at as "end"
      from sighting
      join indicator on indicator.id = sighting.indicator_id
      where sighting.report_id = any(${reportIds}::uuid[]) and sighting.start_at >= 0
      order by sighting.report_id, sighting.start_at, sighting.end_at, indicator.kind`.execute(tx.db),
  );
  const byReport = new Map<string, RecognisedIndicator[]>(reportIds.map((id) => [id, []]));
  for (const { reportId, ...indicator } of rows) byReport.get(reportId)?.push(indicator);
  return byReport;
}

/** The place of a value that was read from the writing in a picture, where a machine may have misread it. */
export const readFromPicture = { start: -2, end: -2 } as const;

/** The place of a host that only stands for its link: readers of the report do not see it. */
const nowhere = { start: -1, end: -1 } as const;

function sightingRows({ reportId, seenAt, indicators }: SeenReport): SightingRow[] {
  const at = { reportId, seenAt: seenAt.toISOString() };
  const rows = new Map<string, SightingRow>();
  const add = (row: SightingRow) => {
    if (!rows.has(keyText(row))) rows.set(keyText(row), row);
  };
  for (const { kind, value, start, end } of indicators) add({ kind, value, start, end, ...at });
  for (const { kind, value, start } of indicators) {
    const host = kind === 'url' ? hostOf({ kind, value }) : undefined;
    const place = start === readFromPicture.start ? readFromPicture : nowhere;
    if (host !== undefined) add({ kind: isAddressHost(host) ? 'ip' : 'domain', value: host, ...place, ...at });
  }
  return [...rows.values()];
}
