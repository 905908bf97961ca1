import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalise, redact } from '../index.ts';
import { seededRandom } from '../testing/seeded-random.ts';

test('digits in any dress become plain digits', () => {
  for (const dressed of ['１３８', '①③⑧', '⑴⑶⑻', '❶❸❽', '𝟏𝟑𝟖', '𝟣𝟥𝟪', '1️⃣3️⃣8️⃣', '١٣٨', '१३८', '1̶3̶8̶', '⒈⒊⒏']) {
    assert.equal(normalise(dressed).text, '138', dressed);
  }
});

test('what is not seen is dropped', () => {
  assert.equal(normalise('1\u200b3\u202e8\ufeff\u2066ab\u00ad').text, '138ab');
});

test('letters keep their case and script, and a whole text comes through as NFKC', () => {
  const text = 'Ｈéllo раypal ﬁ ㎏ 中文';
  assert.equal(normalise(text).text, text.normalize('NFKC'));
});

test('an ellipsis is not three full stops', () => {
  assert.equal(normalise('等…').text, '等…');
});

test('a mark joins the letter before it, and the letter keeps the place of both', () => {
  const normalised = normalise('xe\u0301y');
  assert.equal(normalised.text, 'xéy');
  assert.deepEqual([normalised.originalStart(1), normalised.originalEnd(1)], [1, 3]);
  assert.deepEqual([normalised.originalStart(2), normalised.originalEnd(2)], [3, 4]);
});

test('a keycap digit keeps the place of its keycap', () => {
  const normalised = normalise('a1️⃣b');
  assert.deepEqual([normalised.originalStart(1), normalised.originalEnd(1)], [1, 4]);
});

/** Characters one at a time: each alone shows what it becomes and how long it was. */
const alphabet = [
  'a',
  'Z',
  '9',
  '，',
  '１',
  '①',
  '⑳',
  '\u200b',
  '\u202e',
  '😀',
  '𝟏',
  '中',
  'ﬁ',
  '㎏',
  '\ud800',
  '\udc00',
  '\0',
  '点',
  ' ',
  '㈠',
  '½',
];

test('the map back is exact for any mixture of characters', () => {
  const random = seededRandom(20_261);
  for (let round = 0; round < 2000; round++) {
    const pieces = Array.from(
      { length: Math.floor(random() * 30) },
      () => alphabet[Math.floor(random() * alphabet.length)]!,
    );
    // A lone high surrogate and a lone low one side by side would be a pair.
    const apart = pieces.flatMap((piece) => [piece, 'x']);
    checkMap(apart);
  }
});

/** The slow obvious way: each piece is normalised by itself, its units lie where the piece lies. */
function checkMap(pieces: readonly string[]): void {
  const normalised = normalise(pieces.join(''));
  let text = '';
  let start = 0;
  for (const piece of pieces) {
    const alone = normalise(piece).text;
    for (let index = 0; index < alone.length; index++) {
      assert.equal(normalised.originalStart(text.length + index), start);
      assert.equal(normalised.originalEnd(text.length + index), start + piece.length);
    }
    text += alone;
    start += piece.length;
  }
  assert.equal(normalised.text, text);
}

test('a redaction hides unit for unit, so that other offsets stay true', () => {
  assert.equal(redact('身份证11010519491231002X，电话', [{ start: 3, end: 21 }]), `身份证${'■'.repeat(18)}，电话`);
  assert.equal(
    redact('abcdef', [
      { start: 3, end: 5 },
      { start: 1, end: 4 },
    ]),
    'a■■■■f',
  );
  assert.equal(
    redact('abc', [
      { start: -5, end: 1 },
      { start: 2, end: 99 },
    ]),
    '■b■',
  );
});
