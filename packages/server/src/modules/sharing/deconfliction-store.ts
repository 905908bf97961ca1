import type { DeconflictionAnswer } from '@spring-rain/contract';
import type { IndicatorKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** How often was asked since a time, by one person and by the whole agency. One question of an agency at a time. */
export async function countQuestions(
  tx: Context,
  asked: { readonly by: string; readonly hourAgo: Date; readonly dayAgo: Date },
): Promise<{ ofPerson: number; ofAgency: number }> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`deconfliction:${tx.agencyId}`}, 0))`.execute(tx.db);
  const { rows } = await sql<{ ofPerson: number; ofAgency: number }>`
    select count(*) filter (where asked_by = ${asked.by} and asked_at > ${asked.hourAgo})::int as "ofPerson",
      count(*)::int as "ofAgency"
    from deconfliction_answer
    where agency_id = ${tx.agencyId}::uuid and asked_at > ${asked.dayAgo} and asked_by <> ${toldByAnother}`.execute(
    tx.db,
  );
  return rows[0] ?? { ofPerson: 0, ofAgency: 0 };
}

/** Stands where the name of who asked would: the other side learns no name. */
const toldByAnother = 'another agency';

/** Answers and keeps the answer, for both sides. */
export async function answerQuestion(
  tx: Context,
  asked: { id: string; kind: IndicatorKind; valueHash: string; by: string; reason: string },
): Promise<boolean> {
  const { rows } = await sql<{ answer: boolean }>`
    select answer_deconfliction(${asked.id}::uuid, ${asked.kind}, decode(${asked.valueHash}, 'hex'), ${asked.by},
      ${asked.reason}) as answer`.execute(tx.db);
  return rows[0]?.answer ?? false;
}

export interface ConsentRow {
  readonly kind: IndicatorKind;
  readonly givenAt: Date;
  readonly by: string;
}

export async function selectConsents(tx: Context): Promise<ConsentRow[]> {
  const { rows } = await sql<ConsentRow>`
    select indicator_kind as kind, given_at as "givenAt", given_by as by from deconfliction_consent
    where agency_id = ${tx.agencyId}::uuid order by indicator_kind`.execute(tx.db);
  return rows;
}

export async function insertConsent(tx: Context, kind: IndicatorKind, by: string): Promise<void> {
  await sql`
    insert into deconfliction_consent (agency_id, indicator_kind, given_at, given_by)
    values (${tx.agencyId}, ${kind}, ${tx.now()}, ${by})
    on conflict on constraint deconfliction_consent_pk do nothing`.execute(tx.db);
}

export async function deleteConsent(tx: Context, kind: IndicatorKind): Promise<void> {
  await sql`
    delete from deconfliction_consent where agency_id = ${tx.agencyId}::uuid and indicator_kind = ${kind}`.execute(
    tx.db,
  );
}

export interface AnswerPosition {
  readonly askedAt: string;
  readonly id: string;
}

interface AnswerRow extends Omit<DeconflictionAnswer, 'askedAt' | 'value'> {
  readonly askedAt: Date;
  readonly value: string | null;
}

/** One page of the agency's answers, newest first. A value is named while a report of the agency's own names it. */
export async function selectAnswers(
  tx: Context,
  { after, limit }: { readonly after: AnswerPosition | undefined; readonly limit: number },
): Promise<AnswerRow[]> {
  const isAfter =
    after === undefined
      ? sql`true`
      : sql`(answer.asked_at, answer.id) < (${after.askedAt}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<AnswerRow>`
    select answer.id, answer.indicator_kind as kind, answer.asked_at as "askedAt", answer.asked_by as by, answer.reason,
      answer.is_held_elsewhere as "anotherAgencyAsksToBeContacted",
      (
        select indicator.value from indicator
        where indicator.value_hash = answer.value_hash and exists (
          select from sighting where sighting.indicator_id = indicator.id and sighting.agency_id = answer.agency_id
        )
      ) as value
    from deconfliction_answer as answer
    where answer.agency_id = ${tx.agencyId}::uuid and ${isAfter}
    order by answer.asked_at desc, answer.id desc limit ${limit}`.execute(tx.db);
  return rows;
}
