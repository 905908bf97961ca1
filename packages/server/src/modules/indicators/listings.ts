import {
  type Input,
  type Listing,
  type ListingState,
  type listIndicator as listIndicatorEndpoint,
  type Pap,
  Problem,
} from '@spring-rain/contract';
import { canonicalIndicator } from '@spring-rain/engine';
import { sql } from 'kysely';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import type { IndicatorKey } from './keys.ts';
import { keepIndicators } from './sightings.ts';
import { findOfficialValues, findSiteEntries } from './site-entries.ts';
import { findSiteRule } from './sites.ts';
import { decisionsSource, type NamedReason, readNamedReason } from './sources.ts';
import {
  addToListingCount,
  findListingOf,
  findListingRow,
  insertDecision,
  insertListing,
  insertSource,
  type ListingRow,
  setAdoption,
  setWithdrawn,
} from './store.ts';
import { findTarget, hostOf, type Target } from './targets.ts';

/** What a named person wants listed. */
export type ListingDraft = Input<typeof listIndicatorEndpoint>['body'];

const dayMs = 24 * 60 * 60 * 1_000;

/**
 * Lists a value as a known scam: a named person's decision, in the narrowest scope unless a wider one is given,
 * until a date. Throws `indicator.invalid`, `listing.scope_too_wide`, `listing.known_good`, `listing.expiry_invalid`,
 * `request.not_found` for a report that is not there, and `decision.not_possible` when the report is not confirmed or
 * the value is listed already.
 */
export async function listIndicator(ctx: Context, draft: ListingDraft): Promise<Listing> {
  const { by, reason } = readNamedReason(draft);
  const target = readTarget(draft);
  const expiresAt = readExpiry(ctx, draft.expiresAt);
  return await inTransaction(ctx, async (tx) => {
    await refuseProtected(tx, target);
    if (draft.reportId !== undefined) await refuseUnconfirmed(tx, draft.reportId);
    const source = await readDecisionsSource(tx, by);
    await keepIndicators(tx, [target]);
    await makeRoom(tx, source.id, target);
    const id = tx.newId();
    await insertListing(tx, {
      id,
      sourceId: source.id,
      target,
      reason,
      legalBasis: draft.legalBasis?.trim() || null,
      decidedBy: by,
      reportId: draft.reportId ?? null,
      expiresAt,
    });
    await addToListingCount(tx, source.id, 1);
    await insertDecision(tx, { subject: 'listing', subjectId: id, action: 'list', by, reason });
    await emit(tx, 'listing.changed', { subjectId: id });
    return await readListing(tx, id);
  });
}

/**
 * Takes a listing back: it counts no more, and what was decided stays readable.
 * Throws `request.not_found`, and `decision.not_possible` when it is withdrawn or has expired.
 */
export async function withdrawListing(ctx: Context, listingId: string, decision: NamedReason): Promise<Listing> {
  const { by, reason } = readNamedReason(decision);
  return await inTransaction(ctx, async (tx) => {
    const listing = await findListingRow(tx, listingId);
    if (listing === undefined) throw new Problem('request.not_found');
    const state = stateOf(listing, tx.now());
    if (state !== 'active') throw notPossible(listingStateWords[state], listingStateWords.active);
    await setWithdrawn(tx, listingId, tx.now());
    await addToListingCount(tx, listing.sourceId, -1);
    await insertDecision(tx, { subject: 'listing', subjectId: listingId, action: 'withdraw', by, reason });
    await emit(tx, 'listing.changed', { subjectId: listingId });
    return await readListing(tx, listingId);
  });
}

/** One listing by id. Throws `request.not_found`. */
export async function readListing(ctx: Context, id: string): Promise<Listing> {
  return await inTransaction(ctx, async (tx) => {
    const row = await findListingRow(tx, id);
    if (row === undefined) throw new Problem('request.not_found');
    return toListing(row, tx.now());
  });
}

export function toListing(row: ListingRow, now: Date): Listing {
  return {
    id: row.id,
    kind: row.kind,
    value: row.value,
    role: row.role,
    scope: row.scope,
    state: stateOf(row, now),
    source: row.source,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.legalBasis === null ? {} : { legalBasis: row.legalBasis }),
    ...(row.decidedBy === null ? {} : { by: row.decidedBy }),
    ...(row.reportCount === null ? {} : { reports: row.reportCount }),
    ...(row.firstSeen === null ? {} : { firstSeen: row.firstSeen.toISOString() }),
    ...(row.lastSeen === null ? {} : { lastSeen: row.lastSeen.toISOString() }),
    listedAt: row.listedAt.toISOString(),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
  };
}

/** A listing is in force until it is withdrawn or its time is up, whichever comes first. */
function stateOf({ withdrawnAt, expiresAt }: ListingRow, now: Date): ListingState {
  if (withdrawnAt !== null) return 'withdrawn';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

function readTarget({ kind, value, scope }: ListingDraft): Target {
  const key = canonicalIndicator(kind, value.trim());
  if (key === undefined) throw new Problem('indicator.invalid', { parameters: { field: 'value', wanted: kind } });
  const target = findTarget(key, scope);
  if (target === undefined) throw new Problem('listing.scope_too_wide', { parameters: { field: 'scope' } });
  return target;
}

function readExpiry(ctx: Context, given: string | undefined): Date {
  const defaultExpiryDays = ctx.profile.listing.defaultExpiryDays;
  const maxExpiryDays = ctx.profile.listing.maxExpiryDays;
  const now = ctx.now().getTime();
  if (given === undefined) return new Date(now + defaultExpiryDays * dayMs);
  const expiresAt = new Date(given);
  const isFit = expiresAt.getTime() > now && expiresAt.getTime() <= now + maxExpiryDays * dayMs;
  if (isFit) return expiresAt;
  throw new Problem('listing.expiry_invalid', { parameters: { field: 'expiresAt', limit: maxExpiryDays } });
}

/** An official value is never listed; a host that strangers share or that everyone uses is never listed whole. */
async function refuseProtected(tx: Context, target: Target): Promise<void> {
  const host = hostOf(target);
  if (host === undefined) {
    if (await isOfficial(tx, target)) throw new Problem('listing.known_good');
    return;
  }
  const rule = findSiteRule(host, (await findSiteEntries(tx, [host])).get(host) ?? []);
  if (rule?.why === 'official' || (await isOfficial(tx, target))) throw new Problem('listing.known_good');
  if (rule === undefined) return;
  const isPage =
    target.kind === 'url' && (target.scope === 'exact' || (target.scope === 'path' && rule.why !== 'shortener'));
  if (!isPage) throw new Problem('listing.scope_too_wide', { parameters: { field: 'scope' } });
}

async function isOfficial(tx: Context, key: IndicatorKey): Promise<boolean> {
  return (await findOfficialValues(tx, [key])).size > 0;
}

/**
 * Only what a person confirmed becomes a listing that names its report. Another agency's report only where that agency
 * lets it be acted on: PAP green or clear.
 */
async function refuseUnconfirmed(tx: Context, reportId: string): Promise<void> {
  const query = sql<{ state: string; pap: Pap | null }>`
    select state,
      case when agency_id <> ${tx.agencyId}::uuid then received_share('report', id::text) ->> 'pap' end as pap
    from report where id = ${reportId}`;
  const report = (await query.execute(tx.db)).rows[0];
  if (report === undefined) throw new Problem('request.not_found');
  if (report.pap === 'red' || report.pap === 'amber') throw new Problem('share.look_only');
  if (report.state !== 'confirmed') {
    throw notPossible(report.state, { 'zh-CN': '已确认的举报', en: 'a confirmed report' });
  }
}

async function readDecisionsSource(tx: Context, by: string) {
  const source = await insertSource(tx, {
    name: decisionsSource,
    title: { 'zh-CN': '本机构的决定', en: 'Decisions of this agency' },
    role: 'known-scam',
    publisher: 'Spring Rain',
    url: null,
    licence: 'not published',
    attribution: null,
    asOf: null,
    expiresDays: null,
    adoptedBy: by,
    adoptedAt: tx.now(),
  });
  // Its own decisions count even when the source had been dropped: each of them is a named person's already.
  if (source.adoptedAt === null) await setAdoption(tx, source.id, { by, at: tx.now() });
  return source;
}

/** An expired listing of the same target makes room; one in force does not. */
async function makeRoom(tx: Context, sourceId: string, target: Target): Promise<void> {
  const there = await findListingOf(tx, sourceId, target);
  if (there === undefined) return;
  const state = stateOf(there, tx.now());
  if (state === 'active') throw notPossible(listingStateWords.active, { 'zh-CN': '未列入', en: 'not listed' });
  await setWithdrawn(tx, there.id, there.expiresAt ?? tx.now());
  await addToListingCount(tx, sourceId, -1);
}

const listingStateWords = {
  active: { 'zh-CN': '生效中', en: 'in force' },
  withdrawn: { 'zh-CN': '已撤下', en: 'withdrawn' },
  expired: { 'zh-CN': '已到期', en: 'expired' },
} as const;

type Words = (typeof listingStateWords)[ListingState] | { 'zh-CN': string; en: string };

function notPossible(found: string | Words, wanted: Words): Problem {
  return new Problem('decision.not_possible', { parameters: { found, wanted } });
}
