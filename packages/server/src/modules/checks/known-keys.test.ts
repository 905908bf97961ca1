import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalIndicator, type IndicatorKind, parentScopes } from '@spring-rain/engine';
import { evidenceKeys, type IndicatorKey, keyText } from '../indicators/index.ts';
import { addKey, emptyKeys, mayKnow, packKeys } from './known-keys.ts';

/** Numbers that repeat for the same seed (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const labels = ['a', 'b', 'shop', 'www', 'xn--fiq228c'];
const suffixes = ['top', 'com', 'co.uk', 'github.io'];

function randomKey(pick: (below: number) => number): IndicatorKey {
  const depth = 1 + pick(3);
  const host = [
    ...Array.from({ length: depth }, () => labels[pick(labels.length)]),
    suffixes[pick(suffixes.length)],
  ].join('.');
  const kinds: [IndicatorKind, string][] = [
    ['domain', host],
    ['url', `${pick(2) === 0 ? 'http' : 'https'}://${host}/${['', 'p', 'p/q', 'p/q?x=1', 'p#f'][pick(5)]}`],
    ['email', `x${pick(3)}@${host}`],
    ['ip', `192.0.2.${pick(9)}`],
    ['url', `http://192.0.2.${pick(9)}/${['', 'p'][pick(2)]}`],
    ['phone', `+86138001380${10 + pick(9)}`],
  ];
  const [kind, value] = kinds[pick(kinds.length)]!;
  return canonicalIndicator(kind, value) ?? randomKey(pick);
}

test('whatever evidence could bear on a value is never missed: against every key compared one by one', () => {
  const pick = seeded(20261121);
  let hits = 0;
  for (let round = 0; round < 400; round += 1) {
    const packed = emptyKeys();
    const later = emptyKeys();
    const known = new Set<string>();
    for (let count = 0; count < 6; count += 1) {
      const key = randomKey(pick);
      known.add(keyText(key));
      addKey(pick(2) === 0 ? packed : later, key);
    }
    const set = packKeys(packed);
    for (let count = 0; count < 40; count += 1) {
      const asked = randomKey(pick);
      const bears = evidenceKeys(asked).some((key) => known.has(keyText(key)));
      if (!bears) continue;
      hits += 1;
      assert.ok(mayKnow(set, later, asked), `${keyText(asked)} is borne on by one of ${[...known].join(' ')}`);
    }
  }
  assert.ok(hits > 1_000, `only ${hits} values had something to find`);
});

test('a value that has nothing in common with what is known is a certain miss', () => {
  const keys = emptyKeys();
  for (const value of ['evil-shop.top', 'www.scam.com']) addKey(keys, { kind: 'domain', value });
  addKey(keys, { kind: 'url', value: 'https://docs.google.com/forms/d/bad' });
  const set = packKeys(keys);
  const misses: IndicatorKey[] = [
    { kind: 'domain', value: 'honest-shop.top' },
    { kind: 'domain', value: 'top' },
    { kind: 'url', value: 'https://docs.google.com/forms/d/honest' },
    { kind: 'url', value: 'https://docs.google.com/' },
    { kind: 'email', value: 'a@honest.org' },
    { kind: 'phone', value: '+8613800138000' },
  ];
  assert.deepEqual(
    misses.filter((key) => mayKnow(set, emptyKeys(), key)),
    [],
  );
});

test('parents of a link are walked like those of its host', () => {
  const host = parentScopes('domain', 'a.b.evil.com').map(({ value }) => value);
  const link = parentScopes('url', 'http://a.b.evil.com/').flatMap(({ kind, value }) =>
    kind === 'domain' ? [value] : [],
  );
  assert.deepEqual(link, host);
});
