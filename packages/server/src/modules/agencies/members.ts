import {
  type grantRole as grantRoleEndpoint,
  type Input,
  limits,
  type Membership,
  Problem,
} from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { findPersonId } from '../accounts/index.ts';
import { type Asker, actForOwn, readBy } from './acting.ts';
import { findAgency, lockOpenAgency } from './agency-store.ts';
import { findArea } from './area-store.ts';
import {
  endMembership,
  findMembership,
  insertMembership,
  isColleague,
  listAdministratorIds,
  listMemberRows,
} from './member-store.ts';

const cursorKind = 'members';

export interface MembersQuery {
  readonly agencyId: string;
  readonly asker: Asker;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/** Who has which role in an agency. Throws `request.not_found` for another one's. */
export async function listMembers(
  ctx: Context,
  { agencyId, asker, cursor, limit = limits.pageDefaultRows }: MembersQuery,
): Promise<{ rows: Membership[]; next?: string }> {
  const own = actForOwn(ctx, agencyId, asker);
  const after = cursor === undefined ? undefined : decodeCursor<{ id: string }>(own, cursorKind, cursor).id;
  return await inTransaction(own, async (tx) => {
    if ((await findAgency(tx, agencyId)) === undefined) throw new Problem('request.not_found');
    const rows = await listMemberRows(tx, { after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return rows.length <= limit || last === undefined
      ? { rows: page }
      : { rows: page, next: encodeCursor(tx, cursorKind, { id: last.id }) };
  });
}

export type Grant = Input<typeof grantRoleEndpoint>['body'] & { readonly agencyId: string; readonly asker: Asker };

/**
 * Grants a role. Staff grant it to colleagues alone, so that nobody learns who has an account elsewhere; the operator
 * to anybody. Throws `membership.own`, `membership.person_unknown`, `membership.has_role`, `area.unknown`.
 */
export async function grantRole(ctx: Context, grant: Grant): Promise<Membership> {
  const { agencyId, asker, role, areaId, reason } = grant;
  const own = actForOwn(ctx, agencyId, asker);
  const by = readBy(grant.by);
  const personId = await findPersonId(own, grant.person);
  return await inTransaction(own, async (tx) => {
    await lockForDeciding(tx, asker);
    const isKnown = personId !== undefined && (asker === undefined || (await isColleague(tx, personId)));
    if (!isKnown) throw new Problem('membership.person_unknown', { parameters: { field: 'person' } });
    if (personId === asker?.personId) throw new Problem('membership.own');
    if (areaId !== undefined && (await findArea(tx, areaId)) === undefined) {
      throw new Problem('area.unknown', { parameters: { field: 'areaId' } });
    }
    const id = tx.newId();
    if (!(await insertMembership(tx, { id, personId, role, areaId, by }))) throw new Problem('membership.has_role');
    await logAction(tx, { action: 'grant-role', subject: 'membership', subjectId: id, fields: [role], reason, by });
    return await readMembership(tx, id);
  });
}

export interface Ending {
  readonly agencyId: string;
  readonly membershipId: string;
  readonly asker: Asker;
  readonly by: string;
  readonly reason: string;
}

/**
 * Ends a role. One change of an agency's people at a time, so that of two administrators who remove each other one
 * stays. Throws `membership.own`, `membership.last_administrator`, `request.not_found`.
 */
export async function endRole(ctx: Context, ending: Ending): Promise<Membership> {
  const { agencyId, membershipId, asker, reason } = ending;
  const own = actForOwn(ctx, agencyId, asker);
  const by = readBy(ending.by);
  return await inTransaction(own, async (tx) => {
    await lockForDeciding(tx, asker);
    const membership = await readMembership(tx, membershipId);
    if (membership.personId === asker?.personId) throw new Problem('membership.own');
    if (membership.role === 'administrator') await refuseLast(tx, membership.personId);
    if (!(await endMembership(tx, { id: membershipId, by }))) throw new Problem('request.not_found');
    const { role } = membership;
    await logAction(tx, {
      action: 'end-role',
      subject: 'membership',
      subjectId: membershipId,
      fields: [role],
      reason,
      by,
    });
    return membership;
  });
}

/** Waits for the change before; whoever lost their own role in it decides no more. */
async function lockForDeciding(tx: Context, asker: Asker): Promise<void> {
  if (!(await lockOpenAgency(tx, tx.agencyId))) throw new Problem('request.not_found');
  if (asker === undefined || (await listAdministratorIds(tx)).includes(asker.personId ?? '')) return;
  throw new Problem('permission.not_granted', { parameters: { permission: 'people.decide' } });
}

async function refuseLast(tx: Context, personId: string): Promise<void> {
  const others = (await listAdministratorIds(tx)).filter((id) => id !== personId);
  if (others.length === 0) throw new Problem('membership.last_administrator');
}

async function readMembership(tx: Context, id: string): Promise<Membership> {
  const membership = await findMembership(tx, id);
  if (membership === undefined) throw new Problem('request.not_found');
  return membership;
}
