import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildKnownSet, hashValue64, KnownSetError, loadKnownSet, lookupHost, lookupKnown } from '../index.ts';
import { seededRandom } from '../testing/seeded-random.ts';

const random = seededRandom(7);
const suffixes = ['com', 'cn', 'com.cn', 'top', 'co.uk'];

function someHost(): string {
  const labels = Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * 400).toString(36));
  return `${labels.join('.')}.${suffixes[Math.floor(random() * suffixes.length)]}`;
}

function someEntries(count: number): { key: string; payload: number }[] {
  return Array.from({ length: count }, () => ({ key: someHost(), payload: Math.floor(random() * 2 ** 32) }));
}

test('a set answers as a Map does, of repeated keys the last', () => {
  for (const count of [0, 1, 2, 3, 17, 1000, 5000]) {
    const entries = someEntries(count);
    const map = new Map(entries.map(({ key, payload }) => [key, payload]));
    const set = buildKnownSet(entries);
    assert.equal(set.size, map.size);
    for (const [key, payload] of map) assert.equal(lookupKnown(set, key), payload);
    for (let tries = 0; tries < 500; tries++) {
      const key = someHost();
      assert.equal(lookupKnown(set, key), map.get(key));
    }
  }
});

test('a host is found by the narrowest parent, as by walking the parents one by one', () => {
  const entries = someEntries(2000);
  const map = new Map(entries.map(({ key, payload }) => [key, payload]));
  const set = buildKnownSet(entries);
  for (let tries = 0; tries < 5000; tries++) {
    const host = `${random() < 0.5 ? 'www.' : ''}${someHost()}`;
    assert.deepEqual(lookupHost(set, host), walkParents(map, host), host);
  }
});

function walkParents(map: ReadonlyMap<string, number>, host: string) {
  for (let start = 0; ; ) {
    const payload = map.get(host.slice(start));
    if (payload !== undefined) return { payload, scopeStart: start };
    const dot = host.indexOf('.', start);
    if (dot < 0) return undefined;
    start = dot + 1;
  }
}

test('a name that merely ends alike is no parent', () => {
  const set = buildKnownSet([{ key: 'evil.com', payload: 1 }]);
  assert.equal(lookupHost(set, 'notevil.com'), undefined);
  assert.deepEqual(lookupHost(set, 'a.evil.com'), { payload: 1, scopeStart: 2 });
});

test('bytes written by one are read by another, at any alignment', () => {
  const set = buildKnownSet([
    { key: 'phone:+8613800138000', payload: 0xffff_ffff },
    { key: 'evil.com', payload: 0 },
  ]);
  for (const shift of [0, 1, 2, 3]) {
    const moved = new Uint8Array(set.bytes.length + shift);
    moved.set(set.bytes, shift);
    const loaded = loadKnownSet(moved.subarray(shift));
    assert.equal(lookupKnown(loaded, 'phone:+8613800138000'), 0xffff_ffff);
    assert.equal(lookupKnown(loaded, 'evil.com'), 0);
    assert.equal(lookupKnown(loaded, 'evil.org'), undefined);
  }
});

test('a damaged file is refused with a clear error, whichever byte is hit', () => {
  const { bytes } = buildKnownSet(someEntries(50));
  for (let at = 0; at < bytes.length; at++) {
    const damaged = bytes.slice();
    damaged[at]! ^= 0x10;
    assert.throws(() => loadKnownSet(damaged), KnownSetError, `byte ${at}`);
  }
  for (const length of [0, 10, 31, 32, bytes.length - 1]) {
    assert.throws(() => loadKnownSet(bytes.subarray(0, length)), KnownSetError);
  }
  assert.throws(
    () => loadKnownSet(new TextEncoder().encode('this is not a known set, but a text of some length')),
    /SRKS/,
  );
});

test('a payload that is no unsigned 32-bit number is refused', () => {
  for (const payload of [-1, 1.5, 2 ** 32, Number.NaN]) {
    assert.throws(() => buildKnownSet([{ key: 'a.com', payload }]), RangeError);
  }
});

test('the set costs at most 18 bytes an entry', () => {
  const set = buildKnownSet(
    Array.from({ length: 20_000 }, (_, index) => ({ key: `host${index}.example`, payload: index })),
  );
  assert.ok(set.bytes.length / set.size <= 18, `${set.bytes.length / set.size} bytes`);
});

test('the hash of a key does not change between versions', () => {
  assert.equal(hashValue64('evil.com').toString(16), expectedHash);
  assert.notEqual(hashValue64('evil.com'), hashValue64('evil.co'));
});

/** Written down when the format was fixed: files made before must stay readable. */
const expectedHash = 'bfa0892e7afd1e32';
