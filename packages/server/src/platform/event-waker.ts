import { setTimeout as delay } from 'node:timers/promises';
import { adapterOf, type Database, type DatabaseHandle } from './db/index.ts';

const channel = 'spring_rain_event';
/** The fallback when a wake-up is lost: how long an event may stay unseen at worst. */
const pollMs = 1_000;
/** While an older transaction still hides an event. */
const soonMs = 20;
/** Wake-ups to other processes are gathered this long: one a burst, outside of the writers' transactions. */
const announceMs = 10;

/** Wakes readers of events in this process and in others. */
export interface EventWaker {
  /** How often somebody was woken; compare it to know whether something happened while reading. */
  readonly count: number;
  /** Wakes this process now, and the others soon. Called after commit: a NOTIFY inside would queue the writers. */
  readonly wake: () => void;
  wait(options: { since: number; soon: boolean; signal: AbortSignal }): Promise<void>;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

const wakers = new WeakMap<object, EventWaker>();

/** The waker of a database, also of its transactions. */
export function wakerOf(db: Database): EventWaker {
  const known = wakers.get(adapterOf(db)) ?? makeWaker(() => undefined);
  wakers.set(adapterOf(db), known);
  return known;
}

/** Joins a database's waker with those of other processes. Answers how to part again. */
export async function connectWaker(handle: DatabaseHandle): Promise<() => Promise<void>> {
  let timer: NodeJS.Timeout | undefined;
  const announce = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      // Readers elsewhere poll as well, so a lost announcement only costs them that long.
      handle.notify(channel).catch(() => undefined);
    }, announceMs);
    timer.unref();
  };
  const waker = makeWaker(handle.kind === 'postgres' ? announce : () => undefined);
  wakers.set(adapterOf(handle.db), waker);
  if (handle.kind === 'embedded') return async () => undefined;
  const stop = await handle.listen(channel, waker.wakeHere, waker.wakeHere);
  return async () => {
    clearTimeout(timer);
    await stop();
  };
}

function makeWaker(announce: () => void): EventWaker & { wakeHere: () => void } {
  let count = 0;
  const waiting = new Set<() => void>();
  const wakeHere = (): void => {
    count += 1;
    for (const wake of [...waiting]) wake();
  };
  return {
    get count() {
      return count;
    },
    wakeHere,
    wake: () => {
      wakeHere();
      announce();
    },
    wait: async ({ since, soon, signal }) => {
      if (soon) return await quietDelay(soonMs, signal);
      if (count !== since) return;
      const woken = Promise.withResolvers<void>();
      waiting.add(woken.resolve);
      const ended = new AbortController();
      try {
        await Promise.race([woken.promise, quietDelay(pollMs, AbortSignal.any([signal, ended.signal]))]);
      } finally {
        waiting.delete(woken.resolve);
        ended.abort();
      }
    },
    pause: quietDelay,
  };
}

async function quietDelay(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
