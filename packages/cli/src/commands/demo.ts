import { join } from 'node:path';
import {
  addToReport,
  answerReporter,
  appealAnswer,
  decideCampaign,
  decideReport,
  fileReport,
  listCampaigns,
  listIndicator,
  listReports,
  relinkReports,
} from '@spring-rain/contract';
import { loadConfig, serve } from '@spring-rain/server';
import type { Command } from 'commander';
import { type Connection, connect } from '../connection.ts';
import { demoCampaignDrafts } from '../demo/campaign.ts';
import { type DemoReport, demoOfficer, demoReports } from '../demo/reports.ts';
import { say } from '../output.ts';

/** `demo`: a server in a folder of its own, filled with made-up data, every page marked as demo. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('run with made-up data in a folder of its own (demo-data beside the data folder)')
    .action(async () => {
      const own = loadConfig();
      const { databaseUrl: _ownDatabase, filesUrl: _ownFiles, ...embedded } = own;
      const dataDir = join(own.dataDir, '..', 'demo-data');
      const config = { ...embedded, dataDir, keysDir: join(dataDir, 'demo-keys'), demo: true };
      // The made-up reports all come from this machine at once, which is what the guards are there to stop.
      const receipts = await seed({ ...config, rateLimits: false, floodProof: false, trustedProxies: ['loopback'] });
      await serve(config);
      for (const receipt of receipts) say(`Demo receipt to look at: ${receipt}`);
    });
}

/** The demo is a handful of reports. */
const relinkBatchesMax = 10;

/** Fills an empty demo folder. Yields receipts to look at; none when it was filled before. */
async function seed(config: Parameters<typeof connect>[0]): Promise<string[]> {
  await using connection = await connect(config);
  const before = await connection.call(listReports, { query: { limit: 1 } });
  if (before.rows.length > 0) return [];
  const receipts: string[] = [];
  for (const [index, report] of demoReports(new Date()).entries()) {
    const { receipt, worthLooking } = await file(connection, report, `demo-report-${index}`);
    if (worthLooking) receipts.push(receipt);
  }
  await fileCampaigns(connection);
  return receipts;
}

/** Two campaigns, each report from an address of its own; the greater is released, so that checks name it. */
async function fileCampaigns(connection: Connection): Promise<void> {
  for (const [index, body] of demoCampaignDrafts(new Date()).entries()) {
    // Addresses of documentation (RFC 5737): nobody's.
    const headers = { 'idempotency-key': `demo-campaign-${index}`, 'x-forwarded-for': `203.0.113.${index + 1}` };
    await connection.call(fileReport, { body }, headers);
  }
  for (let cursor: string | undefined, batches = 0; batches < relinkBatchesMax; batches += 1) {
    cursor = (await connection.call(relinkReports, { body: cursor === undefined ? {} : { cursor } })).next;
    if (cursor === undefined) break;
  }
  const { rows } = await connection.call(listCampaigns, { query: { limit: 50 } });
  const greatest = rows.toSorted((one, other) => other.reports - one.reports)[0];
  if (greatest === undefined) throw new Error('The demo reports were filed, but no campaign was found among them.');
  const body = { action: 'release', by: demoOfficer, reason: '与商城核实过：没有这次退款。' } as const;
  await connection.call(decideCampaign, { params: { id: greatest.id }, body });
}

async function file(
  connection: Connection,
  report: DemoReport,
  key: string,
): Promise<{ receipt: string; worthLooking: boolean }> {
  const { receipt } = await connection.call(fileReport, { body: report.draft }, { 'idempotency-key': key });
  const { rows } = await connection.call(listReports, { query: { limit: 50 } });
  const id = rows.find((row) => row.excerpt.slice(0, 20) === report.draft.text.slice(0, 20))?.id;
  if (id === undefined) throw new Error(`The demo report ${key} was filed but is not in the list.`);
  const params = { id };
  for (const { action, reason } of report.decide ?? []) {
    await connection.call(decideReport, { params, body: { action, reason, by: demoOfficer } });
  }
  if (report.answer !== undefined) {
    await connection.call(answerReporter, { params, body: { by: demoOfficer, text: report.answer } });
  }
  if (report.list !== undefined) {
    await connection.call(listIndicator, { body: { ...report.list, by: demoOfficer, reportId: id } });
  }
  await followUp(connection, report, { receipt, key });
  return { receipt, worthLooking: report.answer !== undefined };
}

/** What the reporter does afterwards, with the receipt in hand. */
async function followUp(
  connection: Connection,
  report: DemoReport,
  held: { receipt: string; key: string },
): Promise<void> {
  const headers = (step: string) => ({ 'spring-rain-receipt': held.receipt, 'idempotency-key': `${held.key}-${step}` });
  if (report.addition !== undefined) {
    await connection.call(addToReport, { body: { text: report.addition } }, headers('addition'));
  }
  if (report.appeal !== undefined) {
    await connection.call(appealAnswer, { body: { text: report.appeal } }, headers('appeal'));
  }
}
