import type { Channel, ReportState } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import type { Context } from '../../platform/context.ts';
import type { NewSealedContact } from './keeping.ts';

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
  readonly purgeAt: Date;
  readonly source: string | undefined;
  /** Of an imported report: its line, so that the same file twice keeps it once. */
  readonly importKey: Buffer | undefined;
  readonly loss: NewLoss | undefined;
  readonly contact: NewSealedContact | undefined;
}

/** Keeps reports with their losses and sealed contacts. Imported ones that are there already are left out of the answer. */
export async function insertReports(tx: Context, reports: readonly NewReport[]): Promise<Set<string>> {
  const inserted = await tx.db
    .insertInto('report')
    .values(reports.map((report) => reportRow(tx.agencyId, report)))
    .onConflict((conflict) => conflict.column('import_key').doNothing())
    .returning('id')
    .execute();
  const ids = new Set(inserted.map(({ id }) => id));
  const losses = reports.flatMap((report) =>
    report.loss === undefined || !ids.has(report.id) ? [] : [lossRow(tx.agencyId, report.id, report.loss)],
  );
  if (losses.length > 0) await tx.db.insertInto('report_loss').values(losses).execute();
  const contacts = reports.flatMap(({ id, contact }) =>
    contact === undefined || !ids.has(id) ? [] : [{ ...contactRow(tx.agencyId, contact), report_id: id }],
  );
  if (contacts.length > 0) await tx.db.insertInto('sealed_contact').values(contacts).execute();
  return ids;
}

function reportRow(agencyId: string, report: NewReport) {
  return {
    id: report.id,
    agency_id: agencyId,
    received_at: report.receivedAt,
    state: report.state,
    text: report.text,
    scam_kind: report.scamKind ?? null,
    channel: report.channel ?? null,
    happened_at: report.happenedAt ?? null,
    money_moving: report.moneyMoving,
    receipt_hash: report.receiptHash ?? null,
    reporter_hash: report.reporterHash ?? null,
    source: report.source ?? null,
    import_key: report.importKey ?? null,
    purge_at: report.purgeAt,
  };
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

export function contactRow(agencyId: string, contact: NewSealedContact) {
  return {
    id: contact.id,
    agency_id: agencyId,
    key_id: contact.keyId,
    sealed: Buffer.from(contact.sealed),
    purge_at: contact.purgeAt,
  };
}
