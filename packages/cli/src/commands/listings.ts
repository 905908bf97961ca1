import {
  type ListingScope,
  type ListingState,
  listIndicator,
  listingScopes,
  listingStates,
  listListings,
  withdrawListing,
} from '@spring-rain/contract';
import { indicatorKinds } from '@spring-rain/engine';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';

/** `listings …`: values listed as known scams, by a named person, until a date. */
export function addListings(program: Command): void {
  const listings = program.command('listings').description('list values as known scams, and take listings back');
  addList(listings);
  addAdd(listings);
  addWithdraw(listings);
}

function addList(listings: Command): void {
  listings
    .command('list')
    .description('newest first')
    .option('--source <name>', 'only from this source (own decisions: decisions)')
    .addOption(new Option('--state <state>', 'only those in this state').choices(listingStates))
    .option('--limit <n>', 'rows a page', Number.parseInt, 50)
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async (options: { source?: string; state?: ListingState; limit: number; cursor?: string; json?: true }) => {
      const query = {
        limit: options.limit,
        ...(options.source === undefined ? {} : { source: options.source }),
        ...(options.state === undefined ? {} : { state: options.state }),
        ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
      };
      const page = await withConnection((connection) => connection.call(listListings, { query }));
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('No listings here.');
      print(
        table(
          page.rows.map((row) => [row.id, row.state, row.role, row.scope, row.kind, row.value, row.expiresAt ?? '']),
        ),
      );
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
}

function addAdd(listings: Command): void {
  listings
    .command('add')
    .description('list a value as a known scam, in the narrowest scope that holds')
    .argument('<kind>', indicatorKinds.join(', '))
    .argument('<value>')
    .requiredOption('--reason <text>', 'why; whoever is affected can read it')
    .addOption(new Option('--scope <scope>', 'how far it reaches').choices(listingScopes))
    .option('--legal-basis <text>', 'the rule it rests on')
    .option('--expires <instant>', 'until when, ISO 8601 (default: as the profile says)')
    .option('--report <id>', 'the confirmed report it comes from')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (kindGiven: string, value: string, options: AddOptions) => {
      const kind = indicatorKinds.find((known) => known === kindGiven);
      if (kind === undefined) {
        throw new CommandFailure(`Wanted one of ${indicatorKinds.join(', ')}, found "${kindGiven}".`, exitCodes.usage);
      }
      const body = {
        kind,
        value,
        by: options.by,
        reason: options.reason,
        ...(options.scope === undefined ? {} : { scope: options.scope }),
        ...(options.legalBasis === undefined ? {} : { legalBasis: options.legalBasis }),
        ...(options.expires === undefined ? {} : { expiresAt: instant(options.expires) }),
        ...(options.report === undefined ? {} : { reportId: options.report }),
      };
      const listing = await withConnection((connection) => connection.call(listIndicator, { body }));
      say(
        `Listed ${listing.kind} ${listing.value} (${listing.scope}) until ${listing.expiresAt}. Take it back with: spring-rain listings withdraw ${listing.id} --reason …`,
      );
      print(listing.id);
    });
}

interface AddOptions {
  reason: string;
  scope?: ListingScope;
  legalBasis?: string;
  expires?: string;
  report?: string;
  by: string;
}

function addWithdraw(listings: Command): void {
  listings
    .command('withdraw')
    .description('take a listing back')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, { by, reason }: { by: string; reason: string }) => {
      await withConnection((connection) => connection.call(withdrawListing, { params: { id }, body: { by, reason } }));
      say('Withdrawn; checks know it within a second.');
    });
}

function instant(given: string): string {
  const time = new Date(given);
  if (Number.isNaN(time.getTime())) {
    throw new CommandFailure(`--expires wants a time such as 2027-01-31T00:00Z, found "${given}".`, exitCodes.usage);
  }
  return time.toISOString();
}
