import {
  type Agency,
  type changeAgency as changeAgencyEndpoint,
  type createAgency as createAgencyEndpoint,
  type Input,
  limits,
  Problem,
} from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, hostAgencyId, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { isUniqueViolation } from '../../platform/db/index.ts';
import { actForOwnOrAsHost, readBy, requireHost } from './acting.ts';
import {
  type AgencyFields,
  endAgency,
  findAgency,
  insertAgency,
  listAgencyRows,
  lockOpenAgency,
  updateAgency,
} from './agency-store.ts';
import { findArea } from './area-store.ts';
import { readTimeZone, readWorkingHours } from './working-hours.ts';

const cursorKind = 'agencies';

/** The agencies of this installation: which there are is known to all of them, because they share. */
export async function listAgencies(
  ctx: Context,
  { cursor, limit = limits.pageDefaultRows }: { cursor?: string | undefined; limit?: number | undefined },
): Promise<{ rows: Agency[]; next?: string }> {
  const after = cursor === undefined ? undefined : decodeCursor<{ id: string }>(ctx, cursorKind, cursor).id;
  return await inTransaction(ctx, async (tx) => {
    const rows = await listAgencyRows(tx, { after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return rows.length <= limit || last === undefined
      ? { rows: page }
      : { rows: page, next: encodeCursor(tx, cursorKind, { id: last.id }) };
  });
}

/** Opens an agency. Throws `agency.host_only` and what is wrong with a field. */
export async function createAgency(ctx: Context, draft: Input<typeof createAgencyEndpoint>['body']): Promise<Agency> {
  requireHost(ctx);
  const by = readBy(draft.by);
  const fields = readFields(draft);
  const id = ctx.newId();
  return await keepNamed({ ...ctx, agencyId: id }, async (tx) => {
    await requireArea(tx, fields.areaId);
    await insertAgency(tx, id, fields);
    await logAction(tx, { action: 'create', subject: 'agency', subjectId: id, reason: draft.reason, by });
    return await readAgency(tx, id);
  });
}

/** Changes what is given of an agency. Throws `request.not_found` for another one's, and what is wrong with a field. */
export async function changeAgency(
  ctx: Context,
  id: string,
  draft: Input<typeof changeAgencyEndpoint>['body'],
): Promise<Agency> {
  const by = readBy(draft.by);
  const { by: _given, reason, ...given } = draft;
  const fields = readFields(given);
  return await keepNamed(actForOwnOrAsHost(ctx, id), async (tx) => {
    if (!(await lockOpenAgency(tx, id))) throw new Problem('request.not_found');
    await requireArea(tx, fields.areaId);
    await updateAgency(tx, id, fields);
    await logAction(tx, { action: 'change', subject: 'agency', subjectId: id, fields: Object.keys(given), reason, by });
    return await readAgency(tx, id);
  });
}

/** Closes an agency. Its sessions and keys hold no longer from the next request on: each asks whether it is open. */
export async function closeAgency(
  ctx: Context,
  id: string,
  { by, reason }: { readonly by: string; readonly reason: string },
): Promise<Agency> {
  const own = actForOwnOrAsHost(ctx, id);
  requireHost(ctx);
  const name = readBy(by);
  if (id === hostAgencyId) throw new Problem('agency.host_stays');
  return await inTransaction(own, async (tx) => {
    if (!(await lockOpenAgency(tx, id))) throw new Problem('request.not_found');
    await endAgency(tx, id);
    await logAction(tx, { action: 'close', subject: 'agency', subjectId: id, reason, by: name });
    return await readAgency(tx, id);
  });
}

/** Agencies are told apart by name where one shares. Throws `agency.name_taken`. */
async function keepNamed(ctx: Context, keep: (tx: Context) => Promise<Agency>): Promise<Agency> {
  try {
    return await inTransaction(ctx, keep);
  } catch (error) {
    if (!isUniqueViolation(error, 'agency_name_unique')) throw error;
    throw new Problem('agency.name_taken', { parameters: { field: 'name' } });
  }
}

/** What was given, as it is kept. */
function readFields<Given extends AgencyFields>(given: Given): Given {
  const { name, timeZone, workingHours } = given;
  return {
    ...given,
    ...(name === undefined ? {} : { name: readName(name) }),
    ...(timeZone === undefined ? {} : { timeZone: readTimeZone(timeZone) }),
    ...(workingHours === undefined ? {} : { workingHours: readWorkingHours(workingHours) }),
  };
}

function readName(given: string): string {
  const name = given.normalize('NFC').trim();
  if (name === '') throw new Problem('agency.name_blank', { parameters: { field: 'name' } });
  return name;
}

async function requireArea(tx: Context, areaId: string | undefined): Promise<void> {
  if (areaId === undefined || (await findArea(tx, areaId)) !== undefined) return;
  throw new Problem('area.unknown', { parameters: { field: 'areaId' } });
}

async function readAgency(tx: Context, id: string): Promise<Agency> {
  const agency = await findAgency(tx, id);
  if (agency === undefined) throw new Problem('request.not_found');
  return agency;
}
