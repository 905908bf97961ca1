import type { Shingles } from '../similarity/shingle.ts';
import { sharedShingles } from '../similarity/similarity.ts';
import type { Evidence } from './decide.ts';
import { strongWeight01 } from './decide.ts';
import type { LinkValueKind } from './reasons.ts';

/** What a value weighs that two messages alone have in common. Hosts are weak: strangers share servers and shops. */
const rareWeight: Readonly<Record<LinkValueKind, number>> = {
  'bank-card': 0.95,
  'bank-account': 0.95,
  wallet: 0.95,
  url: 0.9,
  handle: 0.85,
  app: 0.85,
  phone: 0.8,
  email: 0.8,
  'link-path': 0.7,
  host: 0.4,
  domain: 0.4,
  ip: 0.4,
};

const leastCap = 25;
const mostCap = 1000;

/** A value seen in more scripts than this links nothing, among `total`: the root of the total, 25 to 1,000. */
export function degreeCap(total: number): number {
  return Math.min(mostCap, Math.max(leastCap, Math.round(Math.sqrt(total))));
}

/**
 * What a shared value weighs, 0 to 1; `strongWeight01` links alone. `seenIn` counts the distinct scripts that name it
 * (messages, where scripts are not told apart) among `total`.
 * `rare · √(ln(cap / seenIn) / ln(cap / 2))`, `rare` by kind and cap = `degreeCap(total)`: the whole weight when two name
 * it, falling with every further one, 0 from the cap on.
 */
export function valueWeight(seenIn: number, total: number, kind: LinkValueKind): number {
  const cap = degreeCap(total);
  if (seenIn >= cap) return 0;
  const rarity01 = Math.log(cap / Math.max(2, seenIn)) / Math.log(cap / 2);
  return rareWeight[kind] * Math.sqrt(rarity01);
}

/** Above one half: no message can be alike to two scripts that have nothing in common (see `scriptWeight`). */
export const scriptThreshold01 = 0.55;
/** From this similarity on, below the threshold, a script supports other evidence. */
const supportFrom01 = 0.3;
/** Shorter scripts are no evidence: everybody writes `ok, see you`. */
export const fewestShingles = 16;
/** From here on a script is long enough to be judged by its similarity alone. */
const enoughShingles = 32;
/** What a short script has to reach. */
const shortThreshold01 = 0.9;

/**
 * What a script's similarity weighs, 0 to 1; `shingleCount` is that of the shorter text.
 * `strongWeight01` or more from the threshold on: 0.55 for texts of 28 shingles, rising to 0.9 at 8, none below.
 * Jaccard distance is a metric, so with a threshold above one half no message bridges two scripts without overlap.
 */
export function scriptWeight(similarity01: number, shingleCount: number): number {
  if (shingleCount < fewestShingles || similarity01 < supportFrom01) return 0;
  const threshold01 = thresholdFor(shingleCount);
  if (similarity01 < threshold01) {
    return 0.8 * strongWeight01 * ((similarity01 - supportFrom01) / (threshold01 - supportFrom01));
  }
  return strongWeight01 + (1 - strongWeight01) * ((similarity01 - threshold01) / (1 - threshold01));
}

function thresholdFor(shingleCount: number): number {
  const short01 = Math.max(0, (enoughShingles - shingleCount) / (enoughShingles - fewestShingles));
  return scriptThreshold01 + short01 * (shortThreshold01 - scriptThreshold01);
}

/** A script that stands inside a longer message: this much of it … */
const insideThreshold01 = 0.75;
/** … and it is at least this much of the message, so that it is its main part. */
const mainPart01 = 0.45;

/**
 * The evidence that two scripts give: alike as wholes, or one carried inside the other with something put around it;
 * undefined where they give none. Symmetric. O(n + m).
 */
export function scriptEvidence(one: Shingles, other: Shingles): Evidence | undefined {
  const shared = sharedShingles(one, other);
  return scriptEvidenceOf(shared, one.length, other.length);
}

/** The same from counts: `shared` shingles of two sets of `one` and `other`. */
export function scriptEvidenceOf(shared: number, one: number, other: number): Evidence | undefined {
  if (shared === 0) return undefined;
  const shorter = Math.min(one, other);
  const longer = Math.max(one, other);
  const similarity = shared / (one + other - shared);
  const weight01 = scriptWeight(similarity, shorter);
  if (weight01 >= strongWeight01) {
    return { reason: similarity === 1 ? 'same-script' : 'similar-script', weight01, similarity01: similarity };
  }
  const inside01 = shared / shorter;
  if (inside01 >= insideThreshold01 && shared >= mainPart01 * longer && shorter >= enoughShingles) {
    return { reason: 'script-inside', weight01: strongWeight01, similarity01: inside01 };
  }
  return weight01 > 0 ? { reason: 'similar-script', weight01, similarity01: similarity } : undefined;
}
