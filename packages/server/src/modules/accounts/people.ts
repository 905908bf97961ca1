import {
  type addPerson as addPersonEndpoint,
  type Input,
  Problem,
  type ProblemLanguage,
  type SignUpLink,
} from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import type { Staff } from '../../platform/staff.ts';
import { asAccounts } from './as-accounts.ts';
import {
  clearFactors,
  type FoundPerson,
  insertFirstRole,
  insertPerson,
  isOpenAgency,
  lockPerson,
} from './link-store.ts';
import { makePersonalLink } from './links.ts';
import { foldLogin, readNewLogin, readPersonName } from './logins.ts';
import { endAllSessions } from './session-store.ts';

/**
 * Adds a person to the agency in a role, with a link to set password and second factor. The operator alone names
 * another agency. Throws `person.login_invalid`, `person.login_taken`, `person.name_blank`, `request.not_found`.
 */
export async function addPerson(
  ctx: Context,
  draft: Input<typeof addPersonEndpoint>['body'],
  given: { readonly staff: Staff | undefined; readonly language: ProblemLanguage },
): Promise<SignUpLink> {
  const login = readNewLogin(draft.login);
  const name = readPersonName(draft.name);
  const by = readBy(draft.by);
  const agencyId = draft.agencyId ?? ctx.agencyId;
  if (given.staff !== undefined && agencyId !== ctx.agencyId) throw new Problem('request.not_found');
  return await inTransaction({ ...asAccounts(ctx), agencyId }, async (tx) => {
    if (!(await isOpenAgency(tx, agencyId))) throw new Problem('request.not_found');
    const person = { id: tx.newId(), login, name };
    if (!(await insertPerson(tx, { ...person, language: given.language }))) {
      throw new Problem('person.login_taken', { parameters: { field: 'login' } });
    }
    const membershipId = tx.newId();
    await insertFirstRole(tx, { id: membershipId, personId: person.id, role: draft.role, by });
    await logAction(tx, { action: 'add-person', subject: 'person', subjectId: person.id, fields: ['login', 'name'] });
    await logAction(tx, {
      action: 'grant-role',
      subject: 'membership',
      subjectId: membershipId,
      fields: [draft.role],
    });
    return await makePersonalLink(tx, { purpose: 'invitation', person, by });
  });
}

/**
 * For whoever lost a password or a second factor: their sessions end, app, recovery codes and passkeys are gone, and a
 * link lets them set new ones. By a second administrator: never for oneself (`recovery.oneself`), and not for somebody
 * who works for another agency too (`recovery.elsewhere`), because whoever holds the link could act for that one. The
 * operator of the host may do both. Throws `request.not_found` for a person of another agency.
 */
export async function recoverPerson(
  ctx: Context,
  given: {
    readonly idOrLogin: string;
    readonly by: string;
    readonly reason: string;
    readonly staff: Staff | undefined;
  },
): Promise<SignUpLink> {
  const by = readBy(given.by);
  const gate = asAccounts(ctx);
  const named = namedBy(given.idOrLogin);
  const agencyId = await inTransaction(gate, async (tx) => agencyOf(ctx, await lockPerson(tx, named)));
  // In the log of the agency that the person works for, also where the operator of the host does it.
  return await inTransaction({ ...gate, agencyId }, async (tx) => {
    const person = await lockPerson(tx, named);
    if (person === undefined) throw new Problem('request.not_found');
    if (given.staff !== undefined) requireOwnColleague(ctx, person, given.staff);
    await clearFactors(tx, person.id);
    await endAllSessions(tx, person.id);
    await logAction(tx, {
      action: 'recover-person',
      subject: 'person',
      subjectId: person.id,
      fields: ['totp', 'recovery-codes', 'passkeys', 'identities', 'sessions'],
      reason: given.reason,
    });
    return await makePersonalLink(tx, { purpose: 'recovery', person, by });
  });
}

function agencyOf(ctx: Context, person: FoundPerson | undefined): string {
  if (person === undefined || person.agencyIds.includes(ctx.agencyId)) return ctx.agencyId;
  return person.agencyIds[0] ?? ctx.agencyId;
}

function requireOwnColleague({ agencyId }: Context, person: FoundPerson, staff: Staff): void {
  if (!person.agencyIds.includes(agencyId)) throw new Problem('request.not_found');
  if (person.id === staff.personId) throw new Problem('recovery.oneself');
  if (person.agencyIds.length > 1) throw new Problem('recovery.elsewhere');
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function namedBy(idOrLogin: string): { readonly id: string } | { readonly login: string } {
  return uuidShape.test(idOrLogin) ? { id: idOrLogin } : { login: foldLogin(idOrLogin) };
}

function readBy(given: string): string {
  const by = given.normalize('NFKC').trim();
  if (by === '') throw new Problem('decision.name_missing');
  return by;
}
