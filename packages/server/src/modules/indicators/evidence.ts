import type { ListingScope, Localised, SourceRole } from '@spring-rain/contract';
import type { IndicatorKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { indicatorByHash } from './by-hash.ts';
import { endsAt, isInForce } from './in-force.ts';
import { type IndicatorKey, keyText, valueHash } from './keys.ts';
import { readFromPicture } from './sightings.ts';
import type { Tenancy } from './sites.ts';

/** What an adopted source says of a value: neither withdrawn nor expired. */
export interface ListingFact extends IndicatorKey {
  readonly listingId: string;
  /** Whose list it is on: appeals go there. */
  readonly agencyId: string;
  readonly scope: ListingScope;
  readonly role: SourceRole;
  readonly source: string;
  readonly sourceTitle: Localised;
  readonly sourceUrl?: string;
  readonly name?: Localised;
  readonly country?: string;
  readonly tenancy?: Tenancy;
  readonly depth?: number;
  readonly reports?: number;
  readonly since?: string;
  readonly lastSeen?: string;
  readonly expiresAt?: string;
  readonly reason?: string;
}

/** What reports that count say of a value. */
export interface SightingFact {
  /** An estimate; see `reporterOf`. */
  readonly distinctReporters: number;
  readonly confirmed: number;
  readonly since: string;
  readonly lastSeen: string;
}

export interface Facts extends IndicatorKey {
  readonly listings: readonly ListingFact[];
  readonly sightings?: SightingFact;
}

const dayMs = 24 * 60 * 60 * 1_000;

/** Reports in these states count; unverified imports, rejected reports and junk never do. */
const countingStates = ['received', 'escalated', 'confirmed'] as const;

/** Of a value seen more often, the newest this many sightings are counted. */
const maxCountedSightings = 1_000;
/** Keys asked for at once; a text holds fewer. */
export const maxEvidenceKeys = 20_000;

interface FactsRow {
  kind: IndicatorKind;
  value: string;
  listings: ListingFact[] | null;
  sightings: SightingFact | null;
}

/**
 * What is known of values, by `keyText`; values of which nothing is known are left out. One query.
 * Only what counts now: adopted sources, listings in force, reports in `countingStates`, unconfirmed ones for a season
 * and for what was typed or stands in a code: a misread digit must accuse nobody.
 */
export async function findEvidence(ctx: Context, keys: readonly IndicatorKey[]): Promise<Map<string, Facts>> {
  if (keys.length > maxEvidenceKeys) throw new RangeError(`At most ${maxEvidenceKeys} keys, found ${keys.length}.`);
  const found = new Map<string, Facts>();
  if (keys.length === 0) return found;
  const hashes = keys.map(valueHash);
  const now = ctx.now();
  const weighsSince = new Date(now.getTime() - ctx.profile.listing.reportedWindowDays * dayMs);
  const { rows } = await inTransaction(ctx, (tx) => factsQuery(hashes, { now, weighsSince }).execute(tx.db));
  for (const { kind, value, listings, sightings: seen } of rows) {
    const sightings = seen !== null && isWeighty(ctx, seen) ? seen : null;
    const facts = (listings ?? []).map((listing) => ({ ...withoutNulls(listing), kind, value }));
    if (facts.length === 0 && sightings === null) continue;
    found.set(keyText({ kind, value }), {
      kind,
      value,
      listings: facts,
      ...(sightings === null ? {} : { sightings: { ...sightings, ...instants(sightings) } }),
    });
  }
  return found;
}

/** Whether enough people reported it, or one report of it was confirmed. */
function isWeighty(ctx: Context, { distinctReporters, confirmed }: SightingFact): boolean {
  return confirmed > 0 || distinctReporters >= ctx.profile.listing.reportedMinReporters;
}

/** JSON from SQL has nulls where the contract has nothing, and local offsets where it has `Z`. */
function withoutNulls(listing: ListingFact): ListingFact {
  const present = Object.fromEntries(Object.entries(listing).filter(([, value]) => value !== null)) as typeof listing;
  return { ...present, ...instants(present) };
}

function instants(fact: { since?: string; lastSeen?: string; expiresAt?: string }) {
  const utc: Record<string, string> = {};
  for (const field of ['since', 'lastSeen', 'expiresAt'] as const) {
    const given = fact[field];
    if (given != null) utc[field] = new Date(given).toISOString();
  }
  return utc;
}

/**
 * Who a report comes from, as far as counting goes: one import is one reporter; a forgotten hash counts once a day,
 * which is the least that is certain because hashes are salted by day.
 */
const reporterOf = sql`
  case
    when report.source is not null then 's' || report.source
    when report.reporter_hash is not null then 'h' || encode(report.reporter_hash, 'hex')
    else 'd' || (report.received_at at time zone 'UTC')::date
  end`;

function factsQuery(hashes: readonly string[], { now, weighsSince }: { now: Date; weighsSince: Date }) {
  return sql<FactsRow>`
    select wanted.kind, wanted.value, listed.listings, seen.sightings
    from (
      select indicator.id, indicator.kind, indicator.value
      from unnest(${hashes}::text[]) as asked(hash)
      cross join ${indicatorByHash('asked.hash')}
    ) as wanted
    left join lateral (
      select jsonb_agg(jsonb_build_object(
        'listingId', listing.id, 'agencyId', listing.agency_id, 'scope', listing.scope, 'role', source.role,
        'source', source.name, 'sourceTitle', source.title, 'sourceUrl', coalesce(listing.details ->> 'sourceUrl', source.url),
        'name', listing.name, 'country', listing.country, 'tenancy', listing.details ->> 'tenancy',
        'depth', (listing.details ->> 'depth')::int,
        'reports', listing.report_count, 'since', listing.first_seen, 'lastSeen', listing.last_seen,
        'expiresAt', ${endsAt}, 'reason', listing.reason
      ) order by listing.listed_at, listing.id) as listings
      from listing
      join source on source.id = listing.source_id
      where listing.indicator_id = wanted.id
        and ${isInForce(now)}
        and source.adopted_at is not null
    ) as listed on true
    left join lateral (
      select case when count(*) > 0 then jsonb_build_object(
        'distinctReporters', count(distinct recent.reporter),
        'confirmed', count(*) filter (where recent.state = 'confirmed'),
        'since', min(recent.seen_at), 'lastSeen', max(recent.seen_at)
      ) end as sightings
      from (
        select ${reporterOf} as reporter, report.state, sighting.seen_at
        from sighting
        join report on report.id = sighting.report_id
        where sighting.indicator_id = wanted.id
          and report.state = any(${[...countingStates]}::text[])
          and (
            report.state = 'confirmed'
            or (sighting.seen_at > ${weighsSince} and sighting.start_at <> ${readFromPicture.start})
          )
        order by sighting.seen_at desc, sighting.report_id desc
        limit ${maxCountedSightings}
      ) as recent
    ) as seen on true`;
}
