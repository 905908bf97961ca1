import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../testing/seeded-random.ts';
import { discoveries, judgeDay } from './bursts.ts';
import { logGamma, negativeBinomialTail } from './negative-binomial.ts';

/** P(X ≥ count) by adding every probability from 0 on, each by its own product: slow and obvious. */
function tailByProducts(count: number, mean: number, dispersion: number): number {
  let below = 0;
  for (let k = 0; k < count; k++) {
    let probability = dispersion === 0 ? Math.exp(-mean) : (1 + dispersion * mean) ** (-1 / dispersion);
    for (let at = 0; at < k; at++) {
      probability *=
        dispersion === 0
          ? mean / (at + 1)
          : ((at + 1 / dispersion) / (at + 1)) * ((dispersion * mean) / (1 + dispersion * mean));
    }
    below += probability;
  }
  return 1 - below;
}

test('the tail is what adding every probability gives', () => {
  for (const mean of [0.05, 0.7, 3, 25, 120]) {
    for (const dispersion of [0, 0.1, 0.5, 2]) {
      for (const count of [0, 1, 2, 5, 17, 60, 200]) {
        const slow = tailByProducts(count, mean, dispersion);
        const ours = negativeBinomialTail(count, mean, dispersion);
        assert.ok(Math.abs(ours - slow) < 1e-9, `${count} of ${mean}, ${dispersion}: ${ours}, wanted ${slow}`);
      }
    }
  }
});

test('small tails keep their digits, and huge counts end', () => {
  const ratio = negativeBinomialTail(60, 2, 0) / negativeBinomialTail(61, 2, 0);
  assert.ok(ratio > 30 && ratio < 31.5, `each further count is about 61/2 times rarer, found ${ratio}`);
  assert.ok(negativeBinomialTail(1_000_000, 3, 0.5) >= 0);
  assert.equal(negativeBinomialTail(3, 0, 0.5), 0);
});

test('the gamma function is that of factorials', () => {
  let factorial = 1;
  for (let n = 1; n < 40; n++) {
    assert.ok(Math.abs(logGamma(n) - Math.log(factorial)) < 1e-10 * Math.max(1, Math.log(factorial)), `Γ(${n})`);
    factorial *= n;
  }
  assert.ok(Math.abs(logGamma(0.5) - Math.log(Math.sqrt(Math.PI))) < 1e-12);
});

const quietWeek = [4, 5, 3, 6, 4, 1, 0];
const eightWeeks = Array.from({ length: 8 }, () => quietWeek).flat();

test('a day as every week is nothing, a day far above is a burst', () => {
  assert.ok(judgeDay({ past: eightWeeks, today: 4 }).pValue > 0.3);
  assert.ok(judgeDay({ past: eightWeeks, today: 40 }).pValue < 1e-4);
});

test('the weekly rhythm counts: what is usual on a Monday is much on a Sunday', () => {
  const monday = judgeDay({ past: eightWeeks, today: 6 });
  const sunday = judgeDay({ past: eightWeeks.slice(0, -1), today: 6 });
  assert.ok(sunday.pValue < monday.pValue / 3, `${sunday.pValue} on the last day, ${monday.pValue} on the first`);
  assert.ok(sunday.expected < monday.expected);
});

test('what was never seen is new, and one report of it is no burst', () => {
  const nothing = Array.from({ length: 56 }, () => 0);
  assert.deepEqual(
    [1, 8].map((today) => judgeDay({ past: nothing, today }).isNew),
    [true, true],
  );
  assert.ok(judgeDay({ past: nothing, today: 1 }).pValue > 0.005);
  assert.ok(judgeDay({ past: nothing, today: 8 }).pValue < 1e-4);
});

test('a past that is all waves makes a wave no burst', () => {
  const waves = Array.from({ length: 56 }, (_, day) => (day % 9 === 0 ? 30 : 0));
  assert.ok(judgeDay({ past: waves, today: 30 }).pValue > 0.01);
  assert.ok(judgeDay({ past: eightWeeks, today: 30 }).pValue < 0.001);
});

test('no past at all gives an answer', () => {
  const { pValue, expected } = judgeDay({ past: [], today: 3 });
  assert.ok(pValue > 0 && pValue < 1 && expected > 0);
});

/** Discoveries by their definition: the largest k of which k p-values are at most rate · k / tests. */
function discoveriesByDefinition(pValues: readonly number[], rate: number, tests: number): number[] {
  for (let k = pValues.length; k > 0; k--) {
    const limit = (rate * k) / tests;
    const within = pValues.flatMap((p, index) => (p <= limit ? [index] : []));
    if (within.length >= k) return within;
  }
  return [];
}

test('discoveries are what their definition says, on seeded p-values', () => {
  const random = seededRandom(11);
  for (let round = 0; round < 300; round++) {
    const pValues = Array.from({ length: 1 + Math.floor(random() * 30) }, () => random() ** 4);
    const tests = pValues.length + Math.floor(random() * 100);
    assert.deepEqual(
      discoveries(pValues, { falseDiscoveryRate01: 0.2, tests }),
      discoveriesByDefinition(pValues, 0.2, tests),
    );
  }
});
