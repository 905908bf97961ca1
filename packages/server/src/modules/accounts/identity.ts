import { permissionsOfRole, type StaffPermission, type StaffRole, staffPermissions } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import type { Credentials, Staff } from '../../platform/staff.ts';
import { findApiKey, findSession, touchApiKey, touchSession } from './identity-store.ts';

/** A session or key that was used is marked so at most this often: a busy desk is no stream of writes. */
const touchAfterMs = 60_000;

/**
 * Who shows these credentials. Asked anew for each request, so that a person who was removed, a session that ended and a
 * key that expired are gone with the next one. `ctx` acts as role `accounts`.
 */
export async function identifyStaff(
  ctx: Context,
  { session, key, isWaiting = false }: Credentials,
): Promise<Staff | undefined> {
  return await inTransaction(ctx, async (tx) => {
    if (key !== undefined) return await identifyKey(tx, key, isWaiting);
    return session === undefined ? undefined : await identifySession(tx, session, isWaiting);
  });
}

async function identifySession(tx: Context, token: string, isWaiting: boolean): Promise<Staff | undefined> {
  const { idleMinutes } = tx.profile.signIn;
  const found = await findSession(tx, sessionHash(tx, token), new Date(tx.now().getTime() - idleMinutes * 60_000));
  if (found === undefined) return undefined;
  if (!isWaiting && isStale(tx, found.lastSeenAt)) await touchSession(tx, found.sessionId);
  return {
    actor: { role: 'app', name: found.name, id: `person:${found.personId}` },
    agencyId: found.agencyId,
    personId: found.personId,
    sessionId: found.sessionId,
    permissions: permissionsOf(found.roles),
  };
}

async function identifyKey(tx: Context, secret: string, isWaiting: boolean): Promise<Staff | undefined> {
  const found = await findApiKey(tx, apiKeyHash(tx, secret));
  if (found === undefined) return undefined;
  const isUnmarked = found.lastUsedAt === null || isStale(tx, found.lastUsedAt);
  if (!isWaiting && isUnmarked) await touchApiKey(tx, found.id);
  const scopes = staffPermissions.filter((permission) => found.scopes.includes(permission));
  return {
    actor: { role: 'app', name: found.name, id: `key:${found.id}` },
    agencyId: found.agencyId,
    permissions: new Set(scopes),
  };
}

/** What roles may do together. */
function permissionsOf(roles: readonly StaffRole[]): ReadonlySet<StaffPermission> {
  return new Set(roles.flatMap((role) => permissionsOfRole[role]));
}

/** What is stored of a session's token. */
export function sessionHash({ keys }: Context, token: string): Buffer {
  return keys.keyedHash('staff-session', token);
}

/** What is stored of an API key. */
export function apiKeyHash({ keys }: Context, secret: string): Buffer {
  return keys.keyedHash('api-key', secret);
}

function isStale(tx: Context, seenAt: Date): boolean {
  return tx.now().getTime() - seenAt.getTime() > touchAfterMs;
}
