import type { Pap, SharingRule } from '@spring-rain/contract';
import type { ScamKind } from '@spring-rain/engine';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';

/** A standing rule as kept. */
export interface RuleRow {
  readonly id: string;
  readonly toAgencyId: string;
  readonly toAgency: string;
  readonly isOpen: boolean;
  readonly scamKind: ScamKind | null;
  readonly tag: string | null;
  readonly areaId: string | null;
  readonly leastAmountMinor: number | null;
  readonly currency: string | null;
  readonly tlp: SharingRule['tlp'];
  readonly pap: Pap;
  readonly days: number;
  readonly reason: string;
  readonly by: string;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
}

const columns = sql`
  sharing_rule.id, sharing_rule.to_agency_id as "toAgencyId", receiver.name as "toAgency",
  receiver.closed_at is null as "isOpen", sharing_rule.scam_kind as "scamKind", sharing_rule.tag,
  sharing_rule.area_id as "areaId", sharing_rule.least_amount_minor as "leastAmountMinor", sharing_rule.currency,
  sharing_rule.tlp, sharing_rule.pap, sharing_rule.days, sharing_rule.reason, sharing_rule.made_by as by,
  sharing_rule.made_at as "madeAt", sharing_rule.ended_at as "endedAt"`;
const tables = sql`sharing_rule join agency as receiver on receiver.id = sharing_rule.to_agency_id`;

export type NewRule = Omit<RuleRow, 'toAgency' | 'isOpen' | 'madeAt' | 'endedAt'>;

export async function insertRule(tx: Context, rule: NewRule): Promise<void> {
  await sql`
    insert into sharing_rule (id, agency_id, to_agency_id, scam_kind, tag, area_id, least_amount_minor, currency, tlp, pap,
      days, reason, made_by, made_at)
    values (${rule.id}, ${tx.agencyId}, ${rule.toAgencyId}, ${rule.scamKind}, ${rule.tag}, ${rule.areaId},
      ${rule.leastAmountMinor}, ${rule.currency}, ${rule.tlp}, ${rule.pap}, ${rule.days}, ${rule.reason}, ${rule.by},
      ${tx.now()})`.execute(tx.db);
}

export async function lockRule(tx: Context, id: string): Promise<RuleRow | undefined> {
  const query = sql<RuleRow>`select ${columns} from ${tables} where sharing_rule.id = ${id} for update of sharing_rule`;
  return (await query.execute(tx.db)).rows[0];
}

export async function setRuleEnded(tx: Context, id: string, by: string): Promise<void> {
  await sql`update sharing_rule set ended_at = ${tx.now()}, ended_by = ${by} where id = ${id}`.execute(tx.db);
}

/** One page of the agency's rules, newest first: ids follow time. */
export async function selectRules(
  tx: Context,
  { before, limit }: { readonly before: string | undefined; readonly limit: number },
): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from ${tables}
    where sharing_rule.agency_id = ${tx.agencyId}::uuid
      and ${before === undefined ? sql`true` : sql`sharing_rule.id < ${before}::uuid`}
    order by sharing_rule.id desc limit ${limit}`.execute(tx.db);
  return rows;
}

/** An agency's rules that count at once; the oldest first. */
const rulesMax = 1_000;

/** The agency's rules in force. */
export async function selectRulesInForce(tx: Context): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select ${columns} from ${tables}
    where sharing_rule.agency_id = ${tx.agencyId}::uuid and sharing_rule.ended_at is null and receiver.closed_at is null
    order by sharing_rule.id limit ${rulesMax}`.execute(tx.db);
  return rows;
}

/** The agency's own area and all above it. */
export async function readOwnAreas(tx: Context): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ areas: string[] }>`select own_areas()::text[] as areas`.execute(tx.db);
  return new Set(rows[0]?.areas ?? []);
}
