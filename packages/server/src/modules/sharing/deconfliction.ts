import { setTimeout as delay } from 'node:timers/promises';
import { type askDeconfliction, type DeconflictionAnswer, type Input, limits, Problem } from '@spring-rain/contract';
import { canonicalIndicator, type IndicatorKind } from '@spring-rain/engine';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { emit } from '../../platform/events.ts';
import { valueHash } from '../indicators/index.ts';
import { acceptName, acceptReason } from '../reports/index.ts';
import {
  type AnswerPosition,
  answerQuestion,
  countQuestions,
  deleteConsent,
  insertConsent,
  selectAnswers,
  selectConsents,
} from './deconfliction-store.ts';

const hourMs = 3_600_000;

/**
 * Whether another agency that met the same value asks to be contacted, and nothing else: not who, how often, nor whether
 * nobody takes part. Each answer is kept and logged. No answer comes sooner than another.
 * Throws `decision.name_missing`, `indicator.invalid`, `rate.limited`.
 */
export async function askAround(
  ctx: Context,
  question: Input<typeof askDeconfliction>['body'],
): Promise<{ anotherAgencyAsksToBeContacted: boolean }> {
  const by = acceptName(question.by);
  const reason = acceptReason(question.reason);
  const key = canonicalIndicator(question.kind, question.value.trim());
  if (key === undefined) {
    throw new Problem('indicator.invalid', { parameters: { field: 'value', wanted: question.kind } });
  }
  const floor = delay(ctx.profile.sharing.deconflictionFloorMs);
  const isAnswered = await inTransaction(ctx, async (tx) => {
    await refuseTooMany(tx, by);
    const id = tx.newId();
    const answer = await answerQuestion(tx, { id, kind: key.kind, valueHash: valueHash(key), by, reason });
    const fields = [`kind:${key.kind}`, `answer:${answer ? 'contact' : 'nothing'}`];
    await logAction(tx, { action: 'ask-deconfliction', subject: 'deconfliction', subjectId: id, fields, reason });
    await emit(tx, 'deconfliction.answered', { subjectId: id });
    return answer;
  });
  await floor;
  return { anotherAgencyAsksToBeContacted: isAnswered };
}

async function refuseTooMany(tx: Context, by: string): Promise<void> {
  const { deconflictionsPerPersonPerHour, deconflictionsPerAgencyPerDay } = tx.profile.sharing;
  const now = tx.now().getTime();
  const asked = await countQuestions(tx, {
    by,
    hourAgo: new Date(now - hourMs),
    dayAgo: new Date(now - 24 * hourMs),
  });
  if (asked.ofAgency >= deconflictionsPerAgencyPerDay) throw limited(24 * 3_600);
  if (asked.ofPerson >= deconflictionsPerPersonPerHour) throw limited(3_600);
}

function limited(seconds: number): Problem {
  return new Problem('rate.limited', { parameters: { seconds }, retryAfterSeconds: seconds });
}

type Consents = { consents: { kind: IndicatorKind; givenAt: string; by: string }[] };

/** For which kinds of value the agency takes part. */
export async function listConsents(ctx: Context): Promise<Consents> {
  const rows = await inTransaction(ctx, selectConsents);
  return { consents: rows.map(({ givenAt, ...row }) => ({ ...row, givenAt: givenAt.toISOString() })) };
}

/** Takes part for a kind of value, or no longer; the same again changes nothing. Throws `decision.name_missing`. */
export async function decideConsent(
  ctx: Context,
  given: { kind: IndicatorKind; isGiven: boolean; by: string; reason: string },
): Promise<Consents> {
  const by = acceptName(given.by);
  const reason = acceptReason(given.reason);
  return await inTransaction(ctx, async (tx) => {
    const { kind, isGiven } = given;
    if (isGiven) await insertConsent(tx, kind, by);
    else await deleteConsent(tx, kind);
    const action = isGiven ? 'give-consent' : 'end-consent';
    await logAction(tx, { action, subject: 'deconfliction', subjectId: kind, reason });
    return await listConsents(tx);
  });
}

/** One page of questions and answers, newest first. Throws `cursor.invalid`. */
export function listAnswers(
  ctx: Context,
  query: { readonly cursor?: string; readonly limit?: number },
): Promise<{ rows: DeconflictionAnswer[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const after =
      query.cursor === undefined ? undefined : decodeCursor<AnswerPosition>(tx, 'deconfliction', query.cursor);
    const found = await selectAnswers(tx, { after, limit: limit + 1 });
    const rows = found.slice(0, limit).map(({ value, askedAt, ...row }) => ({
      ...row,
      askedAt: askedAt.toISOString(),
      ...(value === null ? {} : { value }),
    }));
    const last = rows.at(-1);
    if (found.length <= limit || last === undefined) return { rows };
    return { rows, next: encodeCursor(tx, 'deconfliction', { askedAt: last.askedAt, id: last.id }) };
  });
}
