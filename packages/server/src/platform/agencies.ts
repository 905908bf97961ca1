import { type Context, inTransaction } from './context.ts';

/** Agencies read at once. */
const pageRows = 1_000;
/** More agencies than this are no installation of this program; a loop over them ends here. */
const agenciesMax = 1_000_000;

export interface AgencyChoice {
  /** Closed agencies too: what is promised to be deleted is deleted there as well. */
  readonly alsoClosed?: boolean;
}

/**
 * Does a job's work once for each agency, as that agency. One that fails holds up no other: the rest is done, then what
 * went wrong is thrown.
 */
export async function forEachAgency(
  ctx: Context,
  work: (own: Context) => Promise<unknown>,
  choice: AgencyChoice = {},
): Promise<void> {
  const failures: unknown[] = [];
  for await (const agencyId of listAgencies(ctx, choice)) {
    try {
      await work({ ...ctx, agencyId });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} agencies could not be worked on`);
}

/** What the acting agency is called. */
export async function readAgencyName(tx: Context): Promise<string> {
  const row = await tx.db.selectFrom('agency').select('name').where('id', '=', tx.agencyId).executeTakeFirstOrThrow();
  return row.name;
}

async function* listAgencies(ctx: Context, { alsoClosed = false }: AgencyChoice): AsyncGenerator<string> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (let seen = 0; seen < agenciesMax; seen += pageRows) {
    const rows = await inTransaction(ctx, (tx) => {
      const select = tx.db.selectFrom('agency').select('id').where('id', '>', after).orderBy('id').limit(pageRows);
      return (alsoClosed ? select : select.where('closed_at', 'is', null)).execute();
    });
    for (const { id } of rows) yield id;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.id;
  }
}

export interface FoundAgency {
  readonly id: string;
  readonly name: string;
  readonly closedAt: Date | null;
}

/** An agency by id, its own or another: which there are is known to all of them. */
export async function findAgency(tx: Context, id: string): Promise<FoundAgency | undefined> {
  const row = await tx.db
    .selectFrom('agency')
    .select(['id', 'name', 'closed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : { id: row.id, name: row.name, closedAt: row.closed_at };
}
