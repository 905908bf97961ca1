import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { describeTables } from './make-tables.ts';

test('the committed table types are what the migrations make', async () => {
  const committed = await readFile(new URL('../packages/server/src/generated/tables.ts', import.meta.url), 'utf8');
  assert.equal(committed, await describeTables(), 'run: node tools/make-tables.ts');
});
