import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listCampaignProposals, listIndicator } from '@spring-rain/contract';
import {
  adoptList,
  campaignOf,
  campaignsOf,
  countRows,
  decide,
  detailOf,
  file,
  link,
  loanScript,
  parcelScript,
  refundScript,
  reportsOf,
  startCampaignServer,
  strangerText,
} from './test-campaigns.ts';

const bankLine = '95588';
const lists = [
  { source: 'banks', role: 'known-good', values: [{ kind: 'phone', value: bankLine }] },
  {
    source: 'universities',
    role: 'known-good',
    values: [{ kind: 'domain', value: 'cau.edu.cn', scope: 'domain' }],
  },
  { source: 'top', role: 'busy', values: ['taobao.com'] },
  { source: 'short', role: 'shortener', values: ['t.cn'] },
  { source: 'shared', role: 'shared-host', values: [{ kind: 'domain', value: 'docs.qq.com', tenancy: 'path' }] },
] as const;

test('what official, busy or shared values have in common links nobody', async () => {
  await using server = await startCampaignServer();
  for (const list of lists) await adoptList(server, list);
  const shared = [
    `请拨打 ${bankLine} 核实`,
    '见 https://www.cau.edu.cn/notice/2026',
    '去 https://www.taobao.com/help 看',
    '见 https://t.cn/ 说明',
    'https://docs.qq.com/ 填表',
  ];
  for (const [at, value] of shared.entries()) {
    for (const copy of [0, 1, 2]) await file(server, { text: `${strangerText(at * 10 + copy)} ${value}` });
  }
  await link(server);
  assert.deepEqual(await campaignsOf(server), []);
});

test('a page of their own on a shared host, or behind a shortener, links', async () => {
  await using server = await startCampaignServer();
  for (const list of lists) await adoptList(server, list);
  for (const page of ['https://docs.qq.com/form/page/DV1pXZ8', 'https://t.cn/A6xYz12']) {
    for (const copy of [0, 1]) await file(server, { text: `${strangerText(page.length * 3 + copy)} ${page}` });
  }
  await link(server);
  assert.deepEqual(
    (await campaignsOf(server)).map(({ reports }) => reports),
    [2, 2],
  );
});

test('reports that name a bank’s real number keep their campaign, and the number is shown as official', async () => {
  await using server = await startCampaignServer();
  for (const list of lists) await adoptList(server, list);
  for (const end of ['', '。', '！']) await file(server, { text: `${refundScript}，可致电 ${bankLine} 核实${end}` });
  await file(server, { text: `${strangerText(1)} ${bankLine}` });
  await link(server);
  const [campaign, ...more] = await campaignsOf(server);
  assert.deepEqual([campaign!.reports, more], [3, []]);
  const { indicators } = await detailOf(server, campaign!.id);
  const bank = indicators.find(({ value }) => value.endsWith(bankLine));
  assert.deepEqual([bank?.weight01, bank?.unlinked], [0, 'official']);
});

test('poisoned reports can neither link a university’s site nor have it listed', async () => {
  await using server = await startCampaignServer();
  for (const list of lists) await adoptList(server, list);
  for (let at = 0; at < 6; at += 1) await file(server, { text: `${refundScript} https://www.cau.edu.cn/jobs/${at}` });
  await link(server);
  const [campaign] = await campaignsOf(server);
  const detail = await detailOf(server, campaign!.id);
  const ofUniversity = detail.indicators.filter(({ value }) => value.includes('cau.edu.cn'));
  assert.ok(ofUniversity.length > 0);
  for (const { unlinked } of ofUniversity) assert.equal(unlinked, 'official');
  await decide(server, campaign!.id, 'release');
  const listed = await server.call(listIndicator, {
    body: { kind: 'domain', value: 'www.cau.edu.cn', by: 'Officer Wang', reason: 'Named in a campaign.' },
  });
  assert.equal(listed.body.code, 'listing.known_good');
});

test('a message made to link with everything merges no campaigns: it proposes, and a person decides', async () => {
  await using server = await startCampaignServer();
  const refund = await file(server, { text: `${refundScript} 联系微信 refund_kefu_88` });
  await file(server, { text: `${refundScript}。联系微信 refund_kefu_88` });
  const loan = await file(server, { text: `${loanScript} 联系QQ 739182645` });
  await file(server, { text: `${loanScript}。联系QQ 739182645` });
  await link(server);
  const before = await campaignsOf(server);
  assert.equal(before.length, 2);
  const bridge = await file(server, {
    text: `${refundScript}${loanScript}${parcelScript} 微信 refund_kefu_88 QQ 739182645`,
  });
  await link(server);
  const after = await campaignsOf(server);
  assert.deepEqual(after.map(({ reports }) => reports).toSorted(), [2, 3]);
  assert.notEqual(await campaignOf(server, refund), await campaignOf(server, loan));
  const { body } = await server.call(listCampaignProposals, { query: {} });
  assert.equal(body.rows.length, 1);
  assert.equal(body.rows[0]!.reportId, bridge);
  const [one, other] = [body.rows[0]!.campaignId, body.rows[0]!.otherCampaignId];
  assert.equal((await decide(server, one, 'keep-apart', { campaignId: other })).status, 201);
  assert.deepEqual((await server.call(listCampaignProposals, { query: {} })).body.rows, []);
  assert.equal((await decide(server, one, 'undo')).status, 201);
  assert.equal((await server.call(listCampaignProposals, { query: {} })).body.rows.length, 1);
});

test('many bridges from many reporters merge nothing either: they are one proposal', async () => {
  await using server = await startCampaignServer();
  const refund = [];
  const loan = [];
  for (const end of ['', '。', '！']) {
    refund.push(await file(server, { text: `${refundScript}${end} 联系微信 refund_kefu_88` }));
    loan.push(await file(server, { text: `${loanScript}${end} 联系QQ 739182645` }));
  }
  await link(server);
  const bridges = 12;
  for (let at = 0; at < bridges; at += 1) {
    const text = at % 2 === 0 ? `${refundScript} QQ 739182645` : `${loanScript} 微信 refund_kefu_88`;
    await file(server, { text: `${text}，编号${at}` });
    await link(server);
  }
  const campaigns = await campaignsOf(server);
  assert.equal(campaigns.length, 2);
  assert.equal(campaigns[0]!.reports + campaigns[1]!.reports, refund.length + loan.length + bridges);
  for (const reports of [refund, loan]) {
    const found = await Promise.all(reports.map((id) => campaignOf(server, id)));
    assert.equal(new Set(found).size, 1);
  }
  assert.notEqual(await campaignOf(server, refund[0]!), await campaignOf(server, loan[0]!));
  const { body } = await server.call(listCampaignProposals, { query: {} });
  assert.deepEqual(
    body.rows.map(({ reports }) => reports),
    [bridges],
  );
});

test('one message cannot draw strangers together that have only it in common', async () => {
  await using server = await startCampaignServer();
  const handles = ['lanhua_7781', 'moli_55210', 'yuexia_9043'];
  const strangers = [];
  for (const [at, handle] of handles.entries()) {
    strangers.push(await file(server, { text: `${strangerText(at)} 加微信 ${handle}` }));
  }
  await file(server, { text: `${strangerText(77)} 微信 ${handles.join('，微信 ')}` });
  await link(server);
  const [campaign, ...more] = await campaignsOf(server);
  assert.deepEqual([campaign!.reports, more], [2, []], 'it founds a campaign with one of them, not with all');
  // A second reporter who names them too speaks for them.
  await file(server, { text: `${strangerText(78)} 微信 ${handles.join('，微信 ')}` });
  await link(server);
  assert.deepEqual(
    (await campaignsOf(server)).map(({ reports }) => reports),
    [5],
  );
});

test('many copies from one sender are one reporter, one script, and a bounded number of rows', async () => {
  await using server = await startCampaignServer();
  const copies = 120;
  for (let at = 0; at < copies; at += 1) {
    await file(server, { text: `${refundScript} 1380013${String(8000 + at)}` }, 'one sender');
  }
  await link(server);
  const [campaign] = await campaignsOf(server);
  assert.deepEqual([campaign!.reports, campaign!.distinctReporters], [copies, 1]);
  assert.equal(await countRows(server, 'script'), 1);
  assert.equal(await countRows(server, 'script_band'), 16);
  assert.equal(await countRows(server, 'campaign_report'), copies);
  assert.ok((await countRows(server, 'campaign_link')) <= 4 * copies);
  assert.equal(await countRows(server, 'campaign_proposal'), 0);
});

test('a value that is named everywhere stops linking, and says so', async () => {
  await using server = await startCampaignServer();
  const handle = 'kefu_hotline_1';
  const early = [];
  for (let at = 0; at < 40; at += 1) {
    early.push(await file(server, { text: `${strangerText(at)} 加微信 ${handle}` }));
    // As reports come in: each is linked to what is there so far.
    if (at === 2 || at === 39) await link(server);
  }
  const [campaign] = await campaignsOf(server);
  assert.ok(campaign!.reports < 40, `wanted less than all 40, found ${campaign!.reports}`);
  const detail = await detailOf(server, campaign!.id);
  const named = detail.indicators.find(({ value }) => value.includes(handle));
  assert.deepEqual([named?.weight01, named?.unlinked], [0, 'over-shared']);
  for (const { links } of await reportsOf(server, campaign!.id)) {
    assert.equal(links.find(({ indicator }) => indicator?.value.includes(handle))?.overShared, true);
  }
});

test('one script in many wordings does not wander: what is only alike to a late member stays out', async () => {
  await using server = await startCampaignServer();
  // Each wording keeps most of the one before it, and the last nothing of the first.
  const parts = Array.from({ length: 12 }, (_, at) => strangerText(at).slice(0, 20));
  for (let at = 0; at + 5 <= parts.length; at += 1) {
    await file(server, { text: parts.slice(at, at + 5).join('，') });
    await link(server);
  }
  const sizes = (await campaignsOf(server)).map(({ reports }) => reports);
  assert.ok(Math.max(...sizes) < 8, `wanted no campaign of all 8 wordings, found ${sizes.join(', ')}`);
});
