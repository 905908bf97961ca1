import type { DeletionStatus, RightsState } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

/** That a person asked for their report to be deleted. */
export interface DeletionRequest {
  readonly id: string;
  readonly reportId: string;
  readonly text: string;
  readonly state: RightsState;
  readonly askedAt: Date;
  readonly dueAt: Date;
  readonly decided: { readonly at: Date; readonly by: string; readonly reason: string } | undefined;
}

const columns = [
  'id',
  'report_id',
  'text',
  'state',
  'asked_at',
  'due_at',
  'decided_at',
  'decided_by',
  'reason',
] as const;

interface RequestRow {
  id: string;
  report_id: string;
  text: string;
  state: string;
  asked_at: Date;
  due_at: Date;
  decided_at: Date | null;
  decided_by: string | null;
  reason: string | null;
}

/** Keeps a request; false when one already waits about the same report. */
export async function insertRequest(tx: Context, request: DeletionRequest): Promise<boolean> {
  const inserted = await tx.db
    .insertInto('rights_request')
    .values({
      id: request.id,
      agency_id: tx.agencyId,
      report_id: request.reportId,
      text: request.text,
      state: request.state,
      asked_at: request.askedAt,
      due_at: request.dueAt,
    })
    .onConflict((conflict) => conflict.column('report_id').where('state', '=', 'waiting').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** What was asked about a report, the oldest first. */
export async function listRequestsOf(tx: Context, reportId: string): Promise<DeletionRequest[]> {
  const rows = await tx.db
    .selectFrom('rights_request')
    .select(columns)
    .where('report_id', '=', reportId)
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return rows.map(requestOf);
}

/** Where a page starts: right after this one. */
export interface RequestPosition {
  readonly dueAt: string;
  readonly id: string;
}

export async function selectRequests(
  tx: Context,
  page: { after: RequestPosition | undefined; limit: number; state: RightsState | undefined },
): Promise<DeletionRequest[]> {
  const { after, state } = page;
  let select = tx.db.selectFrom('rights_request').select(columns);
  if (state !== undefined) select = select.where('state', '=', state);
  if (after !== undefined) {
    select = select.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('due_at', 'id'), '>', tuple(new Date(after.dueAt), after.id)),
    );
  }
  const rows = await select.orderBy('due_at').orderBy('id').limit(page.limit).execute();
  return rows.map(requestOf);
}

/** A request, locked until the transaction ends: two people decide one after the other. */
export async function lockRequest(tx: Context, id: string): Promise<DeletionRequest | undefined> {
  const row = await tx.db
    .selectFrom('rights_request')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : requestOf(row);
}

export async function updateDecided(
  tx: Context,
  id: string,
  decided: { state: Exclude<RightsState, 'waiting'>; at: Date; by: string; reason: string },
): Promise<void> {
  await tx.db
    .updateTable('rights_request')
    .set({ state: decided.state, decided_at: decided.at, decided_by: decided.by, reason: decided.reason })
    .where('id', '=', id)
    .execute();
}

function requestOf(row: RequestRow): DeletionRequest {
  const { decided_at: at, decided_by: by, reason } = row;
  return {
    id: row.id,
    reportId: row.report_id,
    text: row.text,
    state: row.state as RightsState,
    askedAt: row.asked_at,
    dueAt: row.due_at,
    decided: at === null || by === null ? undefined : { at, by, reason: reason ?? '' },
  };
}

/** The newest request about a report, as its holder reads it. */
export function deletionStatus(request: DeletionRequest): DeletionStatus {
  const { state, askedAt, dueAt, decided } = request;
  return {
    state,
    askedAt: askedAt.toISOString(),
    dueAt: dueAt.toISOString(),
    ...(decided === undefined ? {} : { decidedAt: decided.at.toISOString() }),
    ...(decided === undefined || state !== 'refused' ? {} : { reason: decided.reason }),
  };
}
