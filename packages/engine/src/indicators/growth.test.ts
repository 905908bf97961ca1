import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { recognise } from '../index.ts';

/**
 * Work on hostile repetition grows as the text does. Ten times the text may cost at most `10 ** 1.4` times
 * the processor time (a quadratic scanner costs `10 ** 2`): the least of several runs, in up to five tries,
 * so that a busy machine is no defect.
 */
const small = 20_000;
const factor = 10;
const allowedExponent = 1.4;
const tries = 5;

const units = [
  'a@',
  '1-',
  'http://',
  '微信',
  'a.',
  '1 ',
  '138 ',
  '13800138000、',
  '(',
  '[.]',
  'a点',
  '@a',
  'QQ1',
  '微信a',
  '账号1 ',
  'T1a ',
  '1aB-',
  '0x',
  'GB82 ',
  'GB82',
  '1:',
  'l',
  'lO ',
  't.me/',
  ' dot ',
  'http://a.cn/x,',
  'www.',
  'com.a.',
  '1.1.1.',
  '95588、拨打',
  'h**p://',
  'x://',
  'http://[',
  '\u0301',
  'e\u0301',
  '\u200b',
  '\ud800',
  '一',
  '电话',
  'telegram @abcd ',
  '身份证1',
  '护照A',
  '订单号1、',
  '2024-01-01 ',
];

for (const unit of units) {
  test(`time grows with the text, not faster: ${JSON.stringify(unit)}`, () => {
    let exponent = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < tries && exponent > allowedExponent; attempt++) exponent = measureExponent(unit);
    assert.ok(exponent <= allowedExponent, `exponent ${exponent.toFixed(2)}`);
  });
}

function measureExponent(unit: string): number {
  const short = unit.repeat(Math.ceil(small / unit.length));
  const long = unit.repeat(Math.ceil((small * factor) / unit.length));
  recognise(long);
  const least = (text: string, count: number) => Math.min(...Array.from({ length: count }, () => costOf(text)));
  const shortMs = least(short, 9);
  const longMs = least(long, 3);
  // Below half a millisecond the clock, not the text, is measured.
  return Math.log(longMs / Math.max(shortMs, 0.5)) / Math.log(factor);
}

/** Processor time in milliseconds: time that other programs take does not count. */
function costOf(text: string): number {
  const start = process.cpuUsage();
  recognise(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
