import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { indicatorByHash, listingsOfIndicator } from './by-hash.ts';
import type { ListedRow } from './import-rows.ts';
import { valueHash } from './keys.ts';
import { addToListingCount, type SourceRow } from './store.ts';
import type { Target } from './targets.ts';

/** A row of a list with the target that it is kept under. */
export interface PlacedRow {
  readonly line: number;
  readonly row: ListedRow;
  readonly target: Target;
}

export interface KeptBatch {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Lines whose listing a person withdrew: a list does not bring it back. */
  readonly withdrawn: readonly number[];
  /** Ids of the first and the last listing that changed; ids follow time. */
  readonly firstId: string | undefined;
  readonly lastId: string | undefined;
}

/** Spans of reports that one listing remembers; more of one address is another list. */
const maxSpans = 1_000;

/** A listing as one list knows it. */
interface State {
  readonly id: string;
  readonly isNew: boolean;
  readonly target: Target;
  readonly withdrawn: boolean;
  changed: boolean;
  name: string | null;
  country: string | null;
  details: Details;
  firstSeen: Date | null;
  lastSeen: Date | null;
}

interface Details {
  counts?: Record<string, number>;
  tenancy?: string;
  depth?: number;
  sourceUrl?: string;
}

/** Adds and updates the listings of a batch: one statement each, and one to read what is there. */
export async function keepListings(tx: Context, source: SourceRow, placed: readonly PlacedRow[]): Promise<KeptBatch> {
  const states = await readStates(tx, source, placed);
  const outcome = { added: 0, updated: 0, unchanged: 0, withdrawn: [] as number[] };
  for (const { line, row, target } of placed) {
    const key = stateKey(valueHash(target), target.scope);
    const there = states.get(key);
    if (there === undefined) {
      const fresh = newState(tx.newId(), target);
      mergeRow(fresh, row);
      states.set(key, fresh);
      outcome.added += 1;
    } else if (there.withdrawn) outcome.withdrawn.push(line);
    else if (mergeRow(there, row)) outcome.updated += 1;
    else outcome.unchanged += 1;
  }
  const changed = [...states.values()].filter((state) => !state.withdrawn && (state.isNew || state.changed));
  const fresh = changed.filter(({ isNew }) => isNew);
  await insertStates(tx, source, fresh);
  await updateStates(
    tx,
    changed.filter(({ isNew }) => !isNew),
  );
  await addToListingCount(tx, source.id, fresh.length);
  const ids = changed.map(({ id }) => id).sort();
  return { ...outcome, firstId: ids[0], lastId: ids.at(-1) };
}

function stateKey(hash: string, scope: string): string {
  return `${scope} ${hash}`;
}

function newState(id: string, target: Target): State {
  const empty = { name: null, country: null, details: {}, firstSeen: null, lastSeen: null };
  return { id, isNew: true, target, withdrawn: false, changed: true, ...empty };
}

/** Takes up what a row says; true when it said something new. */
function mergeRow(state: State, row: ListedRow): boolean {
  let isNews = false;
  if (row.name !== undefined && state.name === null) {
    state.name = JSON.stringify(row.name);
    isNews = true;
  }
  if (row.country !== undefined && row.country !== state.country) {
    state.country = row.country;
    isNews = true;
  }
  if (mergeDetails(state.details, row)) isNews = true;
  if (row.firstSeen !== undefined && (state.firstSeen === null || row.firstSeen < state.firstSeen)) {
    state.firstSeen = row.firstSeen;
    isNews = true;
  }
  if (row.lastSeen !== undefined && (state.lastSeen === null || row.lastSeen > state.lastSeen)) {
    state.lastSeen = row.lastSeen;
    isNews = true;
  }
  state.changed ||= isNews;
  return isNews;
}

function mergeDetails(details: Details, { tenancy, depth, sourceUrl, counts = {} }: ListedRow): boolean {
  let isNews = false;
  for (const [field, said] of Object.entries({ tenancy, depth, sourceUrl })) {
    if (said === undefined || details[field as 'tenancy'] === said) continue;
    Object.assign(details, { [field]: said });
    isNews = true;
  }
  for (const [span, count] of Object.entries(counts)) {
    const known = details.counts?.[span];
    if (known === count) continue;
    if (known === undefined && Object.keys(details.counts ?? {}).length >= maxSpans) continue;
    details.counts = { ...details.counts, [span]: count };
    isNews = true;
  }
  return isNews;
}

interface StoredState {
  id: string;
  hash: string;
  scope: string;
  withdrawnAt: Date | null;
  name: unknown;
  country: string | null;
  details: Details | null;
  firstSeen: Date | null;
  lastSeen: Date | null;
}

async function readStates(tx: Context, source: SourceRow, placed: readonly PlacedRow[]): Promise<Map<string, State>> {
  const targets = new Map(placed.map(({ target }) => [stateKey(valueHash(target), target.scope), target]));
  const hashes = [...new Set(placed.map(({ target }) => valueHash(target)))];
  // Withdrawn ones first, so that one in force for the same target replaces it in the map.
  const { rows } = await sql<StoredState>`
    select listing.id, encode(indicator.value_hash, 'hex') as hash, listing.scope,
      listing.withdrawn_at as "withdrawnAt", listing.name, listing.country,
      listing.details, listing.first_seen as "firstSeen", listing.last_seen as "lastSeen"
    from unnest(${hashes}::text[]) as asked(hash)
    cross join ${indicatorByHash('asked.hash')}
    cross join ${listingsOfIndicator}
    where listing.source_id = ${source.id}
    order by listing.withdrawn_at is null`.execute(tx.db);
  const states = new Map<string, State>();
  for (const { hash, scope, withdrawnAt, name, details, ...stored } of rows) {
    const target = targets.get(stateKey(hash, scope));
    if (target === undefined) continue;
    states.set(stateKey(hash, scope), {
      ...stored,
      target,
      isNew: false,
      changed: false,
      withdrawn: withdrawnAt !== null,
      name: name === null ? null : JSON.stringify(name),
      details: details ?? {},
    });
  }
  return states;
}

/** Sum of all spans; null when the list counts nothing. */
function countOf({ details }: State): number | null {
  if (details.counts === undefined) return null;
  return Object.values(details.counts).reduce((sum, count) => sum + count, 0);
}

function columnsOf(states: readonly State[]) {
  return {
    ids: states.map(({ id }) => id),
    names: states.map(({ name }) => name),
    countries: states.map(({ country }) => country),
    details: states.map(({ details }) => (Object.keys(details).length === 0 ? null : JSON.stringify(details))),
    counts: states.map(countOf),
    firstSeen: states.map(({ firstSeen }) => firstSeen?.toISOString() ?? null),
    lastSeen: states.map(({ lastSeen }) => lastSeen?.toISOString() ?? null),
  };
}

async function insertStates(tx: Context, source: SourceRow, states: readonly State[]): Promise<void> {
  if (states.length === 0) return;
  const columns = columnsOf(states);
  await sql`
    insert into listing (id, agency_id, source_id, indicator_id, scope, name, country, details, report_count,
      first_seen, last_seen, listed_at)
    select fresh.id, ${tx.agencyId}::uuid, ${source.id}::uuid, indicator.id, fresh.scope, fresh.name::jsonb,
      fresh.country, fresh.details::jsonb, fresh.report_count, fresh.first_seen, fresh.last_seen,
      ${tx.now()}::timestamptz
    from unnest(
      ${columns.ids}::uuid[], ${states.map(({ target }) => valueHash(target))}::text[],
      ${states.map(({ target }) => target.scope)}::text[], ${columns.names}::text[], ${columns.countries}::text[],
      ${columns.details}::text[], ${columns.counts}::int[], ${columns.firstSeen}::timestamptz[],
      ${columns.lastSeen}::timestamptz[]
    ) as fresh(id, hash, scope, name, country, details, report_count, first_seen, last_seen)
    cross join ${indicatorByHash('fresh.hash')}`.execute(tx.db);
}

async function updateStates(tx: Context, states: readonly State[]): Promise<void> {
  if (states.length === 0) return;
  const columns = columnsOf(states);
  await sql`
    update listing set name = fresh.name::jsonb, country = fresh.country, details = fresh.details::jsonb,
      report_count = fresh.report_count, first_seen = fresh.first_seen, last_seen = fresh.last_seen
    from unnest(
      ${columns.ids}::uuid[], ${columns.names}::text[], ${columns.countries}::text[], ${columns.details}::text[],
      ${columns.counts}::int[], ${columns.firstSeen}::timestamptz[], ${columns.lastSeen}::timestamptz[]
    ) as fresh(id, name, country, details, report_count, first_seen, last_seen)
    where listing.id = fresh.id`.execute(tx.db);
}
