/**
 * Indicators: values that scams use, and what is known of each. It exists so that one place decides what a list or a
 * report says of a number, a link or an account, in which scope, and what may never be condemned: official values,
 * and hosts that strangers share.
 */
export {
  countingStates,
  type Facts,
  findEvidence,
  type ListingFact,
  maxEvidenceKeys,
  type SightingFact,
} from './evidence.ts';
export { type IndicatorKey, keyText, valueHash } from './keys.ts';
export { findTouchedKeys, type KnownRow, listImitatedHosts, scanKnown, type Touched } from './known-store.ts';
export { readListing, withdrawListing } from './listings.ts';
export { createIndicatorsModule } from './module.ts';
export { ensureShippedSources, type ShippedOptions, type ShippedOutcome, type ShippedProgress } from './shipped.ts';
export { readSightings, recordSightings, type SeenReport } from './sightings.ts';
export { findSiteRule, isSameOrBelow, type SiteEntry, type SiteRule, withoutWww } from './sites.ts';
export { listSources } from './sources.ts';
export { evidenceKeys, findTarget, hostOf, isAddressHost, type Target } from './targets.ts';
