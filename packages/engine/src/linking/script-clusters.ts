import { sharedShingles } from '../similarity/similarity.ts';
import { strongWeight01 } from './decide.ts';
import { type Groups, groups } from './groups.ts';
import { type GrowingInts, growingInts, type SetPool } from './growing.ts';
import { mostCandidates, type Representatives, representatives } from './representatives.ts';
import { placingOrder } from './script-order.ts';
import { leastShared01, scriptEvidence, scriptEvidenceOf } from './weights.ts';

/** A cluster is compared by at most this many of its scripts. */
const mostRepresentatives = 8;
/** A script this alike to a representative tells nothing new of its cluster. */
const sameSide01 = 0.8;

/** Units in clusters of alike scripts. */
export interface ScriptClusters {
  /** Of each unit its cluster, or -1 for a unit without a script. */
  readonly clusterOf: Int32Array;
  /** Of each unit the unit that it was found alike to, or -1 for one that founded its cluster. */
  readonly likenedTo: Int32Array;
  readonly groups: Groups;
}

/**
 * Places units one by one, each compared exactly with the representatives of clusters that share its rarer shingles.
 * A unit joins the cluster that it is most alike to. A representative is itself alike, as a whole, to the script that
 * founded the cluster: clusters are stars, not chains. O(shingles) expected: neither look-up nor comparison grows with
 * the number of units.
 */
export function clusterScripts({ shingles, textCount }: { shingles: SetPool; textCount: GrowingInts }): ScriptClusters {
  const state: State = {
    shingles,
    clusterOf: new Int32Array(shingles.length).fill(-1),
    likenedTo: new Int32Array(shingles.length).fill(-1),
    groups: groups(),
    index: representatives(),
    unitOfRepresentative: growingInts(),
    founders: growingInts(),
    representativeCount: growingInts(),
    found: Array.from({ length: mostCandidates }, () => ({ unit: 0, cluster: 0, similarity01: 0, isWhole: false })),
  };
  for (const unit of placingOrder(shingles)) place(state, unit, Math.max(1, textCount.at(unit)));
  state.groups.mergeBridged();
  return state;
}

interface Likeness {
  unit: number;
  cluster: number;
  /** Of the wholes, even where the one only carries the other. */
  similarity01: number;
  /** Alike as wholes. */
  isWhole: boolean;
}

interface State extends ScriptClusters {
  readonly shingles: SetPool;
  readonly index: Representatives;
  readonly unitOfRepresentative: GrowingInts;
  readonly founders: GrowingInts;
  readonly representativeCount: GrowingInts;
  readonly found: Likeness[];
}

function place(state: State, unit: number, size: number): void {
  const set = state.shingles.at(unit);
  const count = likenesses(state, set);
  let best: Likeness | undefined;
  for (let at = 0; at < count; at++) {
    const one = state.found[at]!;
    if (best === undefined || one.similarity01 > best.similarity01) best = one;
  }
  if (best === undefined) {
    const cluster = state.groups.open(size);
    state.founders.push(unit);
    state.representativeCount.push(0);
    state.clusterOf[unit] = cluster;
    represent(state, unit, cluster);
    return;
  }
  const { cluster } = best;
  state.groups.join(cluster, size);
  state.clusterOf[unit] = cluster;
  state.likenedTo[unit] = best.unit;
  for (let at = 0; at < count; at++) {
    if (isFirstOfCluster(state.found, at)) state.groups.bridge(cluster, state.found[at]!.cluster, size);
  }
  if (best.isWhole && best.similarity01 < sameSide01 && isNearFounder(state, set, cluster)) {
    represent(state, unit, cluster);
  }
}

/** True for the first whole likeness to a cluster: a unit is one bridge, however many representatives it is alike to. */
function isFirstOfCluster(found: readonly Likeness[], at: number): boolean {
  const { cluster, isWhole } = found[at]!;
  if (!isWhole) return false;
  for (let before = 0; before < at; before++) {
    if (found[before]!.cluster === cluster && found[before]!.isWhole) return false;
  }
  return true;
}

/** Fills `found` with the representatives that a script links to. */
function likenesses({ index, shingles, found, unitOfRepresentative, clusterOf }: State, set: Uint32Array): number {
  const candidates = index.find(set);
  let count = 0;
  for (let at = 0; at < candidates; at++) {
    const unit = unitOfRepresentative.at(index.candidates[at]!);
    if (isKnownWell(found, count, clusterOf[unit]!)) continue;
    const other = shingles.at(unit);
    const shared = sharedShingles(set, other);
    if (shared < leastShared01 * other.length) continue;
    const evidence = scriptEvidenceOf(shared, set, other);
    if (evidence === undefined || evidence.weight01 < strongWeight01) continue;
    const one = found[count++]!;
    one.unit = unit;
    one.cluster = clusterOf[unit]!;
    one.isWhole = evidence.reason !== 'script-inside';
    one.similarity01 = shared / (set.length + other.length - shared);
  }
  return count;
}

/** A cluster with a representative much alike already needs no other one to speak for it. */
function isKnownWell(found: readonly Likeness[], count: number, cluster: number): boolean {
  for (let at = 0; at < count; at++) {
    if (found[at]!.cluster === cluster && found[at]!.similarity01 >= sameSide01) return true;
  }
  return false;
}

function isNearFounder({ shingles, founders, representativeCount }: State, set: Uint32Array, cluster: number): boolean {
  if (representativeCount.at(cluster) >= mostRepresentatives) return false;
  const founder = shingles.at(founders.at(cluster));
  const evidence = scriptEvidence(set, founder);
  return evidence !== undefined && evidence.weight01 >= strongWeight01 && evidence.reason !== 'script-inside';
}

function represent(state: State, unit: number, cluster: number): void {
  state.index.add(state.shingles.at(unit));
  state.unitOfRepresentative.push(unit);
  state.representativeCount.set(cluster, state.representativeCount.at(cluster) + 1);
}
