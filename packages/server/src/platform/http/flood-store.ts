import { type Context, inTransaction } from '../context.ts';
import type { ProvenProof } from './proofs.ts';

/**
 * Spends a proof for one filing. True when it was unspent, or was spent by this very filing before: who did not get
 * the answer sends the same again, and must not be asked for new work.
 */
export function spendProof(ctx: Context, proof: ProvenProof, idempotencyKey: string): Promise<boolean> {
  const proofHash = ctx.keys.keyedHash('spent-proof', proof.id);
  const filingHash = ctx.keys.keyedHash('spent-proof', proof.id, idempotencyKey);
  return inTransaction(ctx, async (tx) => {
    const spent = await tx.db
      .insertInto('spent_proof')
      .values({ proof_hash: proofHash, expires_at: proof.expiresAt })
      .onConflict((conflict) => conflict.column('proof_hash').doNothing())
      .returning('expires_at')
      .executeTakeFirst();
    if (spent !== undefined) {
      await tx.db.insertInto('spent_proof').values({ proof_hash: filingHash, expires_at: proof.expiresAt }).execute();
      return true;
    }
    const before = await tx.db
      .selectFrom('spent_proof')
      .select('expires_at')
      .where('proof_hash', '=', filingHash)
      .executeTakeFirst();
    return before !== undefined;
  });
}

/** Forgets proofs that would be refused as expired anyway; yields how many rows went. */
export function purgeSpentProofs(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const result = await tx.db.deleteFrom('spent_proof').where('expires_at', '<', ctx.now()).executeTakeFirst();
    return Number(result.numDeletedRows);
  });
}
