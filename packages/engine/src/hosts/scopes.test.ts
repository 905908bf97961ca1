import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainParts, maxPathPrefixes, parentScopes, scopeKey } from '../index.ts';

const written = (kind: 'url' | 'domain' | 'email' | 'ip' | 'phone', value: string) =>
  parentScopes(kind, value).map((key) => `${key.scope} ${key.value}`);

test('a link is covered by itself, its paths, its host and the parents down to what was registered', () => {
  assert.deepEqual(written('url', 'http://pay.evil.co.uk/a/b.html?id=1'), [
    'exact http://pay.evil.co.uk/a/b.html?id=1',
    'path pay.evil.co.uk/a/b.html?id=1',
    'path pay.evil.co.uk/a/b.html',
    'path pay.evil.co.uk/a',
    'host pay.evil.co.uk',
    'domain evil.co.uk',
  ]);
});

test('a page under a shared host does not reach the hoster', () => {
  assert.deepEqual(written('domain', 'bad.github.io'), ['domain bad.github.io']);
  assert.equal(domainParts('bad.github.io').isPrivateSuffix, true);
});

test('an address has no parents; a number stands for itself', () => {
  assert.deepEqual(written('url', 'http://192.0.2.1:8080/x'), [
    'exact http://192.0.2.1:8080/x',
    'path 192.0.2.1:8080/x',
    'host 192.0.2.1',
  ]);
  assert.deepEqual(written('phone', '+8613800138000'), ['exact +8613800138000']);
});

test('a long path is walked only so far, narrowest and widest kept', () => {
  const paths = parentScopes('url', `http://a.com/${'x/'.repeat(100)}y`).filter((key) => key.scope === 'path');
  assert.equal(paths.length, maxPathPrefixes);
  assert.equal(paths.at(-1)?.value, 'a.com/x');
});

test('a host is its own key, everything else carries its kind', () => {
  assert.deepEqual(parentScopes('email', 'x@mail.evil.com').map(scopeKey), [
    'email:x@mail.evil.com',
    'mail.evil.com',
    'evil.com',
  ]);
  assert.equal(scopeKey({ scope: 'path', kind: 'url', value: 'a.com/x' }), 'path:a.com/x');
});
