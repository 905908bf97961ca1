import { sql } from 'kysely';

/**
 * `indicator`: the row of a hash (hex) of the row before it in a `from`, for use after `cross join` or `left join`.
 * The fence (`offset 0`) makes it one index look-up a hash: without it, and before the tables have statistics, every
 * batch would read the whole table, and a long import would take quadratic time.
 */
export function indicatorByHash(hash: 'asked.hash' | 'fresh.hash' | 'seen.hash') {
  return sql`lateral (
    select kept.id, kept.kind, kept.value, kept.value_hash from indicator as kept
    where kept.value_hash = decode(${sql.ref(hash)}, 'hex') offset 0
  ) as indicator`;
}

/** `listing`: the rows of the `indicator` before it in a `from`, by the same reasoning. */
export const listingsOfIndicator = sql`lateral (
    select kept.* from listing as kept where kept.indicator_id = indicator.id offset 0
  ) as listing`;
