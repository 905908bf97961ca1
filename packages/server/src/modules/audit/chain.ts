import { setTimeout as delay } from 'node:timers/promises';
import {
  type Checkpoint,
  canonicalEntry,
  checkpointMessage,
  firstHash,
  hashEntryText,
  hashLink,
} from '../../platform/audit-format.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { ensureSigningKey } from '../../platform/signing-keys.ts';
import {
  type ChainedEntry,
  type ChainHead,
  findChainHead,
  findLastCheckpoint,
  insertCheckpoint,
  isChained,
  keepChained,
  listWaiting,
  tryLockChain,
  type WaitingEntry,
} from './chain-store.ts';

/** Entries a transaction: what waits is short, and a chainer that is interrupted has still done its part. */
const batchMaxEntries = 500;
/** Batches that one call works through; what is left waits for the next. */
const batchesMax = 2_000;
/** How soon an entry that was committed gets its place. */
const chainEveryMs = 1_000;

interface ChainStep {
  readonly chained: number;
  /** Another process is at it. */
  readonly isBusy: boolean;
}

/**
 * Gives the entries that have settled their place and hash, in the order of their transactions, and signs a checkpoint
 * when one is due, or at once with `sign`. Of several processes one at a time gets to work; this waits for none.
 * Answers how many entries were chained. `ctx` acts as a job, because the chain is of all agencies.
 */
export async function chainLog(ctx: Context, { sign = false }: { sign?: boolean } = {}): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { chained, isBusy } = await inTransaction(ctx, (tx) => chainBatch(tx, sign));
    total += chained;
    if (isBusy || chained < batchMaxEntries) break;
  }
  return total;
}

/** Between two looks whether an entry has its place. */
const lookAgainMs = 20;

/**
 * Chains until an entry has its place, by the number that it was written with, and signs up to it with `sign`. An older
 * transaction that is still open, or another process that chains, is waited for, up to `waitMaxMs`; then the entry comes
 * with a later reading.
 */
export async function chainUpTo(
  ctx: Context,
  { writtenNo, sign, waitMaxMs }: { writtenNo: number | undefined; sign: boolean; waitMaxMs: number },
): Promise<void> {
  const untilMs = performance.now() + waitMaxMs;
  for (;;) {
    await chainLog(ctx, { sign });
    const isDone = await inTransaction(ctx, async (tx) => {
      if (writtenNo !== undefined && !(await isChained(tx, writtenNo))) return false;
      return !sign || (await findLastCheckpoint(tx))?.seq === (await findChainHead(tx))?.seq;
    });
    if (isDone || performance.now() > untilMs) return;
    await delay(lookAgainMs);
  }
}

/** Chains what comes, until it is disposed of. A database that is gone is waited for. */
export function followLog(ctx: Context): AsyncDisposable {
  const stopping = new AbortController();
  const following = follow(ctx, stopping.signal);
  return {
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await following;
    },
  };
}

async function follow(ctx: Context, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await chainLog(ctx);
    } catch (error) {
      if (!signal.aborted) ctx.log.warn({ error }, 'the log could not be chained; trying again');
    }
    await delay(chainEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function chainBatch(tx: Context, sign: boolean): Promise<ChainStep> {
  if (!(await tryLockChain(tx))) return { chained: 0, isBusy: true };
  const waiting = await listWaiting(tx, batchMaxEntries);
  const settled = waiting.filter((entry) => entry.settled);
  const head = await findChainHead(tx);
  const chained = chainOn(head, settled);
  if (chained.length > 0) await keepChained(tx, chained);
  const last = chained.at(-1) ?? head;
  if (last !== undefined && chained.length < batchMaxEntries) await signWhenDue(tx, last, sign);
  return { chained: chained.length, isBusy: false };
}

function chainOn(head: ChainHead | undefined, entries: readonly WaitingEntry[]): ChainedEntry[] {
  let { seq, hash } = head ?? { seq: 0, hash: firstHash };
  return entries.map(({ settled: _settled, ...entry }) => {
    seq += 1;
    const entryHash = hashEntryText(canonicalEntry({ ...entry, seq }));
    hash = hashLink(hash, entryHash);
    return { id: entry.id, seq, entryHash, hash };
  });
}

async function signWhenDue(tx: Context, head: ChainHead, sign: boolean): Promise<void> {
  const last = await findLastCheckpoint(tx);
  if (last !== undefined && last.seq >= head.seq) return;
  const dueMs = (last?.signedAt.getTime() ?? 0) + tx.profile.log.checkpointMinutes * 60_000;
  if (!sign && tx.now().getTime() < dueMs) return;
  const key = await ensureSigningKey(tx, null);
  const signedAt = tx.now();
  const { seq, hash } = head;
  const signature = key.sign(checkpointMessage(checkpointOf(tx, { seq, hash, keyId: key.keyId, signedAt })));
  await insertCheckpoint(tx, { seq, hash, keyId: key.keyId, signedAt, signature });
}

/** A kept checkpoint as it is signed. */
export function checkpointOf(
  ctx: Context,
  { seq, hash, keyId, signedAt }: ChainHead & { keyId: string; signedAt: Date },
): Checkpoint {
  return { seq, hash, keyId, installationId: installationIdOf(ctx), signedAt: signedAt.toISOString() };
}

/** Names the installation in what it signs; tells nothing of its secret key. */
export function installationIdOf({ keys }: Context): string {
  return keys.keyedHash('audit installation').toString('hex').slice(0, 32);
}
