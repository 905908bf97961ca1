import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recogniseWhole } from './whole.ts';

const found = (text: string) =>
  recogniseWhole(text).indicators.map(({ kind, value, start, end }) => [kind, value, start, end]);

test('a service number or an account that is pasted alone is found without a cue', () => {
  assert.deepEqual(found(' 95588 '), [['phone', '+8695588', 1, 6]]);
  assert.deepEqual(found('6217 8600 1234 5678'), [['bank-account', '6217860012345678', 0, 19]]);
});

test('what recognise finds stays as it is', () => {
  assert.deepEqual(found('13800138000'), [['phone', '+8613800138000', 0, 11]]);
  assert.deepEqual(found('evil-site.top'), [['domain', 'evil-site.top', 0, 13]]);
});

test('a code, a date, a word and a sentence are not taken for a value', () => {
  for (const text of ['483920', '2026-11-21', '20231111', 'hello', 'abc12345', '订单 20231111123456', '']) {
    assert.deepEqual(found(text), [], text);
  }
});

test('an identity number pasted alone is to be redacted, never an account', () => {
  const { indicators, redactions } = recogniseWhole('110101199003070134');
  assert.deepEqual(indicators, []);
  assert.equal(redactions.length, 1);
});
