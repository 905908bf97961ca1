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
