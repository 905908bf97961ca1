import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from './canonical-json.ts';

test('the examples of RFC 8785 come out byte by byte', () => {
  // As the RFC spells them, which no literal here may.
  const numbers: unknown = JSON.parse('[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]');
  const string = '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/';
  assert.equal(
    canonicalJson({ numbers, string, literals: [null, true, false] }),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const sorted = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew',
    '1': 'One',
    '\ud83d\ude00': 'Face',
  };
  assert.deepEqual(
    [...canonicalJson(sorted).matchAll(/:"(\w+)/g)].map(([, word]) => word),
    ['Carriage', 'One', 'Euro', 'Face', 'Hebrew'],
  );
});

test('the order that members came in makes no difference, and absent and undefined are alike', () => {
  assert.equal(canonicalJson({ b: 1, a: { d: [2], c: undefined } }), canonicalJson({ a: { d: [2] }, b: 1 }));
});

test('what JSON cannot say is refused', () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1, '\ud800']) {
    assert.throws(() => canonicalJson({ x: [wrong] }), TypeError);
  }
});
