import type { Channel, ReportState } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import { daysAfter, type NewSealedContact } from './keeping.ts';
import { readRetentionDays } from './retention-rule-store.ts';

export interface NewLoss {
  readonly amount: { readonly amountMinor: number; readonly currency: string } | undefined;
  readonly paidAt: Date | undefined;
  readonly ownBank: string | undefined;
  readonly payeeAccount: string | undefined;
}

export interface NewReport {
  readonly id: string;
  readonly receivedAt: Date;
  readonly state: Extract<ReportState, 'received' | 'unverified'>;
  readonly text: string;
  readonly scamKind: ScamKind | undefined;
  readonly channel: Channel | undefined;
  readonly happenedAt: Date | undefined;
  readonly moneyMoving: boolean;
  /** Absent on imported reports: nobody follows them. */
  readonly receiptHash: Buffer | undefined;
  /** Absent on imported reports: their source is their reporter. */
  readonly reporterHash: Buffer | undefined;
  readonly source: string | undefined;
  /** Of an imported report: its line, so that the same file twice keeps it once. */
  readonly importKey: Buffer | undefined;
  readonly loss: NewLoss | undefined;
  readonly contact: NewSealedContact | undefined;
}

/**
 * Keeps reports with their losses and sealed contacts; answers the ids of those that were not there already, which
 * only an imported one can be.
 */
export async function insertReports(tx: Context, reports: readonly NewReport[]): Promise<Set<string>> {
  const days = await readRetentionDays(tx);
  const ids = await insertReportRows(tx, reports, days.report);
  const losses = reports.flatMap((report) =>
    report.loss === undefined || !ids.has(report.id) ? [] : [lossRow(tx.agencyId, report.id, report.loss)],
  );
  if (losses.length > 0) await tx.db.insertInto('report_loss').values(losses).execute();
  const contacts = reports.flatMap(({ id, contact, receivedAt }) => {
    if (contact === undefined || !ids.has(id)) return [];
    return [{ ...contactRow(tx.agencyId, contact, daysAfter(receivedAt, days.contact)), report_id: id }];
  });
  if (contacts.length > 0) await tx.db.insertInto('sealed_contact').values(contacts).execute();
  return ids;
}

/** One array a column: half the time of as many values as rows times columns, and one statement for any number. */
async function insertReportRows(tx: Context, reports: readonly NewReport[], keptDays: number): Promise<Set<string>> {
  const column = <Value>(read: (report: NewReport) => Value) => sql`${reports.map(read)}`;
  const { rows } = await sql<{ id: string }>`
    insert into report (
      id, agency_id, received_at, state, text, scam_kind, channel, happened_at, money_moving, receipt_hash,
      reporter_hash, source, import_key, purge_at
    )
    select id, ${tx.agencyId}::uuid, received_at, state, text, scam_kind, channel, happened_at, money_moving,
      receipt_hash, reporter_hash, source, import_key, purge_at
    from unnest(
      ${column(({ id }) => id)}::uuid[],
      ${column(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${column(({ state }) => state)}::text[],
      ${column(({ text }) => text)}::text[],
      ${column(({ scamKind }) => scamKind)}::text[],
      ${column(({ channel }) => channel)}::text[],
      ${column(({ happenedAt }) => happenedAt)}::timestamptz[],
      ${column(({ moneyMoving }) => moneyMoving)}::boolean[],
      ${column(({ receiptHash }) => receiptHash)}::bytea[],
      ${column(({ reporterHash }) => reporterHash)}::bytea[],
      ${column(({ source }) => source)}::text[],
      ${column(({ importKey }) => importKey)}::bytea[],
      ${column(({ receivedAt }) => daysAfter(receivedAt, keptDays))}::timestamptz[]
    ) as filed (
      id, received_at, state, text, scam_kind, channel, happened_at, money_moving, receipt_hash, reporter_hash, source,
      import_key, purge_at
    )
    on conflict (import_key) do nothing
    returning id`.execute(tx.db);
  return new Set(rows.map(({ id }) => id));
}

function lossRow(agencyId: string, reportId: string, loss: NewLoss) {
  return {
    report_id: reportId,
    agency_id: agencyId,
    amount_minor: loss.amount?.amountMinor ?? null,
    currency: loss.amount?.currency ?? null,
    paid_at: loss.paidAt ?? null,
    own_bank: loss.ownBank ?? null,
    payee_account: loss.payeeAccount ?? null,
  };
}

export function contactRow(agencyId: string, contact: NewSealedContact, purgeAt: Date) {
  return {
    id: contact.id,
    agency_id: agencyId,
    key_id: contact.keyId,
    sealed: Buffer.from(contact.sealed),
    purge_at: purgeAt,
  };
}
