/**
 * Indicators: values that scams use, and what is known of each. It exists so that one place decides what a list or a
 * report says of a number, a link or an account, in which scope, and what may never be condemned: official values,
 * and hosts that strangers share.
 */
export { findIndicatorId, readIndicators } from './by-id-store.ts';
export {
  type Facts,
  findEvidence,
  type ListingFact,
  maxEvidenceKeys,
} from './evidence.ts';
export { type IndicatorKey, keyText, valueHash } from './keys.ts';
export {
  findTouchedKeys,
  type KnownRow,
  listImitatedHosts,
  listSourceKeys,
  scanKnown,
  type Touched,
} from './known-store.ts';
export { listSharedListings } from './listing-pages.ts';
export { readListing, withdrawListing } from './listings.ts';
export { createIndicatorsModule } from './module.ts';
export { ensureShippedSources } from './shipped.ts';
export { readFromPicture, readSightings, recordSightings } from './sightings.ts';
export { findSiteRule, isSameOrBelow, type SiteRule, withoutWww } from './sites.ts';
export { findAdopter, findSource } from './sources.ts';
export { evidenceKeys, hostOf, isAddressHost } from './targets.ts';
export { findUnlinkable, type UnlinkableReason } from './unlinkable.ts';
