import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ReceiptAnswer, ReceiptStatus, ReportDraft } from '@spring-rain/contract';
import {
  answerReporter,
  checkText,
  decideReport,
  fileReport,
  listReports,
  type ReportAction,
  readReceipt,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import type { startTestServer } from '../../platform/test-server.ts';

/** What the tests of this module do again and again, through the door. */
export type TestServer = Awaited<ReturnType<typeof startTestServer>>;

export const scamText = '您的快递丢失，请加微信 abc12345 或点击 http://evil-parcel.example/pay 办理退款';

/** Files a report and expects its receipt. */
export async function file(server: TestServer, draft: Partial<ReportDraft> = {}, key = randomUUID()) {
  const answer = await server.call(
    fileReport,
    { body: { text: scamText, ...draft } },
    { headers: { 'idempotency-key': key } },
  );
  if (answer.status !== 201) throw new Error(`Filing answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as ReceiptAnswer;
}

export function holding(receipt: string, key = randomUUID()) {
  return { headers: { 'spring-rain-receipt': receipt, 'idempotency-key': key } };
}

export async function statusOf(server: TestServer, receipt: string): Promise<ReceiptStatus> {
  const answer = await server.call(readReceipt, {}, holding(receipt));
  if (answer.status !== 200) throw new Error(`The status answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as ReceiptStatus;
}

/** The id of the newest report, which only the operator sees. */
export async function newestId(server: TestServer): Promise<string> {
  const { body } = await server.call(listReports, { query: { limit: 1 } });
  return (body as { rows: { id: string }[] }).rows[0]!.id;
}

export async function decide(server: TestServer, id: string, action: ReportAction, by = 'Officer Lin') {
  return await server.call(decideReport, { params: { id }, body: { action, by, reason: 'Checked with the bank.' } });
}

export async function answer(server: TestServer, id: string, text = '我们联系了银行。', by = 'Officer Lin') {
  return await server.call(answerReporter, { params: { id }, body: { by, text } });
}

const tablesOfThePublic = [
  'report',
  'report_loss',
  'report_addition',
  'report_answer',
  'sealed_contact',
  'attachment',
  'appeal',
  'sighting',
  'indicator',
  'idempotency_key',
  'decision',
  'event',
];

/** Whether a text stands anywhere in the database, as text or inside of bytes. */
export async function isKeptAnywhere(server: TestServer, text: string): Promise<boolean> {
  const hex = Buffer.from(text).toString('hex');
  for (const table of tablesOfThePublic) {
    const rows = await inTransaction(server.ctx, async (tx) => {
      const found = await sql<{ row: string }>`select row_to_json(kept)::text as row from ${sql.table(table)} kept`;
      return (await found.execute(tx.db)).rows;
    });
    if (rows.some(({ row }) => row.includes(text) || row.includes(hex))) return true;
  }
  return false;
}

/** The overall verdict of a check. */
export async function verdictOf(server: TestServer, text: string): Promise<string> {
  const { body } = await server.call(checkText, { body: { text } });
  return (body as { verdict: string }).verdict;
}

const changeVisibleWithinMs = 2_000;

/** What `read` answers once it is what is wanted, or at last after two seconds: a change is promised within one. */
export async function eventually<Value>(read: () => Promise<Value>, wanted: Value): Promise<Value> {
  const endMs = performance.now() + changeVisibleWithinMs;
  for (;;) {
    const found = await read();
    if (found === wanted || performance.now() > endMs) return found;
    await setTimeout(50);
  }
}
