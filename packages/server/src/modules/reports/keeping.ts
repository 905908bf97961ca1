import { Problem, type ReportState } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import { readRetentionDays } from './retention-rule-store.ts';
import { acceptLine } from './text.ts';

const dayMs = 86_400_000;

export function daysAfter(time: Date, days: number): Date {
  return new Date(time.getTime() + days * dayMs);
}

/** Contact details as they are kept: a box that nothing on this server need be able to open. */
export interface NewSealedContact {
  readonly id: string;
  readonly keyId: string;
  readonly sealed: Uint8Array;
}

/** Seals contact details; undefined when there are none. Throws `contact.unavailable` when there is no key to seal to. */
export function sealContact(ctx: Context, written: string | undefined): NewSealedContact | undefined {
  const contact = acceptLine(written, 'contact');
  if (contact === undefined) return undefined;
  if (!ctx.keys.canSeal) throw new Problem('contact.unavailable', { parameters: { field: 'contact' } });
  const { keyId, sealed } = ctx.keys.seal(contact);
  return { id: ctx.newId(), keyId, sealed };
}

/** A report's time counts from the last thing said about it; junk helps nobody for long. */
export async function keepOn(tx: Context, reportId: string, state: ReportState): Promise<void> {
  const { report, junkReport } = await readRetentionDays(tx);
  await tx.db
    .updateTable('report')
    .set({ purge_at: daysAfter(tx.now(), state === 'junk' ? junkReport : report) })
    .where('id', '=', reportId)
    .execute();
}

/** Contact details serve to answer, so their time counts from the last answer. */
export async function keepContactOn(tx: Context, reportId: string): Promise<void> {
  const { contact } = await readRetentionDays(tx);
  await tx.db
    .updateTable('sealed_contact')
    .set({ purge_at: daysAfter(tx.now(), contact) })
    .where('report_id', '=', reportId)
    .execute();
}
