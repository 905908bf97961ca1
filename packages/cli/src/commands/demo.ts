import { join } from 'node:path';
import {
  addToReport,
  answerReporter,
  appealAnswer,
  decideReport,
  fileReport,
  listIndicator,
  listReports,
} from '@spring-rain/contract';
import { loadConfig, serve } from '@spring-rain/server';
import type { Command } from 'commander';
import { type Connection, connect } from '../connection.ts';
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
      const receipts = await seed({ ...config, rateLimits: false, floodProof: false });
      await serve(config);
      for (const receipt of receipts) say(`Demo receipt to look at: ${receipt}`);
    });
}

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
  return receipts;
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
