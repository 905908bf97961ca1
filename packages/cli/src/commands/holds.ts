import {
  type HeldSubject,
  heldSubjects,
  type LegalHold,
  listHolds,
  placeHold,
  releaseHold,
} from '@spring-rain/contract';
import { Argument, type Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

interface PlaceOptions {
  readonly basis: string;
  readonly until: string;
  readonly reason: string;
  readonly by: string;
}

/** `holds …`: what a law keeps from being purged, why, and until when. */
export function addHolds(program: Command): void {
  const holds = program.command('holds').description('legal holds: what must not be purged, and until when');
  holds
    .command('list', { isDefault: true })
    .description('the newest first, ended ones too')
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async ({ cursor, json }: { cursor?: string; json?: true }) => {
      const query = cursor === undefined ? {} : { cursor };
      const page = await withConnection((connection) => connection.call(listHolds, { query }));
      if (json === true) return printJson(page);
      if (page.rows.length === 0) return say('No holds.');
      print(table(page.rows.map(columnsOf)));
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
  holds
    .command('place')
    .description('keeps a report, or a campaign with its reports, until a date')
    .addArgument(new Argument('<subject>', 'what is held').choices(heldSubjects))
    .argument('<id>')
    .requiredOption('--basis <law>', 'the legal basis')
    .requiredOption('--until <time>', 'when it ends by itself, such as 2027-06-30 or 2027-06-30T12:00Z')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (subject: HeldSubject, id: string, { basis, until, reason, by }: PlaceOptions) => {
      const body = { subject, id, legalBasis: basis, until: instantOf(until), reason, by };
      const hold = await withConnection((connection) => connection.call(placeHold, { body }));
      say(`Held until ${hold.until}: ${hold.id}`);
    });
  holds
    .command('release')
    .description('ends a hold before its time')
    .argument('<id>', 'of the hold')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, body: { by: string; reason: string }) => {
      await withConnection((connection) => connection.call(releaseHold, { params: { id }, body }));
      say('Released: what is past its own time goes with the next purge.');
    });
}

/** As ISO with its zone; what is no time is left as it is, for the server to say so. */
function instantOf(written: string): string {
  const time = new Date(written);
  return Number.isNaN(time.getTime()) ? written : time.toISOString();
}

function columnsOf(hold: LegalHold): string[] {
  const state = hold.inForce ? `until ${hold.until}` : `ended ${hold.releasedAt ?? hold.until}`;
  return [hold.id, state, hold.subject, hold.subjectId, hold.by, hold.legalBasis, hold.reason];
}
