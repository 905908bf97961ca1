import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Outcome, runCli } from './test-run.ts';

const messages = join(import.meta.dirname, '..', '..', 'engine', 'training', 'messages', 'zh');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spring-rain-train-'));
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('train writes a model, its card and the held-out messages, and evaluate scores the model on them', async () => {
  const out = join(folder, 'model');
  const files = ['gambling', 'verification-code', 'courier'].map((kind) => join(messages, `${kind}.jsonl`));
  const trained = await run(['train', ...files, '--out', out]);
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /Learned from \d+ messages of 3 kinds; \d+ are held out/);
  const card = JSON.parse(await readFile(join(out, 'scam-kinds.card.json'), 'utf8'));
  const heldOut = (await readFile(join(out, 'held-out.jsonl'), 'utf8')).trimEnd().split('\n');
  assert.equal(card.texts.heldOut, heldOut.length);

  const evaluated = await run([
    'evaluate',
    join(out, 'held-out.jsonl'),
    '--model',
    join(out, 'scam-kinds.srkm'),
    '--json',
  ]);
  assert.equal(evaluated.code, 0, evaluated.stderr);
  const scores = JSON.parse(evaluated.stdout);
  assert.equal(scores.messages, heldOut.length);
  assert.ok(scores.fraud.macroF1.value01 > 0.8);
  assert.ok(scores.fraud.macroF1.low01 < scores.fraud.macroF1.high01);
  const counted = scores.kind.confusion.flat().reduce((sum: number, count: number) => sum + count, 0);
  assert.equal(counted, heldOut.length);
});

test('lines that are no labelled message are refused by file and number, and the others are learned from', async () => {
  const file = join(folder, 'mixed.jsonl');
  const good = ['gambling', 'courier'].map((kind) => readFile(join(messages, `${kind}.jsonl`), 'utf8'));
  const bad = [
    'not json',
    '{"text":"a"}',
    '{"text":"a","kind":"nonsense"}',
    '{"kind":"courier"}',
    '{"text":" ","kind":"courier"}',
  ];
  await writeFile(file, [...bad, ...(await Promise.all(good))].join('\n'));
  const { code, stdout, stderr } = await run(['train', file, '--out', join(folder, 'mixed')]);
  assert.equal(code, 0, stderr);
  for (const line of [1, 2, 3, 4, 5]) assert.match(stderr, new RegExp(`mixed\\.jsonl:${line}: wanted`));
  assert.match(stderr, /"nonsense"/);
  assert.match(stderr, /5 line\(s\) were refused/);
  assert.match(stdout, /of 2 kinds/);
});

test('too few messages, an absent model and an empty file are refused with what to do', async () => {
  const few = join(folder, 'few.jsonl');
  await writeFile(few, '{"text":"你好","kind":"courier"}\n');
  const untrained = await run(['train', few, '--out', join(folder, 'few')]);
  assert.equal(untrained.code, 1);
  assert.match(untrained.stderr, /At least two kinds .* Add labelled messages/);

  const absent = await run(['evaluate', few, '--model', join(folder, 'nothing.srkm')]);
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /found none/);

  const empty = join(folder, 'empty.jsonl');
  await writeFile(empty, '\n');
  const nothing = await run(['evaluate', empty]);
  assert.equal(nothing.code, 1);
  assert.match(nothing.stderr, /found none in/);
});

test('recognise names the kind of scam with its phrases, or says why it does not', async () => {
  const texts = ['【某某科技】您的验证码是482913，5分钟内有效，请勿泄露给他人。', '好'];
  const { code, stdout } = await run(['recognise'], texts.map((text) => JSON.stringify({ text })).join('\n'));
  assert.equal(code, 0);
  const [code6, short] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).scam);
  assert.equal(code6.kind, 'verification-code');
  assert.ok(code6.probability > 0.5 && code6.probability <= 1);
  assert.ok(code6.because.length > 0 && code6.because.every((phrase: string) => texts[0]!.includes(phrase)));
  assert.deepEqual(short, { kind: 'undecided', reason: 'too-short' });
});

function run(words: readonly string[], input = ''): Promise<Outcome> {
  return runCli(words, { input });
}
