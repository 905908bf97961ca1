import {
  addSharingRule,
  endSharingRule,
  type Input,
  listSharingRules,
  type Pap,
  papLabels,
  type SharingRule,
} from '@spring-rain/contract';
import { type ScamKind, scamKinds } from '@spring-rain/engine';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';

const ruleTlps = ['amber-strict', 'amber', 'green', 'clear'] as const;

interface RuleOptions {
  readonly to: string;
  readonly kind?: ScamKind;
  readonly tag?: string;
  readonly area?: string;
  readonly leastAmount?: string;
  readonly tlp: SharingRule['tlp'];
  readonly pap: Pap;
  readonly days: number;
  readonly reason: string;
  readonly by: string;
}

/** `shares rules …`: what is shared by itself once it is filed or tagged. */
export function addSharingRules(shares: Command): void {
  const rules = shares.command('rules').description('standing rules: what is shared once it is filed or tagged');
  rules
    .command('list', { isDefault: true })
    .description('newest first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const page = await withConnection((connection) => connection.call(listSharingRules, { query: {} }));
      if (json === true) return printJson(page);
      if (page.rows.length === 0) return say('No rules.');
      print(table(page.rows.map((rule) => [rule.id, rule.toAgency, conditionsOf(rule), rule.endedAt ?? 'in force'])));
    });
  rules
    .command('add')
    .description('share from now on what fulfils all conditions')
    .requiredOption('--to <agency>', 'the other agency’s id')
    .addOption(new Option('--kind <kind>', 'as its reporter named it').choices(scamKinds))
    .option('--tag <tag>', 'that staff put on it')
    .option('--area <id>', 'that this agency’s own area lies in')
    .option('--least-amount <money>', 'least loss, in the smallest unit and with its currency: 500000CNY')
    .addOption(new Option('--tlp <label>', 'who may know').choices(ruleTlps).makeOptionMandatory())
    .addOption(new Option('--pap <label>', 'what they may do: red looks only').choices(papLabels).default('red'))
    .option('--days <n>', 'for how long each share lasts', Number.parseInt, 90)
    .requiredOption('--reason <text>', 'why; the other agency reads it')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (options: RuleOptions) => {
      const body = bodyOf(options);
      const rule = await withConnection((connection) => connection.call(addSharingRule, { body }));
      say(`Rule ${rule.id} shares with ${rule.toAgency} what fulfils: ${conditionsOf(rule)}`);
    });
  rules
    .command('end')
    .description('share nothing further; what was shared stays until its end')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, body: { reason: string; by: string }) => {
      await withConnection((connection) => connection.call(endSharingRule, { params: { id }, body }));
      say('Ended.');
    });
}

function bodyOf(options: RuleOptions): Input<typeof addSharingRule>['body'] {
  const { to, kind, tag, area, leastAmount, tlp, pap, days, reason, by } = options;
  return {
    toAgencyId: to,
    ...(kind === undefined ? {} : { scamKind: kind }),
    ...(tag === undefined ? {} : { tag }),
    ...(area === undefined ? {} : { areaId: area }),
    ...(leastAmount === undefined ? {} : { leastAmount: moneyOf(leastAmount) }),
    tlp,
    pap,
    days,
    reason,
    by,
  };
}

function moneyOf(written: string): { amountMinor: number; currency: string } {
  const match = /^(\d{1,15})([A-Z]{3})$/.exec(written);
  if (match === null) throw new CommandFailure(`Wanted 500000CNY or the like, found "${written}".`, exitCodes.usage);
  return { amountMinor: Number(match[1]), currency: match[2]! };
}

function conditionsOf({ scamKind, tag, areaId, leastAmount }: SharingRule): string {
  const money = leastAmount === undefined ? undefined : `at least ${leastAmount.amountMinor} ${leastAmount.currency}`;
  const named = [
    scamKind,
    tag === undefined ? undefined : `tag ${tag}`,
    areaId === undefined ? undefined : `area ${areaId}`,
  ];
  return [...named, money].filter((part) => part !== undefined).join(', ');
}
