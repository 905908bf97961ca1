import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../testing/seeded-random.ts';
import { type Shingles, shingle } from './shingle.ts';
import { containment01, similarity01 } from './similarity.ts';
import { bandCount, bandKeys, estimateSimilarity01, signatureLength, sketch } from './sketch.ts';

const script = '您好，本行专业办理抵押贷款，请拨打13800138000联系王经理，当天下款，3天内到账，利息低至0.3%';

test('a script keeps its shingles whatever values, numbers, case, width, script variant and punctuation it is written with', () => {
  const plain = shingle(script);
  const disguises = [
    '您好，本行专业办理抵押贷款，请拨打13911112222联系王经理，当天下款，7天内到账，利息低至1.9%',
    '您好 本行专业办理抵押贷款 请拨打１３８００１３８０００联系王经理！！当天下款～３天内到账，利息低至０．３％',
    '您好,本行專業辦理抵押貸款,請撥打13800138000聯繫王經理,當天下款,三天內到賬,利息低至零點三%',
  ];
  assert.deepEqual(shingle(disguises[0]!), plain);
  assert.deepEqual(shingle(disguises[1]!), plain);
  assert.ok(similarity01(shingle(disguises[2]!), plain) > 0.7);
});

test('codes of letters and digits are one number, and look-alike letters are the letters they look like', () => {
  assert.deepEqual(shingle('Your parcel TN12BB0725 waits at the depot'), shingle('your PARCEL 12 waits at the depot'));
  assert.deepEqual(shingle('раураl account suspended today'), shingle('paypal account suspended today'));
});

test('shingles are distinct and ascending, and a text without letters or values has none', () => {
  const shingles = shingle('ha ha ha ha ha ha ha ha ha ha ha ha ha ha');
  for (let index = 1; index < shingles.length; index++) assert.ok(shingles[index]! > shingles[index - 1]!);
  assert.equal(shingle('  …!!! 🎉 ').length, 0);
  assert.equal(shingle('').length, 0);
});

test('similarity and containment agree with sets built the slow way, on seeded random input', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 300; round++) {
    const one = randomSet(random, 60);
    const other = mixedSet(random, one, 60);
    const shared = [...one].filter((value) => other.includes(value)).length;
    const union = new Set([...one, ...other]).size;
    assert.equal(similarity01(one, other), union === 0 ? 0 : shared / union);
    assert.equal(similarity01(other, one), similarity01(one, other));
    assert.equal(containment01(one, other), one.length === 0 ? 0 : shared / one.length);
  }
});

test('the MinHash estimate is unbiased and lies within its standard error', () => {
  const random = seededRandom(11);
  const rounds = 400;
  let sum = 0;
  let squares = 0;
  let expectedVariance = 0;
  for (let round = 0; round < rounds; round++) {
    const one = randomSet(random, 90);
    const other = mixedSet(random, one, 90);
    const exact = similarity01(one, other);
    const error = estimateSimilarity01(sketch(one), sketch(other)) - exact;
    sum += error;
    squares += error * error;
    expectedVariance += (exact * (1 - exact)) / signatureLength;
  }
  assert.ok(Math.abs(sum / rounds) < (4 * Math.sqrt(expectedVariance)) / rounds, `bias ${sum / rounds}`);
  assert.ok(squares / expectedVariance < 1.3, `variance ${squares / expectedVariance} of what is expected`);
});

test('scripts share a band key as often as the formula says', () => {
  const random = seededRandom(13);
  const rounds = 600;
  let found = 0;
  let expected = 0;
  for (let round = 0; round < rounds; round++) {
    const one = randomSet(random, 80);
    const other = mixedSet(random, one, 80);
    const keys = new Set(bandKeys(sketch(one)));
    if (bandKeys(sketch(other)).some((key) => keys.has(key))) found += 1;
    expected += 1 - (1 - similarity01(one, other) ** 4) ** bandCount;
  }
  assert.ok(Math.abs(found - expected) < (5 * Math.sqrt(rounds)) / 2, `${found} of ${expected}`);
});

test('an empty set has no band keys, and two empty sets are alike in nothing', () => {
  const empty = sketch(new Uint32Array(0));
  assert.equal(bandKeys(empty).length, 0);
  assert.equal(estimateSimilarity01(empty, empty), 0);
  assert.equal(similarity01(new Uint32Array(0), new Uint32Array(0)), 0);
});

test('signature and keys of a text are fixed: they are kept in tables from one version to the next', () => {
  const signature = sketch(shingle(script));
  assert.deepEqual([signature[0], signature[63]], [41569355, 105032123]);
  assert.equal(bandKeys(signature)[0], -5473113044674284679n);
});

test('a very long text costs a bounded number of shingles', () => {
  assert.ok(shingle('贷款公司联系电话办理'.repeat(100_000)).length <= 20_000);
});

function randomSet(random: () => number, most: number): Shingles {
  const size = Math.floor(random() * most);
  return sortedSet(Array.from({ length: size }, () => Math.floor(random() * 2 ** 32)));
}

/** A set that shares a random part with another. */
function mixedSet(random: () => number, one: Shingles, most: number): Shingles {
  const share = random();
  return sortedSet([...[...one].filter(() => random() < share), ...randomSet(random, most * (1 - share))]);
}

function sortedSet(values: readonly number[]): Shingles {
  return Uint32Array.from(new Set(values)).sort();
}
