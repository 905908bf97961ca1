import {
  type ImportAnswer,
  type ImportFormat,
  type ListingScope,
  Problem,
  type SourceRole,
} from '@spring-rain/contract';
import { domainParts, type IndicatorKind } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { emptyRow, type ListedRow, readRow } from './import-rows.ts';
import { keepListings, type PlacedRow } from './import-store.ts';
import { keyText } from './keys.ts';
import { keepIndicators } from './sightings.ts';
import { findOfficialValues, findSiteEntries } from './site-entries.ts';
import { findSiteRule, type SiteEntry, type Tenancy } from './sites.ts';
import { decisionsSource } from './sources.ts';
import { insertDecision, insertSource, lockSource, type NewSource, type SourceRow } from './store.ts';
import { findTarget, hostOf, type Target } from './targets.ts';

/** One batch of a published list. */
export interface ImportBatch {
  readonly source: string;
  readonly role?: SourceRole | undefined;
  readonly kind?: IndicatorKind | undefined;
  readonly tenancy?: Tenancy | undefined;
  readonly format: ImportFormat;
  readonly licence?: string | undefined;
  readonly publisher?: string | undefined;
  readonly url?: string | undefined;
  readonly by: string;
  readonly rows: readonly { readonly line: number; readonly raw: string }[];
}

interface Refused {
  readonly line: number;
  readonly reason: string;
}

/**
 * Keeps a batch of a published list under its source, in the narrowest scope that holds. The same lines twice change
 * nothing. What is refused is named by line, with the reason. A new source counts for nothing until it is adopted.
 * Throws `import.batch_invalid` when the source is new and has no role, has another role, or is our own.
 */
export async function importIndicators(ctx: Context, batch: ImportBatch): Promise<ImportAnswer> {
  if (batch.by.trim() === '') throw new Problem('decision.name_missing');
  return await inTransaction(ctx, async (tx) => {
    const source = await readImportSource(tx, batch);
    return await keepBatch(tx, source, batch);
  });
}

/** Keeps the rows of a batch under a source that is locked by this transaction. */
export async function keepBatch(tx: Context, source: SourceRow, batch: ImportBatch): Promise<ImportAnswer> {
  const defaults = { format: batch.format, role: source.role, kind: batch.kind, tenancy: batch.tenancy };
  const read: { line: number; row: ListedRow }[] = [];
  const refused: Refused[] = [];
  for (const { line, raw } of batch.rows) {
    const row = readRow(raw, defaults);
    if (row === emptyRow) continue;
    if ('refusal' in row) refused.push({ line, reason: row.refusal });
    else read.push({ line, row });
  }
  const placed = await placeRows(tx, source.role, read, refused);
  await keepIndicators(
    tx,
    placed.map(({ target }) => target),
  );
  const kept = await keepListings(tx, source, placed);
  if (kept.firstId !== undefined) {
    await emit(tx, 'listings.imported', { subjectId: source.id, data: { first: kept.firstId, last: kept.lastId } });
  }
  for (const line of kept.withdrawn) {
    refused.push({ line, reason: 'a named person withdrew this listing; list it again by name' });
  }
  const { added, updated, unchanged } = kept;
  return { added, updated, unchanged, refused: refused.sort((one, other) => one.line - other.line) };
}

async function readImportSource(tx: Context, batch: ImportBatch): Promise<SourceRow> {
  const { source: name, role, by } = batch;
  if (name === decisionsSource) throw invalid(`another source than ${decisionsSource}`, '不同于 decisions 的来源名');
  const there = await lockSource(tx, name);
  if (there === undefined) {
    if (role === undefined) throw invalid('a role, because the source is new', '新来源的角色（role）');
    const source = await insertSource(tx, newSource(tx, batch, role));
    await insertDecision(tx, {
      subject: 'source',
      subjectId: source.id,
      action: 'import',
      by: by.trim(),
      reason: 'a list was imported; it counts once a named person adopts it',
    });
    return source;
  }
  if (role !== undefined && role !== there.role) {
    throw invalid(`the role ${there.role}, which the source has already`, `该来源已有的角色 ${there.role}`);
  }
  return there;
}

function invalid(wanted: string, chinese: string): Problem {
  return new Problem('import.batch_invalid', { parameters: { wanted: { 'zh-CN': chinese, en: wanted } } });
}

function newSource(ctx: Context, batch: ImportBatch, role: SourceRole): NewSource {
  return {
    name: batch.source,
    title: { 'zh-CN': batch.source, en: batch.source },
    role,
    publisher: batch.publisher ?? batch.source,
    url: batch.url ?? null,
    licence: batch.licence ?? 'not stated',
    attribution: null,
    asOf: null,
    // What condemns ends; a person may adopt it again.
    expiresDays: role === 'known-scam' ? ctx.profile.listing.defaultExpiryDays : null,
    adoptedBy: null,
    adoptedAt: null,
  };
}

/** Decides what each row lists; rows that would condemn what strangers share, or an official value, are refused. */
async function placeRows(
  tx: Context,
  role: SourceRole,
  rows: readonly { line: number; row: ListedRow }[],
  refused: Refused[],
): Promise<PlacedRow[]> {
  const guard = role === 'known-scam' ? await readGuard(tx, rows) : undefined;
  const placed: PlacedRow[] = [];
  for (const { line, row } of rows) {
    const target = guard === undefined ? placeHonest(row, role) : placeScam(row, guard);
    if ('refusal' in target) refused.push({ line, reason: target.refusal });
    else placed.push({ line, row, target });
  }
  return placed;
}

/** What a list of busy, shared or official values lists: sites with what is below them, unless it says otherwise. */
function placeHonest(row: ListedRow, role: SourceRole): Target | { refusal: string } {
  if (row.kind === 'domain')
    return { kind: 'domain', value: row.value, scope: row.scope ?? honestScope(row.value, role) };
  return findTarget(row, row.scope) ?? { refusal: `wanted a scope that a ${row.kind} has` };
}

function honestScope(host: string, role: SourceRole): ListingScope {
  if (role === 'known-good') return 'host';
  return domainParts(host).registrable === host || domainParts(host).publicSuffix === host ? 'domain' : 'host';
}

interface Guard {
  readonly entries: ReadonlyMap<string, readonly SiteEntry[]>;
  readonly officialValues: ReadonlySet<string>;
}

async function readGuard(tx: Context, rows: readonly { row: ListedRow }[]): Promise<Guard> {
  const hosts = new Set(rows.map(({ row }) => hostOf(row)).filter((host) => host !== undefined));
  const entries = await findSiteEntries(tx, hosts);
  const others = rows.map(({ row }) => row).filter((row) => hostOf(row) === undefined);
  return { entries, officialValues: await findOfficialValues(tx, others) };
}

/** The narrowest listing that holds; a page where the host is shared. */
function placeScam(row: ListedRow, guard: Guard): Target | { refusal: string } {
  const host = hostOf(row);
  if (host === undefined) {
    if (guard.officialValues.has(keyText(row))) return { refusal: 'a verified official value' };
    return findTarget(row, row.scope) ?? { refusal: `wanted a scope that a ${row.kind} has` };
  }
  const rule = findSiteRule(host, guard.entries.get(host) ?? []);
  const isSite = rule === undefined;
  const target = findTarget(row, row.scope ?? (row.kind === 'url' && isSite ? 'path' : undefined));
  if (target === undefined) return { refusal: `wanted a scope that a ${row.kind} has` };
  if (rule === undefined) return target;
  const named = rule.entry === undefined ? '' : ` (${rule.entry.value})`;
  if (rule.why === 'official') return { refusal: `on a verified official site${named}` };
  if (target.kind === 'url' && (target.scope === 'exact' || target.scope === 'path')) return target;
  return { refusal: `${wholeRefusals[rule.why]}${named} cannot be listed whole; wanted a page of it` };
}

const wholeRefusals = {
  busy: 'a busy site',
  shared: 'a host that strangers share',
  shortener: 'a link shortener',
  'public-suffix': 'a public suffix',
} as const;
