import {
  decideRightsRequest,
  listRightsRequests,
  type RightsRequest,
  type RightsState,
  rightsStates,
} from '@spring-rain/contract';
import { Argument, type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

interface ListOptions {
  readonly state?: RightsState;
  readonly cursor?: string;
  readonly json?: true;
}

/** `rights …`: reports whose reporters ask for their deletion, each with its clock. */
export function addRights(program: Command): void {
  const rights = program.command('rights').description('deletions that persons asked for by receipt');
  rights
    .command('list', { isDefault: true })
    .description('the one due first at the top')
    .addOption(new Option('--state <state>', 'only those in this state').choices(rightsStates))
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async ({ state, cursor, json }: ListOptions) => {
      const query = { ...(state === undefined ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) };
      const page = await withConnection((connection) => connection.call(listRightsRequests, { query }));
      if (json === true) return printJson(page);
      if (page.rows.length === 0) return say('Nobody asks.');
      print(table(page.rows.map(columnsOf)));
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
  rights
    .command('decide')
    .description('grants a deletion, which is done at once unless a law holds the report, or refuses it')
    .argument('<id>', 'of the request')
    .addArgument(new Argument('<outcome>').choices(['granted', 'refused']))
    .requiredOption('--reason <text>', 'why; of a refusal the person reads it')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, outcome: 'granted' | 'refused', { by, reason }: { by: string; reason: string }) => {
      const done = await withConnection((connection) =>
        connection.call(decideRightsRequest, { params: { id }, body: { outcome, by, reason } }),
      );
      if (outcome === 'refused') return say('Refused; the reason stands on the receipt’s page.');
      say(done.deleted ? 'Granted, and deleted.' : 'Granted. A legal hold keeps it; it is deleted when that ends.');
    });
}

function columnsOf(request: RightsRequest): string[] {
  const { id, state, dueAt, reportId, held, text } = request;
  return [id, state, `due ${dueAt}`, reportId, held ? 'held by law' : '', text.replaceAll(/\s+/g, ' ').slice(0, 60)];
}
