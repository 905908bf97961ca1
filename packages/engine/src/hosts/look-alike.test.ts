import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildLookAlikeIndex, lookAlike } from '../index.ts';
import { seededRandom } from '../testing/seeded-random.ts';
import { isOneSlip } from './look-alike.ts';
import { decodeHost } from './punycode.ts';

const officials = buildLookAlikeIndex([
  'www.icbc.com.cn',
  'paypal.com',
  'hsbc.co.uk',
  'citizensbank.com',
  'ccb.com',
  'apple.com',
]);
const seen = (host: string) => {
  const found = lookAlike(host, officials);
  return found === undefined ? undefined : `${found.how} ${found.official}`;
};

test('a name that looks like an official one is seen', () => {
  assert.equal(seen('paypa1.com'), 'homoglyph paypal.com');
  assert.equal(seen('xn--pypal-4ve.com'), 'homoglyph paypal.com');
  assert.equal(seen('xn--80ak6aa92e.com'), 'homoglyph apple.com');
  assert.equal(seen('citizensbnak.com'), 'typo citizensbank.com');
  assert.equal(seen('citizenbank.net'), 'typo citizensbank.com');
  assert.equal(seen('icbc.com.cn.evil.top'), 'embedded icbc.com.cn');
  assert.equal(seen('paypal-login.com'), 'embedded paypal.com');
  assert.equal(seen('icbc.top'), 'tld-swap icbc.com.cn');
});

test('an official host, its subdomains and honest others are not', () => {
  for (const host of [
    'icbc.com.cn',
    'm.icbc.com.cn',
    'www.paypal.com',
    'google.com',
    'appleton.org',
    'pineapple.com',
    'abc.com',
    'ccd.com',
    'hsbc.fr',
    '192.0.2.1',
    'com',
    '',
  ]) {
    assert.equal(seen(host), undefined, host);
  }
});

test('one slip is what the edit distance says, apart from the ends that honest names differ in', () => {
  const random = seededRandom(3);
  const word = () =>
    Array.from({ length: 4 + Math.floor(random() * 3) }, () => 'ab'[Math.floor(random() * 2)]).join('');
  for (let round = 0; round < 5000; round++) {
    const [one, other] = [word(), word()] as const;
    if (isOneSlip(one, other)) assert.equal(editDistance(one, other), 1, `${one} ${other}`);
  }
});

/** Optimal string alignment, the whole table. */
function editDistance(one: string, other: string): number {
  const table = Array.from({ length: one.length + 1 }, (_, row) =>
    Array.from({ length: other.length + 1 }, (_, column) => row || column),
  );
  for (let row = 1; row <= one.length; row++) {
    for (let column = 1; column <= other.length; column++) {
      const cost = one[row - 1] === other[column - 1] ? 0 : 1;
      let best = Math.min(
        table[row - 1]![column]! + 1,
        table[row]![column - 1]! + 1,
        table[row - 1]![column - 1]! + cost,
      );
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwap) best = Math.min(best, table[row - 2]![column - 2]! + 1);
      table[row]![column] = best;
    }
  }
  return table[one.length]![other.length]!;
}

test('punycode comes back as the letters that were encoded', () => {
  for (const name of ['münchen', '例子', 'пример', 'bücher-und-mehr', '日本語abc', 'аpple']) {
    const { hostname } = new URL(`http://${name}.com`);
    assert.equal(decodeHost(hostname), `${name}.com`);
  }
  for (const broken of ['xn--.com', 'xn--a-.com', 'xn--99999999999.com', 'xn--\u0000.com'])
    assert.equal(typeof decodeHost(broken), 'string');
});
