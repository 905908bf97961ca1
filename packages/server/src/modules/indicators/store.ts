import type { ListingScope, Localised, SourceRole } from '@spring-rain/contract';
import type { IndicatorKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { endsAt, isInForce } from './in-force.ts';
import { valueHash } from './keys.ts';
import type { Target } from './targets.ts';

/** A published list, as kept. */
export interface SourceRow {
  readonly id: string;
  readonly name: string;
  readonly title: Localised;
  readonly role: SourceRole;
  readonly publisher: string;
  readonly url: string | null;
  readonly licence: string;
  readonly attribution: Localised | null;
  readonly asOf: string | null;
  readonly expiresDays: number | null;
  readonly listingCount: number;
  readonly adoptedBy: string | null;
  readonly adoptedAt: Date | null;
}

const sourceColumns = sql`
  source.id, source.name, source.title, source.role, source.publisher, source.url, source.licence, source.attribution,
  source.as_of::text as "asOf", source.expires_days as "expiresDays", source.listing_count as "listingCount",
  source.adopted_by as "adoptedBy", source.adopted_at as "adoptedAt"`;

/** More lists than this are not shown; an installation has dozens. */
const maxSources = 1_000;

export async function selectSources(tx: Context): Promise<SourceRow[]> {
  const query = sql<SourceRow>`select ${sourceColumns} from source order by role, name limit ${maxSources}`;
  return (await query.execute(tx.db)).rows;
}

/** A source by id, where whoever asks may see it. */
export async function findSourceRow(tx: Context, id: string): Promise<SourceRow | undefined> {
  const query = sql<SourceRow>`select ${sourceColumns} from source where id = ${id}`;
  return (await query.execute(tx.db)).rows[0];
}

/** A source of one's own by name. */
export async function findOwnSource(tx: Context, name: string): Promise<SourceRow | undefined> {
  const query = sql<SourceRow>`
    select ${sourceColumns} from source where name = ${name} and agency_id = ${tx.agencyId}::uuid`;
  return (await query.execute(tx.db)).rows[0];
}

/** A source by name, locked until the transaction ends so that its listings change one writer at a time. */
export async function lockSource(tx: Context, name: string): Promise<SourceRow | undefined> {
  const query = sql<SourceRow>`select ${sourceColumns} from source
    where name = ${name} and agency_id = ${tx.agencyId}::uuid for update`;
  return (await query.execute(tx.db)).rows[0];
}

export type NewSource = Omit<SourceRow, 'id' | 'listingCount'>;

/** Adds a source, or leaves the one of that name as it is; answers the one that is there now, locked. */
export async function insertSource(tx: Context, source: NewSource): Promise<SourceRow> {
  await sql`
    insert into source (id, agency_id, name, title, role, publisher, url, licence, attribution, as_of, expires_days,
      created_at, adopted_by, adopted_at)
    values (${tx.newId()}, ${tx.agencyId}, ${source.name}, ${JSON.stringify(source.title)}::jsonb, ${source.role},
      ${source.publisher}, ${source.url}, ${source.licence},
      ${source.attribution === null ? null : JSON.stringify(source.attribution)}::jsonb,
      ${source.asOf}::date, ${source.expiresDays}, ${tx.now()}, ${source.adoptedBy}, ${source.adoptedAt})
    on conflict on constraint source_name_unique do nothing`.execute(tx.db);
  const kept = await lockSource(tx, source.name);
  if (kept === undefined) throw new Error('A source that was just kept cannot be read.');
  return kept;
}

/** What a published list says of itself, brought up to date. */
export async function updateSource(tx: Context, id: string, source: NewSource): Promise<void> {
  await sql`
    update source set title = ${JSON.stringify(source.title)}::jsonb, role = ${source.role},
      publisher = ${source.publisher}, url = ${source.url}, licence = ${source.licence},
      attribution = ${source.attribution === null ? null : JSON.stringify(source.attribution)}::jsonb,
      as_of = ${source.asOf}::date, expires_days = ${source.expiresDays}
    where id = ${id}`.execute(tx.db);
}

export async function setAdoption(tx: Context, id: string, adoption: { by: string; at: Date } | null): Promise<void> {
  await sql`
    update source set adopted_by = ${adoption?.by ?? null}, adopted_at = ${adoption?.at ?? null}
    where id = ${id}`.execute(tx.db);
}

export async function addToListingCount(tx: Context, sourceId: string, change: number): Promise<void> {
  if (change === 0) return;
  await sql`update source set listing_count = listing_count + ${change} where id = ${sourceId}`.execute(tx.db);
}

/** A listing with its value and source. */
export interface ListingRow {
  readonly id: string;
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly scope: ListingScope;
  readonly role: SourceRole;
  readonly source: string;
  readonly sourceId: string;
  readonly reason: string | null;
  readonly legalBasis: string | null;
  readonly decidedBy: string | null;
  readonly reportCount: number | null;
  readonly firstSeen: Date | null;
  readonly lastSeen: Date | null;
  readonly listedAt: Date;
  readonly expiresAt: Date | null;
  readonly withdrawnAt: Date | null;
}

const listingColumns = sql`
  listing.id, indicator.kind, indicator.value, listing.scope, source.role, source.name as source,
  source.id as "sourceId", listing.reason, listing.legal_basis as "legalBasis", listing.decided_by as "decidedBy",
  listing.report_count as "reportCount", listing.first_seen as "firstSeen", listing.last_seen as "lastSeen",
  listing.listed_at as "listedAt", ${endsAt} as "expiresAt", listing.withdrawn_at as "withdrawnAt"`;

const listingTables = sql`
  listing join source on source.id = listing.source_id join indicator on indicator.id = listing.indicator_id`;

/** A listing of one's own. */
export async function findListingRow(tx: Context, id: string): Promise<ListingRow | undefined> {
  const query = sql<ListingRow>`
    select ${listingColumns} from ${listingTables}
    where listing.id = ${id} and listing.agency_id = ${tx.agencyId}::uuid`;
  return (await query.execute(tx.db)).rows[0];
}

/** The listing of a target by a source that is not withdrawn, if any; it may have expired. */
export async function findListingOf(tx: Context, sourceId: string, target: Target): Promise<ListingRow | undefined> {
  const query = sql<ListingRow>`
    select ${listingColumns} from ${listingTables}
    where listing.source_id = ${sourceId} and listing.scope = ${target.scope} and listing.withdrawn_at is null
      and indicator.value_hash = decode(${valueHash(target)}, 'hex')`;
  return (await query.execute(tx.db)).rows[0];
}

export interface ListingPageQuery {
  /** The last id of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
  readonly source?: string | undefined;
  /** Of a list that another agency shares, too. */
  readonly sourceId?: string | undefined;
  readonly role?: SourceRole | undefined;
  readonly state?: 'active' | 'withdrawn' | 'expired' | undefined;
}

/** One page of one's own listings, or of a list by its id, newest first: ids follow time. */
export async function selectListings(tx: Context, query: ListingPageQuery): Promise<ListingRow[]> {
  const now = tx.now();
  const conditions = [
    query.sourceId === undefined
      ? sql`listing.agency_id = ${tx.agencyId}::uuid`
      : sql`listing.source_id = ${query.sourceId}::uuid`,
    query.before === undefined ? undefined : sql`listing.id < ${query.before}::uuid`,
    query.source === undefined ? undefined : sql`source.name = ${query.source}`,
    query.role === undefined ? undefined : sql`source.role = ${query.role}`,
    query.state === 'withdrawn' ? sql`listing.withdrawn_at is not null` : undefined,
    query.state === 'expired' ? sql`listing.withdrawn_at is null and (${endsAt}) <= ${now}` : undefined,
    query.state === 'active' ? isInForce(now) : undefined,
  ].filter((condition) => condition !== undefined);
  const { rows } = await sql<ListingRow>`
    select ${listingColumns} from ${listingTables}
    where ${sql.join(conditions, sql` and `)}
    order by listing.id desc limit ${query.limit}`.execute(tx.db);
  return rows;
}

export interface NewListing {
  readonly id: string;
  readonly sourceId: string;
  readonly target: Target;
  readonly reason: string;
  readonly legalBasis: string | null;
  readonly decidedBy: string;
  readonly reportId: string | null;
  readonly expiresAt: Date;
}

/** Adds a listing by a named person; its indicator row must be there. */
export async function insertListing(tx: Context, listing: NewListing): Promise<void> {
  const now = tx.now();
  await sql`
    insert into listing (id, agency_id, source_id, indicator_id, scope, reason, legal_basis, decided_by, report_id,
      first_seen, last_seen, listed_at, expires_at)
    select ${listing.id}::uuid, ${tx.agencyId}::uuid, ${listing.sourceId}::uuid, indicator.id, ${listing.target.scope},
      ${listing.reason}, ${listing.legalBasis}, ${listing.decidedBy}, ${listing.reportId}::uuid,
      ${now}::timestamptz, ${now}::timestamptz, ${now}::timestamptz, ${listing.expiresAt}::timestamptz
    from indicator where indicator.value_hash = decode(${valueHash(listing.target)}, 'hex')`.execute(tx.db);
}

export async function setWithdrawn(tx: Context, id: string, at: Date): Promise<void> {
  await sql`update listing set withdrawn_at = ${at} where id = ${id}`.execute(tx.db);
}

export interface NewDecision {
  readonly subject: 'listing' | 'source';
  readonly subjectId: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string;
}

/** Appends a decision of a named person. */
export async function insertDecision(tx: Context, decision: NewDecision): Promise<void> {
  await sql`
    insert into decision (id, agency_id, subject, subject_id, action, decided_by, reason, decided_at)
    values (${tx.newId()}, ${tx.agencyId}, ${decision.subject}, ${decision.subjectId}, ${decision.action},
      ${decision.by}, ${decision.reason}, ${tx.now()})`.execute(tx.db);
}
