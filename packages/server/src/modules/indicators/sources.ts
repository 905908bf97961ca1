import { Problem, type Source } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import {
  findOwnSource,
  findSourceRow,
  insertDecision,
  lockSource,
  type SourceRow,
  selectSources,
  setAdoption,
} from './store.ts';

/** Who decides, and why. */
export interface NamedReason {
  readonly by: string;
  readonly reason: string;
}

/** The source that holds what this agency's own people listed. */
export const decisionsSource = 'decisions';

/** The lists that checks rest on, by role and name. */
export async function listSources(ctx: Context): Promise<Source[]> {
  const rows = await inTransaction(ctx, selectSources);
  return rows.map(toSource);
}

/** A list by id, one's own or one that is shared; undefined where it is not to be seen. */
export async function findSource(ctx: Context, id: string): Promise<Source | undefined> {
  const row = await inTransaction(ctx, (tx) => findSourceRow(tx, id));
  return row === undefined ? undefined : toSource(row);
}

/** Who adopted one of this agency's own lists; undefined when nobody did, or there is none of that name. */
export async function findAdopter(ctx: Context, name: string): Promise<string | undefined> {
  const source = await inTransaction(ctx, (tx) => findOwnSource(tx, name));
  return source?.adoptedBy ?? undefined;
}

/**
 * Adopts a published list: from now on its values count. A named person's decision.
 * Throws `source.unknown`, and `decision.not_possible` when it is adopted already.
 */
export function adoptSource(ctx: Context, name: string, decision: NamedReason): Promise<Source> {
  return decideSource(ctx, { name, decision, adopt: true });
}

/**
 * Takes an adoption back: the list's values no longer count, and none of them is lost.
 * Throws `source.unknown`, and `decision.not_possible` when it is not adopted.
 */
export function dropSource(ctx: Context, name: string, decision: NamedReason): Promise<Source> {
  return decideSource(ctx, { name, decision, adopt: false });
}

async function decideSource(
  ctx: Context,
  { name, decision, adopt }: { name: string; decision: NamedReason; adopt: boolean },
): Promise<Source> {
  const { by, reason } = readNamedReason(decision);
  return await inTransaction(ctx, async (tx) => {
    const source = await lockSource(tx, name);
    if (source === undefined) throw new Problem('source.unknown');
    refuseSameState(source, adopt);
    const adoption = adopt ? { by, at: tx.now() } : null;
    await setAdoption(tx, source.id, adoption);
    await insertDecision(tx, {
      subject: 'source',
      subjectId: source.id,
      action: adopt ? 'adopt' : 'drop',
      by,
      reason,
    });
    await emit(tx, 'source.changed', { subjectId: source.id });
    return toSource({ ...source, adoptedBy: adoption?.by ?? null, adoptedAt: adoption?.at ?? null });
  });
}

function refuseSameState(source: SourceRow, adopt: boolean): void {
  const isAdopted = source.adoptedAt !== null;
  if (isAdopted !== adopt) return;
  const states = { adopted: { 'zh-CN': '已采用', en: 'adopted' }, not: { 'zh-CN': '未采用', en: 'not adopted' } };
  throw new Problem('decision.not_possible', {
    parameters: isAdopted
      ? { found: states.adopted, wanted: states.not }
      : { found: states.not, wanted: states.adopted },
  });
}

/** Every decision names a person and a reason; spaces are neither. Throws `decision.name_missing`. */
export function readNamedReason({ by, reason }: NamedReason): NamedReason {
  const named = { by: by.trim(), reason: reason.trim() };
  if (named.by === '' || named.reason === '') throw new Problem('decision.name_missing');
  return named;
}

function toSource(row: SourceRow): Source {
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    role: row.role,
    publisher: row.publisher,
    ...(row.url === null ? {} : { url: row.url }),
    licence: row.licence,
    ...(row.attribution === null ? {} : { attribution: row.attribution }),
    values: row.listingCount,
    ...(row.asOf === null ? {} : { asOf: row.asOf }),
    ...(row.adoptedBy === null ? {} : { adoptedBy: row.adoptedBy }),
    ...(row.adoptedAt === null ? {} : { adoptedAt: row.adoptedAt.toISOString() }),
  };
}
