import { sql } from 'kysely';
import { type Context, inTransaction } from '../context.ts';

/**
 * The context of the public as the agency that holds what a receipt is for: a report may have been handed on, an appeal
 * lies with whoever listed the value. A receipt of nothing stays where it is, after the same look.
 */
export async function asHolder(ctx: Context, receiptHash: Buffer): Promise<Context> {
  const agencyId = await inTransaction(ctx, async (tx) => {
    const { rows } = await sql<{ agencyId: string | null }>`
      select agency_of_receipt(${receiptHash}::bytea) as "agencyId"`.execute(tx.db);
    return rows[0]?.agencyId ?? null;
  });
  return agencyId === null ? ctx : { ...ctx, agencyId };
}
