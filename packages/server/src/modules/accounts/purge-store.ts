import type { Context } from '../../platform/context.ts';

/** Deletes the sessions whose longest time was over before; answers how many. */
export async function deleteOldSessions(tx: Context, before: Date): Promise<number> {
  const { numDeletedRows } = await tx.db.deleteFrom('session').where('expires_at', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}

/** Deletes the sign-up links that had expired before; answers how many. */
export async function deleteOldLinks(tx: Context, before: Date): Promise<number> {
  const { numDeletedRows } = await tx.db.deleteFrom('sign_up_link').where('expires_at', '<', before).executeTakeFirst();
  return Number(numDeletedRows);
}
