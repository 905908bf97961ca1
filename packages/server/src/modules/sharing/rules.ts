import { type addSharingRule, type Input, limits, Problem, type SharingRule } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { decodeCursor, encodeCursor } from '../../platform/cursors.ts';
import { acceptName, acceptReason, findReportsToShare, type ReportToShare } from '../reports/index.ts';
import {
  insertRule,
  lockRule,
  type RuleRow,
  readOwnAreas,
  selectRules,
  selectRulesInForce,
  setRuleEnded,
} from './rule-store.ts';
import { insertShare } from './share-store.ts';
import { acceptRecipient, logShare } from './sharing.ts';

type RuleDraft = Input<typeof addSharingRule>['body'];

/**
 * A standing rule: reports that fulfil all its conditions are shared from now on, each share naming it.
 * Throws `decision.name_missing`, `sharing_rule.asks_nothing`, and for a recipient that cannot be one `share.to_self`,
 * `share.agency_unknown`, `share.agency_closed`.
 */
export async function addRule(ctx: Context, draft: RuleDraft): Promise<SharingRule> {
  const by = acceptName(draft.by);
  const reason = acceptReason(draft.reason);
  const { toAgencyId, tlp, pap, days, leastAmount } = draft;
  const tag = draft.tag?.trim().normalize('NFKC').toLowerCase();
  const conditions = [draft.scamKind, tag === '' ? undefined : tag, draft.areaId, leastAmount];
  if (conditions.every((condition) => condition === undefined)) throw new Problem('sharing_rule.asks_nothing');
  return await inTransaction(ctx, async (tx) => {
    await acceptRecipient(tx, toAgencyId);
    const id = tx.newId();
    await insertRule(tx, {
      id,
      toAgencyId,
      scamKind: draft.scamKind ?? null,
      tag: tag === undefined || tag === '' ? null : tag,
      areaId: draft.areaId ?? null,
      leastAmountMinor: leastAmount?.amountMinor ?? null,
      currency: leastAmount?.currency ?? null,
      tlp,
      pap,
      days,
      reason,
      by,
    });
    const fields = [`to:${toAgencyId}`, `tlp:${tlp}`, `pap:${pap}`];
    await logAction(tx, { action: 'add-sharing-rule', subject: 'sharing-rule', subjectId: id, fields, reason });
    return await tell(tx, id);
  });
}

/** Ends a rule; what it shared stays shared. Throws `request.not_found`, `decision.name_missing`, `sharing_rule.ended`. */
export async function endRule(ctx: Context, id: string, given: { by: string; reason: string }): Promise<SharingRule> {
  const by = acceptName(given.by);
  const reason = acceptReason(given.reason);
  return await inTransaction(ctx, async (tx) => {
    const rule = await lockRule(tx, id);
    if (rule === undefined) throw new Problem('request.not_found');
    if (rule.endedAt !== null) throw new Problem('sharing_rule.ended');
    await setRuleEnded(tx, id, by);
    await logAction(tx, { action: 'end-sharing-rule', subject: 'sharing-rule', subjectId: id, reason });
    return await tell(tx, id);
  });
}

/** One page of the agency's rules, newest first. Throws `cursor.invalid`. */
export function listRules(
  ctx: Context,
  query: { readonly cursor?: string; readonly limit?: number },
): Promise<{ rows: SharingRule[]; next?: string }> {
  const limit = query.limit ?? limits.pageDefaultRows;
  return inTransaction(ctx, async (tx) => {
    const before = query.cursor === undefined ? undefined : decodeCursor<string>(tx, 'sharing-rules', query.cursor);
    const found = await selectRules(tx, { before, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    const told = rows.map(ruleOf);
    if (found.length <= limit || last === undefined) return { rows: told };
    return { rows: told, next: encodeCursor(tx, 'sharing-rules', last.id) };
  });
}

/** Whether an agency has rules at all: most have none, and nothing is to be done then. */
export async function hasRules(tx: Context): Promise<boolean> {
  return (await selectRulesInForce(tx)).length > 0;
}

const dayMs = 86_400_000;

/**
 * Shares the given reports of the acting agency by its rules. A rule shares a report once: running it again shares
 * nothing, and what was withdrawn stays withdrawn. Answers how many shares were made.
 */
export async function applyRules(ctx: Context, reportIds: readonly string[]): Promise<number> {
  return await inTransaction(ctx, async (tx) => {
    const rules = await selectRulesInForce(tx);
    if (rules.length === 0) return 0;
    const areas = await readOwnAreas(tx);
    let made = 0;
    for (const report of await findReportsToShare(tx, reportIds)) {
      for (const rule of rules.filter((each) => isMet(each, report, areas))) {
        if (await shareByRule(tx, rule, report.id)) made += 1;
      }
    }
    return made;
  });
}

/** Whether a report fulfils every condition that a rule has. Amounts are compared in the rule's currency alone. */
function isMet(rule: RuleRow, report: ReportToShare, areas: ReadonlySet<string>): boolean {
  const { scamKind, tag, areaId, leastAmountMinor, currency } = rule;
  if (scamKind !== null && report.scamKind !== scamKind) return false;
  if (tag !== null && !report.tags.includes(tag)) return false;
  if (areaId !== null && !areas.has(areaId)) return false;
  if (leastAmountMinor === null) return true;
  return report.currency === currency && (report.amountMinor ?? 0) >= leastAmountMinor;
}

async function shareByRule(tx: Context, rule: RuleRow, reportId: string): Promise<boolean> {
  const { tlp, pap, toAgencyId, reason } = rule;
  const id = tx.newId();
  const isNew = await insertShare(tx, {
    id,
    subject: 'report',
    subjectId: reportId,
    toAgencyId,
    toPersonId: null,
    tlp,
    pap,
    until: new Date(tx.now().getTime() + rule.days * dayMs),
    by: rule.by,
    reason,
    ruleId: rule.id,
    passesOn: null,
  });
  if (isNew) await logShare(tx, { id, subject: 'report', subjectId: reportId, toAgencyId, tlp, pap, reason });
  return isNew;
}

async function tell(tx: Context, id: string): Promise<SharingRule> {
  const row = await lockRule(tx, id);
  if (row === undefined) throw new Error('A rule that was just written cannot be read.');
  return ruleOf(row);
}

function ruleOf(row: RuleRow): SharingRule {
  const { leastAmountMinor, currency } = row;
  return {
    id: row.id,
    toAgencyId: row.toAgencyId,
    toAgency: row.toAgency,
    ...(row.scamKind === null ? {} : { scamKind: row.scamKind }),
    ...(row.tag === null ? {} : { tag: row.tag }),
    ...(row.areaId === null ? {} : { areaId: row.areaId }),
    ...(leastAmountMinor === null || currency === null
      ? {}
      : { leastAmount: { amountMinor: leastAmountMinor, currency } }),
    tlp: row.tlp,
    pap: row.pap,
    days: row.days,
    reason: row.reason,
    by: row.by,
    madeAt: row.madeAt.toISOString(),
    ...(row.endedAt === null ? {} : { endedAt: row.endedAt.toISOString() }),
  };
}
