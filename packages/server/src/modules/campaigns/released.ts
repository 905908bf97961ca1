import { setTimeout as delay } from 'node:timers/promises';
import type { CampaignMention } from '@spring-rain/contract';
import { type Shingles, scriptEvidence, strongWeight01 } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { type Event, watchEvents } from '../../platform/events.ts';
import { type IndicatorKey, keyText } from '../indicators/index.ts';
import { type ReleasedRow, selectReleased, selectReleasedScripts, selectReleasedValues } from './released-store.ts';
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

interface Index {
  readonly byValue: ReadonlyMap<string, ReleasedRow>;
  readonly byAnchor: ReadonlyMap<number, readonly ReleasedScript[]>;
}

const empty: Index = { byValue: new Map(), byAnchor: new Map() };

/** One for a process; checks ask it, the module of campaigns keeps it true. */
export function createReleasedCampaigns(): ReleasedCampaigns {
  let index = empty;
  const reload = async (ctx: Context) => {
    index = await buildIndex(ctx);
  };
  return {
    findMention: (ctx, checked) => {
      const row = findByValue(index, checked) ?? findByScript(index, checked);
      return row === undefined ? undefined : mentionOf(ctx, row);
    },
    follow: async (ctx) => {
      const stop = new AbortController();
      await reload(ctx);
      const following = follow(ctx, { reload, signal: stop.signal });
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
  for (const [{ row, shingles: known }, anchors] of met) {
    if (anchors < anchorsMin) continue;
    const weight01 = scriptEvidence(shingles, known)?.weight01 ?? 0;
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

/** Released campaigns with their values and scripts. Values that would not link a report alone name no campaign. */
async function buildIndex(ctx: Context): Promise<Index> {
  return await inTransaction(ctx, async (tx) => {
    const rows = new Map((await selectReleased(tx)).map((row) => [row.id, row]));
    if (rows.size === 0) return empty;
    const values = await selectReleasedValues(tx, [...rows.keys()]);
    const standings = await weighLinkValues(tx, values);
    const byValue = new Map<string, ReleasedRow>();
    for (const [at, { campaignId, ...value }] of values.entries()) {
      const row = rows.get(campaignId);
      if (row !== undefined && standings[at]!.weight01 >= strongWeight01) byValue.set(keyText(value), row);
    }
    const byAnchor = new Map<number, ReleasedScript[]>();
    for (const { campaignId, shingles } of await selectReleasedScripts(tx, [...rows.keys()])) {
      const row = rows.get(campaignId);
      if (row === undefined || scriptEvidence(shingles, shingles) === undefined) continue;
      for (const anchor of shingles.subarray(0, anchorsPerScript)) {
        byAnchor.set(anchor, [...(byAnchor.get(anchor) ?? []), { row, shingles }]);
      }
    }
    return { byValue, byAnchor };
  });
}

/** What changes which campaigns are released, their figures, or which values are an official's. */
const events: ReadonlySet<string> = new Set([
  'campaign.changed',
  'listing.changed',
  'source.changed',
  'listings.imported',
]);

async function follow(
  ctx: Context,
  { reload, signal }: { reload: (ctx: Context) => Promise<void>; signal: AbortSignal },
): Promise<void> {
  for await (const batch of watchEvents(ctx, { signal })) {
    if (!batch.some(({ type }: Event) => events.has(type))) continue;
    try {
      await reload(ctx);
    } catch (error) {
      ctx.log.warn({ error }, 'released campaigns could not be read; they stay as they were until the next change');
    }
    await delay(reloadPauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
