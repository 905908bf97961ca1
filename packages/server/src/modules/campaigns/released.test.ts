import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { CampaignMention } from '@spring-rain/contract';
import { recognise, shingle } from '@spring-rain/engine';
import type { TestServer } from '../../platform/test-server.ts';
import { createReleasedCampaigns } from './index.ts';
import {
  campaignsOf,
  decide,
  file,
  link,
  loanScript,
  parcelScript,
  refundScript,
  startCampaignServer,
  strangerText,
} from './test-campaigns.ts';

/** A follower of its own beside the server's, asked as a check asks. */
async function startFollowing(server: TestServer) {
  const released = createReleasedCampaigns();
  const following = await released.follow(server.jobCtx);
  const mentionOf = (text: string) =>
    released.findMention(server.publicCtx, {
      values: recognise(text).indicators,
      shingles: () => shingle(text),
    });
  return { mentionOf, [Symbol.asyncDispose]: () => following[Symbol.asyncDispose]() };
}

/** What is wanted within two seconds, or what there is after them. */
async function soon(
  read: () => CampaignMention | undefined,
  isWanted: (found: CampaignMention | undefined) => boolean,
) {
  const endMs = performance.now() + 2_000;
  for (;;) {
    const found = read();
    if (isWanted(found) || performance.now() > endMs) return found;
    await delay(20);
  }
}

const wechat = 'kefu_tuikuan_66';

async function refundCampaign(server: TestServer): Promise<string> {
  for (const end of ['', '。', '！谢谢']) {
    await file(server, { text: `${refundScript} 微信 ${wechat}${end}`, scamKind: 'fake-refund' });
  }
  await link(server);
  return (await campaignsOf(server))[0]!.id;
}

test('a campaign is named to nobody until a person releases it, nor after it was retracted', async () => {
  await using server = await startCampaignServer();
  const id = await refundCampaign(server);
  await using following = await startFollowing(server);
  const ask = () => following.mentionOf(`他让我加微信 ${wechat}`);
  assert.equal(ask(), undefined);
  await decide(server, id, 'release');
  const mention = await soon(ask, (found) => found !== undefined);
  assert.deepEqual(mention, {
    id,
    kind: 'fake-refund',
    state: 'emerging',
    distinctReporters: 3,
    firstSeen: '2026-11-21T08:00:00.000Z',
    lastSeen: '2026-11-21T08:00:00.000Z',
  });
  await decide(server, id, 'retract');
  assert.equal(await soon(ask, (found) => found === undefined), undefined);
});

test('a released campaign is recognised by its wording alone, and no other text is', async () => {
  await using server = await startCampaignServer();
  const id = await refundCampaign(server);
  await decide(server, id, 'release');
  await using following = await startFollowing(server);
  assert.equal(following.mentionOf(`亲，${refundScript}，电话 13800138999`)?.id, id);
  for (const text of [parcelScript, loanScript, strangerText(5), '退款', '']) {
    assert.equal(following.mentionOf(text), undefined, text);
  }
});

test('one false report puts neither a stranger’s number nor an honest notice under a scam’s name', async () => {
  await using server = await startCampaignServer();
  const id = await refundCampaign(server);
  await file(server, { text: `${loanScript} 微信 ${wechat}，电话 13911112222` });
  await link(server);
  assert.equal((await campaignsOf(server))[0]!.reports, 4);
  await decide(server, id, 'release');
  await using following = await startFollowing(server);
  assert.equal(following.mentionOf(`微信 ${wechat}`)?.id, id);
  assert.equal(following.mentionOf('电话 13911112222'), undefined);
  assert.equal(following.mentionOf(loanScript), undefined);
});
