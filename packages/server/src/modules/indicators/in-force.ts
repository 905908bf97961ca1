import { sql } from 'kysely';

/**
 * When a listing ends: its own date, or so many days after its source was adopted. Null when it does not end.
 * For queries over `listing` joined with `source`.
 */
export const endsAt = sql<Date | null>`
  coalesce(listing.expires_at, source.adopted_at + make_interval(days => source.expires_days))`;

/** That a listing is neither withdrawn nor at its end. */
export function isInForce(now: Date) {
  return sql`(listing.withdrawn_at is null and ((${endsAt}) is null or (${endsAt}) > ${now}))`;
}
