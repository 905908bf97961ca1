import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '@spring-rain/contract';
import sharp from 'sharp';
import { createLog } from '../../platform/log.ts';
import { claimingPng } from '../../platform/test-png.ts';
import { type ImageReader, openImageReader } from './image-reader.ts';
import type { ReaderLimits } from './limits.ts';
import { type Bubble, drawBombs, drawChat, drawCode, stack } from './test-pictures.ts';

const pixelsMax = 50_000_000;
const logged: string[] = [];

function open(limits?: Partial<ReaderLimits>): ImageReader {
  // A test machine that is shared with much else still has its time; what is tested are other limits.
  const patient = { loadMaxMs: 120_000, readMaxMs: 120_000, beginPartMaxMs: 100_000, waitMaxMs: 200_000 };
  return openImageReader({ log: createLog('debug', (line) => logged.push(line)), limits: { ...patient, ...limits } });
}

const reader = open();
after(() => reader[Symbol.asyncDispose]());
const read = (bytes: Uint8Array) => reader.read(bytes, { pixelsMax });

function isProblem(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}

const white = { ground: '#ffffff', ink: '#111111' };
const chinese: readonly Bubble[] = [
  { text: '【云杉商城】您好，您的订单存在质量问题，可以办理双倍退款，请登录网站填写银行卡号', ...white },
  { text: '真的吗？怎么操作', ground: '#95ec69', ink: '#111111', isOwn: true },
  { text: '请添加微信 tk_kefu88 或致电 13812345678，工号 3021', ...white },
];
const english: readonly Bubble[] = [
  {
    text: 'Dear customer, your parcel could not be delivered. Pay the fee of $1.99 today.',
    ground: '#e9e9eb',
    ink: '#111111',
  },
  { text: 'Is this real? I am not expecting one.', ground: '#0b84fe', ink: '#ffffff', isOwn: true },
  { text: 'Yes. Open parcel-desk.top/pay or call +44 7911 123456', ground: '#e9e9eb', ink: '#111111' },
];
const dark: readonly Bubble[] = [
  { text: '刷单兼职，日结佣金 300-500 元，下载后联系客服领取任务', ground: '#2c2c2c', ink: '#e5e5e5' },
  { text: '加 QQ 287654321 领取任务', ground: '#2c2c2c', ink: '#e5e5e5' },
  { text: '好的，怎么开始', ground: '#3eb575', ink: '#101010', isOwn: true },
];

/** Share of the characters that were read, in order: longest common subsequence over what stands there. */
function accuracy01(found: string, wanted: string): number {
  const [a, b] = [found, wanted].map((text) => [...text.normalize('NFKC').replace(/\s/g, '')]);
  let row = new Array<number>(b!.length + 1).fill(0);
  for (const character of a!) {
    const next = [0];
    for (const [at, other] of b!.entries()) {
      next.push(character === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    }
    row = next;
  }
  return row.at(-1)! / Math.max(a!.length, b!.length);
}

/** Of the characters of these pictures, at least so many are read; most runs read more. */
const accuracyFloor01 = 0.95;

for (const [name, bubbles, look] of [
  ['a Chinese chat', chinese, {}],
  ['an English chat with light writing on blue', english, { page: '#ffffff' }],
  ['a dark chat', dark, { page: '#111111' }],
  ['a small old phone', chinese, { width: 540, fontPixels: 22 }],
  ['a computer’s screen', chinese, { width: 1920, fontPixels: 18 }],
] as const) {
  test(`writing is read: ${name}`, async () => {
    const { text, codes, isComplete } = await read(await drawChat(bubbles, look));
    const wanted = bubbles.map((bubble) => bubble.text).join('\n');
    const found = accuracy01(text, wanted);
    assert.ok(found >= accuracyFloor01, `${found.toFixed(3)} of\n${wanted}\nread as\n${text}`);
    assert.deepEqual([codes, isComplete], [[], true]);
  });
}

test('a code is read, its pattern is not taken for writing, and it stands behind the writing', async () => {
  const picture = await stack(
    await drawChat(dark, { page: '#111111' }),
    await drawCode('https://shop-x.example/a?b=1'),
  );
  const { text, codes } = await read(picture);
  assert.deepEqual(codes, [{ text: 'https://shop-x.example/a?b=1', kind: 'link', isLink: true }]);
  assert.match(text, /287654321[\s\S]*\nhttps:\/\/shop-x\.example\/a\?b=1$/);
  const alone = await read(await drawCode('javascript:alert(1)'));
  assert.equal(alone.text, 'javascript:alert(1)');
  assert.deepEqual(alone.codes, [{ text: 'javascript:alert(1)', kind: 'script', isLink: false }]);
});

test('a screenshot of many screens is read from its first line to its last, with a code at the end', async () => {
  const screen = await drawChat(chinese);
  const first = await drawChat([{ text: 'BEGINNING 1111', ...white }]);
  const last = await drawChat([{ text: 'ENDING 9999', ...white }]);
  const picture = await stack(first, screen, screen, screen, last, await drawCode('the last code'));
  const { text, codes, isComplete } = await read(picture);
  assert.match(text, /^BEGINNING 1111\n[\s\S]*\nENDING 9999\nthe last code$/);
  assert.equal(text.match(/13812345678/g)?.length, 3);
  assert.deepEqual([codes.length, isComplete], [1, true]);
});

test('when the time for a long picture is over, what was read is the answer, and says that it is not all', async () => {
  await using hurried = open({ beginPartMaxMs: 0 });
  const { isComplete, codes } = await hurried.read(await drawCode('x'), { pixelsMax });
  assert.deepEqual([isComplete, codes], [false, []]);
});

test('a photo turned by its camera is read upright, a transparent picture on white', async () => {
  const upright = await drawChat([{ text: '请致电 13812345678', ...white }]);
  const sideways = await sharp(upright).rotate(-90).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
  assert.match((await read(sideways)).text, /13812345678/);
  const seeThrough = await sharp(upright).flatten().toColourspace('b-w').negate().toBuffer();
  const { width, height } = await sharp(upright).metadata();
  const ink = await sharp({ create: { width, height, channels: 3, background: '#000000' } })
    .joinChannel(seeThrough)
    .png()
    .toBuffer();
  assert.match((await read(ink)).text, /13812345678/);
});

test('of a picture that moves, the first is read, and the answer says that it is not all', async () => {
  const page = await drawChat([{ text: 'CALL 13812345678', ...white }]);
  const { width, height } = await sharp(page).metadata();
  const blank = await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer();
  const moving = await sharp([page, blank], { join: { animated: true } })
    .gif()
    .toBuffer();
  const { text, isComplete } = await read(moving);
  assert.match(text, /13812345678/);
  assert.equal(isComplete, false);
});

test('a picture without writing yields no text, whatever is on it', async () => {
  const flat = await sharp({ create: { width: 600, height: 800, channels: 3, background: '#0f766e' } })
    .png()
    .toBuffer();
  assert.deepEqual(await read(flat), { text: '', codes: [], isComplete: true });
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const texture = await sharp({ create: { width: 800, height: 1_000, channels: 3, background: '#888', noise } })
    .png()
    .toBuffer();
  assert.equal((await read(texture)).text, '');
  const speck = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000000' } })
    .png()
    .toBuffer();
  assert.equal((await read(speck)).text, '');
});

test('a picture that claims more pixels than a phone takes is refused before it is unpacked', async () => {
  for (const [width, height] of [
    [50_000, 50_000],
    [12_000, 12_000],
    [2_000_000, 20],
  ] as const) {
    await assert.rejects(read(claimingPng(width, height)), isProblem('image.too_large'), `${width} × ${height}`);
  }
  const real = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  await assert.rejects(read(real), isProblem('image.too_large'));
});

test('a small picture that unpacks to a gigabyte costs neither the process nor its memory', {
  timeout: 120_000,
}, async () => {
  await using patient = open();
  assert.equal((await patient.read(await drawCode('before'), { pixelsMax })).text, 'before');
  const processId = patient.processId;
  for (const [part, bomb] of Object.entries(drawBombs())) {
    assert.ok(bomb.length < 10 * 1024 * 1024, `${part}: ${bomb.length} bytes, fewer than the box takes`);
    // Its own hundred rows may be read; what comes behind them is not unpacked.
    assert.equal((await patient.read(bomb, { pixelsMax })).text, '', part);
  }
  assert.equal((await patient.read(await drawCode('after'), { pixelsMax })).text, 'after');
  assert.equal(patient.processId, processId, 'it never came to the limit of memory');
});

test('what is no picture, or not whole, is refused by its content', async () => {
  const whole = await drawChat([{ text: 'hello', ...white }]);
  for (const [name, bytes] of Object.entries({
    nothing: Buffer.alloc(0),
    svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
    page: Buffer.from('<html><script>alert(1)</script></html>'),
    pdf: Buffer.from('%PDF-1.4\n%%EOF\n'),
    tiff: await sharp(whole).tiff().toBuffer(),
    'half a PNG': whole.subarray(0, whole.length / 2),
    'half a JPEG': (await sharp(whole).jpeg().toBuffer()).subarray(0, 2_000),
    'a PNG that holds few of its pixels': claimingPng(4_000, 4_000),
    'only a beginning': whole.subarray(0, 40),
  })) {
    await assert.rejects(read(bytes), isProblem('image.unreadable'), name);
  }
});

test('past the limit of time the process is ended, and the next picture gets a new one', async () => {
  await using impatient = open({ readMaxMs: 60 });
  const picture = await drawChat(chinese);
  const reading = impatient.read(picture, { pixelsMax });
  await assert.rejects(reading, isProblem('image.took_too_long'));
  assert.equal(impatient.processId, undefined);
  assert.ok(logged.some((line) => line.includes('too-long')));
  await assert.rejects(impatient.read(picture, { pixelsMax }), isProblem('image.took_too_long'));
});

test('past the limit of memory the process ends itself', async () => {
  await using narrow = open({ memoryMaxBytes: 64 * 1024 * 1024 });
  await assert.rejects(narrow.read(await drawCode('x'), { pixelsMax }), isProblem('image.too_large'));
  assert.equal(narrow.processId, undefined);
});

test('a process that is killed from outside costs one picture, and leaves no file behind', async () => {
  await using victim = open();
  assert.equal((await victim.read(await drawCode('one'), { pixelsMax })).text, 'one');
  const before = victim.processId;
  const reading = victim.read(await drawChat(chinese), { pixelsMax });
  process.kill(before!, 'SIGKILL');
  await assert.rejects(reading, isProblem('image.unreadable'));
  assert.equal((await victim.read(await drawCode('two'), { pixelsMax })).text, 'two');
  assert.notEqual(victim.processId, before);
});

const noProc = process.platform === 'linux' ? false : 'only Linux tells this of a process';

test('the process that reads knows no password, and may read its own program and nothing else', {
  skip: noProc,
}, async () => {
  await read(await drawCode('x'));
  const ofProcess = async (file: string) => (await readFile(`/proc/${reader.processId}/${file}`, 'utf8')).split('\0');
  const variables = (await ofProcess('environ')).filter((variable) => variable !== '');
  // The pipe to its parent is all that it is told.
  assert.ok(
    variables.every((variable) => variable.startsWith('NODE_CHANNEL_')),
    `${variables.length} variables`,
  );
  const words = await ofProcess('cmdline');
  assert.ok(words.includes('--permission'));
  assert.ok(!words.some((word) => /^--allow-(?:fs-write|child-process)/.test(word)));
  const readable = words.filter((word) => word.startsWith('--allow-fs-read='));
  assert.equal(readable.length, 4);
  assert.ok(
    readable.every((word) => /\/(?:packages|node_modules|package\.json|spring-rain-languages-[\w-]+)$/.test(word)),
  );
});

test('only so many wait; more are refused at once, and who has gone is passed over', async () => {
  await using busy = open({ waitingMax: 2 });
  const picture = await drawCode('x');
  const gone = new AbortController();
  const first = busy.read(picture, { pixelsMax });
  const second = busy.read(picture, { pixelsMax, signal: gone.signal });
  const third = busy.read(picture, { pixelsMax });
  gone.abort();
  const passedOver = assert.rejects(second, isProblem('image.busy'));
  await delay(20);
  await assert.rejects(busy.read(picture, { pixelsMax }), (error: unknown) => {
    return isProblem('image.busy')(error) && (error as Problem).options.retryAfterSeconds === 5;
  });
  assert.deepEqual([(await first).text, (await third).text], ['x', 'x']);
  await passedOver;
});

test('when nothing comes, the process is ended and its memory given back', async () => {
  await using resting = open({ idleMs: 30 });
  await resting.read(await drawCode('x'), { pixelsMax });
  const { processId } = resting;
  assert.ok(processId !== undefined);
  for (let tries = 0; tries < 100 && resting.processId !== undefined; tries += 1) await delay(20);
  assert.equal(resting.processId, undefined);
  for (let tries = 0; tries < 100 && isAlive(processId); tries += 1) await delay(20);
  assert.equal(isAlive(processId), false);
});

test('a reader that is closed refuses what waits and leaves no process and no folder behind', async () => {
  const closing = open();
  const refused = [0, 1].map(() => closing.read(claimingPng(4_000, 4_000), { pixelsMax }).catch((error) => error));
  await delay(50);
  const { processId } = closing;
  await closing[Symbol.asyncDispose]();
  for (const problem of await Promise.all(refused)) assert.ok(problem instanceof Problem);
  assert.equal(isAlive(processId!), false);
  assert.deepEqual(await languageFolders(), []);
});

test('neither what a picture says nor what went wrong in it is logged', () => {
  assert.doesNotMatch(logged.join(''), /13812345678|tk_kefu88|云杉|parcel|javascript/);
});

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

async function languageFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith(`spring-rain-languages-${process.pid}-`)).sort();
}
