import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shingle } from '../similarity/shingle.ts';
import { similarity01 } from '../similarity/similarity.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { decideLink } from './decide.ts';
import { type Assignments, linkMessages, openLinking } from './link-messages.ts';
import { sharedValueTest } from './shared-values.ts';
import { degreeCap, scriptEvidence, valueWeight } from './weights.ts';

const loan = '您好，我行专业办理无抵押信用贷款，额度高利息低，当天下款，手续简单，有需要请联系王经理';
const refund = '您在本店购买的商品质量不合格，现为您办理双倍退款理赔，请添加客服微信领取退款链接';
const parcel =
  'Your parcel could not be delivered because the address is incomplete, please confirm it within 12 hours';
const prize = 'Congratulations, your mobile number has won this week grand prize draw, claim it before midnight today';

test('a script is linked through numbers, digits of any writing, width, Traditional characters, edits and padding', () => {
  const campaigns = link([
    `${loan} 13800138000`,
    '您好,我行專業辦理無抵押信用貸款,額度高利息低,當天下款,手續簡單,有需要請聯繫王經理 13911112222',
    '您好，我行专业办理无抵押信用贷款，额度高利息低，当天下款，手续简单，有需要请联系王经理 一三七一二三四五六七八',
    '【通知】您好 我行专业办理无抵押信用贷歀，额度高利息底，当天放款，手续简单，有需要请联系王经理 １３６００００１１１１ 退订回T',
    `${refund} kefu8899`,
    parcel,
  ]);
  assert.deepEqual(campaigns.slice(0, 4), [0, 0, 0, 0]);
  assert.deepEqual(campaigns.slice(4), [1, 2]);
});

test('a link says why: the script it is alike to and how much, or the value that is shared', () => {
  const assigned = linkMessages([
    { id: 'a', text: `${loan} 13800138000` },
    { id: 'b', text: `${loan}，欢迎咨询了解详情` },
    { id: 'c', text: '保证金请转到 6222021234567890128 张三' },
    { id: 'd', text: '妈我手机坏了，学费先打到这张卡 6222 0212 3456 7890 128' },
    { id: 'e', text: '晚上一起吃饭吗' },
  ]);
  assert.deepEqual([...assigned.campaignOf], [0, 0, 1, 1, 2]);
  const [script] = assigned.because(1);
  assert.equal(script!.reason, 'similar-script');
  assert.equal(script!.to, 'a');
  assert.ok(script!.similarity! > 0.55 && script!.similarity! < 1);
  assert.deepEqual(assigned.because(3), [{ reason: 'same-account', value: '6222021234567890128' }]);
  assert.deepEqual(assigned.because(4), []);
});

test('messages given one by one are linked as those given at once, and the same way every time', () => {
  const messages = noisyMessages(400, 3);
  const linking = openLinking();
  for (const message of messages) linking.add(message);
  assert.deepEqual([...linking.assign().campaignOf], [...linkMessages(messages).campaignOf]);
  assert.deepEqual([...linkMessages(messages).campaignOf], [...linkMessages(messages).campaignOf]);
});

test('every pair that brute force finds much alike is linked, and no script joins one that it shares nothing with', () => {
  const messages = noisyMessages(500, 5);
  const { campaignOf } = linkMessages(messages);
  const sets = messages.map(({ text }) => shingle(text));
  const best = new Float64Array(messages.length);
  let alike = 0;
  let linked = 0;
  for (let one = 0; one < messages.length; one++) {
    for (let other = 0; other < one; other++) {
      const similarity = similarity01(sets[one]!, sets[other]!);
      if (campaignOf[one] === campaignOf[other]) {
        best[one] = Math.max(best[one]!, similarity);
        best[other] = Math.max(best[other]!, similarity);
      }
      if (similarity < 0.75) continue;
      alike += 1;
      if (campaignOf[one] === campaignOf[other]) linked += 1;
    }
  }
  assert.ok(alike > 400, `${alike} pairs`);
  assert.ok(linked / alike > 0.995, `${linked} of ${alike}`);
  const sizes = new Map<number, number>();
  for (const campaign of campaignOf) sizes.set(campaign, (sizes.get(campaign) ?? 0) + 1);
  for (const [index, campaign] of campaignOf.entries()) {
    if (sizes.get(campaign)! > 1) assert.ok(best[index]! > 0.3, `message ${index} is alike to nobody in its campaign`);
  }
});

test('one weak link never links: a shared host alone does not, with half a script it does', () => {
  assert.equal(decideLink([{ reason: 'same-host', weight01: 0.4 }]).links, false);
  assert.equal(
    decideLink([
      { reason: 'same-host', weight01: 0.4 },
      { reason: 'same-link-path', weight01: 0.4 },
    ]).links,
    false,
  );
  assert.equal(
    decideLink([
      { reason: 'same-host', weight01: 0.4 },
      { reason: 'similar-script', weight01: 0.35 },
    ]).links,
    true,
  );
  assert.equal(decideLink([{ reason: 'same-account', weight01: 0.6 }]).links, true);
  assert.deepEqual(decideLink([]), { links: false, strength01: 0, reasons: [] });
  const campaigns = link([
    '快来看 http://a1.shop-evil.top/x1 有惊喜',
    '今天天气不错 http://b2.shop-evil.top/y2 你说呢',
  ]);
  assert.deepEqual(campaigns, [0, 1]);
});

test('a value weighs less the more scripts name it, and nothing from the cap on', () => {
  for (const total of [10, 1_000, 1_000_000]) {
    const cap = degreeCap(total);
    let last = 1;
    for (const seenIn of [2, 3, 5, 10, cap - 1, cap, cap * 2]) {
      const weight01 = valueWeight(seenIn, total, 'bank-card');
      assert.ok(weight01 <= last, `${seenIn} of ${total}`);
      last = weight01;
    }
    assert.equal(valueWeight(cap, total, 'bank-card'), 0);
    assert.ok(valueWeight(2, total, 'bank-card') > 0.9);
  }
});

test('a short phrase that everybody writes links nobody, however often it is sent', () => {
  assert.deepEqual(
    link(['在吗', '在吗', '在吗？', "Sorry, I'll call later", "Sorry, I'll call later"]),
    [0, 1, 2, 3, 4],
  );
});

test('values that lists know link nothing: a bank’s number, a busy site, a shortener’s host', () => {
  const isShared = sharedValueTest({
    busyHosts: new Set(['taobao.com', 'ccb.com']),
    sharedHosts: new Set(['dwz.cn', 'docs.google.com']),
    officialHosts: new Set(['ccb.com']),
    officialValues: new Set(['+8695533', '+864008895533']),
  });
  const texts = [
    '有疑问请拨打4008895533咨询',
    '骗子冒充客服，真客服是400-889-5533',
    '看看这个 https://www.taobao.com/list?id=7',
    '你要的东西在 https://www.taobao.com/list?id=7',
    '填表 https://docs.google.com/forms/d/abc123 领补贴',
    '登记请点 https://docs.google.com/forms/d/abc123',
  ];
  const { campaignOf } = linkMessages(asMessages(texts), { isShared });
  assert.deepEqual([...campaignOf], [0, 1, 2, 3, 4, 4]);
});

test('a value that 30,000 different messages name stops linking, and it is said', () => {
  const messages = Array.from({ length: 30_000 }, (_, index) => `${words(index, 16)} 联系电话 13912340000`);
  const assigned = linkMessages(asMessages(messages));
  assert.deepEqual(assigned.overShared, [{ kind: 'phone', value: '+8613912340000' }]);
  assert.ok(largest(assigned) < 10, `${largest(assigned)}`);
});

test('50,000 copies from one sender are one campaign', () => {
  const copies = asMessages(Array.from({ length: 50_000 }, (_, index) => `${refund} 单号${index} 回复即领`));
  const assigned = linkMessages([...copies, { id: 'other', text: parcel }]);
  assert.equal(assigned.campaignCount, 2);
  assert.equal(largest(assigned), 50_000);
});

test('a message built of every common phrase joins one campaign at most and merges none', () => {
  const scripts = Array.from({ length: 60 }, (_, index) => words(1000 + index, 60));
  const campaign = scripts.flatMap((script) => [`${script} 请回复`, `通知：${script}`, `${script} 谢谢配合`]);
  const bait = scripts.map((script) => script.slice(0, 20)).join('，');
  const before = linkMessages(asMessages(campaign));
  const after = linkMessages(asMessages([bait, ...campaign, bait, `${bait}！！`]));
  assert.equal(before.campaignCount, 60);
  assert.equal(after.campaignCount, 61);
});

test('poison does not merge two campaigns: not a bridge of both scripts, nor of both accounts, nor a few of them', () => {
  const one = Array.from({ length: 20 }, (_, index) => `${refund} ${words(index, 6)} 账号 6222021234567890128`);
  const other = Array.from(
    { length: 20 },
    (_, index) => `${prize} ${words(50 + index, 6)} account 6217001234567890121`,
  );
  const bridges = [
    `${refund} ${prize}`,
    `${prize} ${refund} 6222021234567890128 6217001234567890121`,
    '退款账号 6222021234567890128 和 6217001234567890121 都是一家的',
    `${refund} 账号 6217001234567890121`,
  ];
  const { campaignOf } = linkMessages(asMessages([...bridges, ...one, ...other]));
  const found = (from: number) => new Set(campaignOf.slice(from, from + 20));
  assert.equal(found(4).size, 1);
  assert.equal(found(24).size, 1);
  assert.notDeepEqual(found(4), found(24));
});

test('two scripts of one operation become one campaign once messages that name its account are a fair share of both', () => {
  const one = Array.from({ length: 10 }, (_, index) => `${refund} ${words(index, 5)} 账号 6222021234567890128`);
  const other = Array.from({ length: 10 }, (_, index) => `${loan} ${words(90 + index, 5)} 账号 6222021234567890128`);
  assert.deepEqual(new Set(link([...one, ...other])), new Set([0]));
});

test('one script translated is another script: its wording links nobody, the account that both name does', () => {
  const translated =
    'The goods you bought in our shop failed inspection, we now refund you twofold, add our service account';
  assert.deepEqual(link([refund, translated]), [0, 1]);
  const account = '6222021234567890128';
  assert.deepEqual(link([`${refund} 账号 ${account}`, `${translated}, account ${account}`]), [0, 0]);
});

test('what is known is never carried by a script it shares less than half with', () => {
  const glued = shingle(`${loan} ${refund}`);
  const isLinked = (text: string) => (scriptEvidence(shingle(text), glued)?.weight01 ?? 0) >= 0.5;
  assert.ok(!(isLinked(loan) && isLinked(refund)));
  assert.ok((scriptEvidence(glued, shingle(loan))?.weight01 ?? 0) >= 0.5);
});

test('hostile texts link nobody', () => {
  const hostile = [
    '',
    ' ',
    '\u0000'.repeat(1000),
    '一'.repeat(300_000),
    'a'.repeat(300_000),
    '😀'.repeat(100_000),
    '1'.repeat(300_000),
  ];
  const many = Array.from({ length: 500 }, (_, index) => `1${38_000_000_00 + index}`).join(' ');
  assert.equal(linkMessages(asMessages([...hostile, many, `打 13800000001 吧`])).campaignCount, hostile.length + 2);
});

function link(texts: readonly string[]): number[] {
  return [...linkMessages(asMessages(texts)).campaignOf];
}

function asMessages(texts: readonly string[]): { id: number; text: string }[] {
  return texts.map((text, id) => ({ id, text }));
}

function largest({ campaignOf }: Assignments): number {
  const sizes = new Map<number, number>();
  for (const campaign of campaignOf) sizes.set(campaign, (sizes.get(campaign) ?? 0) + 1);
  return Math.max(...sizes.values());
}

/** Seeded Chinese characters that make no sense, unlike any other seed's. */
function words(seed: number, length: number): string {
  const random = seededRandom(seed + 1);
  return Array.from({ length }, () => String.fromCharCode(0x4e00 + Math.floor(random() * 4000))).join('');
}

/** Messages of 25 scripts with 0–20 % of their characters changed. */
function noisyMessages(count: number, seed: number): { id: number; text: string }[] {
  const random = seededRandom(seed);
  const scripts = Array.from({ length: 25 }, (_, index) => words(seed * 100 + index, 50));
  return Array.from({ length: count }, (_, id) => {
    const share = random() * 0.2;
    const script = scripts[Math.floor(random() * scripts.length)]!;
    const changed = Array.from(script, (character) =>
      random() < share ? words(Math.floor(random() * 1e9), 1) : character,
    );
    return { id, text: changed.join('') };
  });
}
