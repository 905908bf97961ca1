import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { scamKinds } from '../vocabulary.ts';
import { readGrams } from './grams.ts';
import type { KindExample } from './learn/examples.ts';
import { splitExamples } from './learn/examples.ts';
import { trainKindModel } from './learn/train-kind-model.ts';
import { decodeModel, encodeModel, KindModelError } from './model-file.ts';
import { rarityStep } from './rarity.ts';
import { type KindModel, loadKindModel, readKind, readKindProbabilities } from './read-kind.ts';
import { scoreText } from './text-model.ts';

const kinds = ['phishing', 'gambling', 'verification-code', 'courier'] as const;
const examples: KindExample[] = kinds.flatMap((kind) =>
  readFileSync(new URL(`../../training/messages/zh/${kind}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .slice(0, 100)
    .map((line): KindExample => ({ ...JSON.parse(line), kind })),
);
let bytes: Uint8Array;
let model: KindModel;

before(() => {
  ({ bytes } = trainKindModel(examples));
  model = loadKindModel(bytes);
});

test('the same messages train the same bytes, in any order of calls', () => {
  assert.deepEqual(trainKindModel(examples).bytes, bytes);
});

test('a model reads held-out messages of its kinds far better than chance', () => {
  const { heldOut } = splitExamples(examples);
  const right = heldOut.filter(({ text, kind }) => {
    const probabilities = readKindProbabilities(model, text);
    return probabilities !== undefined && kinds.every((other) => probabilities[other]! <= probabilities[kind]!);
  });
  assert.ok(heldOut.length > 40);
  assert.ok(right.length > heldOut.length * 0.75, `${right.length} of ${heldOut.length}`);
});

test('held-out messages are not learned from', () => {
  const { heldOut, learned } = splitExamples(examples);
  const withoutHeldOut = trainKindModel([...learned]);
  assert.equal(withoutHeldOut.card.texts.learned, trainKindModel(examples).card.texts.learned);
  assert.ok(heldOut.every(({ text }) => !learned.some((other) => other.text === text)));
});

test('margins are those of a slow, obvious reader of the same file', () => {
  const parts = decodeModel(bytes);
  const columns = parts.scales.length;
  const rowOf = new Map([...parts.hashes].map((hash, row) => [hash, row]));
  const margins = new Float64Array(columns);
  for (const { text } of [...examples, { text: examples.map((example) => example.text).join('\n') }]) {
    const known = scoreText(model.model, text, margins);
    const { hashes, count } = readGrams(text);
    const rows = [...new Set(hashes.subarray(0, count))].flatMap((hash) => rowOf.get(hash) ?? []);
    assert.equal(known, rows.length);
    const length = Math.sqrt(rows.reduce((sum, row) => sum + (parts.rarities[row]! * rarityStep) ** 2, 0));
    for (let column = 0; column < columns; column++) {
      const sum = rows.reduce(
        (total, row) => total + parts.weights[row * columns + column]! * parts.scales[column]!,
        0,
      );
      const wanted = (rows.length === 0 ? 0 : sum / length) + parts.biases[column]!;
      assert.ok(Math.abs(margins[column]! - wanted) < 1e-9);
    }
  }
});

test('probabilities sum to 1, and fraud is the sum of the scams', () => {
  for (const { text } of examples) {
    const probabilities = readKindProbabilities(model, text);
    const reading = readKind(model, text);
    if (probabilities === undefined) continue;
    const all = Object.values(probabilities).reduce((sum, value) => sum + value, 0);
    const scams = scamKinds.reduce((sum, kind) => sum + (probabilities[kind] ?? 0), 0);
    assert.ok(Math.abs(all - 1) < 1e-9);
    assert.ok(reading.fraud01 === undefined || Math.abs(scams - reading.fraud01) < 1e-9);
  }
});

test('phrases stand in the original text where they say, strongest first, and weigh at most 1 together', () => {
  let phrases = 0;
  for (const { text } of examples) {
    // Full-width letters, and an invisible one between each two: the offsets are those of what was written.
    const written = text
      .replace(/[a-z{}]/g, (letter) => letter)
      .replace(/[\u4e00-\u9fff]/g, (letter) => `${letter}\u200b`);
    const reading = readKind(model, written);
    if (reading.kind === 'undecided') continue;
    const { because } = reading;
    phrases += because.length;
    for (const { text: phrase, start, end } of because) assert.equal(written.slice(start, end), phrase);
    assert.ok(because.every(({ start, end }) => start >= 0 && start < end && end <= written.length));
    assert.ok(because.reduce((sum, { weight }) => sum + weight, 0) <= 1.001);
    assert.deepEqual(
      because.toSorted((one, other) => other.weight - one.weight),
      [...because],
    );
    assert.ok(because.length <= 4);
  }
  assert.ok(phrases > 100);
});

test('phrases name what carried the kind', () => {
  const reading = readKind(model, '【某某科技】您的验证码是482913，5分钟内有效，请勿泄露给他人。');
  assert.ok(reading.kind === 'verification-code', reading.kind);
  assert.ok(reading.because.some(({ text }) => text.includes('验证码')));
});

test('a blank, short or unfamiliar text is undecided, with the reason', () => {
  for (const text of ['', '  ', '好', '   。。。   ']) {
    assert.deepEqual(readKind(model, text), { kind: 'undecided', reason: 'too-short' });
  }
  const unfamiliar = readKind(model, 'Þórður fór í göngutúr með hundinn sinn við sjóinn');
  assert.deepEqual(unfamiliar, { kind: 'undecided', reason: 'unfamiliar' });
});

test('a message between two kinds is undecided, with the probability of fraud', () => {
  const readings = examples.map(({ text }) => readKind(model, `${text.slice(0, 9)}${examples[0]!.text.slice(0, 9)}`));
  const close = readings.filter((reading) => reading.kind === 'undecided' && reading.reason === 'close-call');
  assert.ok(close.length > 0);
  assert.ok(close.every(({ fraud01 }) => fraud01 !== undefined && fraud01 >= 0 && fraud01 <= 1));
});

test('a long text is read, and is no surer for being long', () => {
  const text = examples[0]!.text;
  const once = readKindProbabilities(model, text)!;
  const often = readKindProbabilities(model, `${text}\n`.repeat(2000))!;
  assert.ok(Math.abs(once.phishing! - often.phishing!) < 0.3);
});

test('a file that is no model, of another version, cut off or damaged anywhere is refused with what to do', () => {
  const spoil = (at: number, value?: number) => {
    const copy = bytes.slice();
    copy[at] = value ?? copy[at]! ^ 0x55;
    return copy;
  };
  const refusals: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /at least 32 bytes, found 0/],
    [bytes.slice(0, 31), /at least 32 bytes, found 31/],
    [spoil(0), /begins with "SRKM"/],
    [spoil(4, 99), /version .* was wanted, found 99\..*Train it again/],
    [spoil(6, 99), /version .* was wanted, found .*\.99/],
    [bytes.slice(0, -4), /cut off or added to/],
    [new Uint8Array([...bytes, 0]), /cut off or added to/],
  ];
  for (const [broken, message] of refusals) {
    assert.throws(
      () => loadKindModel(broken),
      (failure) => failure instanceof KindModelError && message.test(failure.message),
    );
  }
  for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 400))) {
    assert.throws(() => loadKindModel(spoil(at)), KindModelError, `byte ${at}`);
  }
});

test('a model opens from bytes that begin anywhere in memory', () => {
  const roomy = Buffer.alloc(bytes.length + 3);
  roomy.set(bytes, 3);
  const text = examples[0]!.text;
  assert.deepEqual(readKindProbabilities(loadKindModel(roomy.subarray(3)), text), readKindProbabilities(model, text));
});

test('facts that are wrong are refused though the checksum fits', () => {
  const parts = decodeModel(bytes);
  const wrong = [
    { ...parts, labels: ['phishing', 'no-such-kind', 'courier', 'gambling'] },
    { ...parts, labels: ['phishing', 'phishing', 'courier', 'gambling'] },
    { ...parts, slope: Number.NaN },
    { ...parts, offsets: parts.offsets.slice(1) },
    { ...parts, leans: [...parts.leans, 1] },
    { ...parts, blend: { ...parts.blend, line: Number.POSITIVE_INFINITY } },
    { ...parts, hashes: parts.hashes.toReversed() },
  ];
  for (const given of wrong) assert.throws(() => loadKindModel(encodeModel(given)), KindModelError);
  assert.doesNotThrow(() => loadKindModel(encodeModel(parts)));
});

test('too few examples are refused, saying how many are wanted', () => {
  assert.throws(() => trainKindModel([]), /At least two kinds with 10 different messages each/);
  assert.throws(() => trainKindModel(examples.filter(({ kind }) => kind === 'courier')), /found 1/);
});
