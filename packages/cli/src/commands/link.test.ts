import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

const cli = join(import.meta.dirname, '..', 'main.ts');

interface Answer {
  readonly id: unknown;
  readonly campaign: string;
  readonly because: readonly { reason: string; value?: string; similarity?: number; to?: unknown }[];
}

test('link answers in input order: same script, same account, and a campaign of one for the rest', () => {
  const { status, stdout } = link([
    '{"id":"a","text":"尊敬的建行用户您的账户已满一万积分可兑换现金请登录手机网 http://ccb-jf.top/a1 查询兑换，逾期失效【建设银行】"}',
    '{"id":"x","text":"妈我手机坏了，学费先打到这张卡 6222 0212 3456 7890 128"}',
    '{"id":7,"text":"尊敬的建行用戶您的賬戶已滿10000積分可兌換現金請登錄手機網 http://ccb-zz.top/k9 查詢兌換，逾期失效【建設銀行】"}',
    '{"text":"明天一起吃饭吗？"}',
    '{"id":"y","text":"保证金请转到６２２２０２１２３４５６７８９０１２８ 张三"}',
  ]);
  assert.equal(status, 0);
  const answers = answersOf(stdout);
  assert.deepEqual(
    answers.map(({ id }) => id),
    ['a', 'x', 7, null, 'y'],
  );
  assert.deepEqual(
    answers.map(({ campaign }) => campaign),
    ['c1', 'c2', 'c1', 'c3', 'c2'],
  );
  assert.deepEqual(answers[1]!.because, [{ reason: 'same-account', value: '6222021234567890128' }]);
  assert.deepEqual(answers[3]!.because, []);
  const [script] = answers[0]!.because;
  assert.equal(script!.reason, 'similar-script');
  assert.equal(script!.to, 7);
});

test('link refuses a bad line by its number, answers the others, and exits with 1', () => {
  const { status, stdout, stderr } = link(['{"id":1,"text":"a"}', 'not json', '{"id":2}', '', '{"id":3,"text":""}']);
  assert.equal(status, 1);
  assert.deepEqual(
    answersOf(stdout).map(({ id }) => id),
    [1, 3],
  );
  assert.match(stderr, /line 2: wanted a JSON object/);
  assert.match(stderr, /line 3: wanted a JSON object with "text"/);
});

test('the shipped lists keep a bank’s number, a busy site and a university from linking anything', () => {
  const { stdout } = link([
    '{"id":1,"text":"有问题请拨打工商银行客服95588"}',
    '{"id":2,"text":"骗子会冒充95588给你打电话"}',
    '{"id":3,"text":"录取结果见 https://www.pku.edu.cn/notice/1"}',
    '{"id":4,"text":"https://www.pku.edu.cn/notice/1 说今年涨学费"}',
    '{"id":5,"text":"我在 https://www.taobao.com/item?id=5 买的"}',
    '{"id":6,"text":"https://www.taobao.com/item?id=5 这个不值"}',
  ]);
  assert.equal(new Set(answersOf(stdout).map(({ campaign }) => campaign)).size, 6);
});

test('a value that too many different messages share links nothing, and the person is told', () => {
  const lines = Array.from({ length: 60 }, (_, index) => {
    const text = String.fromCharCode(
      ...Array.from({ length: 30 }, (_, at) => 0x4e00 + ((index * 977 + at * 131) % 9000)),
    );
    return JSON.stringify({ id: index, text: `${text} 电话13912340000` });
  });
  const { stdout, stderr } = link(lines);
  assert.equal(new Set(answersOf(stdout).map(({ campaign }) => campaign)).size, 60);
  assert.match(stderr, /link nothing: phone \+8613912340000/);
});

function link(lines: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [cli, 'link'], { input: lines.join('\n'), encoding: 'utf8' });
}

function answersOf(stdout: string): Answer[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Answer => JSON.parse(line));
}
