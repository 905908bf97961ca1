import { type AppealDetail, type AppealState, limits, Problem } from '@spring-rain/contract';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { emit } from '../../platform/events.ts';
import { readListing, withdrawListing } from '../indicators/index.ts';
import {
  type AppealPosition,
  appealDetail,
  type DeskAppeal,
  lockAppeal,
  selectAppeals,
  updateOutcome,
} from './appeal-store.ts';
import { insertDecision, listDecisions } from './decision-store.ts';
import { lockReport, updateState } from './desk-store.ts';
import { keepOn } from './keeping.ts';
import { listListingDeciders } from './listing-subjects.ts';
import { hasContact, listAnswers } from './receipt-store.ts';
import { acceptName, acceptReason } from './text.ts';
import { nextState, startState } from './transitions.ts';

export interface AppealListQuery {
  readonly cursor?: string;
  readonly limit?: number;
  readonly state?: AppealState;
}

/** One page of appeals: those that wait first, the one due first at the top. Throws `cursor.invalid`. */
export function listAppeals(ctx: Context, query: AppealListQuery): Promise<{ rows: AppealDetail[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const found = await selectAppeals(tx, {
      after: query.cursor === undefined ? undefined : decodeCursor<AppealPosition>(tx, 'appeals', query.cursor),
      limit: limit + 1,
      state: query.state,
    });
    const appeals = found.slice(0, limit);
    const last = appeals.at(-1);
    const contacts = await hasContact(
      tx,
      'appeal_id',
      appeals.map(({ id }) => id),
    );
    const rows = appeals.map((appeal) => appealDetail(appeal, contacts.has(appeal.id)));
    return found.length > limit && last !== undefined
      ? { rows, next: encodeCursor(tx, 'appeals', positionOf(last)) }
      : { rows };
  });
}

function positionOf({ state, dueAt, id }: DeskAppeal): AppealPosition {
  return { isWaiting: state === 'waiting', dueAt: dueAt.toISOString(), id };
}

export interface AppealDecision {
  readonly id: string;
  readonly outcome: 'upheld' | 'dismissed';
  readonly by: string;
  readonly reason: string;
}

/**
 * Upholds or dismisses an appeal, once, and never by a person who made the decision that it is against.
 * Upheld: a listing is withdrawn, a report is reopened. All of it commits together.
 * Throws `request.not_found`, `decision.name_missing`, `decision.not_possible`, `appeal.same_person`.
 */
export async function decideAppeal(ctx: Context, decision: AppealDecision): Promise<AppealDetail> {
  const by = acceptName(decision.by);
  const reason = acceptReason(decision.reason);
  return await inTransaction(ctx, async (tx) => {
    const appeal = await lockAppeal(tx, decision.id);
    if (appeal === undefined) throw new Problem('request.not_found');
    if (appeal.state !== 'waiting') throw alreadyDecided(appeal);
    const deciders = await decidersOf(tx, appeal);
    if (deciders.some((decider) => isSameName(decider, by))) throw new Problem('appeal.same_person');

    const outcome = { state: decision.outcome, decidedAt: tx.now(), decidedBy: by, reason };
    await updateOutcome(tx, { id: appeal.id, ...outcome });
    await insertDecision(tx, { subject: 'appeal', subjectId: appeal.id, action: decision.outcome, by, reason });
    if (decision.outcome === 'upheld') await undo(tx, appeal, { by, reason });
    await emit(tx, 'appeal.decided', { subjectId: appeal.id });
    if (appeal.reportId !== undefined) await emit(tx, 'appeal.decided', { subjectId: appeal.reportId });
    const contacts = await hasContact(tx, 'appeal_id', [appeal.id]);
    return appealDetail({ ...appeal, ...outcome }, contacts.has(appeal.id));
  });
}

function alreadyDecided(appeal: DeskAppeal): Problem {
  return new Problem('decision.not_possible', {
    parameters: { found: appealStateWords[appeal.state], wanted: appealStateWords.waiting },
  });
}

const appealStateWords = {
  waiting: { 'zh-CN': '等待处理', en: 'waiting' },
  upheld: { 'zh-CN': '申诉成立', en: 'upheld' },
  dismissed: { 'zh-CN': '申诉不成立', en: 'dismissed' },
} as const satisfies Record<AppealState, { 'zh-CN': string; en: string }>;

/** Who made the decision that the appeal is against. Reopening is not one: it decided nothing against anyone. */
async function decidersOf(tx: Context, appeal: DeskAppeal): Promise<string[]> {
  if (appeal.subject === 'listing') return await listListingDeciders(tx, appeal.subjectId);
  if (appeal.reportId === undefined) throw new Error(`Appeal ${appeal.id} about an answer names no report.`);
  const decisions = await listDecisions(tx, ['report'], appeal.reportId);
  const answers = await listAnswers(tx, appeal.reportId);
  return [
    ...decisions.filter(({ action }) => action !== 'reopen').map(({ by }) => by),
    ...answers.map(({ answeredBy }) => answeredBy),
  ];
}

/** Names are compared as a person would: case, width, spaces and what cannot be seen make no other person. */
function isSameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{White_Space}\p{Default_Ignorable_Code_Point}]/gu, '');
}

async function undo(tx: Context, appeal: DeskAppeal, decision: { by: string; reason: string }): Promise<void> {
  if (appeal.subject === 'listing') {
    const listing = await readListing(tx, appeal.subjectId);
    // It may have been withdrawn, or have expired, while the appeal waited: then there is nothing left to undo.
    if (listing.state === 'active') await withdrawListing(tx, listing.id, decision);
    return;
  }
  await reopenReport(tx, appeal.reportId!, decision);
}

async function reopenReport(tx: Context, id: string, decision: { by: string; reason: string }): Promise<void> {
  const report = await lockReport(tx, id);
  if (report === undefined || report.state === startState(report.source)) return;
  const made = await listDecisions(tx, ['report'], id);
  const state = nextState(
    startState(report.source),
    made.map(({ action }) => action),
    'reopen',
  );
  await insertDecision(tx, { subject: 'report', subjectId: id, action: 'reopen', ...decision });
  await updateState(tx, id, state);
  await keepOn(tx, id, state);
  await emit(tx, 'report.decided', { subjectId: id, data: { state } });
}
