import { decideLink, type Evidence } from './decide.ts';
import { type Groups, groups } from './groups.ts';
import { type GrowingInts, growingInts } from './growing.ts';
import { type Intake, valueEnd } from './intake.ts';
import { reasonOfKind } from './reasons.ts';
import { degreeCap, valueWeight } from './weights.ts';

/** A value is a cluster's own that stands in two of its texts at least, and in this share of them; or in its only one. */
const ownShare01 = 0.2;
const fewestTexts = 2;
/** A lone message is joined to where half of all texts that name its value are, too. */
const homeShare01 = 0.5;

/** Clusters joined into campaigns by the values that they share. */
export interface ValueLinks {
  /** Of each cluster its campaign's group; `groups.rootOf` gives the campaign. */
  readonly groupOf: Int32Array;
  readonly groups: Groups;
  /** Of each value what it weighs; 0 for one that links nothing. */
  readonly weight01: Float64Array;
  /** Values that so many clusters name that they stopped linking. */
  readonly overShared: readonly number[];
}

/**
 * Joins clusters by shared values, the largest cluster first. The cluster that names a value most is its home; others are
 * joined to the home alone, never to each other, so that a value costs as many edges as it has clusters.
 * `clusterOf` gives the cluster of a unit, below `clusterCount`. O(sightings log sightings).
 */
export function linkByValues(intake: Intake, clusterOf: Int32Array, clusterCount: number): ValueLinks {
  const sizes = sizesOf(intake, clusterOf, clusterCount);
  const sightings = sightingsOf(intake, clusterOf);
  const weight01 = new Float64Array(intake.values.length);
  const overShared: number[] = [];
  const edges: Edges = { clusters: growingInts(), homes: growingInts(), values: growingInts() };
  const valueCounts = new Int32Array(clusterCount);
  for (let value = 0; value < intake.values.length; value++) {
    const { start, end } = sightings.rangeOf(value);
    for (let at = start; at < end; at++) valueCounts[sightings.clusters[at]!]!++;
    const degree = end - start;
    weight01[value] = valueWeight(degree, clusterCount, intake.values[value]!.kind);
    if (degree >= degreeCap(clusterCount, intake.values[value]!.kind)) overShared.push(value);
  }
  for (let value = 0; value < intake.values.length; value++) {
    if (weight01[value]! > 0) addEdges(edges, value, { sizes, sightings, valueCounts });
  }
  const placed = placeClusters(intake, { edges, sizes, valueCounts, weight01 });
  return { ...placed, weight01, overShared };
}

interface Edges {
  readonly clusters: GrowingInts;
  readonly homes: GrowingInts;
  readonly values: GrowingInts;
}

/** Texts of each cluster; a message that stands alone counts one. */
function sizesOf(intake: Intake, clusterOf: Int32Array, clusterCount: number): Int32Array {
  const sizes = new Int32Array(clusterCount);
  for (let unit = 0; unit < clusterOf.length; unit++)
    sizes[clusterOf[unit]!]! += Math.max(1, intake.textCount.at(unit));
  return sizes;
}

/** For each value the clusters that name it, ascending, and in how many texts. */
interface Sightings {
  rangeOf(value: number): { start: number; end: number };
  readonly clusters: Int32Array;
  readonly counts: Int32Array;
}

function sightingsOf(intake: Intake, clusterOf: Int32Array): Sightings {
  const valueCount = intake.values.length;
  const starts = new Int32Array(valueCount + 1);
  for (let at = 0; at < intake.valuesOfText.length; at++) starts[intake.valuesOfText.at(at) + 1]!++;
  for (let value = 0; value < valueCount; value++) starts[value + 1]! += starts[value]!;
  const clusters = new Int32Array(intake.valuesOfText.length);
  const next = starts.slice();
  for (let text = 0; text < intake.unitOfText.length; text++) {
    const cluster = clusterOf[intake.unitOfText.at(text)]!;
    const end = valueEnd(intake, text);
    for (let at = intake.valueStart.at(text); at < end; at++) clusters[next[intake.valuesOfText.at(at)]!++] = cluster;
  }
  const counts = new Int32Array(clusters.length);
  const ends = new Int32Array(valueCount);
  for (let value = 0; value < valueCount; value++) {
    ends[value] = countRuns(clusters, counts, { from: starts[value]!, to: starts[value + 1]! });
  }
  return { clusters, counts, rangeOf: (value) => ({ start: starts[value]!, end: ends[value]! }) };
}

/** Sorts a range and leaves each number once, its count beside it; yields where the distinct ones end. */
function countRuns(clusters: Int32Array, counts: Int32Array, { from, to }: { from: number; to: number }): number {
  clusters.subarray(from, to).sort();
  let end = from;
  for (let at = from; at < to; at++) {
    if (end > from && clusters[end - 1] === clusters[at]) counts[end - 1]!++;
    else {
      clusters[end] = clusters[at]!;
      counts[end++] = 1;
    }
  }
  return end;
}

interface Counts {
  readonly sizes: Int32Array;
  readonly sightings: Sightings;
  /** Of each cluster how many values it names. */
  readonly valueCounts: Int32Array;
}

function addEdges(edges: Edges, value: number, { sizes, sightings, valueCounts }: Counts): void {
  const { start, end } = sightings.rangeOf(value);
  if (end - start < 2) return;
  let total = 0;
  let home = start;
  for (let at = start; at < end; at++) {
    total += sightings.counts[at]!;
    if (isBetterHome(sightings, valueCounts, at, home)) home = at;
  }
  const sizeAt = (at: number) => sizes[sightings.clusters[at]!]!;
  const isOwn = (at: number) => isOwnValue(sightings.counts[at]!, sizeAt(at));
  for (let at = start; at < end; at++) {
    if (at === home) continue;
    const isLone = sizeAt(at) === 1 || sizeAt(home) === 1;
    const isHome = sightings.counts[home]! >= homeShare01 * total;
    if (!isOwn(at) || !(isOwn(home) || (isLone && isHome))) continue;
    edges.clusters.push(sightings.clusters[at]!);
    edges.homes.push(sightings.clusters[home]!);
    edges.values.push(value);
  }
}

/** One message with somebody else's account in it does not make the account its whole cluster's. */
function isOwnValue(count: number, size: number): boolean {
  return size === 1 || (count >= fewestTexts && count >= ownShare01 * size);
}

/** More texts first; then fewer values, because a message that names many may be written to join strangers. */
function isBetterHome({ clusters, counts }: Sightings, valueCounts: Int32Array, one: number, home: number): boolean {
  const byCount = counts[one]! - counts[home]!;
  if (byCount !== 0) return byCount > 0;
  return valueCounts[clusters[one]!]! < valueCounts[clusters[home]!]!;
}

interface Placing {
  readonly edges: Edges;
  readonly sizes: Int32Array;
  readonly valueCounts: Int32Array;
  readonly weight01: Float64Array;
}

/** Places clusters, the largest first, then those of fewer values, then the older. */
function placeClusters(
  intake: Intake,
  { edges, sizes, valueCounts, weight01 }: Placing,
): { groupOf: Int32Array; groups: Groups } {
  const joined = groups();
  const groupOf = new Int32Array(sizes.length).fill(-1);
  const adjacency = adjacencyOf(edges, sizes.length);
  const order = linkedClusters(adjacency.starts);
  order.sort((one, other) => sizes[other]! - sizes[one]! || valueCounts[one]! - valueCounts[other]! || one - other);
  const evidenceOf = (edge: number): Evidence => {
    const value = edges.values.at(edge);
    return { reason: reasonOfKind[intake.values[value]!.kind], weight01: weight01[value]! };
  };
  for (const cluster of order) {
    const choices = choicesOf(cluster, { adjacency, edges, groupOf, evidenceOf });
    const [best, ...others] = choices;
    const size = sizes[cluster]!;
    if (best === undefined) groupOf[cluster] = joined.open(size);
    else {
      groupOf[cluster] = best.group;
      joined.join(best.group, size);
      for (const { group } of others) joined.bridge(best.group, group, size);
    }
  }
  for (let cluster = 0; cluster < sizes.length; cluster++) {
    if (groupOf[cluster] === -1) groupOf[cluster] = joined.open(sizes[cluster]!);
  }
  joined.mergeBridged();
  return { groupOf, groups: joined };
}

interface Adjacency {
  readonly starts: Int32Array;
  /** Edge numbers of each cluster. */
  readonly edges: Int32Array;
}

function adjacencyOf(edges: Edges, clusterCount: number): Adjacency {
  const starts = new Int32Array(clusterCount + 1);
  for (let edge = 0; edge < edges.values.length; edge++) {
    starts[edges.clusters.at(edge) + 1]!++;
    starts[edges.homes.at(edge) + 1]!++;
  }
  for (let cluster = 0; cluster < clusterCount; cluster++) starts[cluster + 1]! += starts[cluster]!;
  const next = starts.slice();
  const ofCluster = new Int32Array(edges.values.length * 2);
  for (let edge = 0; edge < edges.values.length; edge++) {
    ofCluster[next[edges.clusters.at(edge)]!++] = edge;
    ofCluster[next[edges.homes.at(edge)]!++] = edge;
  }
  return { starts, edges: ofCluster };
}

function linkedClusters(starts: Int32Array): Int32Array {
  const linked = growingInts();
  for (let cluster = 0; cluster + 1 < starts.length; cluster++) {
    if (starts[cluster + 1]! > starts[cluster]!) linked.push(cluster);
  }
  return Int32Array.from({ length: linked.length }, (_, index) => linked.at(index));
}

interface Choice {
  readonly group: number;
  readonly strength01: number;
}

interface Neighbourhood {
  readonly adjacency: Adjacency;
  readonly edges: Edges;
  readonly groupOf: Int32Array;
  readonly evidenceOf: (edge: number) => Evidence;
}

/** The groups that a cluster links to through clusters placed before it, the strongest link first. */
function choicesOf(cluster: number, { adjacency, edges, groupOf, evidenceOf }: Neighbourhood): Choice[] {
  const byNeighbour = new Map<number, Evidence[]>();
  for (let at = adjacency.starts[cluster]!; at < adjacency.starts[cluster + 1]!; at++) {
    const edge = adjacency.edges[at]!;
    const neighbour = edges.clusters.at(edge) === cluster ? edges.homes.at(edge) : edges.clusters.at(edge);
    if (groupOf[neighbour] === -1) continue;
    const known = byNeighbour.get(neighbour);
    if (known === undefined) byNeighbour.set(neighbour, [evidenceOf(edge)]);
    else known.push(evidenceOf(edge));
  }
  const strongest = new Map<number, number>();
  for (const [neighbour, evidence] of byNeighbour) {
    const { links, strength01 } = decideLink(evidence);
    const group = groupOf[neighbour]!;
    if (links && strength01 > (strongest.get(group) ?? 0)) strongest.set(group, strength01);
  }
  return [...strongest]
    .map(([group, strength01]) => ({ group, strength01 }))
    .sort((one, other) => other.strength01 - one.strength01 || one.group - other.group);
}
