import { randomUUID } from 'node:crypto';
import type {
  CampaignAction,
  CampaignDetail,
  CampaignReport,
  CampaignSummary,
  Input,
  ReportAction,
  ReportDraft,
  SourceRole,
} from '@spring-rain/contract';
import {
  adoptSource,
  decideCampaign,
  decideReport,
  fileReport,
  importIndicators,
  listCampaignReports,
  listCampaigns,
  listReports,
  readCampaign,
  relinkReports,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../platform/test-server.ts';

/** What the tests of this module do again and again, through the door. */

export const refundScript =
  '您好，我是商城客服，您购买的商品因质量问题需要为您办理退款赔付，请添加企业客服并按照提示操作，逾期将无法受理，退款将原路返回到您的账户';
export const parcelScript =
  '【快递】您的包裹因地址信息不完整无法派送，请于今日内点击链接补全收货信息并支付重新派送费用，逾期包裹将被退回发件人';
export const loanScript =
  '尊敬的用户，您的信用评分良好，现已获得最高二十万元备用金额度，无抵押放款快，回复领取即可办理，数量有限先到先得';

/** A server behind a proxy, so that reporters come from addresses of their own. */
export function startCampaignServer(options: TestServerOptions = {}): Promise<TestServer> {
  return startTestServer({ ...options, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
}

/** Files a report from a reporter of its own and answers its id, which only the operator sees. */
export async function file(
  server: TestServer,
  draft: Partial<ReportDraft> & { text: string },
  reporter: string = randomUUID(),
) {
  const answer = await server.call(
    fileReport,
    { body: draft },
    { headers: { 'idempotency-key': randomUUID(), 'user-agent': reporter, 'x-forwarded-for': addressOf(reporter) } },
  );
  if (answer.status !== 201) throw new Error(`Filing answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return await newestId(server);
}

/** An address of documentation (RFC 3849) for each reporter. */
function addressOf(reporter: string): string {
  const hex = Buffer.from(reporter).toString('hex').padStart(8, '0');
  return `2001:db8:${hex.slice(-8, -4)}:${hex.slice(-4)}::1`;
}

export async function newestId(server: TestServer): Promise<string> {
  const { body } = await server.call(listReports, { query: { limit: 1 } });
  return body.rows[0]!.id;
}

/** Links all reports that are kept, a batch at a time, as `campaigns relink --all` does. */
export async function link(server: TestServer): Promise<void> {
  let cursor: string | undefined;
  do {
    const answer = await server.call(relinkReports, { body: cursor === undefined ? {} : { cursor } });
    if (answer.status !== 200) throw new Error(`Linking answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    cursor = answer.body.next;
  } while (cursor !== undefined);
}

export async function campaignsOf(server: TestServer): Promise<CampaignSummary[]> {
  return (await server.call(listCampaigns, { query: { limit: 200 } })).body.rows;
}

export async function detailOf(server: TestServer, id: string): Promise<CampaignDetail> {
  return (await server.call(readCampaign, { params: { id } })).body;
}

export async function reportsOf(server: TestServer, id: string): Promise<CampaignReport[]> {
  return (await server.call(listCampaignReports, { params: { id }, query: { limit: 200 } })).body.rows;
}

/** The campaign of a report, if it is in one. */
export async function campaignOf(server: TestServer, reportId: string): Promise<string | undefined> {
  for (const { id } of await campaignsOf(server)) {
    const reports = await reportsOf(server, id);
    if (reports.some((report) => report.reportId === reportId)) return id;
  }
  return undefined;
}

type Body = Input<typeof decideCampaign>['body'];

export async function decide(
  server: TestServer,
  id: string,
  action: CampaignAction,
  given: Partial<Omit<Body, 'action'>> = {},
) {
  const body = { action, by: 'Officer Lin', reason: 'Compared by hand.', ...given };
  return await server.call(decideCampaign, { params: { id }, body });
}

export interface TestList {
  readonly source: string;
  readonly role: SourceRole;
  readonly values: readonly (string | object)[];
}

/** Imports a list, one value a line, and adopts it. */
export async function adoptList(server: TestServer, { source, role, values }: TestList): Promise<void> {
  const isJson = values.some((value) => typeof value !== 'string');
  const rows = values.map((value, at) => ({
    line: at + 1,
    raw: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  const format = isJson ? 'jsonl' : 'plain';
  const answer = await server.call(importIndicators, { body: { source, role, format, by: 'Officer Wang', rows } });
  if (answer.status !== 200 || answer.body.refused.length > 0) {
    throw new Error(`The import answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  const named = { by: 'Officer Wang', reason: 'Publisher checked.' };
  await server.call(adoptSource, { params: { name: source }, body: named });
}

/** How many rows a table has. */
export async function countRows(server: TestServer, table: string): Promise<number> {
  return await inTransaction(server.ctx, async (tx) => {
    const query = sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`;
    return (await query.execute(tx.db)).rows[0]!.count;
  });
}

/** Sentences that have nothing in common with each other, seeded: what honest strangers write. */
export function strangerText(seed: number): string {
  const random = seededRandom(seed);
  const characters = Array.from({ length: 60 }, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 5_000)));
  return characters.join('');
}

/** mulberry32 (T. Ettinger, public domain). */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export async function decideReportAs(server: TestServer, id: string, action: ReportAction) {
  const body = { action, by: 'Officer Lin', reason: 'Looked again.' };
  return await server.call(decideReport, { params: { id }, body });
}

/** No classifier: what a server without a model file has. */
export const noModel: KindReader = {
  read: () => ({ kind: 'undecided', reason: 'no-model' }),
  version: undefined,
  leastFraud01: 1,
  problem: 'none in this test',
};
