import { accountLimits, type OwnAccount, type OwnSession, Problem } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import type { Staff } from '../../platform/staff.ts';
import { asAccounts } from './as-accounts.ts';
import { makeDevice } from './devices.ts';
import { endSession, listRoles, listSessions, lockSession, readPerson, setPassword } from './own-account-store.ts';
import { requireGoodPassword } from './password-policy.ts';
import { endAllSessions } from './session-store.ts';
import { type OpenedSession, openSession } from './sessions.ts';
import type { SignInTools } from './sign-in.ts';
import { findCandidate, listOwnAgencies, type OwnAgency } from './sign-in-store.ts';

/** A person in one of their sessions. */
export interface Self {
  readonly personId: string;
  readonly sessionId: string;
}

/** Who is signed in. An endpoint with the permission `signed-in` lets in nobody else. */
function selfOf(staff: Staff | undefined): Self & { readonly staff: Staff } {
  if (staff?.personId === undefined || staff.sessionId === undefined) throw new Problem('sign-in.required');
  return { personId: staff.personId, sessionId: staff.sessionId, staff };
}

/** Whoever is signed in, as they are to themselves. */
export async function readOwnAccount(ctx: Context, staff: Staff | undefined): Promise<OwnAccount> {
  const { personId, staff: self } = selfOf(staff);
  return await inTransaction(asAccounts(ctx), async (tx) => {
    const { login, name, recoveryCodesLeft } = await readPerson(tx, personId);
    const agencies = await listOwnAgencies(tx, personId);
    const agency = agencies.find(({ id }) => id === tx.agencyId);
    if (agency === undefined) throw new Problem('sign-in.required');
    const roles = await listRoles(tx, personId);
    return {
      id: personId,
      login,
      name,
      agency,
      agencies,
      roles,
      permissions: [...self.permissions],
      recoveryCodesLeft,
    };
  });
}

/** The sessions of whoever is signed in that hold, the one used last first. */
export async function listOwnSessions(ctx: Context, staff: Staff | undefined): Promise<OwnSession[]> {
  const { personId, sessionId } = selfOf(staff);
  const max = accountLimits.sessionsListedMax;
  return await inTransaction(asAccounts(ctx), (tx) => listSessions(tx, { personId, thisOne: sessionId, max }));
}

/** Ends this session. */
export async function signOut(ctx: Context, staff: Staff | undefined): Promise<void> {
  const { sessionId } = selfOf(staff);
  await inTransaction(asAccounts(ctx), (tx) => endSession(tx, sessionId));
}

/** Ends every session of whoever is signed in and forgets their devices. */
export async function signOutEverywhere(ctx: Context, staff: Staff | undefined): Promise<void> {
  const { personId } = selfOf(staff);
  await inTransaction(asAccounts(ctx), async (tx) => {
    await endAllSessions(tx, personId);
    await logAction(tx, { action: 'sign-out-everywhere', subject: 'person', subjectId: personId });
  });
}

/** A session in the place of another one, and the device's new cookie where the old one ended too. */
export interface Renewed {
  readonly session: OpenedSession;
  readonly device?: string;
}

/**
 * Sets a new password. Every session ends but this one, which goes on under a new token until its old end. Throws
 * `password.wrong`, `password.length`, `password.guessable`, `rate.limited` and `sign-in.busy`.
 */
export async function changePassword(
  ctx: Context,
  { hasher, budgets }: SignInTools,
  given: { readonly staff: Staff | undefined; readonly password: string; readonly newPassword: string },
): Promise<Renewed> {
  const self = selfOf(given.staff);
  const { personId } = self;
  budgets.spendOwnTry(personId);
  const gate = asAccounts(ctx);
  const { login, passwordHash } = await inTransaction(gate, (tx) => readPerson(tx, personId));
  requireGoodPassword(given.newPassword, { login, field: 'newPassword' });
  const isRight = await hasher.matches(given.password, passwordHash, 'known-device');
  if (!isRight || passwordHash === null) throw new Problem('password.wrong', { parameters: { field: 'password' } });
  const to = await hasher.hash(given.newPassword);
  return await inTransaction(gate, async (tx) => {
    if (!(await setPassword(tx, personId, { from: passwordHash, to }))) throw new Problem('sign-in.required');
    const session = await renewSession(tx, self, { agencyId: tx.agencyId, endsOthers: true });
    await logAction(tx, { action: 'change-password', subject: 'person', subjectId: personId });
    const changed = await findCandidate(tx, login);
    if (changed === undefined) throw new Problem('sign-in.required');
    return { session, device: makeDevice(tx, changed) };
  });
}

/** Goes on for another of one's agencies. Throws `request.not_found` for one that is not. */
export async function switchAgency(
  ctx: Context,
  staff: Staff | undefined,
  agencyId: string,
): Promise<{ readonly session: OpenedSession; readonly agency: OwnAgency }> {
  const self = selfOf(staff);
  return await inTransaction({ ...asAccounts(ctx), agencyId: ctx.agencyId }, async (tx) => {
    const agencies = await listOwnAgencies(tx, self.personId);
    const agency = agencies.find(({ id }) => id === agencyId);
    if (agency === undefined) throw new Problem('request.not_found');
    const session = await renewSession(tx, self, { agencyId, endsOthers: false });
    await logAction(tx, { action: 'switch-agency', subject: 'agency', subjectId: agencyId });
    return { session, agency };
  });
}

/** A new session with the factors and the end of this one, which ends. */
async function renewSession(
  tx: Context,
  { personId, sessionId }: Self,
  given: { readonly agencyId: string; readonly endsOthers: boolean },
): Promise<OpenedSession> {
  const held = await lockSession(tx, { personId, sessionId });
  if (held === undefined) throw new Problem('sign-in.required');
  // One agency's provider says nothing to another agency.
  const isElsewhere = given.agencyId !== tx.agencyId;
  if (isElsewhere && held.factors.includes('provider')) throw new Problem('sign-in.by_provider');
  if (given.endsOthers) await endAllSessions(tx, personId);
  else await endSession(tx, sessionId);
  const { factors, expiresAt } = held;
  return await openSession(tx, { personId, agencyId: given.agencyId, factors, expiresAt });
}
