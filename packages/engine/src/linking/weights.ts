import { type Shingles, scriptSize } from '../similarity/shingle.ts';
import { sharedShingles } from '../similarity/similarity.ts';
import type { Evidence } from './decide.ts';
import { strongWeight01 } from './decide.ts';
import type { LinkValueKind } from './reasons.ts';

/**
 * What a value weighs that two messages alone have in common. Hosts and mail addresses are weak: strangers share servers
 * and shops, and the heads of forwarded mail name whoever read it.
 */
const rareWeight: Readonly<Record<LinkValueKind, number>> = {
  'bank-card': 0.95,
  'bank-account': 0.95,
  wallet: 0.95,
  url: 0.9,
  handle: 0.85,
  app: 0.85,
  phone: 0.8,
  email: 0.4,
  'link-path': 0.7,
  host: 0.4,
  domain: 0.4,
  ip: 0.4,
};

/** Links, hosts and mail addresses stand in footers and forwarded heads too: few scripts that differ share one honestly. */
const webKinds: ReadonlySet<LinkValueKind> = new Set(['url', 'link-path', 'host', 'domain', 'ip', 'email']);

/**
 * A value seen in so many scripts or more links nothing: the root of `total`, 25 to 1,000; for links, hosts and mail
 * addresses its fourth root, 8 to 32. Without a kind, the widest.
 */
export function degreeCap(total: number, kind?: LinkValueKind): number {
  if (kind !== undefined && webKinds.has(kind)) return Math.min(32, Math.max(8, Math.round(total ** 0.25)));
  return Math.min(1000, Math.max(25, Math.round(Math.sqrt(total))));
}

/**
 * What a shared value weighs, 0 to 1; `strongWeight01` links alone. `seenIn` counts the distinct scripts that name it,
 * not their copies, among `total`.
 * `rare · √(ln(cap / seenIn) / ln(cap / 2))`, `rare` by kind and cap = `degreeCap(total, kind)`: the whole weight when two
 * name it, falling with every further one, 0 from the cap on.
 */
export function valueWeight(seenIn: number, total: number, kind: LinkValueKind): number {
  const cap = degreeCap(total, kind);
  if (seenIn >= cap) return 0;
  const rarity01 = Math.log(cap / Math.max(2, seenIn)) / Math.log(cap / 2);
  return rareWeight[kind] * Math.sqrt(rarity01);
}

/** What two texts have to share as wholes, as Jaccard similarity. Above one half: see `scriptEvidence`. */
const scriptThreshold01 = 0.55;
/** What a text has to carry of a known script; above one half too. */
const carriedThreshold01 = 0.6;
/** … and what part of the text that has to be, so that it is the main part. */
const mainPart01 = 0.4;
/** From this similarity on, below the threshold, a script supports other evidence. */
const supportFrom01 = 0.3;
/** Smaller scripts (see `scriptSize`) are no evidence: everybody writes `ok, see you`. */
export const leastSize = 12;
/** From here on a script says enough to be judged by its likeness alone. */
const enoughSize = 24;
/** What the shortest have to reach, as wholes or carried. */
const shortThreshold01 = 0.85;

/**
 * What a script's similarity weighs, 0 to 1; `size` is the `scriptSize` of the smaller. `strongWeight01` or more from the
 * threshold on: 0.55 for sizes from 24, rising to 0.85 at 12; nothing below. Less than the threshold supports others.
 */
export function scriptWeight(similarity01: number, size: number): number {
  if (size < leastSize || similarity01 < supportFrom01) return 0;
  const threshold01 = raised(scriptThreshold01, size);
  if (similarity01 < threshold01) {
    return 0.8 * strongWeight01 * ((similarity01 - supportFrom01) / (threshold01 - supportFrom01));
  }
  return strongWeight01 + (1 - strongWeight01) * ((similarity01 - threshold01) / (1 - threshold01));
}

/** A threshold for long texts, raised for short ones. */
function raised(threshold01: number, size: number): number {
  const short01 = Math.max(0, (enoughSize - size) / (enoughSize - leastSize));
  return threshold01 + short01 * (shortThreshold01 - threshold01);
}

/**
 * The evidence that a text gives of coming from a known script: alike as wholes (`similar-script`), or carrying most of it
 * with something put around it (`script-inside`); undefined where it gives none. Not symmetric: what is known comes second.
 *
 * Either way more than half of the *known* script has to be shared. So nothing that is known can draw two scripts that have
 * nothing in common: a message glued from both joins one of them, and leads nobody from the one to the other. O(n + m).
 */
export function scriptEvidence(text: Shingles, known: Shingles): Evidence | undefined {
  return scriptEvidenceOf(sharedShingles(text, known), text, known);
}

/** Less of the known script than this links nothing, alike or carried: both thresholds lie above. */
export const leastShared01 = 0.55;

/** The same where the number of shared shingles is known. */
export function scriptEvidenceOf(shared: number, text: Shingles, known: Shingles): Evidence | undefined {
  if (shared === 0) return undefined;
  const size = scriptSize(text.length < known.length ? text : known);
  const similarity = shared / (text.length + known.length - shared);
  const weight01 = scriptWeight(similarity, size);
  if (weight01 >= strongWeight01) {
    return { reason: similarity === 1 ? 'same-script' : 'similar-script', weight01, similarity01: similarity };
  }
  const isCarried =
    shared >= raised(carriedThreshold01, size) * known.length &&
    shared >= mainPart01 * text.length &&
    size >= leastSize;
  if (isCarried) return { reason: 'script-inside', weight01: strongWeight01, similarity01: shared / known.length };
  return weight01 > 0 ? { reason: 'similar-script', weight01, similarity01: similarity } : undefined;
}
