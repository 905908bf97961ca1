import { setTimeout as delay } from 'node:timers/promises';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emitAll } from '../../platform/events.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { findLinkableReports, type LinkableReport } from '../reports/index.ts';
import { findPlaces, type Place } from './candidate-store.ts';
import { draftKinds } from './facts-store.ts';
import { recountCampaign, removeReports, setCounts } from './membership-store.ts';
import { placeReports } from './placing.ts';
import { readReports } from './reading.ts';
import { lockLinking } from './script-store.ts';
import { countsIn, isOut } from './states.ts';

/** Reports of one transaction: long enough to share its statements, short enough to hold up no reader of events. */
const batchMaxReports = 20;
/** Reports that are looked at again because one of a batch was linked to them. */
const echoesMax = 20;

/** How linking goes about it. */
export interface LinkingOptions {
  /** Rests after each batch for so many times as long as it took; 0 unless given. */
  readonly restFactor?: number;
}

/** A rest is no longer than this. */
const restMaxMs = 1_000;

/**
 * Brings the links of reports up to date: reads what is new, finds what it has in common with others, lets it join or
 * found a campaign, and takes out what was rejected. Running it again changes nothing. A report that a person placed,
 * or took out, stays where it is.
 */
export async function linkReports(
  ctx: Context,
  reportIds: readonly string[],
  { kinds, restFactor = 0 }: LinkingOptions & { readonly kinds: KindReader },
): Promise<void> {
  const distinct = [...new Set(reportIds)];
  for (let at = 0; at < distinct.length; at += batchMaxReports) {
    const startedAt = performance.now();
    const batch = distinct.slice(at, at + batchMaxReports);
    await inTransaction(ctx, (tx) => linkBatch(tx, batch, kinds));
    if (restFactor > 0) await delay(Math.min(restMaxMs, (performance.now() - startedAt) * restFactor));
  }
}

async function linkBatch(tx: Context, reportIds: readonly string[], kinds: KindReader): Promise<void> {
  const totalScripts = await lockLinking(tx);
  const reports = await findLinkableReports(tx, reportIds);
  const places = new Map((await findPlaces(tx, reportIds)).map((place) => [place.reportId, place]));
  const changed = await bringStatesUpToDate(tx, reports, places);
  const open = reports.filter(({ id, state }) => !isOut(state) && isMachines(places.get(id)));
  const subjects = await readReports(tx, open, kinds);
  const first = await placeReports(tx, subjects, { totalScripts, isEcho: false });
  const echoes = await findLinkableReports(tx, first.echoes.slice(0, echoesMax));
  const again = await placeReports(tx, await readReports(tx, echoes, kinds), { totalScripts, isEcho: true });
  for (const root of [...first.roots, ...again.roots]) changed.add(root);
  await draftKinds(tx, [...changed]);
  await emitAll(
    tx,
    [...changed].map((subjectId) => ({ type: 'campaign.changed' as const, subjectId })),
  );
}

/** Not yet in a campaign, nor taken out of one by a person. */
function isMachines(place: Place | undefined): boolean {
  return place === undefined || (place.rootId === null && place.decidedBy === null);
}

/** Takes out what was rejected, and notes what counts from now on or no longer. Answers the campaigns that changed. */
async function bringStatesUpToDate(
  tx: Context,
  reports: readonly LinkableReport[],
  places: ReadonlyMap<string, Place & { counts: boolean }>,
): Promise<Set<string>> {
  const placed = reports.flatMap(({ id, state }) => {
    const place = places.get(id);
    return place === undefined ? [] : [{ id, state, place }];
  });
  const out = placed.filter(({ state }) => isOut(state));
  const turned = placed.filter(({ state, place }) => !isOut(state) && place.counts !== countsIn(state));
  await removeReports(tx, idsOf(out));
  for (const counts of [true, false])
    await setCounts(tx, idsOf(turned.filter(({ state }) => countsIn(state) === counts)), counts);
  const roots = new Set([...out, ...turned].flatMap(({ place }) => (place.rootId === null ? [] : [place.rootId])));
  for (const root of roots) await recountCampaign(tx, root);
  return roots;
}

function idsOf(reports: readonly { readonly id: string }[]): string[] {
  return reports.map(({ id }) => id);
}
