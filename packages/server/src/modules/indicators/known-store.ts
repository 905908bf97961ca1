import type { IndicatorKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { isInForce } from './in-force.ts';
import type { IndicatorKey } from './keys.ts';

/** What lists say only to protect a host warns nobody, so it is left out of what may be known. */
const bears = sql`source.role not in ('busy', 'shared-host', 'impersonated')`;

/** An indicator of which something may be known. */
export interface KnownRow extends IndicatorKey {
  readonly id: number;
  /** A list in force calls it a scam, and it may be told to the public. */
  readonly isConfirmed: boolean;
}

/**
 * The next indicators after an id that a listing or a sighting may bear on, by id. A superset on purpose: lists that
 * nobody adopted and reports that do not count are among them, so that adopting or confirming needs no new snapshot.
 */
export async function scanKnown(
  ctx: Context,
  after: number,
  limit: number,
): Promise<{ rows: KnownRow[]; last?: number }> {
  return await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<KnownRow & { bears: boolean }>`
      select indicator.id, indicator.kind, indicator.value,
        coalesce(listed.bears, false)
          or exists (select from sighting where sighting.indicator_id = indicator.id) as bears,
        coalesce(listed.confirmed, false) as "isConfirmed"
      from indicator
      left join lateral (
        select bool_or(${bears}) as bears,
          bool_or(source.role = 'known-scam' and source.adopted_at is not null and ${isInForce(tx.now())}) as confirmed
        from listing join source on source.id = listing.source_id
        where listing.indicator_id = indicator.id and listing.withdrawn_at is null
      ) as listed on true
      where indicator.id > ${after}
      order by indicator.id
      limit ${limit}`.execute(tx.db);
    const last = rows.at(-1)?.id;
    return { rows: rows.filter(({ bears }) => bears), ...(last === undefined ? {} : { last }) };
  });
}

/** More hosts than this are not compared with; the shipped lists hold three thousand. */
const maxOfficialHosts = 50_000;

/** Hosts that others may imitate: official sites and names that scams are known to imitate. */
export async function listImitatedHosts(ctx: Context): Promise<string[]> {
  const { rows } = await inTransaction(ctx, (tx) =>
    sql<{ value: string }>`
      select distinct indicator.value
      from source
      join listing on listing.source_id = source.id
      join indicator on indicator.id = listing.indicator_id
      where source.role in ('known-good', 'impersonated') and source.adopted_at is not null
        and indicator.kind = 'domain' and ${isInForce(tx.now())}
      order by indicator.value
      limit ${maxOfficialHosts}`.execute(tx.db),
  );
  return rows.map(({ value }) => value);
}

/** What a change may have touched, by the ids that events name. */
export interface Touched {
  readonly listingIds: readonly string[];
  readonly reportIds: readonly string[];
  /** Listings from the first to the last id of one import. */
  readonly imports: readonly { readonly sourceId: string; readonly first: string; readonly last: string }[];
}

/** The values that changes touched. One query for each sort of change. */
export async function findTouchedKeys(ctx: Context, touched: Touched): Promise<IndicatorKey[]> {
  const { listingIds, reportIds, imports } = touched;
  return await inTransaction(ctx, async (tx) => {
    const keys: IndicatorKey[] = [];
    if (listingIds.length > 0) {
      const query = sql<{ kind: IndicatorKind; value: string }>`
        select distinct indicator.kind, indicator.value from listing
        join indicator on indicator.id = listing.indicator_id where listing.id = any(${listingIds}::uuid[])`;
      keys.push(...(await query.execute(tx.db)).rows);
    }
    if (reportIds.length > 0) {
      const query = sql<{ kind: IndicatorKind; value: string }>`
        select distinct indicator.kind, indicator.value from sighting
        join indicator on indicator.id = sighting.indicator_id where sighting.report_id = any(${reportIds}::uuid[])`;
      keys.push(...(await query.execute(tx.db)).rows);
    }
    for (const { sourceId, first, last } of imports) {
      const query = sql<{ kind: IndicatorKind; value: string }>`
        select indicator.kind, indicator.value from listing
        join indicator on indicator.id = listing.indicator_id
        join source on source.id = listing.source_id
        where ${bears} and listing.source_id = ${sourceId} and listing.id between ${first}::uuid and ${last}::uuid`;
      keys.push(...(await query.execute(tx.db)).rows);
    }
    return keys;
  });
}

/** The next values of a list after a listing, by the listings' ids; no `last` when there are none any more. */
export async function listSourceKeys(
  ctx: Context,
  sourceId: string,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<{ keys: IndicatorKey[]; last?: string }> {
  const { rows } = await inTransaction(ctx, (tx) =>
    sql<IndicatorKey & { id: string }>`
      select listing.id, indicator.kind, indicator.value from listing
      join indicator on indicator.id = listing.indicator_id
      join source on source.id = listing.source_id
      where ${bears} and listing.source_id = ${sourceId}::uuid and listing.withdrawn_at is null
        and listing.id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      order by listing.id limit ${limit}`.execute(tx.db),
  );
  const last = rows.at(-1)?.id;
  const keys = rows.map(({ kind, value }) => ({ kind, value }));
  return rows.length < limit || last === undefined ? { keys } : { keys, last };
}
