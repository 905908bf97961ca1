import { setTimeout as delay } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import {
  type Event,
  type EventPosition,
  holdsEventsAfter,
  readEventHorizon,
  readEventsAfter,
  watchEvents,
} from '../../platform/events.ts';
import { findTouchedKeys, listSourceKeys } from '../indicators/index.ts';
import { changesOf } from './known-changes.ts';
import type { KnownValues } from './known-values.ts';

/** Changes after which a new snapshot is built: up to here looking them up costs nothing to speak of. */
const rebuildAfterChanges = 20_000;
/** A snapshot that is further behind than this is built anew instead of being brought up to date. */
const maxCatchUpEvents = 20_000;
/** No change for so long counts as quiet. */
const quietMs = 1_000;
const eventsAtOnce = 500;
const failurePauseMs = 1_000;
/** Listings of one list that are taken up at once, and how often: what is beyond is in the next snapshot. */
const sourceSliceRows = 1_000;
const sourceSlicesMax = 10_000;

/** Keeps the known values true to the log of events until it is disposed of. */
export type KnownFollower = AsyncDisposable;

/**
 * Loads or builds the snapshot, brings it up to date, and goes on following events until disposed of.
 * Answers once the known values are complete; a snapshot that cannot be used is built anew.
 */
export async function followKnownValues(ctx: Context, known: KnownValues): Promise<KnownFollower> {
  const stop = new AbortController();
  let building: Promise<void> | undefined;
  let planned: NodeJS.Timeout | undefined;

  async function takeUp(events: readonly Event[]): Promise<void> {
    const changes = changesOf(events, ctx.agencyId);
    known.noteChanged(await findTouchedKeys(ctx, changes));
    for (const sourceId of changes.foreignSources) await takeUpSource(ctx, known, sourceId);
    if (changes.sources) await known.noteSources(ctx);
  }

  async function start(): Promise<EventPosition> {
    const loaded = await known.load(ctx);
    // Events that a purge took cannot be caught up on.
    if (loaded !== undefined && (await holdsEventsAfter(ctx, loaded))) {
      let position = loaded;
      for (let taken = 0; taken < maxCatchUpEvents; taken += eventsAtOnce) {
        const { events } = await readEventsAfter(ctx, position, { limit: eventsAtOnce });
        await takeUp(events);
        const last = events.at(-1);
        if (last === undefined) return position;
        position = last.position;
      }
    }
    const horizon = await readEventHorizon(ctx);
    await known.rebuild(ctx, horizon);
    return horizon;
  }

  async function follow(from: EventPosition): Promise<void> {
    let position = from;
    while (!stop.signal.aborted) {
      try {
        for await (const events of watchEvents(ctx, { after: position, signal: stop.signal })) {
          await takeUp(events);
          position = events.at(-1)?.position ?? position;
          planRebuild(position);
        }
      } catch (error) {
        // Taking the same changes up twice does no harm, so the run that failed is tried again.
        ctx.log.warn({ error }, 'changes of known values could not be read; trying again');
        await pause(stop.signal);
      }
    }
  }

  /** Once it is quiet, because a build while a list is being imported would soon be out of date again. */
  function planRebuild(position: EventPosition): void {
    clearTimeout(planned);
    if (known.changedSince < rebuildAfterChanges) return;
    const waitMs = known.changedSince < rebuildAfterChanges * 10 ? quietMs : 0;
    planned = setTimeout(() => {
      building ??= rebuildQuietly(position);
    }, waitMs);
    planned.unref();
  }

  async function rebuildQuietly(position: EventPosition): Promise<void> {
    try {
      await known.rebuild(ctx, position);
    } catch (error) {
      ctx.log.error({ error }, 'the snapshot of known values could not be built; the changes stay in memory');
      await pause(stop.signal);
    } finally {
      building = undefined;
    }
  }

  const from = await start();
  await known.noteSources(ctx);
  const following = follow(from);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await following;
      clearTimeout(planned);
      await building;
    },
  };
}

/** A list that another agency adopted, or dropped, which takes nothing away: what is looked up then finds nothing. */
async function takeUpSource(ctx: Context, known: KnownValues, sourceId: string): Promise<void> {
  let after: string | undefined;
  for (let slice = 0; slice < sourceSlicesMax; slice += 1) {
    const { keys, last } = await listSourceKeys(ctx, sourceId, { after, limit: sourceSliceRows });
    known.noteChanged(keys);
    if (last === undefined) return;
    after = last;
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(failurePauseMs, undefined, { signal, ref: false }).catch(() => undefined);
}
