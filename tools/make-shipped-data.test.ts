import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSite, cleanHosts, mergeScamSites } from './make-shipped-data.ts';
import { shippedSources, sourceRoles } from './shipped-sources.ts';

const known = { topLevel: new Set(['example', 'test']), busy: new Set(['busy.example']) };
const row = (fields: object) =>
  JSON.stringify({ name: 'A', url: 'a.example', reports: 1, from: '2023/01/01', to: '2023/01/07', ...fields });

test('reports of one site are summed and its first and last day kept', () => {
  const { rows, refusals } = mergeScamSites(
    [
      row({ url: 'Shop.example', reports: 2, from: '2023/02/01', to: '2023/02/07' }),
      row({ url: 'shop.example/', name: 'B', reports: 3 }),
      row({ url: 'shop.example', reports: 2, from: '2023/03/01', to: '2023/03/07' }),
    ],
    known,
  );

  assert.deepEqual(rows, [{ name: 'A', url: 'shop.example', reports: 7, from: '2023/01/01', to: '2023/03/07' }]);
  assert.deepEqual(refusals, []);
});

test('addresses, slips and busy sites are left out with their line, pages of busy sites are kept', () => {
  const urls = ['203.0.113.9', 'nodots', 'shop.con', 'busy.example', 'busy.example/pay?id=1', 'https://b.test:8080'];
  const { rows, refusals } = mergeScamSites(
    urls.map((url) => row({ url })),
    known,
  );

  assert.deepEqual(
    rows.map((site) => site.url),
    ['busy.example/pay?id=1', 'https://b.test:8080'],
  );
  assert.deepEqual(
    refusals.map(({ line, value }) => [line, value]),
    [
      [1, '203.0.113.9'],
      [2, 'nodots'],
      [3, 'shop.con'],
      [4, 'busy.example'],
    ],
  );
});

test('a site keeps the letters of its path and loses the scheme only when nothing follows the host', () => {
  assert.equal(canonicalSite('HTTPS://A.Example'), 'a.example');
  assert.equal(canonicalSite('HTTPS://A.Example/Pay'), 'https://a.example/Pay');
  assert.equal(canonicalSite('A.Example?x=Y'), 'a.example?x=Y');
});

test('host lists lose leading dots and doubles, and refuse what is no host', () => {
  const { hosts, refusals } = cleanHosts(['.B.example', 'a.test', 'b.example', '.onelabel', 'vakıf.test'], known);

  assert.deepEqual(hosts, ['a.test', 'b.example']);
  assert.deepEqual(
    refusals.map((refusal) => refusal.line),
    [4, 5],
  );
});

test('every role is played by a shipped source', () => {
  const played = new Set(shippedSources.map((source) => source.role));

  assert.deepEqual([...played].sort(), [...sourceRoles].sort());
});
