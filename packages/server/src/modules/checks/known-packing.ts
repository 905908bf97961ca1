import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type KnownSet, loadKnownSet } from '@spring-rain/engine';
import type { KnownRow } from '../indicators/index.ts';
import { addKey, emptyKeys, packKeys } from './known-keys.ts';

/** Up to here packing takes this thread a few milliseconds; beyond, requests would wait for it. */
const maxRowsHere = 10_000;

/** What is sent to the packing thread: rows, and at the end nothing but the wish for the sets. */
export type PackRequest = { readonly rows: readonly KnownRow[] } | { readonly finish: true };

/** The sets as bytes; their memory is handed over, not copied. */
export interface PackedBytes {
  readonly known: Uint8Array<ArrayBuffer>;
  readonly confirmed: Uint8Array<ArrayBuffer>;
}

export interface PackedSets {
  readonly known: KnownSet;
  readonly confirmed: KnownSet;
}

/** Collects rows and packs them: what may be known, and of that what is confirmed. */
export interface RowCollection {
  add(rows: readonly KnownRow[]): void;
  pack(): PackedSets;
}

export function createCollection(): RowCollection {
  const known = emptyKeys();
  const confirmed = emptyKeys();
  return {
    add(rows) {
      for (const row of rows) {
        addKey(known, row);
        if (row.isConfirmed) addKey(confirmed, row);
      }
    },
    pack: () => ({ known: packKeys(known), confirmed: packKeys(confirmed) }),
  };
}

/** Packs rows as they come; in a thread of its own once there are many, so that requests do not wait. */
export interface Packer extends AsyncDisposable {
  add(rows: readonly KnownRow[]): void;
  finish(): Promise<PackedSets>;
}

export function createPacker(limit = maxRowsHere): Packer {
  const waiting: KnownRow[] = [];
  let thread: Worker | undefined;
  return {
    add(rows) {
      if (thread === undefined && waiting.length + rows.length > limit) {
        thread = new Worker(new URL('./known-packer.ts', import.meta.url));
        post(thread, { rows: waiting.splice(0) });
      }
      if (thread === undefined) waiting.push(...rows);
      else post(thread, { rows });
    },
    async finish() {
      if (thread === undefined) {
        const collection = createCollection();
        collection.add(waiting);
        return collection.pack();
      }
      const answered = once(thread, 'message');
      post(thread, { finish: true });
      // `once` rejects when the thread fails; what it sends is the bytes and nothing else.
      const [{ known, confirmed }] = (await answered) as [PackedBytes];
      return { known: loadKnownSet(known), confirmed: loadKnownSet(confirmed) };
    },
    async [Symbol.asyncDispose]() {
      await thread?.terminate();
    },
  };
}

function post(thread: Worker, request: PackRequest): void {
  thread.postMessage(request);
}
