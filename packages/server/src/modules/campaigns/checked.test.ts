import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type CheckAnswer, checkText } from '@spring-rain/contract';
import type { TestServer } from '../../platform/test-server.ts';
import { campaignsOf, decide, file, link, refundScript, startCampaignServer } from './test-campaigns.ts';

test('a check names a released campaign with its figures as a caution, and nothing that a reporter wrote', async () => {
  await using server = await startCampaignServer();
  for (const end of ['', '。', '！谢谢']) {
    await file(server, { text: `${refundScript}，我叫王小雨${end}`, scamKind: 'fake-refund' });
  }
  await link(server);
  const id = (await campaignsOf(server))[0]!.id;
  assert.equal((await check(server, refundScript)).campaign, undefined, 'nobody has released it');

  await decide(server, id, 'release');
  const answer = await soon(server, refundScript, ({ campaign }) => campaign !== undefined);
  assert.equal(answer.campaign?.id, id);
  assert.equal(answer.campaign.distinctReporters, 3);
  assert.equal(answer.verdict, 'caution');
  assert.ok(!JSON.stringify(answer).includes('王小雨'));
  assert.equal((await check(server, '明天上午十点在二楼会议室开会')).campaign, undefined);

  await decide(server, id, 'retract');
  assert.equal((await soon(server, refundScript, ({ campaign }) => campaign === undefined)).campaign, undefined);
});

async function check(server: TestServer, text: string): Promise<CheckAnswer> {
  return (await server.call(checkText, { body: { text } })).body;
}

/** The answer once it is as wanted, or what it still is after two seconds. */
async function soon(
  server: TestServer,
  text: string,
  isWanted: (answer: CheckAnswer) => boolean,
): Promise<CheckAnswer> {
  const endMs = performance.now() + 2_000;
  for (;;) {
    const answer = await check(server, text);
    if (isWanted(answer) || performance.now() > endMs) return answer;
    await delay(20);
  }
}
