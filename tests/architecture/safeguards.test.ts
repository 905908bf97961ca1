import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..', '..');

test('every test that docs/safeguards.md names is there', () => {
  const tests = globSync('{packages,tests}/**/*.test.ts', {
    cwd: root,
    exclude: (path) => path.includes('node_modules'),
  })
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  const page = readFileSync(join(root, 'docs', 'safeguards.md'), 'utf8');
  const named = [...page.matchAll(/(?<!\*)\*([^*]+)\*(?!\*)/g)].map((match) => match[1]!);
  assert.ok(named.length >= 20, `${named.length} tests are named`);
  assert.deepEqual(
    named.filter((name) => !tests.includes(name)),
    [],
  );
});
