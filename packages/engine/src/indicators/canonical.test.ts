import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalIndicator, type IndicatorKind } from '../index.ts';

const cases: readonly (readonly [IndicatorKind, string, string | undefined])[] = [
  ['phone', '95588', '+8695588'],
  ['phone', '138 0013 8000', '+8613800138000'],
  ['phone', '+44 20 7946 0000', '+442079460000'],
  ['phone', '400-123-4567', '+864001234567'],
  ['phone', '12', undefined],
  ['url', 'HTTP://Evil.CN', 'http://evil.cn/'],
  ['url', 'www.0857.games', 'http://www.0857.games/'],
  ['url', 'javascript:alert(1)', undefined],
  ['domain', 'Evil.COM.', 'evil.com'],
  ['domain', '例子.中国', 'xn--fsqu00a.xn--fiqs8s'],
  ['domain', 'fine.so', 'fine.so'],
  ['domain', 'not a host', undefined],
  ['email', 'A.B@Evil.com', 'a.b@evil.com'],
  ['ip', '2001:0db8:0:0::1', '2001:db8::1'],
  ['ip', '1.2.3.4', '1.2.3.4'],
  ['ip', '1.2.3.400', undefined],
  ['bank-card', '4111 1111 1111 1111', '4111111111111111'],
  ['bank-card', '4111 1111 1111 1112', undefined],
  ['bank-account', 'de89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
  ['bank-account', '123-456-7890', '1234567890'],
  ['wallet', '0xDE709F2102306220921060314715629080E2FB77', '0xde709f2102306220921060314715629080e2fb77'],
  ['wallet', '0xDe709f2102306220921060314715629080e2fB77', undefined],
  ['handle', 'telegram:@Lucky_888', 'telegram:lucky_888'],
  ['handle', 't.me/Lucky_888', 'telegram:lucky_888'],
  ['handle', '微信 lucky888', 'wechat:lucky888'],
  ['app', 'com.Example.App', 'com.Example.App'],
  ['app', 'id123456789', 'id123456789'],
  ['app', 'https://evil.com/a.apk', 'https://evil.com/a.apk'],
];

for (const [kind, raw, value] of cases) {
  test(`${kind} ${JSON.stringify(raw)} alone is ${value ?? 'no value'}`, () => {
    assert.deepEqual(canonicalIndicator(kind, raw), value === undefined ? undefined : { kind, value });
  });
}
