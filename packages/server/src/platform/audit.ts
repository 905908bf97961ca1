import { actorName, type Context } from './context.ts';

/** What somebody did, for the log: ids, names of fields and reasons, never content. */
export interface LoggedAction {
  /** A verb of the domain, such as `grant-role`. */
  readonly action: string;
  /** The kind of thing that it was done to, such as `membership`, and which one. */
  readonly subject: string;
  readonly subjectId: string;
  /** Names of the fields that were seen or changed; never what stands in them. */
  readonly fields?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** The name that a decision is made in, as the trigger of `decision` writes it: the operator is more than one person. */
  readonly by?: string | undefined;
}

/**
 * Appends an action to the log, in the name and for the agency of whoever acts; kept with the transaction's change or
 * not at all. Its place in the chain it gets once that has committed. Rows of `decision` enter by a trigger, not here.
 */
export async function logAction(tx: Context, logged: LoggedAction): Promise<void> {
  await logActions(tx, [logged]);
}

/** Appends an entry for each of several actions, in one statement; of none, nothing. */
export async function logActions(tx: Context, logged: readonly LoggedAction[]): Promise<void> {
  if (!tx.db.isTransaction)
    throw new Error('An action is logged inside inTransaction: an entry is kept with its change.');
  if (logged.length === 0) return;
  await tx.db
    .insertInto('audit_entry')
    .values(
      logged.map(({ action, subject, subjectId, fields = [], reason, by }) => ({
        agency_id: tx.agencyId,
        happened_at: tx.now(),
        actor: by === undefined ? actorName(tx.actor) : `${actorName(tx.actor)} ${by}`,
        action,
        subject,
        subject_id: subjectId,
        fields: [...fields],
        reason: reason ?? null,
      })),
    )
    .execute();
}
