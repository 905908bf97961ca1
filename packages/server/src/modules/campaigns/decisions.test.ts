import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { decideReport } from '@spring-rain/contract';
import { sql } from 'kysely';
import { loadConfig } from '../../config.ts';
import { restoreBackup, writeBackup } from '../../platform/backup.ts';
import { type Context, inTransaction } from '../../platform/context.ts';
import { createLog } from '../../platform/log.ts';
import { openResources } from '../../platform/resources.ts';
import { openEmptyTestDatabase } from '../../platform/test-database.ts';
import type { TestServer } from '../../platform/test-server.ts';
import { linkReports } from './linking.ts';
import {
  campaignOf,
  campaignsOf,
  decide,
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

/** Three refund reports and two parcel reports, linked; a loan report stays alone. */
async function twoCampaigns(server: TestServer) {
  const refunds = [];
  for (const end of ['', '。', '！谢谢']) refunds.push(await file(server, { text: refundScript + end }));
  const parcels = [];
  for (const end of ['', '。']) parcels.push(await file(server, { text: parcelScript + end }));
  const alone = await file(server, { text: loanScript });
  await link(server);
  const refund = (await campaignOf(server, refunds[0]!))!;
  const parcel = (await campaignOf(server, parcels[0]!))!;
  assert.notEqual(refund, parcel);
  return { refunds, parcels, alone, refund, parcel };
}

/** All that staff see of campaigns, without what was decided: what undoing has to bring back. */
async function everything(server: TestServer) {
  const campaigns = await campaignsOf(server);
  return await Promise.all(
    campaigns.map(async (summary) => {
      const { decisions: _history, ...detail } = await detailOf(server, summary.id);
      return { summary, detail, reports: await reportsOf(server, summary.id) };
    }),
  );
}

test('every decision is undone exactly, and both stay in the history', async () => {
  await using server = await startCampaignServer();
  const { refunds, parcels, alone, refund, parcel } = await twoCampaigns(server);
  const before = await everything(server);
  const decisions = [
    ['merge', { campaignId: parcel }],
    ['split', { reportIds: [refunds[0]!] }],
    ['attach', { reportIds: [alone, parcels[0]!] }],
    ['detach', { reportIds: refunds.slice(0, 2) }],
    ['close', {}],
    ['rename', { name: '退款客服' }],
    ['set-kind', { kind: 'fake-refund' }],
    ['release', {}],
  ] as const;
  for (const [action, given] of decisions) {
    server.clock.advance({ seconds: 1 });
    const made = await decide(
      server,
      refund,
      action,
      'reportIds' in given ? { reportIds: [...given.reportIds] } : given,
    );
    assert.equal(made.status, 201, `${action}: ${JSON.stringify(made.body)}`);
    assert.notDeepEqual(await everything(server), before, `${action} changed nothing`);
    server.clock.advance({ seconds: 1 });
    const undone = await decide(server, refund, 'undo');
    assert.equal(undone.status, 201, `undo of ${action}: ${JSON.stringify(undone.body)}`);
    assert.deepEqual(await everything(server), before, `undo of ${action}`);
  }
  const history = (await detailOf(server, refund)).decisions.map(({ action, by }) => [action, by]);
  assert.deepEqual(
    history,
    decisions.flatMap(([action]) => [
      [action, 'Officer Lin'],
      ['undo', 'Officer Lin'],
    ]),
  );
});

test('merged campaigns are one: new reports of either come to it, and the parts keep theirs when they part', async () => {
  await using server = await startCampaignServer();
  const { refund, parcel } = await twoCampaigns(server);
  await decide(server, refund, 'merge', { campaignId: parcel });
  assert.deepEqual(
    (await campaignsOf(server)).map(({ id, reports }) => [id, reports]),
    [[refund, 5]],
  );
  assert.equal((await detailOf(server, parcel)).mergedInto, refund);
  assert.deepEqual((await detailOf(server, refund)).merged, [parcel]);
  const late = await file(server, { text: `${parcelScript}，谢谢配合` });
  await link(server);
  assert.equal(await campaignOf(server, late), refund);
  await decide(server, parcel, 'undo');
  assert.deepEqual(
    (await campaignsOf(server)).map(({ id, reports }) => [id, reports]).toSorted(),
    [
      [refund, 4],
      [parcel, 2],
    ].toSorted(),
  );
});

test('a merge is undone from either side, but not before what was decided since', async () => {
  await using server = await startCampaignServer();
  const { refund, parcel } = await twoCampaigns(server);
  await decide(server, refund, 'merge', { campaignId: parcel });
  await decide(server, refund, 'rename', { name: 'Both' });
  const early = await decide(server, parcel, 'undo');
  assert.deepEqual([early.status, early.body.code], [409, 'decision.not_possible']);
  await decide(server, refund, 'undo');
  assert.equal((await decide(server, parcel, 'undo')).status, 201);
  const none = await decide(server, parcel, 'undo');
  assert.equal(none.body.code, 'decision.not_possible');
});

test('a detached report is not linked again by the machine, and speaks for no campaign', async () => {
  await using server = await startCampaignServer();
  const { refunds, refund } = await twoCampaigns(server);
  await decide(server, refund, 'detach', { reportIds: [refunds[0]!] });
  await link(server);
  assert.equal(await campaignOf(server, refunds[0]!), undefined);
  assert.equal((await detailOf(server, refund)).reports, 2);
});

test('a split leaves two campaigns, and later reports come to one of them', async () => {
  await using server = await startCampaignServer();
  const { refunds, refund } = await twoCampaigns(server);
  const { body } = await decide(server, refund, 'split', { reportIds: [refunds[2]!] });
  assert.deepEqual(
    (await reportsOf(server, body.created!)).map(({ reportId, by, links }) => [reportId, by, links[0]!.reason]),
    [[refunds[2], 'Officer Lin', 'decided']],
  );
  assert.equal((await detailOf(server, refund)).reports, 2);
  const all = await decide(server, refund, 'split', { reportIds: refunds.slice(0, 2) });
  assert.equal(all.body.code, 'decision.not_possible');
});

test('a report that is rejected leaves its campaign, and comes back when it is reopened', async () => {
  await using server = await startCampaignServer();
  const { refunds, refund } = await twoCampaigns(server);
  const judge = async (action: 'junk' | 'reopen') => {
    const body = { action, by: 'Officer Lin', reason: 'Looked again.' };
    await server.call(decideReport, { params: { id: refunds[1]! }, body });
    await link(server);
    return await campaignOf(server, refunds[1]!);
  };
  assert.equal(await judge('junk'), undefined);
  assert.equal((await detailOf(server, refund)).reports, 2);
  assert.equal((await detailOf(server, refund)).distinctReporters, 2);
  assert.equal(await judge('reopen'), refund);
  assert.equal((await detailOf(server, refund)).distinctReporters, 3);
});

test('what is not possible is refused with what was found, and changes nothing', async () => {
  await using server = await startCampaignServer();
  const { refunds, parcels, refund, parcel } = await twoCampaigns(server);
  const before = await everything(server);
  const missing = '00000000-0000-7000-8000-00000000dead';
  const refusals = [
    [refund, 'merge', { campaignId: refund }, 'decision.not_possible'],
    [refund, 'merge', { campaignId: missing }, 'request.not_found'],
    [refund, 'merge', {}, 'request.invalid'],
    [refund, 'keep-apart', { campaignId: parcel }, 'decision.not_possible'],
    [refund, 'detach', { reportIds: [parcels[0]!] }, 'decision.not_possible'],
    [refund, 'detach', {}, 'request.invalid'],
    [refund, 'attach', { reportIds: [refunds[0]!] }, 'decision.not_possible'],
    [refund, 'attach', { reportIds: [missing] }, 'request.not_found'],
    [refund, 'reopen', {}, 'decision.not_possible'],
    [refund, 'retract', {}, 'decision.not_possible'],
    [refund, 'undo', {}, 'decision.not_possible'],
    [refund, 'close', { by: ' ' }, 'decision.name_missing'],
    [missing, 'close', {}, 'request.not_found'],
  ] as const;
  for (const [id, action, given, code] of refusals) {
    const body = 'reportIds' in given ? { reportIds: [...given.reportIds] } : given;
    assert.equal((await decide(server, id, action, body)).body.code, code, `${action} ${JSON.stringify(given)}`);
  }
  assert.deepEqual(await everything(server), before);
  assert.deepEqual((await detailOf(server, refund)).decisions, []);
});

test('what was decided about campaigns can be neither changed nor deleted by staff', async () => {
  await using server = await startCampaignServer();
  const { refund } = await twoCampaigns(server);
  await decide(server, refund, 'close');
  for (const statement of [sql`update campaign_decision set undoes = null`, sql`delete from campaign_decision`]) {
    await assert.rejects(
      inTransaction(server.ctx, (tx) => statement.execute(tx.db)),
      /permission denied/,
    );
  }
});

test('the public sees no row of any campaign', async () => {
  await using server = await startCampaignServer();
  await twoCampaigns(server);
  for (const table of ['campaign', 'campaign_report', 'campaign_link', 'script', 'script_value', 'emergence']) {
    await assert.rejects(
      inTransaction(server.publicCtx, (tx) => sql`select 1 from ${sql.table(table)}`.execute(tx.db)),
      /permission denied/,
    );
  }
});

test('a backup brings back campaigns, merges, links and what was decided, and linking goes on', async () => {
  await using server = await startCampaignServer();
  const { refunds, refund, parcel } = await twoCampaigns(server);
  await decide(server, refund, 'split', { reportIds: [refunds[0]!] });
  await decide(server, parcel, 'merge', { campaignId: refund });
  const tables = ['campaign', 'campaign_report', 'campaign_link', 'campaign_decision', 'campaign_move', 'script_value'];
  const rowsIn = async (ctx: Context) =>
    await inTransaction(ctx, async (tx) => {
      const rows: unknown[] = [];
      for (const table of tables) {
        const all = sql<{
          row: string;
        }>`select to_jsonb(kept)::text as row from ${sql.table(table)} as kept order by 1`;
        rows.push((await all.execute(tx.db)).rows);
      }
      return rows;
    });
  const before = await rowsIn(server.ctx);
  const archive = await buffer(writeBackup(server.resources));
  const database = await openEmptyTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'spring-rain-restored-'));
  try {
    const environment = database.url === undefined ? {} : { DATABASE_URL: database.url };
    const config = loadConfig({ DATA_DIR: dataDir, SPRING_RAIN_KEYS_DIR: join(dataDir, 'own'), ...environment });
    await restoreBackup(config, Readable.from([archive]));
    await using restored = await openResources(config, createLog('silent'));
    assert.deepEqual(await rowsIn(restored.context({ role: 'app', name: 'operator' })), before);
    await linkReports(restored.context({ role: 'job', name: 'test', reason: 'following events' }), refunds, {
      kinds: noModel,
    });
    assert.deepEqual(await rowsIn(restored.context({ role: 'app', name: 'operator' })), before);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
    await database.drop();
  }
});
