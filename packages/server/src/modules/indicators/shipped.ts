import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Localised, SourceRole } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { keepBatch } from './import.ts';
import { readShippedHashes, writeShippedHash } from './shipped-store.ts';
import type { Tenancy } from './sites.ts';
import { insertDecision, insertSource, type NewSource, setAdoption, updateSource } from './store.ts';

/** One entry of `data/sources.json`; see docs/sources.md. */
export interface ShippedSource {
  readonly name: string;
  readonly title: Localised;
  readonly publisher: string;
  readonly url: string;
  readonly licence: string;
  readonly attribution: Localised;
  readonly role: SourceRole;
  readonly listing: Tenancy | null;
  readonly file: string;
  readonly format: 'jsonl' | 'misp' | 'plain' | 'taiwan165';
  readonly asOf: string | null;
  readonly expiresDays: number | null;
  readonly rows: number;
  readonly sha256: string;
}

export interface ShippedProgress {
  readonly source: string;
  readonly done: number;
  readonly rows: number;
}

export interface ShippedOptions {
  /** The folder that holds `sources.json`; the one that ships unless given. */
  readonly folder?: URL;
  /** Who adopts what is new, by name. Nothing is adopted without. */
  readonly adoptBy: string | undefined;
  readonly onProgress?: (progress: ShippedProgress) => void;
}

export interface ShippedOutcome {
  /** Sources that were taken in or brought up to date. */
  readonly imported: readonly string[];
  readonly adopted: readonly string[];
  readonly refused: readonly { readonly source: string; readonly line: number; readonly reason: string }[];
}

const shippedFolder = new URL('../../../data/', import.meta.url);
const shippedBatchRows = 5_000;

/**
 * Takes in the lists that ship with the program, those whose file changed since the last time; a second call does
 * nothing. New lists are adopted under the given name. A list that a person dropped stays dropped.
 * The lists that say what may not be condemned come first, because the others are judged by them.
 */
export async function ensureShippedSources(ctx: Context, options: ShippedOptions): Promise<ShippedOutcome> {
  const folder = options.folder ?? shippedFolder;
  const manifest = JSON.parse(await readFile(new URL('sources.json', folder), 'utf8')) as ShippedSource[];
  const known = await inTransaction(ctx, readShippedHashes);
  const outcome = {
    imported: [] as string[],
    adopted: [] as string[],
    refused: [] as ShippedOutcome['refused'][number][],
  };
  const inOrder = manifest.toSorted(
    (one, other) => Number(one.role === 'known-scam') - Number(other.role === 'known-scam'),
  );
  for (const shipped of inOrder) {
    if (known[shipped.name] === shipped.sha256) continue;
    const lines = await readShippedLines(shipped, folder);
    const isNew = known[shipped.name] === undefined;
    const adoptBy = isNew ? options.adoptBy : undefined;
    const refused = await takeIn(ctx, { shipped, lines, adoptBy, onProgress: options.onProgress });
    outcome.imported.push(shipped.name);
    if (adoptBy !== undefined) outcome.adopted.push(shipped.name);
    outcome.refused.push(...refused.map((row) => ({ source: shipped.name, ...row })));
  }
  return outcome;
}

interface Line {
  readonly line: number;
  readonly raw: string;
}

/** The lines of a shipped file. A file that is not the one in the manifest is a broken installation. */
async function readShippedLines(shipped: ShippedSource, folder: URL): Promise<Line[]> {
  const bytes = await readFile(new URL(shipped.file, folder));
  const found = hash('sha256', bytes);
  if (found !== shipped.sha256) {
    throw new Error(
      `data/${shipped.file} must have SHA-256 ${shipped.sha256}, found ${found}. Install Spring Rain again.`,
    );
  }
  const text = bytes.toString('utf8');
  if (shipped.format !== 'misp') return text.split('\n').map((raw, at) => ({ line: at + 1, raw }));
  const { list } = JSON.parse(text) as { list: string[] };
  return list.map((raw, at) => ({ line: at + 1, raw }));
}

interface Intake {
  readonly shipped: ShippedSource;
  readonly lines: readonly Line[];
  readonly adoptBy: string | undefined;
  readonly onProgress: ShippedOptions['onProgress'] | undefined;
}

/** Batch by batch; the hash is remembered with the last one, so that an interrupted intake runs again. */
async function takeIn(ctx: Context, { shipped, lines, adoptBy, onProgress }: Intake) {
  const refused: { line: number; reason: string }[] = [];
  for (let start = 0; start === 0 || start < lines.length; start += shippedBatchRows) {
    const rows = lines.slice(start, start + shippedBatchRows);
    await inTransaction(ctx, async (tx) => {
      const source = await readSource(tx, shipped);
      const answer = await keepBatch(tx, source, {
        source: shipped.name,
        format: shipped.format === 'misp' ? 'plain' : shipped.format,
        kind: shipped.format === 'misp' ? 'domain' : undefined,
        tenancy: shipped.listing ?? undefined,
        by: adoptBy ?? shipped.publisher,
        rows,
      });
      refused.push(...answer.refused);
      if (start + shippedBatchRows < lines.length) return;
      if (adoptBy !== undefined && source.adoptedAt === null) await adopt(tx, source.id, adoptBy);
      await writeShippedHash(tx, shipped.name, shipped.sha256);
      await emit(tx, 'source.changed', { subjectId: source.id });
    });
    onProgress?.({ source: shipped.name, done: Math.min(lines.length, start + shippedBatchRows), rows: lines.length });
  }
  return refused;
}

async function readSource(tx: Context, shipped: ShippedSource) {
  const { name, title, role, publisher, url, licence, attribution, asOf, expiresDays } = shipped;
  const stated: NewSource = {
    name,
    title,
    role,
    publisher,
    url: /^https?:/.test(url) ? url : null,
    licence,
    attribution,
    asOf,
    expiresDays,
    adoptedBy: null,
    adoptedAt: null,
  };
  const kept = await insertSource(tx, stated);
  await updateSource(tx, kept.id, stated);
  return { ...kept, ...stated, adoptedBy: kept.adoptedBy, adoptedAt: kept.adoptedAt };
}

async function adopt(tx: Context, sourceId: string, by: string): Promise<void> {
  await setAdoption(tx, sourceId, { by, at: tx.now() });
  const reason = 'adopted with the installation, by whoever started it first';
  await insertDecision(tx, { subject: 'source', subjectId: sourceId, action: 'adopt', by, reason });
}
