import type { Database, DatabaseRole } from './db/index.ts';
import { runInTransaction, type TransactionScope } from './db/transaction.ts';
import type { FileStore } from './files.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import type { Profile } from './profile.ts';

/** What a caller may do in the database; `spring_rain_<role>` is the role that its transactions take. */
export type Role = DatabaseRole;

/** Who acts: `public`, `operator`, the name of a job, of a person or of an API key. */
export interface Actor {
  readonly role: Role;
  readonly name: string;
  /** Of staff: `person:<id>` or `key:<id>`, as the log names them. */
  readonly id?: string;
}

/** The agency that owns every row of an installation that serves one agency. */
export const hostAgencyId = '00000000-0000-7000-8000-000000000001';

/**
 * What a use case needs and nothing else; the first argument of every service.
 * A transaction is merely another context, whose `db` is the transaction.
 */
export interface Context {
  readonly db: Database;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly actor: Actor;
  readonly agencyId: string;
  readonly log: Log;
  readonly keys: Keys;
  readonly files: FileStore;
  readonly profile: Profile;
}

/**
 * Runs work in one transaction that has the actor's role and agency: all of it is kept, or nothing.
 * Reads go through here too; the outer `ctx.db` refuses to run a statement, so that none can forget its role.
 * With a context that is in a transaction already, the work joins that one.
 */
export async function inTransaction<T>(ctx: Context, work: (tx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return await work(ctx);
  return await runInTransaction(ctx.db, scopeOf(ctx), (db) => work({ ...ctx, db }));
}

function scopeOf({ actor, agencyId }: Context): TransactionScope {
  return { role: actor.role, agencyId, actor: actorName(actor) };
}

/** How the log names who acts. */
export function actorName({ id, role, name }: Actor): string {
  if (id !== undefined) return id;
  if (role === 'job') return `job:${name}`;
  return role === 'app' ? 'operator' : 'public';
}
