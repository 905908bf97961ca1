import type { AppealSummary, AttachmentSummary, Decision, TimelineEntry } from '@spring-rain/contract';
import type { Addition, Answer, HeldReport } from './receipt-store.ts';
import { startState, statesAfter } from './transitions.ts';

/** All that happened to a report, from its own tables. */
export interface ReportHistory {
  readonly report: HeldReport;
  readonly additions: readonly Addition[];
  readonly answers: readonly Answer[];
  readonly decisions: readonly Decision[];
  readonly attachments: readonly AttachmentSummary[];
  readonly appeals: readonly AppealSummary[];
}

/** What happened, oldest first, as the reporter may read it: who decided, and why, stays with the staff. */
export function timelineOf(history: ReportHistory): TimelineEntry[] {
  const { report, additions, answers, decisions, attachments, appeals } = history;
  const made = decisions.filter(({ subject }) => subject === 'report');
  const states = statesAfter(
    startState(report.source),
    made.map(({ action }) => action),
  );
  const entries: TimelineEntry[] = [
    { kind: 'received', at: report.receivedAt.toISOString() },
    ...additions.map(
      ({ addedAt, text, isCorrection }): TimelineEntry => ({
        kind: isCorrection ? 'corrected' : 'added',
        at: addedAt.toISOString(),
        text,
      }),
    ),
    ...attachments.map(({ addedAt }): TimelineEntry => ({ kind: 'attached', at: addedAt })),
    ...made.map(({ at }, index): TimelineEntry => ({ kind: 'decided', at, state: states[index]! })),
    ...answers.map(
      ({ id, answeredAt, text }): TimelineEntry => ({
        kind: 'answered',
        at: answeredAt.toISOString(),
        text,
        answerId: id,
      }),
    ),
    ...appeals.flatMap(appealEntries),
  ];
  // The sort is stable: what happened in the same millisecond stays in the order above.
  return entries.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/** An appeal as its filer sees it: when it was filed, and how and why it ended. */
export function appealEntries(appeal: AppealSummary): TimelineEntry[] {
  const filed: TimelineEntry = { kind: 'appealed', at: appeal.filedAt };
  if (appeal.decidedAt === undefined) return [filed];
  const decided: TimelineEntry = { kind: 'appeal-decided', at: appeal.decidedAt };
  return [filed, appeal.reason === undefined ? decided : { ...decided, text: appeal.reason }];
}
