import {
  addShare,
  listGivenShares,
  listReceivedShares,
  type Pap,
  papLabels,
  previewShare,
  readReceivedShare,
  type Share,
  type ShareDraft,
  shareSubjects,
  type Tlp,
  tlpLabels,
  transferReport,
  withdrawShare,
} from '@spring-rain/contract';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';
import { addSharingRules } from './sharing-rules.ts';

/** `shares …`: what other agencies may see, under which labels and until when. */
export function addShares(program: Command): void {
  const shares = program.command('shares').description('what other agencies may see, under which labels, until when');
  addList(shares);
  addShow(shares);
  addPreview(shares);
  addAdd(shares);
  addWithdraw(shares);
  addTransfer(shares);
  addSharingRules(shares);
}

function addList(shares: Command): void {
  shares
    .command('list', { isDefault: true })
    .description('what this agency shares; with --received, what others share with it')
    .option('--received', 'what others share')
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async (options: { received?: true; cursor?: string; json?: true }) => {
      const query = options.cursor === undefined ? {} : { cursor: options.cursor };
      const endpoint = options.received === true ? listReceivedShares : listGivenShares;
      const page = await withConnection((connection) => connection.call(endpoint, { query }));
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('Nothing is shared.');
      print(table(page.rows.map(lineOf)));
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
}

function lineOf(share: Share): string[] {
  const { id, state, subject, subjectId, indicator, from, to, tlp, pap, until } = share;
  const what = indicator === undefined ? subjectId : `${indicator.kind}:${indicator.value}`;
  return [id, state, subject, what, `${from.agency} → ${to.agency}`, `TLP:${tlp}`, `PAP:${pap}`, `until ${until}`];
}

function addShow(shares: Command): void {
  shares
    .command('show')
    .description('what a received share lets see, as JSON')
    .argument('<id>', 'of the share')
    .action(async (id: string) => {
      printJson(
        await withConnection((connection) => connection.call(readReceivedShare, { params: { id }, query: {} })),
      );
    });
}

interface DraftOptions {
  readonly to: string;
  readonly person?: string;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly until: string;
}

function withDraft(command: Command): Command {
  return command
    .argument('<subject>', shareSubjects.join(', '))
    .argument('<id>', 'its id; of an indicator its kind and value, such as phone:+8613800138000')
    .requiredOption('--to <agency>', 'the other agency’s id')
    .option('--person <id>', 'only this member of it; TLP red needs one')
    .addOption(new Option('--tlp <label>', 'who may know').choices(tlpLabels).makeOptionMandatory())
    .addOption(new Option('--pap <label>', 'what they may do: red looks only').choices(papLabels).default('red'))
    .requiredOption('--until <instant>', 'ISO 8601, at most a year ahead');
}

function draftOf(subjectGiven: string, subjectId: string, options: DraftOptions): ShareDraft {
  const subject = shareSubjects.find((known) => known === subjectGiven);
  if (subject === undefined) {
    throw new CommandFailure(`Wanted one of ${shareSubjects.join(', ')}, found "${subjectGiven}".`, exitCodes.usage);
  }
  const until = new Date(options.until);
  if (Number.isNaN(until.getTime())) {
    throw new CommandFailure(`Wanted a time such as 2027-01-31T00:00Z, found "${options.until}".`, exitCodes.usage);
  }
  return {
    subject,
    subjectId,
    toAgencyId: options.to,
    ...(options.person === undefined ? {} : { toPersonId: options.person }),
    tlp: options.tlp,
    pap: options.pap,
    until: until.toISOString(),
  };
}

function addPreview(shares: Command): void {
  withDraft(shares.command('preview').description('who would see which fields, and why others not'))
    .option('--json', 'as JSON')
    .action(async (subject: string, id: string, options: DraftOptions & { json?: true }) => {
      const body = draftOf(subject, id, options);
      const preview = await withConnection((connection) => connection.call(previewShare, { body }));
      if (options.json === true) return printJson(preview);
      say(`To ${preview.to.agency}:`);
      print(
        table(
          preview.people.map(({ role, count, name, sees, why }) => [
            name ?? `${count} × ${role}`,
            sees ? 'sees it' : `sees nothing (${why ?? ''})`,
          ]),
        ),
      );
      print(
        table(
          preview.fields.map(({ field, isSeen, why }) => [field, isSeen ? 'is seen' : `is not seen (${why ?? ''})`]),
        ),
      );
    });
}

function addAdd(shares: Command): void {
  withDraft(shares.command('add').description('share a report, a campaign, an indicator or a list'))
    .requiredOption('--reason <text>', 'why; the other agency reads it')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (subject: string, id: string, options: DraftOptions & { reason: string; by: string }) => {
      const { by, reason } = options;
      const body = { ...draftOf(subject, id, options), by, reason };
      const share = await withConnection((connection) => connection.call(addShare, { body }));
      say(`Shared with ${share.to.agency} until ${share.until}: ${share.id}`);
    });
}

function addWithdraw(shares: Command): void {
  shares
    .command('withdraw')
    .description('end a share; what the other agency did meanwhile stays')
    .argument('<id>', 'of the share')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, body: { reason: string; by: string }) => {
      await withConnection((connection) => connection.call(withdrawShare, { params: { id }, body }));
      say('Withdrawn.');
    });
}

function addTransfer(shares: Command): void {
  shares
    .command('transfer')
    .description('hand a report over to another agency, whole; this one keeps no sight of it')
    .argument('<report>', 'its id')
    .requiredOption('--to <agency>', 'the other agency’s id')
    .requiredOption('--reason <text>', 'why; stands in both agencies’ logs')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, { to, by, reason }: { to: string; by: string; reason: string }) => {
      const body = { toAgencyId: to, by, reason };
      await withConnection((connection) => connection.call(transferReport, { params: { id }, body }));
      say('Handed over.');
    });
}
