import type { Evidence } from '@spring-rain/contract';
import { type IndicatorKind, type Verdict, verdicts } from '@spring-rain/engine';
import {
  evidenceKeys,
  type Facts,
  findSiteRule,
  hostOf,
  isSameOrBelow,
  keyText,
  type ListingFact,
  type SiteRule,
} from '../indicators/index.ts';

/** What is judged: a value, what is remarkable about its shape, and what an official site it resembles. */
export interface Judged {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly traits: readonly string[];
  readonly resembles: { readonly official: string; readonly how: string } | undefined;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly evidence: Evidence[];
}

/** Shapes that honest senders hardly use: they warn, and never more. */
const riskyTraits: ReadonlySet<string> = new Set(['ip-host', 'mixed-script', 'user-info', 'apk']);
/** Shapes that are worth saying, whatever the verdict. */
const toldTraits: ReadonlySet<string> = new Set([...riskyTraits, 'shortener', 'punycode']);

/**
 * The verdict on one value from the facts about it, its host and the hosts above. Pure.
 * An official value is known-good whatever is reported, unless it is written in disguise; a listing is known-scam
 * within its scope; reports make `reported`; what surrounds a listed or reported host, resemblance and risky shape make
 * `caution`.
 * A host that strangers share is never condemned for one page of it.
 */
export function judge(judged: Judged, facts: ReadonlyMap<string, Facts>): Judgement {
  const known = evidenceKeys(judged)
    .map((key) => facts.get(keyText(key)))
    .filter((fact) => fact !== undefined);
  const host = judged.kind === 'email' ? judged.value.slice(judged.value.lastIndexOf('@') + 1) : hostOf(judged);
  const rule =
    host === undefined
      ? undefined
      : findSiteRule(
          host,
          known.flatMap(({ listings }) => listings),
        );
  const official = findOfficial(judged, known, rule);
  const isDisguised = judged.traits.includes('mixed-script');
  if (official !== undefined && !isDisguised) {
    return { verdict: 'known-good', evidence: [officialEvidence(official)] };
  }
  const findings = [
    ...(official === undefined ? [] : [disguiseFinding(official)]),
    ...judgeValue(judged, known, rule),
    ...(host === undefined || rule !== undefined ? [] : judgeHost(judged, { host, known })),
    ...judgeShape(judged, rule),
    ...tellDisposable(judged, known),
  ];
  return combine(findings);
}

/** The verdict on a value of which nothing is known: what its shape says. */
export function judgeShapeAlone(traits: readonly string[]): Judgement {
  return combine(traitFindings(traits));
}

/** Written with letters of another alphabet it reads as the official site and leads to another one. */
function disguiseFinding(official: ListingFact): Finding {
  return { verdict: 'caution', evidence: { type: 'look-alike', official: official.value, how: 'homoglyph' } };
}

interface Finding {
  readonly verdict: Verdict;
  readonly evidence: Evidence;
}

/** The listing that vouches for the value itself, or for the site that it stands on. */
function findOfficial(
  judged: Judged,
  known: readonly Facts[],
  rule: SiteRule<ListingFact> | undefined,
): ListingFact | undefined {
  const own = listingsOn(judged, known).find(({ role }) => role === 'known-good');
  if (own !== undefined) return own;
  // Anyone can write an official domain behind the @ of a sender: only addresses that are listed are vouched for.
  return judged.kind !== 'email' && rule?.why === 'official' ? rule.entry : undefined;
}

/** Listings of the value itself or, for links, of a path above it. */
function listingsOn(judged: Judged, known: readonly Facts[]): ListingFact[] {
  const own = known.filter(({ kind }) => kind === judged.kind);
  const listings = own.flatMap((fact) => fact.listings);
  if (judged.kind === 'domain' || judged.kind === 'ip') return [];
  return listings.filter((listing) => listing.scope === 'path' || isSameAddress(listing.value, judged.value));
}

/** Links are the same address with `http` and with `https`. */
function isSameAddress(one: string, other: string): boolean {
  return withoutScheme(one) === withoutScheme(other);
}

function withoutScheme(value: string): string {
  return value.replace(/^https?:\/\//, '');
}

/** What is listed and reported about exactly this value. */
function judgeValue(judged: Judged, known: readonly Facts[], rule: SiteRule | undefined): Finding[] {
  if (judged.kind === 'domain' || judged.kind === 'ip') return [];
  const findings: Finding[] = listingsOn(judged, known)
    .filter(({ role }) => role === 'known-scam')
    .map((listing) => ({ verdict: 'known-scam', evidence: listingEvidence(listing) }));
  // The front page of a shared host is the host.
  if (rule !== undefined && judged.kind === 'url' && isFrontPage(judged.value)) return findings;
  const seen = known.filter(({ kind, value }) => kind === judged.kind && isSameAddress(value, judged.value));
  return [...findings, ...seen.flatMap((fact) => reportsFinding(fact, { verdict: 'reported', scope: 'exact' }))];
}

function isFrontPage(value: string): boolean {
  const { pathname, search } = new URL(value);
  return pathname === '/' && search === '';
}

/** What is listed and reported about the host; about a host above it, or its `www.`, it only warns. */
function judgeHost(judged: Judged, { host, known }: { host: string; known: readonly Facts[] }): Finding[] {
  const findings: Finding[] = [];
  for (const fact of known) {
    if (fact.kind !== 'domain' && fact.kind !== 'ip') continue;
    const isSame = host === fact.value || host === `www.${fact.value}`;
    if (judged.kind === 'email' && !isSame) continue;
    for (const listing of fact.listings) {
      if (listing.role !== 'known-scam') continue;
      const covers = isSame || (listing.scope === 'domain' && isSameOrBelow(host, fact.value));
      findings.push({ verdict: covers ? 'known-scam' : 'caution', evidence: listingEvidence(listing) });
    }
    if (judged.kind === 'email') continue;
    findings.push(...reportsFinding(fact, { verdict: isSame ? 'reported' : 'caution', scope: 'host' }));
  }
  return findings;
}

function judgeShape(judged: Judged, rule: SiteRule | undefined): Finding[] {
  const findings = traitFindings(judged.traits);
  if (rule?.why === 'shortener' && !judged.traits.includes('shortener')) {
    findings.push({ verdict: 'no-record', evidence: { type: 'trait', trait: 'shortener' } });
  }
  if (judged.resembles !== undefined && rule === undefined) {
    findings.push({ verdict: 'caution', evidence: { type: 'look-alike', ...judged.resembles } });
  }
  return findings;
}

function traitFindings(traits: readonly string[]): Finding[] {
  return traits
    .filter((trait) => toldTraits.has(trait))
    .map((trait) => ({
      verdict: riskyTraits.has(trait) ? 'caution' : 'no-record',
      evidence: { type: 'trait', trait },
    }));
}

function tellDisposable(judged: Judged, known: readonly Facts[]): Finding[] {
  if (judged.kind !== 'email') return [];
  const isDisposable = known.some(({ listings }) => listings.some(({ role }) => role === 'disposable'));
  return isDisposable ? [{ verdict: 'no-record', evidence: { type: 'trait', trait: 'disposable' } }] : [];
}

/** The worst verdict, and the evidence from the weightiest on; reports of the host contain those of its pages. */
function combine(findings: readonly Finding[]): Judgement {
  if (findings.length === 0) return { verdict: 'no-record', evidence: [] };
  const byWeight = findings.toSorted((one, other) => verdicts.indexOf(one.verdict) - verdicts.indexOf(other.verdict));
  const evidence: Evidence[] = [];
  const widest = findings
    .flatMap(({ verdict, evidence: told }) => (told.type === 'reports' && verdict === 'reported' ? [told] : []))
    .sort((one, other) => other.distinctReporters - one.distinctReporters)[0];
  for (const { evidence: told } of byWeight) {
    if (told.type === 'reports' && widest !== undefined && told !== widest) continue;
    evidence.push(told);
  }
  return { verdict: byWeight[0]?.verdict ?? 'no-record', evidence };
}

function reportsFinding(fact: Facts, told: { verdict: Verdict; scope: 'exact' | 'host' }): Finding[] {
  if (fact.sightings === undefined) return [];
  const evidence: Evidence = { type: 'reports', ...fact.sightings, scope: told.scope, scopeValue: fact.value };
  return [{ verdict: told.verdict, evidence }];
}

function listingEvidence(listing: ListingFact): Evidence {
  const { listingId, source, sourceTitle, sourceUrl, scope, value, reports, since, lastSeen, expiresAt, reason } =
    listing;
  return {
    type: 'listing',
    listingId,
    source,
    sourceTitle,
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
    scope,
    scopeValue: value,
    ...(reports === undefined ? {} : { reports }),
    ...(since === undefined ? {} : { since }),
    ...(lastSeen === undefined ? {} : { lastSeen }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function officialEvidence({ source, sourceTitle, name, country, sourceUrl, scope, value }: ListingFact): Evidence {
  return {
    type: 'official',
    source,
    name: name ?? sourceTitle,
    ...(country === undefined ? {} : { country }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
    scope,
    scopeValue: value,
  };
}
