import type { OwnData } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { readSightings } from '../indicators/index.ts';
import { findLoss } from './desk-store.ts';
import { isHeld } from './holds-store.ts';
import { findContactEnd, listReadTexts, readReportExtras } from './own-data-store.ts';
import type { HeldAppeal, HeldReport } from './receipt-store.ts';
import { listAppealsOfReport } from './receipt-store.ts';
import { findHeld, readHistory, summaryOf } from './receipts.ts';
import { deletionStatus, listRequestsOf } from './rights-store.ts';
import { startState, statesAfter } from './transitions.ts';

/**
 * Everything that is kept about what the holder of a receipt told us, and nothing of others: no name of staff, none of
 * their reasons or notes. That it was taken out enters the log. Throws `receipt.unknown`.
 */
export function exportOwnData(ctx: Context, receiptHash: Buffer): Promise<OwnData> {
  return inTransaction(ctx, async (tx) => {
    const held = await findHeld(tx, receiptHash);
    const [subject, { id }] =
      'report' in held ? (['report', held.report] as const) : (['appeal', held.appeal] as const);
    await logAction(tx, { action: 'export-own-data', subject, subjectId: id });
    return 'report' in held ? await dataOfReport(tx, held.report) : await dataOfAppeal(tx, held.appeal);
  });
}

async function dataOfReport(tx: Context, report: HeldReport): Promise<OwnData> {
  const { id } = report;
  const history = await readHistory(tx, report);
  const { channel, happenedAt, isReporterHashKept } = await readReportExtras(tx, id);
  const loss = await findLoss(tx, id);
  const read = await listReadTexts(
    tx,
    history.attachments.map((attachment) => attachment.id),
  );
  const states = statesAfter(
    startState(report.source),
    history.decisions.map(({ action }) => action),
  );
  const requests = await listRequestsOf(tx, id);
  return {
    about: 'report',
    exportedAt: tx.now().toISOString(),
    receivedAt: report.receivedAt.toISOString(),
    keptUntil: report.purgeAt.toISOString(),
    held: await isHeld(tx, id),
    text: report.text,
    state: report.state,
    ...(report.scamKind === undefined ? {} : { scamKind: report.scamKind }),
    ...(channel === undefined ? {} : { channel }),
    ...(happenedAt === undefined ? {} : { happenedAt: happenedAt.toISOString() }),
    moneyMoving: report.moneyMoving,
    ...(loss === undefined ? {} : { loss }),
    additions: history.additions.map(({ addedAt, text, isCorrection }) => ({
      at: addedAt.toISOString(),
      text,
      isCorrection,
    })),
    answers: history.answers.map(({ answeredAt, text }) => ({ at: answeredAt.toISOString(), text })),
    decisions: history.decisions.map(({ at }, index) => ({ at, state: states[index]! })),
    recognised: await recognisedIn(tx, id),
    attachments: history.attachments.map((attachment) => {
      const text = read.get(attachment.id);
      return text === undefined ? attachment : { ...attachment, read: text };
    }),
    appeals: (await listAppealsOfReport(tx, id)).map((appeal) => ({ ...summaryOf(appeal), text: appeal.text })),
    deletions: requests.map((request) => ({ ...deletionStatus(request), text: request.text })),
    contact: contactOf(await findContactEnd(tx, 'report_id', id)),
    reporterHashKept: isReporterHashKept,
  };
}

async function recognisedIn(tx: Context, reportId: string): Promise<OwnData['recognised']> {
  const sightings = await readSightings(tx, [reportId]);
  return (sightings.get(reportId) ?? []).map(({ kind, value }) => ({ kind, value }));
}

async function dataOfAppeal(tx: Context, appeal: HeldAppeal): Promise<OwnData> {
  return {
    about: 'appeal',
    exportedAt: tx.now().toISOString(),
    receivedAt: appeal.filedAt,
    keptUntil: appeal.purgeAt.toISOString(),
    held: false,
    text: appeal.text,
    additions: [],
    answers: [],
    decisions: [],
    recognised: [],
    attachments: [],
    appeals: [{ ...summaryOf(appeal), text: appeal.text }],
    deletions: [],
    contact: contactOf(await findContactEnd(tx, 'appeal_id', appeal.id)),
    reporterHashKept: false,
  };
}

function contactOf(until: Date | undefined): OwnData['contact'] {
  return until === undefined ? { kept: false } : { kept: true, keptUntil: until.toISOString() };
}
