import { Readable } from 'node:stream';
import { Problem } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import {
  auditFormat,
  auditFormatVersion,
  canonicalEntry,
  checkpointLine,
  type ExportEnd,
  endLine,
  endMessage,
  entryLine,
  firstHash,
  headerLine,
  hiddenLine,
} from '../../platform/audit-format.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import type { BytesReply } from '../../platform/http/types.ts';
import { ensureSigningKey, listSigningKeys } from '../../platform/signing-keys.ts';
import { chainUpTo, checkpointOf, installationIdOf } from './chain.ts';
import { findLastCheckpoint, findLastWaiting, listCheckpoints } from './chain-store.ts';
import { countEntries, listEntries, listLinks, readHashAt, type Stretch } from './entries-store.ts';

/** Entries a page of an export: short transactions, and a slow reader holds up nobody. */
const pageEntries = 1_000;
/** An export waits this long for entries that older transactions hold up; one that is longer open is an import. */
const waitMaxMs = 10_000;

export interface ExportWish {
  readonly from: number | undefined;
  /** Whose entries are shown whole; undefined shows all, for the operator of the host. */
  readonly agencyId: string | undefined;
  /** Acts as a job: the chain is of all agencies, and of another agency's entries no more than hashes are read. */
  readonly chainCtx: Context;
}

interface Plan extends Stretch {
  readonly agencyId: string | undefined;
  readonly previousHash: string;
}

/**
 * The log from an entry on as JSON Lines, to be verified offline. That it was exported is its last entry. Chained and
 * signed up to now first. Throws `log.not_there` when the chain does not reach to `from`.
 */
export async function exportLog(ctx: Context, { from = 1, agencyId, chainCtx }: ExportWish): Promise<BytesReply> {
  const writtenNo = await inTransaction(ctx, async (tx) => {
    await logAction(tx, { action: 'export', subject: 'log', subjectId: agencyId ?? 'all' });
    return await findLastWaiting(tx);
  });
  await chainUpTo(chainCtx, { writtenNo, sign: true, waitMaxMs });
  const plan = await planExport(chainCtx, from, agencyId);
  return {
    bytes: Readable.from(exportChunks(chainCtx, plan)),
    mediaType: 'application/jsonl',
    headers: { 'content-disposition': 'attachment; filename="spring-rain-log.jsonl"', 'cache-control': 'no-store' },
  };
}

async function planExport(ctx: Context, from: number, agencyId: string | undefined): Promise<Plan> {
  return await inTransaction(ctx, async (tx) => {
    const through = (await findLastCheckpoint(tx))?.seq ?? 0;
    const previousHash = from === 1 ? firstHash : await readHashAt(tx, from - 1);
    if (from > through || previousHash === undefined) throw new Problem('log.not_there', { parameters: { through } });
    return { from, through, agencyId, previousHash };
  });
}

/** Lines in chunks of a page each. */
async function* exportChunks(ctx: Context, plan: Plan): AsyncGenerator<string, void, void> {
  const { from, through, agencyId, previousHash } = plan;
  const installationId = installationIdOf(ctx);
  const exportedAt = ctx.now().toISOString();
  const keys = (await listSigningKeys(ctx, null)).map(({ keyId, publicKey }) => ({
    keyId,
    publicKey: publicKey.toString('base64url'),
  }));
  const header = { agencyId, exportedAt, format: auditFormat, from, installationId, keys, previousHash } as const;
  yield `${headerLine({ ...header, version: auditFormatVersion })}\n`;
  for (let first = from; first <= through; first += pageEntries) {
    const stretch = { from: first, through: Math.min(through, first + pageEntries - 1) };
    yield await inTransaction(ctx, (tx) => linesOf(tx, { ...stretch, agencyId }));
  }
  yield `${await signedEnd(ctx, plan, exportedAt)}\n`;
}

async function linesOf(tx: Context, stretch: Stretch & { agencyId: string | undefined }): Promise<string> {
  const links = await listLinks(tx, stretch);
  const shown = await listEntries(tx, stretch);
  const checkpoints = new Map((await listCheckpoints(tx, stretch)).map((checkpoint) => [checkpoint.seq, checkpoint]));
  const lines: string[] = [];
  for (const link of links) {
    const entry = shown.get(link.seq);
    lines.push(entry === undefined ? hiddenLine(link) : entryLine(canonicalEntry(entry), link.hash));
    const checkpoint = checkpoints.get(link.seq);
    if (checkpoint !== undefined) lines.push(checkpointLine(checkpointOf(tx, checkpoint), checkpoint.signature));
  }
  return `${lines.join('\n')}\n`;
}

async function signedEnd(ctx: Context, plan: Plan, exportedAt: string): Promise<string> {
  const { from, through, previousHash } = plan;
  const { key, hash, count } = await inTransaction(ctx, async (tx) => ({
    key: await ensureSigningKey(tx, null),
    hash: await readHashAt(tx, through),
    count: await countEntries(tx, plan),
  }));
  const end: ExportEnd = {
    entries: count,
    exportedAt,
    from,
    hash: hash ?? firstHash,
    installationId: installationIdOf(ctx),
    keyId: key.keyId,
    previousHash,
    through,
  };
  return endLine(end, key.sign(endMessage(end)));
}
