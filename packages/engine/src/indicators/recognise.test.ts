import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognise } from '../index.ts';
import { recognised } from '../testing/recognised.ts';

for (const [text, ...wanted] of recognised) {
  const title = wanted.length === 0 ? `nothing is found in: ${text}` : `${wanted.join(' and ')} is found in: ${text}`;
  test(title, () => {
    const found = recognise(text).indicators.map(({ kind, value }) => `${kind}=${value}`);
    assert.deepEqual(found.toSorted(), wanted.toSorted());
  });
}

test('a find covers the value as it was written, without its cue', () => {
  const text = '请加微信：ｌｕｃｋｙ８８８，电话（010）6655-4433。链接hxxps://evil[.]com/a！';
  const written = recognise(text).indicators.map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(written, ['ｌｕｃｋｙ８８８', '（010）6655-4433', 'hxxps://evil[.]com/a']);
});

test('finds come by start, then end, then kind', () => {
  const { indicators } = recognise('wa.me/85261234567 和 https://evil.com/x.apk 和 13800138000');
  assert.deepEqual(
    indicators.map(({ kind }) => kind),
    ['phone', 'handle', 'url', 'app', 'phone'],
  );
});

test('identity and passport numbers are hidden, not kept', () => {
  for (const [text, hidden] of [
    ['身份证11010519491231002X', '11010519491231002X'],
    ['证件号：440308199901010013已登记', undefined],
    ['护照号：E12345678', 'E12345678'],
    ['Passport No. G12345678', 'G12345678'],
    ['身份证号码110105491231002', '110105491231002'],
    ['１１０１０５１９４９１２３１００２Ｘ', '１１０１０５１９４９１２３１００２Ｘ'],
  ] as const) {
    const { indicators, redactions } = recognise(text);
    assert.deepEqual(indicators, [], text);
    assert.deepEqual(
      redactions.map(({ start, end }) => text.slice(start, end)),
      hidden === undefined ? [] : [hidden],
      text,
    );
  }
});

test('what is remarkable about a find is named', () => {
  const traits = (text: string) => recognise(text).indicators[0]?.traits;
  assert.deepEqual(traits('https://bit.ly/3abc'), ['shortener']);
  assert.deepEqual(traits('http://203.0.113.5/x'), ['ip-host']);
  assert.deepEqual(traits('раypal.com'), ['mixed-script']);
  assert.deepEqual(traits('http://例子.中国/'), ['punycode']);
  assert.deepEqual(traits('http://www.icbc.com.cn@evil.top/'), ['user-info']);
  assert.deepEqual(traits('一三八〇〇一三八〇〇〇'), ['obfuscated']);
  const card = recognise('6222021234567894').indicators[0];
  assert.deepEqual([card?.traits, card?.brand], [['card-brand'], 'unionpay']);
});

test('another country is read without its code only when it is the default region', () => {
  const text = 'Please call 03-1234-5678 today';
  assert.deepEqual(recognise(text).indicators, []);
  assert.equal(recognise(text, { defaultRegion: 'JP' }).indicators[0]?.value, '+81312345678');
});
