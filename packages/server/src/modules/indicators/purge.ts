import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { endsAt } from './in-force.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const purgeRows = 1_000;
/** Rows that one run removes at most; the next night goes on. */
const maxPurgeBatches = 1_000;

/**
 * Removes an agency's listings that ended or were withdrawn longer ago than the profile keeps them. Decisions stay: they
 * are read when someone asks why. Answers how many went. Idempotent.
 */
export async function purgeEndedListings(ctx: Context): Promise<number> {
  const listings = await inBatches(ctx, (tx) => deleteListings(tx, keptSince(tx)));
  if (listings > 0) ctx.log.info({ listings }, 'ended listings were removed');
  return listings;
}

/** Removes values that no agency's report or listing names any more. Answers how many went. Idempotent. */
export async function purgeUnnamedIndicators(ctx: Context): Promise<number> {
  const indicators = await inBatches(ctx, async (tx) => {
    const { rows } = await sql<{ count: number }>`
      select delete_unnamed_indicators(${keptSince(tx)}::timestamptz, ${purgeRows}) as count`.execute(tx.db);
    return rows[0]?.count ?? 0;
  });
  if (indicators > 0) ctx.log.info({ indicators }, 'values that nothing names were removed');
  return indicators;
}

function keptSince(ctx: Context): Date {
  return new Date(ctx.now().getTime() - ctx.profile.retentionDays.endedListing * dayMs);
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
      where listing.agency_id = ${tx.agencyId}::uuid and least(listing.withdrawn_at, ${endsAt}) < ${before}
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
