import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Problem } from '@spring-rain/contract';
import { isStillPermitted } from './admission.ts';
import type { Exchange } from './exchange.ts';
import type { StreamedEvent } from './types.ts';

/** How many may follow at once, and how long a silent line stays open. */
export interface StreamRules {
  readonly maxTotal: number;
  readonly maxPerAddress: number;
  readonly heartbeatSeconds: number;
  /** A reader that takes nothing for this long is cut off: what it missed it gets by resuming. */
  readonly stallSeconds: number;
  /** How often staff who follow are asked for anew: whoever was removed, or whose session ended, reads no further. */
  readonly recheckSeconds: number;
}

/** The streams that are open. */
export interface Streams {
  readonly rules: StreamRules;
  open(addressKey: string): Disposable;
  readonly size: number;
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
}

export function openStreams(rules: StreamRules, stopping: AbortSignal): Streams {
  const perAddress = new Map<string, number>();
  let total = 0;
  return {
    rules,
    stopping,
    get size() {
      return total;
    },
    open(addressKey) {
      const here = perAddress.get(addressKey) ?? 0;
      if (total >= rules.maxTotal || here >= rules.maxPerAddress) {
        throw new Problem('events.too_many_streams', { retryAfterSeconds: 30 });
      }
      total += 1;
      perAddress.set(addressKey, here + 1);
      return {
        [Symbol.dispose]() {
          total -= 1;
          const left = (perAddress.get(addressKey) ?? 1) - 1;
          if (left === 0) perAddress.delete(addressKey);
          else perAddress.set(addressKey, left);
        },
      };
    },
  };
}

/**
 * Sends events until the source ends, the reader goes away, is no longer let in, or the server stops. A comment line every few seconds
 * keeps proxies from closing the line; a full socket is waited for, not filled.
 */
export async function streamEvents(exchange: Exchange, events: AsyncIterable<StreamedEvent>): Promise<void> {
  const { host, res, caller } = exchange;
  using _place = host.streams.open(caller.addressKey);
  res.writeHead(200, [...host.headers.events, ...exchange.headers]);
  res.write(': open\n\n');
  const beat = setInterval(() => {
    if (!res.writableNeedDrain) res.write(': beat\n\n');
  }, host.streams.rules.heartbeatSeconds * 1000);
  const iterator = events[Symbol.asyncIterator]();
  const end = () => res.end();
  host.streams.stopping.addEventListener('abort', end, { once: true });
  // Whoever waits for the next event must not wait longer than its reader does.
  const gone = once(res, 'close').then(() => undefined);
  using removed = watchPermission(exchange);
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), gone, removed.promise]);
      if (next === undefined || next.done === true) break;
      if (!res.write(eventText(next.value))) await drained(res, host.streams.rules.stallSeconds);
    }
  } finally {
    clearInterval(beat);
    host.streams.stopping.removeEventListener('abort', end);
    res.end();
    await iterator.return?.();
  }
}

/** A promise that resolves once whoever follows would no longer be let in. */
function watchPermission(exchange: Exchange): Disposable & { readonly promise: Promise<undefined> } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (exchange.staff === undefined) return { promise, [Symbol.dispose]: () => undefined };
  let isAsking = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    if (!(await isStillPermitted(exchange))) resolve(undefined);
    isAsking = false;
  };
  // `isStillPermitted` answers and does not throw.
  const timer = setInterval(() => void ask(), exchange.host.streams.rules.recheckSeconds * 1000);
  return { promise, [Symbol.dispose]: () => clearInterval(timer) };
}

/** One event on the wire. `data` is JSON on one line, so nothing in it can end the event early. */
function eventText({ id, type, data }: StreamedEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

async function drained(res: ServerResponse, stallSeconds: number): Promise<void> {
  try {
    await once(res, 'drain', { signal: AbortSignal.timeout(stallSeconds * 1000) });
  } catch {
    res.destroy();
  }
}
