import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listEmergence } from '@spring-rain/contract';
import type { TestServer } from '../../platform/test-server.ts';
import { findEmergence } from './emerging.ts';
import { countPhrases, joinPhrases, phrasesOf } from './phrases.ts';
import {
  adoptList,
  campaignsOf,
  countRows,
  file,
  link,
  parcelScript,
  refundScript,
  startCampaignServer,
  strangerText,
} from './test-campaigns.ts';

/** As the job would run it, an hour after the last report. */
async function lookThrough(server: TestServer) {
  await link(server);
  server.clock.advance({ hours: 1 });
  await findEmergence(server.jobCtx);
  return (await server.call(listEmergence, { query: { limit: 200 } })).body.rows;
}

test('a wave is new: its campaign, its account and its wording; what comes every day is not', async () => {
  await using server = await startCampaignServer();
  for (let day = 0; day < 14; day += 1) {
    for (let at = 0; at < 6; at += 1) await file(server, { text: `${parcelScript} 微信 parcel_desk_${at % 2}` });
    await lookThrough(server);
    server.clock.advance({ hours: 23 });
  }
  for (let at = 0; at < 6; at += 1) await file(server, { text: `${parcelScript} 微信 parcel_desk_${at % 2}` });
  for (let at = 0; at < 12; at += 1) await file(server, { text: `${refundScript} 微信 kefu_tuikuan_66` });
  const rows = (await lookThrough(server)).filter(({ day }) => day === '2026-12-05');
  const refund = (await campaignsOf(server)).find(({ reports }) => reports === 12);
  assert.deepEqual(
    rows
      .filter(({ subject }) => subject === 'campaign')
      .map(({ campaign, count, isNew }) => [campaign?.id, count, isNew]),
    [[refund!.id, 12, true]],
  );
  assert.deepEqual(
    rows.flatMap(({ indicator }) => (indicator === undefined ? [] : [indicator.value.split(':').at(-1)])),
    ['kefu_tuikuan_66'],
  );
  const phrases = rows.flatMap(({ phrase }) => phrase ?? []);
  assert.ok(
    phrases.some((phrase) => refundScript.replaceAll('，', '').includes(phrase)),
    phrases.join(' | '),
  );
  assert.ok(!phrases.some((phrase) => parcelScript.includes(phrase)), phrases.join(' | '));
});

test('a flood by one sender is no burst, and an official number none either', async () => {
  await using server = await startCampaignServer();
  await adoptList(server, { source: 'banks', role: 'known-good', values: [{ kind: 'phone', value: '95588' }] });
  for (let at = 0; at < 30; at += 1) await file(server, { text: `${refundScript} 微信 kefu_tuikuan_66` }, 'one sender');
  for (let at = 0; at < 12; at += 1) await file(server, { text: `${strangerText(at)} 95588` });
  assert.deepEqual(await lookThrough(server), []);
});

test('looking through a day twice finds the same once', async () => {
  await using server = await startCampaignServer();
  for (let at = 0; at < 12; at += 1) await file(server, { text: `${refundScript} 微信 kefu_tuikuan_66` });
  const found = await lookThrough(server);
  assert.ok(found.length >= 3);
  await findEmergence(server.jobCtx);
  const again = (await server.call(listEmergence, { query: {} })).body.rows;
  assert.deepEqual(
    again.map(({ id: _id, ...row }) => row).toSorted(bySubject),
    found.map(({ id: _id, ...row }) => row).toSorted(bySubject),
  );
});

function bySubject(one: { subject: string; phrase?: string }, other: { subject: string; phrase?: string }): number {
  return `${one.subject}${one.phrase ?? ''}` < `${other.subject}${other.phrase ?? ''}` ? -1 : 1;
}

test('pages of what is new follow each other without a gap', async () => {
  await using server = await startCampaignServer();
  for (let at = 0; at < 12; at += 1) {
    await file(server, { text: `${refundScript} 微信 kefu_tuikuan_66` });
    await file(server, { text: `${parcelScript} 微信 parcel_desk_1` });
  }
  const all = await lookThrough(server);
  const paged = [];
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? { limit: 2 } : { limit: 2, cursor };
    const { body } = await server.call(listEmergence, { query });
    paged.push(...body.rows);
    cursor = body.next;
  } while (cursor !== undefined);
  assert.deepEqual(paged, all);
});

test('wordings are forgotten after the weeks that they are judged by', async () => {
  await using server = await startCampaignServer();
  for (let at = 0; at < 6; at += 1) await file(server, { text: refundScript });
  await lookThrough(server);
  assert.ok((await countRows(server, 'phrase_day')) > 10);
  server.clock.advance({ days: 60 });
  await findEmergence(server.jobCtx);
  assert.equal(await countRows(server, 'phrase_day'), 0);
});

test('phrases go over no value, no number and no end of a sentence', () => {
  const phrases = phrasesOf(
    '请加微信客服账号 abc_12345 办理退款手续，谢谢您配合。 Please call +8613800138000 right now my friend',
  );
  for (const phrase of phrases) assert.ok(!/abc|138|\d|，/.test(phrase), phrase);
  assert.ok(phrases.includes('办理退款手续'));
  assert.ok(phrases.includes('now my friend'));
});

test('a phrase counts by reporter, not by report, and is shown only when enough reporters met all of it', () => {
  const scripts = [
    { text: '您的账户出现异常请立即处理', reporters: ['a', 'b'] },
    { text: '您的账户出现异常请立即联系', reporters: ['b', 'c'] },
    { text: '您的账户出现异常请立即处理啊', reporters: ['a'] },
  ];
  const { counted, total } = countPhrases(scripts, 3);
  assert.ok(counted.every(({ reporters }) => reporters === 3));
  assert.ok(total > counted.length);
  const isNew = new Set(counted.map(({ phrase }) => phrase));
  assert.deepEqual(
    joinPhrases(scripts, isNew, { min: 3, limit: 5 }).map(({ text, reporters }) => [text, reporters]),
    [['您的账户出现异常请立即', 3]],
  );
  assert.deepEqual(joinPhrases(scripts, isNew, { min: 4, limit: 5 }), []);
});
