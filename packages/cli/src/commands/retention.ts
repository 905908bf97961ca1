import {
  listRetention,
  type RetentionRecord,
  type RetentionTime,
  retentionRecords,
  setRetention,
} from '@spring-rain/contract';
import { Argument, type Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say } from '../output.ts';

interface Named {
  readonly by: string;
  readonly reason: string;
}

/** `retention …`: what is kept how long and why, and the agency's own times. */
export function addRetention(program: Command): void {
  const retention = program.command('retention').description('what is kept how long, and why');
  retention
    .command('list', { isDefault: true })
    .description('every kind of record')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const answer = await withConnection((connection) => connection.call(listRetention, {}));
      if (json === true) return printJson(answer);
      for (const time of answer.rows) print(describe(time));
    });
  retention
    .command('set')
    .description('a time of the agency’s own, for what is kept from now on')
    .addArgument(new Argument('<record>').choices(retentionRecords))
    .argument('<days>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action((record: RetentionRecord, days: string, named: Named) => change(record, readDays(days), named));
  retention
    .command('reset')
    .description('the profile’s time again')
    .addArgument(new Argument('<record>').choices(retentionRecords))
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action((record: RetentionRecord, named: Named) => change(record, undefined, named));
}

async function change(record: RetentionRecord, days: number | undefined, { by, reason }: Named): Promise<void> {
  const body = { ...(days === undefined ? {} : { days }), by, reason };
  const set = await withConnection((connection) => connection.call(setRetention, { params: { record }, body }));
  say(`${record}: ${set.days} days from ${set.from}.`);
}

function readDays(written: string): number {
  if (/^\d{1,5}$/.test(written)) return Number(written);
  throw new CommandFailure(`Wanted a whole number of days, found "${written}".`, exitCodes.usage);
}

function describe({ record, days, from, why, profileDays, bounds, setBy }: RetentionTime): string {
  const own = setBy === undefined ? '' : ` (set by ${setBy}; the profile says ${profileDays})`;
  const choice = bounds === undefined ? '' : `\n  an agency may choose ${bounds.min} to ${bounds.max} days`;
  return `${record}: ${days} days from ${from}${own}\n  ${why}${choice}`;
}
