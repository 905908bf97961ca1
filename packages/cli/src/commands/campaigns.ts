import {
  type CampaignAction,
  type CampaignDetail,
  type CampaignReport,
  type CampaignState,
  type CampaignSummary,
  campaignStates,
  decideCampaign,
  type Emergence,
  type Input,
  listCampaignProposals,
  listCampaignReports,
  listCampaigns,
  listEmergence,
  readCampaign,
  relinkReports,
} from '@spring-rain/contract';
import { scamKinds } from '@spring-rain/engine';
import { words } from '@spring-rain/look';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { terminalLanguage } from '../language.ts';
import { print, printJson, say, table } from '../output.ts';

/** `campaigns …`: what belongs together, why, what is new, and what a named person decides about it. */
export function addCampaigns(program: Command): void {
  const campaigns = program.command('campaigns').description('campaigns: list, read, decide, and what is new');
  addList(campaigns);
  addShow(campaigns);
  addNew(campaigns);
  addProposals(campaigns);
  addDecisions(campaigns);
  addRelink(campaigns);
}

interface PageOptions {
  limit: number;
  cursor?: string;
  json?: true;
}

function paged(command: Command): Command {
  return command
    .option('--limit <n>', 'rows a page', Number.parseInt, 50)
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON');
}

function pageQuery({ limit, cursor }: PageOptions) {
  return { limit, ...(cursor === undefined ? {} : { cursor }) };
}

function sayMore(next: string | undefined): void {
  if (next !== undefined) say(`More: --cursor ${next}`);
}

function addList(campaigns: Command): void {
  paged(campaigns.command('list'))
    .description('the one with the newest report first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(campaignStates))
    .action(async (options: PageOptions & { state?: CampaignState }) => {
      const query = { ...pageQuery(options), ...(options.state === undefined ? {} : { state: options.state }) };
      const page = await withConnection((connection) => connection.call(listCampaigns, { query }));
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('No campaigns here yet.');
      print(table(page.rows.map(rowOf)));
      sayMore(page.next);
    });
}

function rowOf(campaign: CampaignSummary): string[] {
  const said = words(terminalLanguage());
  return [
    campaign.id,
    campaign.lastSeen.slice(0, 10),
    said.campaignStates[campaign.state].name,
    `${campaign.reports} (~${campaign.distinctReporters})`,
    campaign.kind === undefined ? '?' : said.scamKinds[campaign.kind],
    campaign.isReleased ? '*' : '',
    oneLine(campaign.name ?? ''),
  ];
}

function addShow(campaigns: Command): void {
  campaigns
    .command('show')
    .description('one campaign, and why its newest reports belong to it')
    .argument('<id>')
    .option('--json', 'as JSON')
    .action(async (id: string, options: { json?: true }) => {
      const { campaign, reports } = await withConnection(async (connection) => ({
        campaign: await connection.call(readCampaign, { params: { id } }),
        reports: await connection.call(listCampaignReports, { params: { id }, query: { limit: 20 } }),
      }));
      if (options.json === true) return printJson({ ...campaign, newestReports: reports.rows });
      print(describeCampaign(campaign, reports.rows));
    });
}

function describeCampaign(campaign: CampaignDetail, reports: readonly CampaignReport[]): string {
  const said = words(terminalLanguage());
  const values = campaign.indicators.map(({ kind, value, weight01, reports: count, unlinked }) => [
    `  ${said.indicatorKinds[kind]}`,
    oneLine(value),
    String(count),
    unlinked ?? weight01.toFixed(2),
  ]);
  const decisions = campaign.decisions.map((made) => [`  ${made.at}`, made.action, made.by, oneLine(made.reason)]);
  const proposals = campaign.proposals.map((proposal) => [
    '  the same as?',
    proposal.campaignId === campaign.id ? proposal.otherCampaignId : proposal.campaignId,
    `${proposal.reports} reports`,
    proposal.reason,
  ]);
  return [
    rowOf(campaign).join('  ').trim(),
    '',
    campaign.summary[terminalLanguage()],
    '',
    table(values),
    table(campaign.perDay.slice(-14).map(({ day, reports: count }) => [`  ${day}`, String(count)])),
    table(reports.map(describeReport)),
    table(proposals),
    table(decisions),
  ]
    .filter((part, index) => part !== '' || index === 1 || index === 3)
    .join('\n');
}

function describeReport({ reportId, receivedAt, links, by }: CampaignReport): string[] {
  const why = links.map((link) =>
    [
      link.reason,
      ...(link.indicator === undefined ? [] : [oneLine(link.indicator.value)]),
      ...(link.similarity01 === undefined ? [] : [link.similarity01.toFixed(2)]),
      ...(link.overShared ? ['(over-shared)'] : []),
    ].join(' '),
  );
  return [`  ${reportId}`, receivedAt.slice(0, 16), why.join('; '), by ?? ''];
}

function addNew(campaigns: Command): void {
  paged(campaigns.command('new'))
    .description('new this week: campaigns, values and wordings seen far more often than before')
    .action(async (options: PageOptions) => {
      const page = await withConnection((connection) => connection.call(listEmergence, { query: pageQuery(options) }));
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('Nothing was seen far more often than before.');
      print(table(page.rows.map(emergenceRow)));
      sayMore(page.next);
    });
}

function emergenceRow({ day, subject, campaign, indicator, phrase, count, expected, isNew }: Emergence): string[] {
  const what = phrase ?? indicator?.value ?? campaign?.name ?? campaign?.id ?? '';
  return [day, subject, oneLine(what), `${count}, expected ${expected.toFixed(1)}`, isNew ? 'new' : ''];
}

function addProposals(campaigns: Command): void {
  paged(campaigns.command('proposals'))
    .description('pairs that a report speaks for both of: merge them, or keep them apart')
    .action(async (options: PageOptions) => {
      const page = await withConnection((connection) =>
        connection.call(listCampaignProposals, { query: pageQuery(options) }),
      );
      if (options.json === true) return printJson(page);
      if (page.rows.length === 0) return say('No proposals wait.');
      const rows = page.rows.map((row) => [row.campaignId, row.otherCampaignId, `${row.reports} reports`, row.reason]);
      print(table(rows));
      sayMore(page.next);
    });
}

type Body = Input<typeof decideCampaign>['body'];

interface Named {
  by: string;
  reason: string;
}

function decision(campaigns: Command, name: string, about: string): Command {
  return campaigns
    .command(name)
    .description(about)
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName());
}

/** Sends one decision and says what the campaign is now. */
async function decide(id: string, { by, reason }: Named, wanted: Pick<Body, 'action'> & Partial<Body>): Promise<void> {
  const body = { ...wanted, by, reason };
  const answer = await withConnection((connection) => connection.call(decideCampaign, { params: { id }, body }));
  print(rowOf(answer.campaign).join('  ').trim());
  if (answer.created !== undefined) say(`The new campaign is ${answer.created}.`);
  if (wanted.action !== 'undo') say(`To take it back: spring-rain campaigns undo ${id} --reason …`);
}

function addDecisions(campaigns: Command): void {
  for (const [action, about] of Object.entries(plainActions)) {
    decision(campaigns, action, about).action((id: string, named: Named) =>
      decide(id, named, { action: action as CampaignAction }),
    );
  }
  for (const [action, about] of Object.entries(pairActions)) {
    decision(campaigns, action, about)
      .argument('<other-id>')
      .action((id: string, other: string, named: Named) =>
        decide(id, named, { action: action as CampaignAction, campaignId: other }),
      );
  }
  for (const [action, about] of Object.entries(reportActions)) {
    decision(campaigns, action, about)
      .requiredOption('--reports <ids...>', 'ids of reports')
      .action((id: string, named: Named & { reports: string[] }) =>
        decide(id, named, { action: action as CampaignAction, reportIds: named.reports }),
      );
  }
  decision(campaigns, 'set-kind', 'say which kind of scam it is')
    .argument('[kind]', `${scamKinds.join(', ')}; without one most of its reports decide`)
    .action((id: string, kind: string | undefined, named: Named) =>
      decide(id, named, { action: 'set-kind', ...kindOf(kind) }),
    );
  decision(campaigns, 'rename', 'give it a name')
    .argument('[name]', 'without one it has none')
    .action((id: string, name: string | undefined, named: Named) =>
      decide(id, named, { action: 'rename', ...(name === undefined ? {} : { name }) }),
    );
}

const plainActions = {
  close: 'close a campaign that is over',
  reopen: 'open a closed campaign again',
  release: 'let the public see its figures: checks that it fits name it',
  retract: 'take a release back',
  undo: 'take the last decision about it back, exactly',
} satisfies Partial<Record<CampaignAction, string>>;

const pairActions = {
  merge: 'make another campaign a part of this one',
  'keep-apart': 'put a proposal to merge two campaigns aside',
} satisfies Partial<Record<CampaignAction, string>>;

const reportActions = {
  split: 'make some of its reports a campaign of their own',
  attach: 'bring reports to it',
  detach: 'take reports out of it; they are not linked again',
} satisfies Partial<Record<CampaignAction, string>>;

function kindOf(given: string | undefined): Pick<Body, 'kind'> {
  if (given === undefined) return {};
  const kind = scamKinds.find((known) => known === given);
  if (kind === undefined) {
    throw new CommandFailure(`Wanted one of ${scamKinds.join(', ')}, found "${given}".`, exitCodes.usage);
  }
  return { kind };
}

function addRelink(campaigns: Command): void {
  campaigns
    .command('relink')
    .description('link the reports that are kept, the oldest first: after an upgrade')
    .requiredOption('--all', 'all of them')
    .action(async () => {
      let cursor: string | undefined;
      let done = 0;
      await withConnection(async (connection) => {
        do {
          const body = cursor === undefined ? {} : { cursor };
          const answer = await connection.call(relinkReports, { body });
          done += answer.reports;
          cursor = answer.next;
          say(`${done} reports linked`);
        } while (cursor !== undefined);
      });
    });
}

/** Control characters and line ends never reach the terminal from what was typed. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 80);
}
