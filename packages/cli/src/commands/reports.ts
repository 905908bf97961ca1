import { readFile, writeFile } from 'node:fs/promises';
import {
  answerReporter,
  type DeskAttachment,
  decideReport,
  listReports,
  openContact,
  type ReportAction,
  type ReportDetail,
  type ReportState,
  readAttachment,
  readReport,
  reportActions,
  reportStates,
} from '@spring-rain/contract';
import { words } from '@spring-rain/look';
import { loadConfig, openSealed } from '@spring-rain/server';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure } from '../failure.ts';
import { terminalLanguage } from '../language.ts';
import { print, printJson, say, table } from '../output.ts';

interface Named {
  by: string;
  reason: string;
}

/** `reports …`: the operator lists, reads, decides and answers. */
export function addReports(program: Command): void {
  const reports = program.command('reports').description('list, read, decide and answer reports');
  addList(reports);
  addShow(reports);
  addDecide(reports);
  addAnswer(reports);
  addContact(reports);
  addAttachment(reports);
}

function addList(reports: Command): void {
  reports
    .command('list')
    .description('newest first, money moving before all others')
    .addOption(new Option('--state <state>', 'only those in this state').choices(reportStates))
    .option('--money-moving', 'only those where money is moving now')
    .option('--limit <n>', 'rows a page', Number.parseInt, 50)
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(
      async (options: { state?: ReportState; moneyMoving?: true; limit: number; cursor?: string; json?: true }) => {
        const query = {
          limit: options.limit,
          ...(options.state === undefined ? {} : { state: options.state }),
          ...(options.moneyMoving === undefined ? {} : { moneyMoving: true }),
          ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
        };
        const page = await withConnection((connection) => connection.call(listReports, { query }));
        if (options.json === true) return printJson(page);
        if (page.rows.length === 0) return say('No reports here yet.');
        const say_ = words(terminalLanguage());
        print(
          table(
            page.rows.map((row) => [
              row.id,
              row.receivedAt,
              row.moneyMoving ? '¥→' : '',
              say_.reportStates[row.state].name,
              oneLine(row.excerpt),
            ]),
          ),
        );
        if (page.next !== undefined) say(`More: --cursor ${page.next}`);
      },
    );
}

function addShow(reports: Command): void {
  reports
    .command('show')
    .description('one report, whole')
    .argument('<id>')
    .option('--json', 'as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const report = await withConnection((connection) => connection.call(readReport, { params: { id } }));
      if (options.json === true) printJson(report);
      else print(describeReport(report));
    });
}

function addDecide(reports: Command): void {
  reports
    .command('decide')
    .description('confirm, reject, junk, escalate, or reopen a report; a named person with a reason')
    .argument('<id>')
    .argument('<action>', reportActions.join(', '))
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (id: string, action: string, { by, reason }: Named) => {
      const wanted = parseAction(action);
      const answer = await withConnection((connection) =>
        connection.call(decideReport, { params: { id }, body: { action: wanted, by, reason } }),
      );
      say(`Report ${id} is now: ${words(terminalLanguage()).reportStates[answer.state].name}.`);
      if (wanted === 'confirm')
        say(`To list one of its values: spring-rain listings add KIND VALUE --report ${id} --reason …`);
    });
}

function addAnswer(reports: Command): void {
  reports
    .command('answer')
    .description('answer the reporter; it stands on the receipt page')
    .argument('<id>')
    .argument('<text>')
    .option('--by <name>', 'who answers', signedInName())
    .action(async (id: string, text: string, { by }: { by: string }) => {
      await withConnection((connection) => connection.call(answerReporter, { params: { id }, body: { by, text } }));
      say('Answered.');
    });
}

function addContact(reports: Command): void {
  reports
    .command('contact')
    .description('open sealed contact details, for a purpose that is logged')
    .argument('<id>')
    .requiredOption('--reason <purpose>', 'what they are needed for')
    .requiredOption('--passphrase-file <file>', 'holds the passphrase of the private key; - for standard input')
    .option('--key <file>', 'the private key (default: the one in the keys folder)')
    .option('--by <name>', 'who opens them', signedInName())
    .action(async (id: string, options: Named & { passphraseFile: string; key?: string }) => {
      const passphrase = (
        await readFile(options.passphraseFile === '-' ? '/dev/stdin' : options.passphraseFile, 'utf8')
      ).trim();
      const config = loadConfig();
      const sealed = await withConnection((connection) =>
        connection.call(openContact, { params: { id }, body: { by: options.by, reason: options.reason } }),
      );
      print(
        await openSealed({
          config,
          ...(options.key === undefined ? {} : { keyFile: options.key }),
          passphrase,
          ...sealed,
        }),
      );
    });
}

function addAttachment(reports: Command): void {
  reports
    .command('attachment')
    .description('save an attachment to a file')
    .argument('<attachment-id>')
    .requiredOption('--out <file>', 'where to write it')
    .action(async (id: string, { out }: { out: string }) => {
      await withConnection(async (connection) => {
        const path = readAttachment.path.replace(':id', encodeURIComponent(id));
        const answer = await connection.fetch(new URL(path, connection.baseUrl), {
          headers: { authorization: `Bearer ${connection.token}` },
        });
        if (!answer.ok) throw new CommandFailure(`No attachment ${id}. See its id with: spring-rain reports show ID.`);
        await writeFile(out, Buffer.from(await answer.arrayBuffer()), { flag: 'wx' });
        say(`Written to ${out}.`);
      });
    });
}

function parseAction(action: string): ReportAction {
  const known = reportActions.find((candidate) => candidate === action);
  if (known === undefined) {
    throw new CommandFailure(`Wanted one of ${reportActions.join(', ')}, found "${action}".`, 2);
  }
  return known;
}

function describeReport(report: ReportDetail): string {
  const say_ = words(terminalLanguage());
  const timeline = report.timeline.map((entry) => [
    `  ${entry.at}`,
    say_.timelineKinds[entry.kind],
    oneLine(entry.text ?? ''),
  ]);
  const decisions = report.decisions.map((made) => [`  ${made.at}`, made.action, made.by, oneLine(made.reason)]);
  const indicators = report.indicators.map((found) => [`  ${say_.indicatorKinds[found.kind]}`, found.value]);
  return [
    `${report.id}  ${report.receivedAt}  ${say_.reportStates[report.state].name}${report.moneyMoving ? '  ¥→' : ''}`,
    '',
    report.text,
    '',
    table(indicators),
    table(timeline),
    table(decisions),
    ...report.attachments.flatMap(describeAttachment),
    report.hasContact ? 'Contact details are sealed (spring-rain reports contact).' : '',
  ].join('\n');
}

function describeAttachment({ id, mediaType, sizeBytes, reading }: DeskAttachment): string[] {
  const file = `  ${id}  ${mediaType}  ${sizeBytes} bytes`;
  if (reading === undefined) return [file];
  if (reading.refusal !== undefined) return [file, `    could not be read: ${reading.refusal}`];
  const say_ = words(terminalLanguage());
  return [
    file,
    `    ${say_.home.fromPicture}${reading.isComplete ? '' : `. ${say_.home.readInPart}`}`,
    ...reading.text.split('\n').map((line) => `    | ${plainLine(line)}`),
    ...reading.codes.map((code) => `    ${say_.imageCodeKinds[code.kind].name}: ${plainLine(code.text)}`),
    ...reading.indicators.map((found) => `    ${say_.indicatorKinds[found.kind]}: ${found.value}`),
  ];
}

/** The beginning of a text, for a line of a list. */
function oneLine(text: string): string {
  return plainLine(text).slice(0, 80);
}

/** Control characters and line ends never reach the terminal from a reporter's text or picture. */
function plainLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
