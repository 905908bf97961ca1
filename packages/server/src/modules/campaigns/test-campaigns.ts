import { randomUUID } from 'node:crypto';
import type {
  CampaignAction,
  CampaignDetail,
  CampaignReport,
  CampaignSummary,
  Input,
  ReportDraft,
} from '@spring-rain/contract';
import {
  decideCampaign,
  fileReport,
  listCampaignReports,
  listCampaigns,
  listReports,
  readCampaign,
  relinkReports,
} from '@spring-rain/contract';
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
  reporter = randomUUID(),
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
