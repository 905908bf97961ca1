import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalIndicator, indicatorKinds, normalise, recognise } from '../index.ts';
import { recognised } from '../testing/recognised.ts';
import { seededRandom } from '../testing/seeded-random.ts';

/** What the scanners look for, what breaks text handling, and some of everything else. */
const pieces = [
  ...'09aZ@.:/-_+#%()[]{}*·。，、！？\n\t \u0000\u200b\u202e\ufeff\u0301\ufe0f\u20e3\ud83d\ude00\ud800\udc00點点一〇幺微薇威赖账号',
  'http://',
  'hxxp',
  '[.]',
  '(dot)',
  ' dot ',
  '[at]',
  '微信',
  'QQ',
  '账号',
  'VX',
  't.me/',
  'line',
  '@',
  '13800138000',
  '6222021234567894',
  '0x',
  'bc1q',
  'GB82',
  '::',
  'xn--',
  'com.',
  '.com',
  '.cn',
  '+86',
  '00',
  '(02)',
  '身份证',
  '护照',
  'ﷺ',
  '1️⃣',
  '①',
  '𝟏',
  'е',
  '例子',
];

function someText(random: () => number): string {
  const length = Math.floor(random() * 40);
  return Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]!).join('');
}

test('no text makes the recogniser throw, and every offset lies in the text and in order', () => {
  const random = seededRandom(42);
  for (let round = 0; round < 20_000; round++) checkRecognition(someText(random));
});

test('examples cut, doubled and mixed hold as well', () => {
  const random = seededRandom(43);
  const some = () => recognised[Math.floor(random() * recognised.length)]![0];
  for (let round = 0; round < 10_000; round++) {
    const text = some() + some();
    const cut = Math.floor(random() * text.length);
    checkRecognition(text.slice(cut) + text.slice(0, cut));
  }
});

function checkRecognition(text: string): void {
  const { indicators, redactions } = recognise(text);
  let last = 0;
  for (const { start, end, kind, value, confidence01 } of indicators) {
    assert.ok(start >= last && start < end && end <= text.length, JSON.stringify(text));
    assert.ok(indicatorKinds.includes(kind) && value !== '' && confidence01 > 0 && confidence01 <= 1);
    last = start;
  }
  for (const { start, end } of redactions) assert.ok(start >= 0 && start < end && end <= text.length);
}

test('recognising twice gives the same, whatever was recognised between', () => {
  const random = seededRandom(44);
  for (let round = 0; round < 500; round++) {
    const text = someText(random);
    const first = recognise(text);
    recognise(someText(random).repeat(50));
    assert.deepEqual(recognise(text), first);
  }
});

test('a value is canonical: given alone again it gives itself', () => {
  for (const [text] of recognised) {
    for (const { kind, value } of recognise(text).indicators) {
      assert.deepEqual(canonicalIndicator(kind, value), { kind, value }, `${kind} ${value}`);
    }
  }
});

test('no string makes the smaller doors throw', () => {
  const random = seededRandom(45);
  for (let round = 0; round < 2000; round++) {
    const text = someText(random);
    normalise(text);
    for (const kind of indicatorKinds) canonicalIndicator(kind, text);
  }
});
