import type { Decision } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';

export type DecisionSubject = 'report' | 'appeal' | 'contact' | 'listing' | 'rights';

export interface NewDecision {
  readonly subject: DecisionSubject;
  readonly subjectId: string;
  readonly action: string;
  readonly by: string;
  readonly reason: string;
}

/** Appends a decision of a named person; decisions are never changed. */
export async function insertDecision(tx: Context, made: NewDecision): Promise<Decision> {
  const decision = { id: tx.newId(), ...made, at: tx.now().toISOString() };
  await tx.db
    .insertInto('decision')
    .values({
      id: decision.id,
      agency_id: tx.agencyId,
      subject: made.subject,
      subject_id: made.subjectId,
      action: made.action,
      decided_by: made.by,
      reason: made.reason,
      decided_at: decision.at,
    })
    .execute();
  return decision;
}

/** The decisions about something, oldest first. */
export async function listDecisions(
  tx: Context,
  subjects: readonly DecisionSubject[],
  subjectId: string,
): Promise<Decision[]> {
  const rows = await tx.db
    .selectFrom('decision')
    .select(['id', 'subject', 'subject_id', 'action', 'decided_by', 'reason', 'decided_at'])
    .where('subject', 'in', subjects)
    .where('subject_id', '=', subjectId)
    .orderBy('decided_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    subjectId: row.subject_id,
    action: row.action,
    by: row.decided_by,
    reason: row.reason,
    at: row.decided_at.toISOString(),
  }));
}
