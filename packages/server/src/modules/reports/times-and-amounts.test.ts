import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '@spring-rain/contract';
import { acceptPastTime, parseAmount, parseLocalTime, refuseUnknownCurrency } from './times-and-amounts.ts';

const now = new Date('2026-11-21T12:00:00Z');

test('an amount is read in the minor units of its currency', () => {
  assert.deepEqual(parseAmount('1,200.50', 'CNY'), { amountMinor: 120_050, currency: 'CNY' });
  assert.deepEqual(parseAmount('500', 'JPY'), { amountMinor: 500, currency: 'JPY' });
  assert.deepEqual(parseAmount('1.234', 'KWD'), { amountMinor: 1_234, currency: 'KWD' });
  assert.deepEqual(parseAmount(' １２００．５ ', 'cny'), { amountMinor: 120_050, currency: 'CNY' });
  assert.deepEqual(parseAmount('999999999999.99', 'CNY'), { amountMinor: 99_999_999_999_999, currency: 'CNY' });
});

test('no amount is no amount, whatever the currency', () => {
  assert.equal(parseAmount('  ', 'CNY'), undefined);
  assert.equal(parseAmount('', ''), undefined);
});

test('amounts that could mean something else are refused, never guessed', () => {
  for (const [amount, currency] of [
    ['0', 'CNY'],
    ['0.00', 'CNY'],
    ['-5', 'CNY'],
    ['1.2.3', 'CNY'],
    ['1,2', 'CNY'],
    ['12,00.5', 'CNY'],
    ['1.005', 'CNY'],
    ['1.5', 'JPY'],
    ['1e3', 'CNY'],
    ['0x10', 'CNY'],
    ['12345678901234', 'CNY'],
    ['100', ''],
    ['100', 'ZZZ'],
    ['100', '¥'],
    ['NaN', 'CNY'],
  ] as const) {
    assert.throws(() => parseAmount(amount, currency), isProblem('report.amount_invalid'), `${amount} ${currency}`);
  }
});

test('a currency is one of ISO 4217', () => {
  refuseUnknownCurrency('THB');
  assert.throws(() => refuseUnknownCurrency('ABC'), isProblem('report.amount_invalid'));
});

test('a time is read with the visitor’s own offset when it is known', () => {
  const shanghai = { timeZone: 'Asia/Shanghai' };
  assert.equal(parseLocalTime('2026-11-02T09:30', 'happenedAt', shanghai), '2026-11-02T01:30:00.000Z');
  assert.equal(
    parseLocalTime('2026-11-02T09:30', 'happenedAt', { ...shanghai, offsetMinutes: -300 }),
    '2026-11-02T14:30:00.000Z',
  );
  assert.equal(parseLocalTime('', 'happenedAt', shanghai), undefined);
});

test('clock changes are those of the zone at that time', () => {
  const berlin = { timeZone: 'Europe/Berlin' };
  assert.equal(parseLocalTime('2026-07-01T12:00', 'paidAt', berlin), '2026-07-01T10:00:00.000Z');
  assert.equal(parseLocalTime('2026-12-01T12:00', 'paidAt', berlin), '2026-12-01T11:00:00.000Z');
  assert.equal(parseLocalTime('2026-03-29T03:30', 'paidAt', berlin), '2026-03-29T01:30:00.000Z');
});

test('what is no date is refused, and 31 February is no date', () => {
  for (const written of ['2026-02-31T09:00', '2026-13-01T09:00', '2026-11-02 09:00', 'yesterday', '2026-11-02T25:00']) {
    assert.throws(
      () => parseLocalTime(written, 'happenedAt', { timeZone: 'UTC' }),
      isProblem('report.time_invalid'),
      written,
    );
  }
});

test('what happened lies in the past, give or take the visitor’s clock', () => {
  const rule = { field: 'happenedAt', now };
  assert.deepEqual(acceptPastTime('2026-11-21T11:59:00Z', rule), new Date('2026-11-21T11:59:00Z'));
  assert.deepEqual(acceptPastTime('2026-11-21T12:05:00Z', rule), new Date('2026-11-21T12:05:00Z'));
  assert.equal(acceptPastTime(undefined, rule), undefined);
  for (const written of ['2026-11-21T13:00:00Z', '2030-01-01T00:00:00Z', '1969-12-31T00:00:00Z', 'never']) {
    assert.throws(() => acceptPastTime(written, rule), isProblem('report.time_invalid'), written);
  }
});

function isProblem(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}
