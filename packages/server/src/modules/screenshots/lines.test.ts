import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ReadLine, textOfLines } from './lines.ts';

const width = 1_000;
const line = (text: string, rest: Partial<ReadLine> = {}): ReadLine => ({
  text,
  confidence: 90,
  left: 50,
  right: 600,
  ...rest,
});
const joined = (...lines: ReadLine[]) => textOfLines(lines, width);

test('the spaces that OCR puts between Chinese characters are gone, those between words stay', () => {
  assert.equal(joined(line('请 添 加 微 信 abc_123 或 致 电')), '请添加微信 abc_123 或致电');
  assert.equal(joined(line('【 云 杉 商 城 】 您 好 , 您 的 订 单')), '【云杉商城】您好,您的订单');
  assert.equal(joined(line('Pay the fee of $1.99 today.\n')), 'Pay the fee of $1.99 today.');
});

test('what OCR itself does not believe, and what holds no letter or digit, is left out', () => {
  assert.equal(joined(line('好的'), line('Nh ~', { confidence: 12 }), line('| — .'), line('OK')), '好的\nOK');
  assert.equal(joined(line('| 好 的 OK |')), '好的 OK');
  assert.equal(joined(), '');
});

test('a link that was broken where links are broken is one link', () => {
  assert.equal(
    joined(line('at https://parcel-'), line('redelivery.top/pay today')),
    'at https://parcel-redelivery.top/pay today',
  );
  assert.equal(joined(line('https://a.example/'), line('x?y=1')), 'https://a.example/x?y=1');
});

test('a link that fills the bubble goes on in the next line; a short one does not', () => {
  const full = { left: 50, right: 700 };
  assert.equal(
    joined(line('https://a.example/long/path/to', full), line('ken123')),
    'https://a.example/long/path/token123',
  );
  assert.equal(joined(line('https://a.example', { right: 400 }), line('code 1234')), 'https://a.example\ncode 1234');
});

test('a host that is whole is never lengthened by the word below it', () => {
  assert.equal(joined(line('see https://evil.example'), line('Pay now')), 'see https://evil.example\nPay now');
  assert.equal(joined(line('打开 https://evil.example/'), line('立即领取')), '打开 https://evil.example/\n立即领取');
  assert.equal(joined(line('no link here-'), line('after all')), 'no link here-\nafter all');
});
