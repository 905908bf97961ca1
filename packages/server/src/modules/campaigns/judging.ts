import { decideLink, type Evidence, type LinkDecision, type LinkReason } from '@spring-rain/engine';
import type { Place } from './candidate-store.ts';

/** A script that has something in common with a report's, and where some of the reports that read so stand. */
export interface Candidate {
  readonly scriptId: number;
  readonly evidence: readonly SharedEvidence[];
  readonly places: readonly Place[];
}

/** Evidence with the value that it rests on, where it rests on one. */
export interface SharedEvidence extends Evidence {
  readonly valueKind?: string;
}

/** A report that is to be placed. */
export interface Subject {
  readonly reportId: string;
  readonly scriptId: number;
  readonly reporterKey: string | null;
}

/** What the machine decides of one report. */
export type Verdict =
  | { readonly kind: 'alone' }
  | {
      readonly kind: 'joins';
      readonly rootId: string;
      readonly because: LinkTo;
      /** Other campaigns that it speaks for as well: a person decides whether they are one. */
      readonly bridges: readonly Bridge[];
      readonly echoes: readonly string[];
    }
  | {
      readonly kind: 'founds';
      readonly partners: readonly Place[];
      readonly because: LinkTo;
      /** Further reports in no campaign that it is linked to. */
      readonly echoes: readonly string[];
    };

/** Why a report is linked, and to which. */
export interface LinkTo {
  readonly other: Place;
  readonly decision: LinkDecision;
}

export interface Bridge {
  readonly rootId: string;
  readonly strength01: number;
  readonly reason: LinkReason;
}

/** Campaigns that one report proposes to merge with its own at most. */
const bridgesMax = 3;
/** Reports in no campaign that are looked at again because one was linked to them. */
const echoesMax = 8;
/** From this similarity on a script belongs to a campaign by one other of its reports alone. */
const closeSimilarity01 = 0.8;

interface Linked extends LinkTo {
  readonly candidate: Candidate;
}

/**
 * Where a report belongs, by what it has in common with others. It joins the campaign that it is linked to most
 * strongly, or founds one with the report that it is linked to; campaigns are never merged here. With `isEcho`, for a
 * report that is looked at again because another one was linked to it, two reporters of the campaign must speak for it,
 * so that one message cannot draw strangers together. Pure; ties go to the older report.
 */
export function judge(subject: Subject, candidates: readonly Candidate[], { isEcho }: { isEcho: boolean }): Verdict {
  const linked = candidates.flatMap((candidate) => linksOf(subject, candidate)).sort(byStrength);
  const byRoot = Map.groupBy(
    linked.filter(({ other }) => other.rootId !== null),
    ({ other }) => other.rootId!,
  );
  const roots = [...byRoot.entries()].filter(([, links]) => (isEcho ? hasTwoReporters(links) : belongs(links)));
  const free = linked.filter(({ other }) => isFree(other));
  const echoes = [...new Set(free.map(({ other }) => other.reportId))].slice(0, echoesMax);
  const [best, ...others] = roots;
  if (best !== undefined) {
    const [rootId, links] = best;
    return { kind: 'joins', rootId, because: links[0]!, bridges: others.slice(0, bridgesMax).map(bridgeOf), echoes };
  }
  const first = free[0];
  if (first === undefined || isEcho) return { kind: 'alone' };
  const partners = first.candidate.places.filter((place) => isFree(place) && place.reportId !== subject.reportId);
  return { kind: 'founds', partners, because: first, echoes };
}

function linksOf(subject: Subject, candidate: Candidate): Linked[] {
  const decision = decideLink(candidate.evidence);
  if (!decision.links) return [];
  return candidate.places
    .filter((place) => place.reportId !== subject.reportId)
    .map((other) => ({ other, decision, candidate }));
}

function byStrength(one: Linked, other: Linked): number {
  return other.decision.strength01 - one.decision.strength01 || (one.other.reportId < other.other.reportId ? -1 : 1);
}

/** In no campaign, and not because a person took it out of one. */
function isFree({ rootId, decidedBy }: Place): boolean {
  return rootId === null && decidedBy === null;
}

/**
 * Whether links to one campaign are enough to belong to it. A value is; a wording that is only alike must be alike to
 * what the campaign was founded on, or to two of its wordings: else a campaign would wander from script to script.
 */
function belongs(links: readonly Linked[]): boolean {
  return (
    links.some(({ decision }) => decision.reasons.some(isNearOrValue)) ||
    links.some(({ other, candidate }) => candidate.scriptId === other.founderScriptId) ||
    new Set(links.map(({ candidate }) => candidate.scriptId)).size >= 2
  );
}

function isNearOrValue({ valueKind, similarity01 = 0 }: SharedEvidence): boolean {
  return valueKind !== undefined || similarity01 >= closeSimilarity01;
}

/** Reporters that are not known count as one. */
function hasTwoReporters(links: readonly Linked[]): boolean {
  return new Set(links.map(({ other }) => other.reporterKey)).size >= 2;
}

function bridgeOf([rootId, links]: readonly [string, readonly Linked[]]): Bridge {
  const { strength01, reasons } = links[0]!.decision;
  return { rootId, strength01, reason: reasons[0]!.reason };
}
