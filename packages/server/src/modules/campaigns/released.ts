import { setTimeout as delay } from 'node:timers/promises';
import type { CampaignMention } from '@spring-rain/contract';
import { type Shingles, scriptEvidence, strongWeight01 } from '@spring-rain/engine';
import { asAgency, type Context, inTransaction } from '../../platform/context.ts';
import { type Event, type EventPosition, readEventHorizon, watchEvents } from '../../platform/events.ts';
import { type IndicatorKey, keyText } from '../indicators/index.ts';
import {
  type ReleasedRow,
  type ReleasedText,
  selectReleased,
  selectReleasedScripts,
  selectReleasedValues,
} from './released-store.ts';
import { stateBounds, stateOf } from './states.ts';
import { weighLinkValues } from './value-standing.ts';

/** What is looked for of a checked text. */
export interface CheckedText {
  /** The values that were recognised in it. */
  readonly values: readonly IndicatorKey[];
  /** Its shingles; asked for only where a released campaign has scripts. */
  readonly shingles: () => Shingles;
}

/** The campaigns that a person released, in memory, so that a check that fits none costs no look into the database. */
export interface ReleasedCampaigns {
  /** The released campaign that a checked text belongs to, as the public may see it. */
  findMention(ctx: Context, checked: CheckedText): CampaignMention | undefined;
  /** Loads all and follows events until disposed of. */
  follow(ctx: Context): Promise<AsyncDisposable>;
}

/** Least shingles of a script under which it is looked up: of two alike scripts most are in both. */
const anchorsPerScript = 16;
/** So many of them in a text make the script worth a comparison. */
const anchorsMin = 3;
/** Changes come in floods; figures are brought up to date no more often than this. */
const reloadPauseMs = 500;

interface ReleasedScript {
  readonly row: ReleasedRow;
  readonly shingles: Shingles;
}

/** What a released campaign is recognised by. */
interface ReleasedCampaign {
  readonly row: ReleasedRow;
  /** `keyText` of its values. */
  readonly values: readonly string[];
  readonly scripts: readonly Shingles[];
}

interface Index {
  readonly byValue: ReadonlyMap<string, ReleasedRow>;
  readonly byAnchor: ReadonlyMap<number, readonly ReleasedScript[]>;
}

const empty: Index = { byValue: new Map(), byAnchor: new Map() };

/** One for a process; checks ask it, the module of campaigns keeps it true. */
export function createReleasedCampaigns(): ReleasedCampaigns {
  let known: ReadonlyMap<string, ReleasedCampaign> = new Map();
  let index = empty;
  const reload: Reload = async (ctx, changed) => {
    known = await loadReleased(ctx, known, changed);
    index = indexOf(known.values());
  };
  return {
    findMention: (ctx, checked) => {
      const row = findByValue(index, checked) ?? findByScript(index, checked);
      return row === undefined ? undefined : mentionOf(ctx, row);
    },
    follow: async (ctx) => {
      const stop = new AbortController();
      const after = await readEventHorizon(ctx);
      await reload(ctx, 'all');
      const following = follow(ctx, { reload, after, signal: stop.signal });
      return {
        async [Symbol.asyncDispose]() {
          stop.abort();
          await following;
        },
      };
    },
  };
}

function findByValue({ byValue }: Index, { values }: CheckedText): ReleasedRow | undefined {
  if (byValue.size === 0) return undefined;
  for (const value of values) {
    const row = byValue.get(keyText(value));
    if (row !== undefined) return row;
  }
  return undefined;
}

/** The campaign whose script the text is most alike to, where that would link a report too. */
function findByScript({ byAnchor }: Index, checked: CheckedText): ReleasedRow | undefined {
  if (byAnchor.size === 0) return undefined;
  const shingles = checked.shingles();
  const met = new Map<ReleasedScript, number>();
  for (const shingle of shingles) {
    for (const script of byAnchor.get(shingle) ?? []) met.set(script, (met.get(script) ?? 0) + 1);
  }
  let best: { row: ReleasedRow; weight01: number } | undefined;
  for (const [{ row, shingles: script }, anchors] of met) {
    if (anchors < anchorsMin) continue;
    const weight01 = scriptEvidence(shingles, script)?.weight01 ?? 0;
    if (weight01 >= strongWeight01 && weight01 > (best?.weight01 ?? 0)) best = { row, weight01 };
  }
  return best?.row;
}

function mentionOf(ctx: Context, row: ReleasedRow): CampaignMention {
  return {
    id: row.id,
    ...(row.kind === null ? {} : { kind: row.kind }),
    state: stateOf(row, stateBounds(ctx.profile, ctx.now())),
    distinctReporters: row.reporterCount,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
  };
}

function indexOf(campaigns: Iterable<ReleasedCampaign>): Index {
  const byValue = new Map<string, ReleasedRow>();
  const byAnchor = new Map<number, ReleasedScript[]>();
  for (const { row, values, scripts } of campaigns) {
    for (const value of values) byValue.set(value, row);
    for (const shingles of scripts) {
      const script = { row, shingles };
      for (const anchor of shingles.subarray(0, anchorsPerScript)) {
        const there = byAnchor.get(anchor);
        if (there === undefined) byAnchor.set(anchor, [script]);
        else there.push(script);
      }
    }
  }
  return { byValue, byAnchor };
}

type Changed = 'all' | ReadonlySet<string>;
type Reload = (ctx: Context, changed: Changed) => Promise<void>;

/** All released campaigns: those that changed, or were not known, read anew. */
async function loadReleased(
  ctx: Context,
  known: ReadonlyMap<string, ReleasedCampaign>,
  changed: Changed,
): Promise<Map<string, ReleasedCampaign>> {
  return await inTransaction(ctx, async (tx) => {
    const rows = await selectReleased(tx);
    const stale = rows.filter(({ id }) => changed === 'all' || changed.has(id) || !known.has(id));
    const fresh = new Map<string, ReleasedCampaign>();
    for (const [agencyId, own] of Map.groupBy(stale, (row) => row.agencyId)) {
      const read = await asAgency(tx, agencyId, (ownTx) => readReleased(ownTx, own));
      for (const campaign of read) fresh.set(campaign.row.id, campaign);
    }
    return new Map(rows.map((row) => [row.id, fresh.get(row.id) ?? { ...known.get(row.id)!, row }]));
  });
}

/**
 * What campaigns are recognised by. A value has to link a report by itself, and enough reporters have to have named it:
 * one false report must not put a stranger's number, or an honest notice, under a scam's name.
 */
async function readReleased(tx: Context, rows: readonly ReleasedRow[]): Promise<ReleasedCampaign[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const min = tx.profile.campaigns.mentionMinReporters;
  const values = await selectReleasedValues(tx, ids, min);
  const standings = await weighLinkValues(tx, values);
  const strong = values.filter((_value, at) => standings[at]!.weight01 >= strongWeight01);
  const valuesOf = Map.groupBy(strong, ({ campaignId }) => campaignId);
  const textsOf = Map.groupBy(await selectReleasedScripts(tx, ids), ({ campaignId }) => campaignId);
  return rows.map((row) => ({
    row,
    values: (valuesOf.get(row.id) ?? []).map(keyText),
    scripts: toldByMany(textsOf.get(row.id) ?? [], min).map(({ shingles }) => shingles),
  }));
}

/** Scripts that, with those alike to them, came from at least `min` reporters. */
function toldByMany(texts: readonly ReleasedText[], min: number): ReleasedText[] {
  return texts.filter((text) => {
    const alike = texts.filter(
      ({ shingles }) => (scriptEvidence(text.shingles, shingles)?.weight01 ?? 0) >= strongWeight01,
    );
    return new Set(alike.flatMap(({ reporters }) => reporters)).size >= min;
  });
}

/** What changes which values are an official's, whatever campaign they are in. */
const listEvents: ReadonlySet<string> = new Set(['listing.changed', 'source.changed', 'listings.imported']);

function changedBy(batch: readonly Event[]): Changed {
  if (batch.some(({ type }) => listEvents.has(type))) return 'all';
  return new Set(batch.flatMap(({ type, subjectId }) => (type === 'campaign.changed' ? [subjectId] : [])));
}

async function follow(
  ctx: Context,
  { reload, after, signal }: { reload: Reload; after: EventPosition; signal: AbortSignal },
): Promise<void> {
  for await (const batch of watchEvents(ctx, { after, signal })) {
    const changed = changedBy(batch);
    if (changed !== 'all' && changed.size === 0) continue;
    try {
      await reload(ctx, changed);
    } catch (error) {
      ctx.log.warn({ error }, 'released campaigns could not be read; they stay as they were until the next change');
    }
    await delay(reloadPauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
