import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Find, type GoldExample, listMisses, scoreFinds, wilsonShare } from './score.ts';

const phone = (start: number, end: number, value = '+8613800138000'): Find => ({ kind: 'phone', value, start, end });
const example = (id: string, indicators: Find[], obfuscated = false): GoldExample => ({
  id,
  about: indicators[0]?.kind ?? 'none',
  obfuscated,
  lang: 'zh',
  text: '',
  indicators,
});
const scoreOf = (gold: GoldExample[], finds: Find[]) => {
  const [kind] = scoreFinds(gold, [{ id: gold[0]?.id ?? '', indicators: finds }]).kinds;
  assert.equal(kind?.kind, 'phone');
  return kind.all;
};

test('a find with the right kind, value and an overlapping place is right, even when it is shorter', () => {
  const score = scoreOf([example('a', [phone(3, 14)])], [phone(5, 9)]);
  assert.deepEqual([score.tp, score.fp, score.fn], [1, 0, 0]);
  assert.equal(score.f1, 1);
});

test('a find that only touches the place is too many, and the indicator is missed', () => {
  const score = scoreOf([example('a', [phone(3, 14)])], [phone(14, 20)]);
  assert.deepEqual([score.tp, score.fp, score.fn], [0, 1, 1]);
});

test('another value or another kind at the same place is not right', () => {
  const gold = [example('a', [phone(3, 14)])];
  const other = scoreOf(gold, [phone(3, 14, '+8613800138001')]);
  assert.deepEqual([other.tp, other.fp, other.fn], [0, 1, 1]);

  const { kinds } = scoreFinds(gold, [{ id: 'a', indicators: [{ ...phone(3, 14), kind: 'handle' }] }]);
  const byKind = new Map(kinds.map((kind) => [kind.kind, kind.all]));
  assert.equal(byKind.get('phone')?.fn, 1);
  assert.equal(byKind.get('handle')?.fp, 1);
});

test('one indicator takes one find: the second counts against precision', () => {
  const score = scoreOf([example('a', [phone(3, 14)])], [phone(3, 14), phone(3, 14)]);
  assert.deepEqual([score.tp, score.fp, score.fn], [1, 1, 0]);
  assert.equal(score.precision?.share01, 0.5);
  assert.equal(score.recall?.share01, 1);
});

test('two equal indicators and two finds match as far as they can, whatever the order of the finds', () => {
  const gold = [example('a', [phone(0, 5), phone(8, 12)])];
  for (const finds of [
    [phone(4, 12), phone(0, 3)],
    [phone(0, 3), phone(4, 12)],
    [phone(3, 9), phone(9, 12)],
  ]) {
    const score = scoreOf(gold, finds);
    assert.deepEqual([score.tp, score.fp, score.fn], [2, 0, 0]);
  }
});

test('plain and obfuscated messages are counted apart and together', () => {
  const gold = [example('a', [phone(0, 5)]), example('b', [phone(0, 5)], true)];
  const [kind] = scoreFinds(gold, [{ id: 'a', indicators: [phone(0, 5)] }]).kinds;
  assert.equal(kind?.plain.recall?.share01, 1);
  assert.equal(kind?.obfuscated.recall?.share01, 0);
  assert.equal(kind?.obfuscated.precision, undefined);
  assert.equal(kind?.all.recall?.share01, 0.5);
});

test('what is found in a message that holds nothing is counted as a find too many of its kind', () => {
  const { kinds, negatives } = scoreFinds(
    [example('a', []), example('b', [])],
    [{ id: 'b', indicators: [phone(0, 5), phone(6, 9)] }],
  );
  assert.deepEqual(negatives, { messages: 2, messagesWithFinds: 1, finds: 2 });
  assert.equal(kinds[0]?.all.fp, 2);
});

test('misses are listed with the id of their example', () => {
  const misses = listMisses([example('a', [phone(3, 14)])], [{ id: 'a', indicators: [phone(20, 25)] }]);
  assert.deepEqual(
    misses.map(({ id, what, find }) => [id, what, find.start]),
    [
      ['a', 'missed', 3],
      ['a', 'too-many', 20],
    ],
  );
});

test('an answer to an unknown example, a second answer and an unknown kind are errors', () => {
  const gold = [example('a', [])];
  assert.throws(() => scoreFinds(gold, [{ id: 'z', indicators: [] }]), /found "z"/);
  const twice = { id: 'a', indicators: [] };
  assert.throws(() => scoreFinds(gold, [twice, twice]), /second for "a"/);
  assert.throws(() => scoreFinds(gold, [{ id: 'a', indicators: [{ ...phone(0, 1), kind: 'fax' }] }]), /"fax"/);
});

test('the Wilson interval agrees with worked examples and is absent of nothing', () => {
  const rounded = (hits: number, of: number) => {
    const share = wilsonShare(hits, of);
    return [share?.low01.toFixed(4), share?.high01.toFixed(4)];
  };
  assert.deepEqual(rounded(81, 263), ['0.2553', '0.3662']);
  assert.deepEqual(rounded(15, 148), ['0.0624', '0.1605']);
  assert.deepEqual(rounded(0, 20), ['0.0000', '0.1611']);
  assert.deepEqual(rounded(20, 20), ['0.8389', '1.0000']);
  assert.equal(wilsonShare(0, 0), undefined);
});
