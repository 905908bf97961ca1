import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { endsAt } from './in-force.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const purgeRows = 1_000;
/** Rows that one run removes at most; the next night goes on. */
const maxPurgeBatches = 1_000;

/**
 * Removes listings that ended or were withdrawn longer ago than the profile keeps them, and values that nothing
 * names any more. Decisions stay: they are read when someone asks why. Answers how many rows went. Idempotent.
 */
export async function purgeEndedListings(ctx: Context): Promise<{ listings: number; indicators: number }> {
  const keptDays = ctx.profile.retentionDays.endedListing;
  const before = new Date(ctx.now().getTime() - keptDays * dayMs);
  const listings = await inBatches(ctx, (tx) => deleteListings(tx, before));
  const indicators = await inBatches(ctx, (tx) => deleteIndicators(tx, before));
  if (listings + indicators > 0) ctx.log.info({ listings, indicators }, 'ended listings were removed');
  return { listings, indicators };
}

async function inBatches(ctx: Context, remove: (tx: Context) => Promise<number>): Promise<number> {
  let removed = 0;
  for (let batch = 0; batch < maxPurgeBatches; batch += 1) {
    const count = await inTransaction(ctx, remove);
    removed += count;
    if (count < purgeRows) break;
  }
  return removed;
}

/** Takes those that ran out off their source's count first; withdrawn ones were taken off when they were. */
async function deleteListings(tx: Context, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with ended as (
      select listing.id from listing join source on source.id = listing.source_id
      where least(listing.withdrawn_at, ${endsAt}) < ${before}
      order by listing.id limit ${purgeRows}
    ), removed as (
      delete from listing using ended where listing.id = ended.id
      returning listing.source_id, listing.withdrawn_at
    ), counted as (
      update source set listing_count = listing_count - gone.count
      from (select source_id, count(*)::int as count from removed where withdrawn_at is null group by source_id) as gone
      where source.id = gone.source_id
    )
    select count(*)::int as count from removed`.execute(tx.db);
  return rows[0]?.count ?? 0;
}

async function deleteIndicators(tx: Context, before: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with unnamed as (
      select indicator.id from indicator
      where indicator.created_at < ${before}
        and not exists (select from listing where listing.indicator_id = indicator.id)
        and not exists (select from sighting where sighting.indicator_id = indicator.id)
      order by indicator.id limit ${purgeRows}
    ), removed as (
      delete from indicator using unnamed where indicator.id = unnamed.id returning indicator.id
    )
    select count(*)::int as count from removed`.execute(tx.db);
  return rows[0]?.count ?? 0;
}
