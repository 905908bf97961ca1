import { decideLink, type Evidence, reasonOfKind, type Shingles, scriptEvidence } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import { findByBands, findByValues, findPlacesOfScripts, findSharedValues, type Neighbour } from './candidate-store.ts';
import type { Candidate, SharedEvidence } from './judging.ts';
import { findShingles } from './script-store.ts';
import type { ReadScript, ReadValue } from './scripts.ts';

/** A script whose candidates are wanted. */
export interface AskedScript {
  readonly id: number;
  readonly script: ReadScript;
}

/** Of the scripts that share bands, those with the most in common are compared word by word. */
const comparedPerScript = 24;
const sharedValuePerScript = 24;
/** Of those that link, so many are looked up where their reports stand. */
const linkedPerScript = 12;

/**
 * For each asked script, the scripts that it is linked to, with the evidence, exactly verified, and where some of their
 * reports stand. A bounded number, however full a band or however often a value is named; its own is among them.
 */
export async function findCandidates(
  tx: Context,
  asked: readonly AskedScript[],
  weights: ReadonlyMap<bigint, number>,
): Promise<Map<number, Candidate[]>> {
  const own = new Map(asked.map((each) => [each.id, each]));
  const distinct = [...own.values()];
  const near = await findNeighbours(tx, distinct, weights);
  const others = [...new Set(near.map(({ other }) => other))];
  const shingles = await findShingles(tx, others);
  const shared = await findSharedValues(tx, pairsOf(near, own, weights));
  const byScript = Map.groupBy(near, ({ script }) => script);
  const found = new Map(
    distinct.map((each) => {
      const alike = (byScript.get(each.id) ?? []).map(({ other }) => ({
        scriptId: other,
        evidence: evidenceOf(each, { id: other, shingles: shingles.get(other) }, { weights, shared }),
      }));
      return [each.id, strongest([{ scriptId: each.id, evidence: ownEvidence(each, weights) }, ...alike])] as const;
    }),
  );
  return await withPlaces(tx, found);
}

type Alike = Omit<Candidate, 'places'>;

/** Those that link, the strongest first; ties go to the newest script. */
function strongest(alike: readonly Alike[]): Alike[] {
  return alike
    .map((each) => ({ each, decision: decideLink(each.evidence) }))
    .filter(({ decision }) => decision.links)
    .toSorted(
      (one, other) => other.decision.strength01 - one.decision.strength01 || other.each.scriptId - one.each.scriptId,
    )
    .slice(0, linkedPerScript)
    .map(({ each }) => each);
}

async function withPlaces(
  tx: Context,
  found: ReadonlyMap<number, readonly Alike[]>,
): Promise<Map<number, Candidate[]>> {
  const ids = new Set([...found.values()].flatMap((alike) => alike.map(({ scriptId }) => scriptId)));
  const places = Map.groupBy(await findPlacesOfScripts(tx, [...ids]), ({ scriptId }) => scriptId);
  return new Map(
    [...found].map(([id, alike]) => [id, alike.map((each) => ({ ...each, places: places.get(each.scriptId) ?? [] }))]),
  );
}

async function findNeighbours(
  tx: Context,
  asked: readonly AskedScript[],
  weights: ReadonlyMap<bigint, number>,
): Promise<Neighbour[]> {
  const byBands = await findByBands(
    tx,
    asked.map(({ id, script }) => ({ script: id, bands: script.bands })),
  );
  const byValues = await findByValues(
    tx,
    asked.map(({ id, script }) => ({ script: id, keys: weightyKeys(script, weights) })),
  );
  return [
    ...new Map(
      [...nearest(byBands, comparedPerScript), ...nearest(byValues, sharedValuePerScript)].map((each) => [
        `${each.script} ${each.other}`,
        each,
      ]),
    ).values(),
  ];
}

/** Of each script's neighbours those with the most bands in common; ties go to the newest. */
function nearest(found: readonly Neighbour[], limit: number): Neighbour[] {
  return [...Map.groupBy(found, ({ script }) => script).values()].flatMap((of) =>
    of.toSorted((one, other) => other.bands - one.bands || other.other - one.other).slice(0, limit),
  );
}

function weightyKeys({ values }: ReadScript, weights: ReadonlyMap<bigint, number>): bigint[] {
  return values.filter(({ key }) => (weights.get(key) ?? 0) > 0).map(({ key }) => key);
}

function pairsOf(
  near: readonly Neighbour[],
  own: ReadonlyMap<number, AskedScript>,
  weights: ReadonlyMap<bigint, number>,
) {
  const pairs = near.flatMap(({ script, other }) =>
    weightyKeys(own.get(script)!.script, weights).map((key) => ({ key, script: other })),
  );
  return [...new Map(pairs.map((pair) => [pairText(pair.key, pair.script), pair])).values()];
}

function pairText(key: bigint, script: number): string {
  return `${key} ${script}`;
}

interface Known {
  readonly weights: ReadonlyMap<bigint, number>;
  readonly shared: ReadonlySet<string>;
}

function evidenceOf(
  { script }: AskedScript,
  other: { id: number; shingles: Shingles | undefined },
  { weights, shared }: Known,
): SharedEvidence[] {
  const alike = other.shingles === undefined ? undefined : scriptEvidence(script.shingles, other.shingles);
  const values = script.values.filter(({ key }) => shared.has(pairText(key, other.id)));
  return withScript(
    alike,
    values.map((value) => valueEvidence(value, weights)),
  );
}

/** Reports of one script: what its wording says; where that is too short to tell, all its values are the same. */
function ownEvidence({ script }: AskedScript, weights: ReadonlyMap<bigint, number>): SharedEvidence[] {
  const alike = scriptEvidence(script.shingles, script.shingles);
  return alike === undefined ? script.values.map((value) => valueEvidence(value, weights)) : [alike];
}

function withScript(alike: Evidence | undefined, values: readonly SharedEvidence[]): SharedEvidence[] {
  return alike === undefined ? [...values] : [alike, ...values];
}

function valueEvidence({ kind, value, key }: ReadValue, weights: ReadonlyMap<bigint, number>): SharedEvidence {
  return { reason: reasonOfKind[kind], weight01: weights.get(key) ?? 0, value, valueKind: kind };
}
