import { canonicalIndicator, indicatorKinds, recognise } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import {
  evidenceKeys,
  findAdopter,
  findEvidence,
  type IndicatorKey,
  keyText,
  maxEvidenceKeys,
  readListing,
} from '../indicators/index.ts';
import { listDecisions } from './decision-store.ts';

/**
 * The listing in force, and whose it is, that condemns what a person typed, the narrowest that does; undefined when nothing lists it.
 * What was typed may be a value as a check shows it, or the message that holds it.
 */
export async function findCondemningListing(
  tx: Context,
  written: string,
): Promise<{ id: string; agencyId: string } | undefined> {
  const keys = meanings(written).flatMap(evidenceKeys).slice(0, maxEvidenceKeys);
  const facts = await findEvidence(tx, keys);
  for (const key of keys) {
    const listing = facts.get(keyText(key))?.listings.find(({ role }) => role === 'known-scam');
    if (listing !== undefined) return { id: listing.listingId, agencyId: listing.agencyId };
  }
  return undefined;
}

/** What a typed value may stand for: as each kind of indicator that reads it, then what is recognised inside it. */
function meanings(written: string): IndicatorKey[] {
  const whole = indicatorKinds.flatMap((kind) => canonicalIndicator(kind, written.trim()) ?? []);
  return [...whole, ...recognise(written).indicators.map(({ kind, value }) => ({ kind, value }))];
}

/** Who made the decision that a listing rests on: who listed it, or who adopted the published list that holds it. */
export async function listListingDeciders(tx: Context, listingId: string): Promise<string[]> {
  const listing = await readListing(tx, listingId);
  const decisions = await listDecisions(tx, ['listing'], listingId);
  const deciders = decisions.map(({ by }) => by);
  if (listing.by !== undefined) return [...deciders, listing.by];
  const adopter = await findAdopter(tx, listing.source);
  return adopter === undefined ? deciders : [...deciders, adopter];
}
