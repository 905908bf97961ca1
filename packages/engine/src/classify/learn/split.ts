import { hashValue64 } from '../../known/hash.ts';
import { type Bags, readBags } from './bags.ts';
import { clusterTexts } from './clusters.ts';

/** The part of all clusters that no model is ever trained on. */
export const heldOutPercent = 20;

/** Texts in clusters of near-duplicates, each with a number that does not depend on the order of the texts. */
export interface Clustered {
  readonly bags: Bags;
  readonly clusters: Int32Array;
  /** 0 to 2³² − 1 for each row: a hash of its cluster. */
  readonly draws: Uint32Array;
}

/** Clusters texts and draws a number for each cluster: the least hash of its texts. */
export function drawClusters(texts: readonly string[]): Clustered {
  const bags = readBags(texts);
  const clusters = clusterTexts(bags);
  const least = new Map<number, number>();
  for (const [row, text] of texts.entries()) {
    const draw = Number(hashValue64(text) >> 32n);
    least.set(clusters[row]!, Math.min(draw, least.get(clusters[row]!) ?? draw));
  }
  return { bags, clusters, draws: Uint32Array.from(clusters, (cluster) => least.get(cluster)!) };
}

/** Whether a cluster's draw keeps it out of training. */
export function isHeldOut(draw: number): boolean {
  return draw % 100 < heldOutPercent;
}

/** The fold of a cluster, independent of whether it is held out. */
export function foldOf(draw: number, folds: number): number {
  return Math.floor(draw / 100) % folds;
}
