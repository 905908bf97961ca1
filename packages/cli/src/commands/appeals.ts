import { type AppealState, appealStates, decideAppeal, listAppeals } from '@spring-rain/contract';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';

/** `appeals …`: objections, each with its clock, heard by another person than who decided. */
export function addAppeals(program: Command): void {
  const appeals = program.command('appeals').description('objections to answers and listings');
  appeals
    .command('list', { isDefault: true })
    .description('the one due first at the top')
    .addOption(new Option('--state <state>', 'only those in this state').choices(appealStates))
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async (options: { state?: AppealState; cursor?: string; json?: true }) => {
      const query = {
        ...(options.state === undefined ? {} : { state: options.state }),
        ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      };
      const page = await withConnection((connection) => connection.call(listAppeals, { query }));
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('No appeals.');
      print(table(page.rows.map((row) => [row.id, row.state, row.subject, `due ${row.dueAt}`, row.subjectId])));
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
  appeals
    .command('decide')
    .description('upheld (the decision is undone) or dismissed')
    .argument('<id>')
    .argument('<outcome>', 'upheld or dismissed')
    .requiredOption('--reason <text>', 'why; the person who objected reads it')
    .option('--by <name>', 'who decides; never who made the decision', signedInName())
    .action(async (id: string, outcome: string, { by, reason }: { by: string; reason: string }) => {
      if (outcome !== 'upheld' && outcome !== 'dismissed') {
        throw new CommandFailure(`Wanted upheld or dismissed, found "${outcome}".`, exitCodes.usage);
      }
      await withConnection((connection) =>
        connection.call(decideAppeal, { params: { id }, body: { outcome, by, reason } }),
      );
      say(`Appeal ${outcome}.`);
    });
}
