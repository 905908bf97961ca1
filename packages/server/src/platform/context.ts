import { sql } from 'kysely';
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
  /** Of a job, which must have one: why it reads. Where a policy names this reason, the job reads across agencies. */
  readonly reason?: string;
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

function scopeOf({ actor, agencyId, now }: Context): TransactionScope {
  const { role, reason } = actor;
  if (role === 'job' && reason === undefined) throw new Error(`The job ${actor.name} must say why it reads.`);
  return {
    role,
    agencyId,
    actor: actorName(actor),
    ...(reason === undefined ? {} : { reason }),
    // What is shared ends by this program's clock. Nothing is shared with jobs and with the public.
    ...(role === 'app' ? { now: now() } : {}),
  };
}

/**
 * Does a part of the work as another agency, in the same transaction if there is one. For jobs, which work through all
 * agencies' things, and for the public, whose receipt may be for what another agency holds by now. Never for staff.
 */
export async function asAgency<T>(ctx: Context, agencyId: string, work: (own: Context) => Promise<T>): Promise<T> {
  if (ctx.actor.role === 'app') throw new Error('Staff act for the agency that they signed in for.');
  const own = { ...ctx, agencyId };
  if (!ctx.db.isTransaction || agencyId === ctx.agencyId) return await work(own);
  await setAgency(ctx, agencyId);
  try {
    const result = await work(own);
    await setAgency(ctx, ctx.agencyId);
    return result;
  } catch (error) {
    // After a refused statement the transaction takes no more; what went wrong is told, and not that.
    await setAgency(ctx, ctx.agencyId).catch(() => undefined);
    throw error;
  }
}

async function setAgency({ db }: Context, agencyId: string): Promise<void> {
  await sql`select set_config('app.agency', ${agencyId}, true)`.execute(db);
}

/** How the log names who acts. */
export function actorName({ id, role, name }: Actor): string {
  if (id !== undefined) return id;
  if (role === 'job') return `job:${name}`;
  return role === 'app' ? 'operator' : 'public';
}
