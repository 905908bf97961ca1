import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGrams } from './grams.ts';
import { readMaxSymbols, readSymbols } from './read-symbols.ts';
import { symbolKinds } from './symbols.ts';

/** Each symbol as it was written, values by their kind. */
function shown(text: string): string[] {
  const { ids, froms, tos, codes, count } = readSymbols(text);
  return Array.from({ length: count }, (_, at) => {
    const id = ids[at]!;
    const written = String.fromCharCode(...codes.subarray(froms[at]!, tos[at]!));
    return id > 0 && id <= symbolKinds.length ? `<${symbolKinds[id - 1]}>` : written;
  });
}

test('a value is one symbol, whatever its digits and letters are', () => {
  assert.deepEqual(shown('登www.icbc-x.com升'), ['登', '<url>', '升']);
  assert.deepEqual(shown('http://t.cn/abc?x=1，点'), ['<url>', ',', '点']);
  assert.deepEqual(shown('电95588或138-0013-8000或13800138000'), ['电', '<phone>', '或', '<phone>', '或', '<phone>']);
  assert.deepEqual(shown('卡6222021234567890123'), ['卡', '<account>']);
  assert.deepEqual(shown('加abc12345'), ['加', '<handle>']);
  assert.deepEqual(shown('mail a@b.com'), ['mail', '<email>']);
  assert.deepEqual(shown('TQn9Y2khEsLJW1ChVWFMSMeRDow5KcbLSE'), ['<wallet>']);
  assert.deepEqual(shown('1,000.50元 2019-05-01 10:30'), ['<number>', '元', '<number>', '<number>']);
  assert.deepEqual(shown('打一三八零零一三八零零零'), ['打', '<phone>']);
});

test('a placeholder of training texts is the symbol of its value; other braces are text', () => {
  assert.deepEqual(shown('{phone}{url}{code}{name}'), ['<phone>', '<url>', '<number>', '<name>']);
  assert.deepEqual(shown('{x}'), ['{', 'x', '}']);
  assert.deepEqual(shown('{constructor}'), ['{', 'constructor', '}']);
});

test('an English sentence without spaces is words, not a link', () => {
  assert.deepEqual(shown('ok.thanks'), ['ok', '.', 'thanks']);
  assert.deepEqual(shown('and/or 24/7'), ['and', '/', 'or', '<number>']);
});

test('marks and blanks that only hide a word are passed over, repeated marks are one', () => {
  assert.deepEqual(shown('刷.单 刷 单 刷-单'), ['刷', '单', '刷', '单', '刷', '单']);
  assert.deepEqual(shown('好！！！'), ['好', '!']);
});

test('the same words in other writing give the same grams', () => {
  const written = ['點擊領取獎金', '点击领取奖金', '点\u200b击领取奖金'];
  const [first, ...others] = written.map((text) => {
    const { hashes, count } = readGrams(text);
    return [...hashes.subarray(0, count)];
  });
  for (const other of others) assert.deepEqual(other, first);
});

test('the grams of a text cover symbols in it, and their number grows with its length', () => {
  for (const text of ['', '。', 'Hello there, 您好 13800138000!', 'wörds ﬀ ①②③ 🎉🎉']) {
    const { firsts, lasts, count, symbols } = readGrams(text);
    // The first gram is the script, which covers no symbol.
    for (let at = 1; at < count; at++) assert.ok(firsts[at]! <= lasts[at]! && lasts[at]! < symbols.count);
  }
  const one = readGrams('转账到安全账户'.repeat(100)).count;
  const ten = readGrams('转账到安全账户'.repeat(1000)).count;
  assert.ok(ten <= one * 10.1);
});

test('of a hostile megabyte only the beginning is read', () => {
  for (const unit of ['a.', '一', '{', 'a@', 'x://', '1-', '刷.', 'abcd ']) {
    const { count } = readSymbols(unit.repeat(2 ** 20 / unit.length));
    assert.ok(count <= readMaxSymbols, unit);
  }
});
