import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeHold, readReport, releaseHold } from '@spring-rain/contract';
import { startTestServer } from '../../platform/test-server.ts';
import { purgeEnded } from '../reports/retention.ts';
import { purgeCampaigns } from './retention.ts';
import { campaignOf, campaignsOf, file, link, newestId } from './test-campaigns.ts';

const script =
  '您好，我是商城客服，您购买的商品因质量问题需要为您办理退款赔付，请添加企业客服并按照提示操作，逾期将无法受理';

async function purge(server: Awaited<ReturnType<typeof startTestServer>>): Promise<void> {
  await purgeEnded(server.jobCtx);
  await purgeCampaigns(server.jobCtx);
}

test('a campaign’s hold keeps its reports and itself; released, both go', async () => {
  await using server = await startTestServer();
  await file(server, { text: script });
  const held = await newestId(server);
  await file(server, { text: `${script}。` });
  await file(server, { text: '明天上午十点开会，请带上材料。' });
  const loose = await newestId(server);
  await link(server);
  const campaignId = await campaignOf(server, held);
  assert.ok(campaignId);

  const until = new Date(server.clock.now().getTime() + 1_800 * 86_400_000).toISOString();
  const officer = { by: 'Officer Lin', reason: 'Court order 12.' };
  const body = { subject: 'campaign' as const, id: campaignId, legalBasis: 'CPL art. 54', until, ...officer };
  const placed = await server.call(placeHold, { body });
  assert.equal(placed.status, 201);
  server.clock.advance({ days: 1_500 });
  await purge(server);
  assert.equal((await server.call(readReport, { params: { id: held } })).status, 200);
  assert.equal((await server.call(readReport, { params: { id: loose } })).status, 404);
  assert.equal((await campaignsOf(server)).length, 1);

  await server.call(releaseHold, { params: { id: placed.body.id }, body: officer });
  await purge(server);
  assert.equal((await server.call(readReport, { params: { id: held } })).status, 404);
  assert.equal((await campaignsOf(server)).length, 0);
});
