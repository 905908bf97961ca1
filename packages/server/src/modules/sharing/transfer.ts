import { Problem } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { acceptName, acceptReason } from '../reports/index.ts';
import { handOver } from './share-store.ts';
import { acceptRecipient } from './sharing.ts';

/**
 * Hands a report over to another agency with all its rows: from then on it is theirs alone, and what was shared of it has
 * ended. Both agencies' logs say so. Throws `request.not_found`, `decision.name_missing`, and for a recipient that cannot
 * be one `share.to_self`, `share.agency_unknown`, `share.agency_closed`.
 */
export async function transferReport(
  ctx: Context,
  id: string,
  given: { readonly toAgencyId: string; readonly by: string; readonly reason: string },
): Promise<{ id: string; agencyId: string }> {
  const by = acceptName(given.by);
  const reason = acceptReason(given.reason);
  return await inTransaction(ctx, async (tx) => {
    const agency = await acceptRecipient(tx, given.toAgencyId);
    const isDone = await handOver(tx, { reportId: id, toAgencyId: agency.id, reason });
    if (!isDone) throw new Problem('request.not_found');
    const fields = ['agency_id', `to:${agency.id}`, `by:${by}`];
    await logAction(tx, { action: 'hand-over', subject: 'report', subjectId: id, fields, reason });
    await emit(tx, 'report.transferred', { subjectId: id });
    return { id, agencyId: agency.id };
  });
}
