import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSiteRule, type SiteEntry } from './sites.ts';

function entry(value: string, role: SiteEntry['role'], more: Partial<SiteEntry> = {}): SiteEntry {
  return { value, role, scope: 'domain', ...more };
}

const shared = entry('docs.google.com', 'shared-host', { tenancy: 'path' });
const builder = entry('site-builder.org', 'shared-host', { tenancy: 'subdomain' });
const cloud = entry('big-cloud.org', 'shared-host', { tenancy: 'subdomain', depth: 3 });
const google = entry('google.com', 'busy');
const bank = entry('icbc.com.cn', 'known-good');
const shop = entry('www.taobao.com', 'known-good', { scope: 'host' });
const short = entry('bit.ly', 'shortener');
const all = [shared, builder, cloud, google, bank, shop, short];

const cases: readonly [host: string, why: string | undefined][] = [
  ['unknown.org', undefined],
  ['google.com', 'busy'],
  ['www.google.com', 'busy'],
  ['maps.google.com', 'busy'],
  ['notgoogle.com', undefined],
  ['docs.google.com', 'shared'],
  ['x.docs.google.com', 'shared'],
  ['site-builder.org', 'shared'],
  ['www.site-builder.org', 'shared'],
  ['thief.site-builder.org', undefined],
  ['bucket.s3.ap-east-1.big-cloud.org', undefined],
  ['ap-east-9.compute.big-cloud.org', 'shared'],
  ['icbc.com.cn', 'official'],
  ['mybank.icbc.com.cn', 'official'],
  ['www.taobao.com', 'official'],
  ['shop1.www.taobao.com', undefined],
  ['bit.ly', 'shortener'],
  ['com.cn', 'public-suffix'],
  ['github.io', 'public-suffix'],
];

for (const [host, why] of cases) {
  test(`${host} ${why === undefined ? 'can be condemned whole' : `cannot be condemned whole: ${why}`}`, () => {
    assert.equal(findSiteRule(host, all)?.why, why);
    assert.equal(findSiteRule(host, all.toReversed())?.why, why, 'whatever the order of the entries');
  });
}

test('a customer of a hoster is not the hoster, even when the hoster is a busy site', () => {
  const busy = [entry('github.io', 'busy')];
  assert.equal(findSiteRule('thief.github.io', busy), undefined);
  assert.equal(findSiteRule('github.io', busy)?.why, 'public-suffix');
});

test('of entries for the same name the one that says who shares it decides, then the official one', () => {
  const same = [entry('x.org', 'busy'), entry('x.org', 'known-good'), entry('x.org', 'shortener')];
  assert.equal(findSiteRule('x.org', same)?.why, 'official');
  assert.equal(findSiteRule('x.org', [...same, entry('x.org', 'shared-host', { tenancy: 'path' })])?.why, 'shared');
});

test('scams, imitated names and disposable mail protect nothing', () => {
  const none = (['known-scam', 'impersonated', 'disposable'] as const).map((role) => entry('x.org', role));
  assert.equal(findSiteRule('x.org', none), undefined);
});
