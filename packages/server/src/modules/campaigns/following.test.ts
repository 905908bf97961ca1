import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { importReports, listCampaigns } from '@spring-rain/contract';
import type { TestServer } from '../../platform/test-server.ts';
import { linkReports } from './linking.ts';
import { purgeCampaigns } from './retention.ts';
import {
  campaignsOf,
  countRows,
  decide,
  decideReportAs,
  detailOf,
  file,
  link,
  loanScript,
  noModel,
  parcelScript,
  refundScript,
  reportsOf,
  startCampaignServer,
} from './test-campaigns.ts';

/** Waits until the events of so many reports have become jobs, and runs them. */
async function runLinking(server: TestServer, reports: number): Promise<void> {
  const endMs = performance.now() + 5_000;
  for (let seen = 0; seen < reports; ) {
    if (performance.now() > endMs) throw new Error(`Wanted ${reports} reports queued for linking, found ${seen}.`);
    await delay(20);
    const queued = (await server.queuedJobs()) as { name: string; data: { reportIds?: string[] } }[];
    seen = queued.flatMap(({ name, data }) => (name === 'campaigns.link' ? (data.reportIds ?? []) : [])).length;
  }
  await server.runJobs();
}

test('a report is linked by a job that its own event queues', async () => {
  await using server = await startCampaignServer();
  for (const end of ['', '。', '！谢谢']) await file(server, { text: refundScript + end });
  await runLinking(server, 3);
  assert.deepEqual(
    (await campaignsOf(server)).map(({ reports }) => reports),
    [3],
  );
});

/** Runs a job by its name, as the clock would. */
async function runJob(server: TestServer, name: string): Promise<void> {
  const job = server.app.modules.flatMap(({ jobs }) => jobs ?? []).find((each) => each.name === name);
  await job!.work(server.jobCtx, [{}]);
}

async function importTexts(server: TestServer, texts: readonly string[]): Promise<void> {
  const rows = texts.map((text, at) => ({ line: at + 1, raw: JSON.stringify({ text }) }));
  const body = { source: 'corpus', fileHash: 'a'.repeat(64), by: 'Officer Lin', rows };
  assert.equal((await server.call(importReports, { body })).body.added, texts.length);
}

test('imported reports are linked too, count as one reporter once confirmed, and until then as none', async () => {
  await using server = await startCampaignServer();
  await importTexts(server, [refundScript, `${refundScript}。`, `${refundScript}！谢谢`]);
  await runLinking(server, 3);
  const [campaign] = await campaignsOf(server);
  assert.deepEqual([campaign!.reports, campaign!.distinctReporters], [3, 0]);
  assert.match((await detailOf(server, campaign!.id)).summary.en, /: 3 imported reports, none of them confirmed, 20/);
  for (const { reportId } of await reportsOf(server, campaign!.id)) await decideReportAs(server, reportId, 'confirm');
  await runLinking(server, 3);
  const { reports, distinctReporters, summary } = await detailOf(server, campaign!.id);
  assert.deepEqual([reports, distinctReporters], [3, 1]);
  assert.match(summary.en, /: 3 reports by about 1 person, 20/);
});

test('linkers that run at once make what one alone would make', async () => {
  await using server = await startCampaignServer();
  const ids: string[] = [];
  for (let at = 0; at < 6; at += 1) {
    for (const script of [refundScript, parcelScript, loanScript]) {
      ids.push(await file(server, { text: `${script} ${'好'.repeat(at)}` }));
    }
  }
  const orders = [ids, ids.toReversed(), ids.filter((_, at) => at % 2 === 0), ids];
  await Promise.all(orders.map((order) => linkReports(server.jobCtx, order, { kinds: noModel })));
  assert.deepEqual(
    (await campaignsOf(server)).map(({ reports }) => reports),
    [6, 6, 6],
  );
  assert.equal(await countRows(server, 'campaign_report'), ids.length);
});

test('what staff see of a campaign holds no reporter’s words', async () => {
  await using server = await startCampaignServer();
  const words = ['我妈妈哭了一整夜', '我住在朝阳区幸福小区'];
  for (const word of words) await file(server, { text: `${refundScript}。${word}` });
  await link(server);
  const [campaign] = (await server.call(listCampaigns, { query: {} })).body.rows;
  const seen = JSON.stringify([
    campaign,
    await detailOf(server, campaign!.id),
    await reportsOf(server, campaign!.id),
    await decide(server, campaign!.id, 'release'),
  ]);
  for (const word of [...words, refundScript.slice(0, 8)]) assert.ok(!seen.includes(word), word);
  assert.match((await detailOf(server, campaign!.id)).summary['zh-CN'], /约 2 人举报 2 次/);
});

test('scripts, bands and links end with their reports, and the figures stay', async () => {
  await using server = await startCampaignServer();
  for (const end of ['', '。', '！谢谢']) await file(server, { text: `${refundScript}${end} 微信 kefu_tuikuan_66` });
  await link(server);
  const before = (await campaignsOf(server))[0]!;
  server.clock.advance({ days: 366 });
  await runJob(server, 'reports.retention');
  for (const table of ['report', 'script', 'script_band', 'script_value', 'campaign_report', 'campaign_link']) {
    assert.equal(await countRows(server, table), 0, table);
  }
  const after = await detailOf(server, before.id);
  assert.deepEqual([after.reports, after.distinctReporters, after.state], [3, 3, 'quiet']);
  // A later report counts on, and a decision that counts all anew keeps what is gone.
  await decide(server, before.id, 'rename', { name: 'Refunds' });
  const renamed = await detailOf(server, before.id);
  assert.deepEqual([renamed.reports, renamed.distinctReporters], [3, 3]);
  server.clock.advance({ days: 800 });
  await purgeCampaigns(server.jobCtx);
  assert.deepEqual(await campaignsOf(server), []);
  assert.equal(await countRows(server, 'campaign_day'), 0);
});

test('who reported is forgotten when the report forgets it, and the reach stays', async () => {
  await using server = await startCampaignServer();
  const reporters = ['first', 'second', 'third'];
  for (const reporter of reporters)
    await file(server, { text: refundScript + reporter }, `${reporter} ${randomUUID()}`);
  await link(server);
  server.clock.advance({ days: 31 });
  await purgeCampaigns(server.jobCtx);
  const id = (await campaignsOf(server))[0]!.id;
  await decide(server, id, 'close');
  assert.equal((await detailOf(server, id)).distinctReporters, 3);
});

test('states follow from when reports came, and from a person’s closing', async () => {
  await using server = await startCampaignServer();
  for (const end of ['', '。']) await file(server, { text: refundScript + end });
  await link(server);
  const id = (await campaignsOf(server))[0]!.id;
  const stateIn = async (state: 'emerging' | 'active' | 'quiet' | 'closed') =>
    (await server.call(listCampaigns, { query: { state } })).body.rows.length;
  const states = async () => [
    await stateIn('emerging'),
    await stateIn('active'),
    await stateIn('quiet'),
    await stateIn('closed'),
  ];
  assert.deepEqual(await states(), [1, 0, 0, 0]);
  server.clock.advance({ days: 8 });
  assert.deepEqual(await states(), [0, 1, 0, 0]);
  server.clock.advance({ days: 14 });
  assert.deepEqual(await states(), [0, 0, 1, 0]);
  await decide(server, id, 'close');
  assert.deepEqual(await states(), [0, 0, 0, 1]);
  await decide(server, id, 'reopen');
  assert.deepEqual(await states(), [0, 0, 1, 0]);
});

test('pages of campaigns and of their reports follow each other without a gap', async () => {
  await using server = await startCampaignServer();
  for (const script of [refundScript, parcelScript, loanScript]) {
    for (const end of ['', '。', '！']) {
      await file(server, { text: script + end });
      server.clock.advance({ seconds: 1 });
    }
  }
  await link(server);
  const all = await campaignsOf(server);
  assert.equal(all.length, 3);
  const paged = [];
  let cursor: string | undefined;
  do {
    const { body } = await server.call(listCampaigns, {
      query: cursor === undefined ? { limit: 1 } : { limit: 1, cursor },
    });
    paged.push(...body.rows);
    cursor = body.next;
  } while (cursor !== undefined);
  assert.deepEqual(paged, all);
  const broken = await server.call(listCampaigns, { query: { cursor: 'x' } });
  assert.equal(broken.body.code, 'cursor.invalid');
});
