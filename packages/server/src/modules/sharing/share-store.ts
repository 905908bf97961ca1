import type { Pap, ReceivedLabels, Share, ShareSubject, Tlp } from '@spring-rain/contract';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** A share as kept; whether it has ended is a matter of the clock. */
export interface ShareRow {
  readonly id: string;
  readonly subject: ShareSubject;
  readonly subjectId: string;
  readonly agencyId: string;
  readonly agency: string;
  readonly toAgencyId: string;
  readonly toAgency: string;
  readonly toPersonId: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly sharedAt: Date;
  readonly until: Date;
  readonly by: string;
  readonly reason: string;
  readonly ruleId: string | null;
  readonly passesOn: string | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnReason: string | null;
}

const columns = sql`
  share.id, share.subject, share.subject_id as "subjectId", share.agency_id as "agencyId", giver.name as agency,
  share.to_agency_id as "toAgencyId", receiver.name as "toAgency", share.to_person_id as "toPersonId", share.tlp,
  share.pap, share.shared_at as "sharedAt", share.until, share.shared_by as by, share.reason, share.rule_id as "ruleId",
  share.passes_on as "passesOn", share.withdrawn_at as "withdrawnAt", share.withdrawn_reason as "withdrawnReason"`;

const tables = sql`
  share join agency as giver on giver.id = share.agency_id join agency as receiver on receiver.id = share.to_agency_id`;

/** What a share is made of. */
export interface NewShare {
  readonly id: string;
  readonly subject: ShareSubject;
  readonly subjectId: string;
  readonly toAgencyId: string;
  readonly toPersonId: string | null;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly until: Date;
  readonly by: string;
  readonly reason: string;
  readonly ruleId: string | null;
  readonly passesOn: string | null;
}

/** Keeps a share; false when its rule has shared the same thing before. */
export async function insertShare(tx: Context, share: NewShare): Promise<boolean> {
  const { rows } = await sql`
    insert into share (id, agency_id, subject, subject_id, to_agency_id, to_person_id, tlp, pap, shared_at, until,
      shared_by, reason, rule_id, passes_on)
    values (${share.id}, ${tx.agencyId}, ${share.subject}, ${share.subjectId}, ${share.toAgencyId}, ${share.toPersonId},
      ${share.tlp}, ${share.pap}, ${tx.now()}, ${share.until}, ${share.by}, ${share.reason}, ${share.ruleId},
      ${share.passesOn})
    on conflict (rule_id, subject, subject_id) where rule_id is not null do nothing
    returning 1`.execute(tx.db);
  return rows.length > 0;
}

/** A share that the agency gave, locked until the transaction ends. */
export async function lockGivenShare(tx: Context, id: string): Promise<ShareRow | undefined> {
  const query = sql<ShareRow>`
    select ${columns} from ${tables} where share.id = ${id} and share.agency_id = ${tx.agencyId} for update of share`;
  return (await query.execute(tx.db)).rows[0];
}

/** A share that the agency, or whoever asks, has received and that is in force. */
export async function findReceivedShare(tx: Context, id: string): Promise<ShareRow | undefined> {
  const query = sql<ShareRow>`
    select ${columns} from ${tables} where share.id = ${id} and share.to_agency_id = ${tx.agencyId}`;
  return (await query.execute(tx.db)).rows[0];
}

export async function setWithdrawn(tx: Context, id: string, { by, reason }: { by: string; reason: string }) {
  await sql`
    update share set withdrawn_at = ${tx.now()}, withdrawn_by = ${by}, withdrawn_reason = ${reason}
    where id = ${id}`.execute(tx.db);
}

export interface SharePageQuery {
  readonly direction: 'given' | 'received';
  /** The last id of the page before. */
  readonly before: string | undefined;
  readonly limit: number;
}

/** One page of shares, newest first: ids follow time. */
export async function selectShares(tx: Context, { direction, before, limit }: SharePageQuery): Promise<ShareRow[]> {
  const own = direction === 'given' ? sql`share.agency_id` : sql`share.to_agency_id`;
  const { rows } = await sql<ShareRow>`
    select ${columns} from ${tables}
    where ${own} = ${tx.agencyId}::uuid and ${before === undefined ? sql`true` : sql`share.id < ${before}::uuid`}
    order by share.id desc limit ${limit}`.execute(tx.db);
  return rows;
}

/** On what somebody may share a thing: it is the agency's own, or it was received. The same question either way. */
export async function findBasis(
  tx: Context,
  subject: ShareSubject,
  subjectId: string,
): Promise<{ owns: boolean; received: ReceivedLabels | undefined }> {
  const { rows } = await sql<{ owns: boolean; received: ReceivedLabels | null }>`
    select owns_subject(${tx.agencyId}::uuid, ${subject}, ${subjectId}) as owns,
      received_share(${subject}, ${subjectId}) as received`.execute(tx.db);
  const { owns = false, received = null } = rows[0] ?? {};
  return {
    owns,
    received: received === null ? undefined : { ...received, until: new Date(received.until).toISOString() },
  };
}

/** How many people of an agency have which role. */
export async function countPeople(tx: Context, agencyId: string): Promise<{ role: string; people: number }[]> {
  const query = sql<{
    role: string;
    people: number;
  }>`select role, people from people_by_role(${agencyId}) order by role`;
  return (await query.execute(tx.db)).rows;
}

export async function findMember(
  tx: Context,
  agencyId: string,
  personId: string,
): Promise<{ name: string; roles: string[] } | undefined> {
  const query = sql<{ name: string; roles: string[] }>`select name, roles from member_of(${agencyId}, ${personId})`;
  return (await query.execute(tx.db)).rows[0];
}

/** Hands a report over; false when it is not the agency's own, or the other one is not open. */
export async function handOver(
  tx: Context,
  given: { reportId: string; toAgencyId: string; reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ done: boolean }>`
    select transfer_report(${given.reportId}::uuid, ${given.toAgencyId}::uuid, ${given.reason}) as done`.execute(tx.db);
  return rows[0]?.done ?? false;
}

/** A share as it is told. */
export function shareOf(row: ShareRow, now: Date): Omit<Share, 'indicator'> {
  return {
    id: row.id,
    subject: row.subject,
    subjectId: row.subjectId,
    from: { agencyId: row.agencyId, agency: row.agency },
    to: {
      agencyId: row.toAgencyId,
      agency: row.toAgency,
      ...(row.toPersonId === null ? {} : { personId: row.toPersonId }),
    },
    tlp: row.tlp,
    pap: row.pap,
    state: stateOf(row, now),
    sharedAt: row.sharedAt.toISOString(),
    until: row.until.toISOString(),
    by: row.by,
    reason: row.reason,
    ...(row.ruleId === null ? {} : { ruleId: row.ruleId }),
    ...(row.passesOn === null ? {} : { passesOn: row.passesOn }),
    ...(row.withdrawnAt === null ? {} : { withdrawnAt: row.withdrawnAt.toISOString() }),
    ...(row.withdrawnReason === null ? {} : { withdrawnReason: row.withdrawnReason }),
  };
}

export function stateOf({ withdrawnAt, until }: ShareRow, now: Date): Share['state'] {
  if (withdrawnAt !== null) return 'withdrawn';
  return until <= now ? 'ended' : 'active';
}
