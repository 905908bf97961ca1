import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  campaignsOf,
  detailOf,
  file,
  link,
  loanScript,
  parcelScript,
  refundScript,
  reportsOf,
  startCampaignServer,
} from './test-campaigns.ts';

test('a report alone is no campaign', async () => {
  await using server = await startCampaignServer();
  await file(server, { text: refundScript });
  await link(server);
  assert.deepEqual(await campaignsOf(server), []);
});

test('two reports that name one account are one campaign, and each link says so', async () => {
  await using server = await startCampaignServer();
  const one = await file(server, { text: '对方说是我领导，让我把钱转到 6222020200112233446 这个卡上' });
  const other = await file(server, { text: 'My aunt was told to pay into 6222020200112233446 for a customs fee' });
  await file(server, { text: parcelScript });
  await link(server);
  const [campaign, ...more] = await campaignsOf(server);
  assert.deepEqual(more, []);
  assert.equal(campaign!.reports, 2);
  const reports = await reportsOf(server, campaign!.id);
  assert.deepEqual(reports.map(({ reportId }) => reportId).toSorted(), [one, other].toSorted());
  for (const { reportId, links } of reports) {
    assert.equal(links[0]!.reason, 'same-account');
    assert.deepEqual(links[0]!.indicator, { kind: 'bank-card', value: '6222020200112233446' });
    assert.equal(links[0]!.otherReportId, reportId === one ? other : one);
    assert.equal(links[0]!.overShared, false);
    assert.equal(links[0]!.by, undefined);
  }
});

test('reports of one wording are one campaign, whatever number or link stands in it', async () => {
  await using server = await startCampaignServer();
  await file(server, { text: `${refundScript} 13800138001` });
  await file(server, { text: `【通知】${refundScript}！电话13900139002` });
  await file(server, { text: loanScript });
  await link(server);
  const [campaign, ...more] = await campaignsOf(server);
  assert.deepEqual(more, []);
  const [newest] = await reportsOf(server, campaign!.id);
  assert.match(newest!.links[0]!.reason, /script/);
  assert.ok(newest!.links[0]!.similarity01! > 0.7);
  assert.equal((await detailOf(server, campaign!.id)).languages[0]!.language, 'zh');
});

test('linking twice changes nothing', async () => {
  await using server = await startCampaignServer();
  for (const text of [refundScript, `${refundScript}。`, parcelScript, loanScript, `${parcelScript}！！`]) {
    await file(server, { text });
  }
  await link(server);
  const seen = async () => {
    const campaigns = await campaignsOf(server);
    return await Promise.all(
      campaigns.map(async ({ id }) => [await detailOf(server, id), await reportsOf(server, id)]),
    );
  };
  const before = await seen();
  assert.equal(before.length, 2);
  await link(server);
  assert.deepEqual(await seen(), before);
});
