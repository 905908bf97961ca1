import { type LogEntry, limits } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { listSigningKeys } from '../../platform/signing-keys.ts';
import { chainUpTo, installationIdOf } from './chain.ts';
import { findLastWaiting } from './chain-store.ts';
import { listOwnEntries } from './entries-store.ts';

const cursorKind = 'log';
/** A reader waits this long for entries that older transactions hold up. */
const waitMaxMs = 2_000;

export interface LogPage {
  readonly rows: LogEntry[];
  readonly next?: string;
}

export interface LogQuery {
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
  /** Acts as a job: entries get their place first, so that what was done a moment ago is there. */
  readonly chainCtx: Context;
}

/** A page of the agency's own log, the last entry first. That it was read is an entry of its own. */
export async function listLog(
  ctx: Context,
  { cursor, limit = limits.pageDefaultRows, chainCtx }: LogQuery,
): Promise<LogPage> {
  const before = cursor === undefined ? undefined : decodeCursor<{ seq: number }>(ctx, cursorKind, cursor).seq;
  const writtenNo = await inTransaction(ctx, findLastWaiting);
  await chainUpTo(chainCtx, { writtenNo, sign: false, waitMaxMs });
  return await inTransaction(ctx, async (tx) => {
    await logAction(tx, { action: 'read', subject: 'log', subjectId: tx.agencyId });
    const rows = await listOwnEntries(tx, { before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return rows.length <= limit || last === undefined
      ? { rows: page }
      : { rows: page, next: encodeCursor(tx, cursorKind, { seq: last.seq }) };
  });
}

/** The keys that checkpoints are signed with, for whoever verifies an export. */
export async function readLogKeys(ctx: Context) {
  const keys = await listSigningKeys(ctx, null);
  return {
    installationId: installationIdOf(ctx),
    keys: keys.map(({ keyId, publicKey, createdAt, retiredAt }) => ({
      keyId,
      publicKey: publicKey.toString('base64url'),
      createdAt: createdAt.toISOString(),
      ...(retiredAt === null ? {} : { retiredAt: retiredAt.toISOString() }),
    })),
  };
}
