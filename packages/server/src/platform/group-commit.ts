import { setImmediate as nextTurn } from 'node:timers/promises';
import { Problem } from '@spring-rain/contract';
import { type Context, inTransaction } from './context.ts';
import { unavailable } from './db/errors.ts';

/** Items that may wait at once; more than a few seconds of work would only be given up by who sent it. */
const waitingMax = 10_000;

export interface GroupCommitOptions<Item, Result> {
  /** Most items that one commit carries. */
  readonly maxBatch: number;
  /** Writes all items of a batch and answers their results in the same order. */
  readonly write: (tx: Context, items: readonly Item[]) => Promise<readonly Result[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets requests that arrive while a commit runs share the next one: a burst costs one sync of the disk, not one each,
 * and a lone request waits for nobody. A batch that fails is written again item by item, so a bad one fails alone.
 */
export function groupCommit<Item, Result>(
  ctx: Context,
  { maxBatch, write }: GroupCommitOptions<Item, Result>,
): (item: Item) => Promise<Result> {
  let queue: Waiting<Item, Result>[] = [];
  let isWriting = false;

  const writeBatch = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await inTransaction(ctx, (tx) =>
        write(
          tx,
          batch.map(({ item }) => item),
        ),
      );
      if (results.length !== batch.length) throw new Error('write must answer one result for each item.');
      // The length was compared above.
      batch.forEach(({ resolve }, index) => void resolve(results[index] as Result));
    } catch (error) {
      // When the database is gone, one by one would only be gone as often.
      if (batch.length === 1 || isUnavailable(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await writeBatch([one]);
    }
  };

  const drain = async (): Promise<void> => {
    isWriting = true;
    while (queue.length > 0) {
      // The embedded database answers within the same turn of the event loop: without a turn between, the requests
      // that lie ready on their sockets would be read, and committed, one by one.
      await nextTurn();
      const batch = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      await writeBatch(batch);
    }
    isWriting = false;
  };

  return (item) =>
    new Promise<Result>((resolve, reject) => {
      if (queue.length >= waitingMax) return reject(unavailable(new Error('Too many reports wait for a commit.')));
      queue.push({ item, resolve, reject });
      if (!isWriting) void drain();
    });
}

function isUnavailable(error: unknown): boolean {
  return error instanceof Problem && error.code === 'service.unavailable';
}
