import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Problem } from '@spring-rain/contract';
import { FSDriver } from 'flydrive/drivers/fs';
import { contentHash, openFileStore } from './files.ts';

const bytes = Buffer.from([0, 1, 2, 255]);
const hash = contentHash(bytes);

test('a file is kept under its hash, once, and is gone after delete', async () => {
  await using folder = await temporaryFolder();
  const files = await openFileStore({ dataDir: folder.path });
  await Promise.all([files.put(hash, bytes), files.put(hash, bytes), files.put(hash, bytes)]);
  assert.deepEqual(await files.get(hash), bytes);
  assert.deepEqual(await Array.fromAsync(files.list()), [hash]);
  assert.deepEqual(readdirSync(join(folder.path, 'files', 'drafts')), []);
  await files.delete(hash);
  assert.equal(await files.exists(hash), false);
  await files.delete(hash);
});

test('bytes under the hash of others, and names that are no hash, are refused', async () => {
  await using folder = await temporaryFolder();
  const files = await openFileStore({ dataDir: folder.path });
  await assert.rejects(files.put(contentHash(Buffer.from('other')), bytes), /hash of its bytes/);
  for (const name of ['../secret', 'a'.repeat(63), `${'a'.repeat(63)}/`, hash.toUpperCase()]) {
    await assert.rejects(async () => files.get(name), /64 hexadecimal digits/);
  }
});

test('a full disk is a refusal that says when to try again, and leaves no half a file', async () => {
  await using folder = await temporaryFolder();
  const disk = new FullDisk({ location: join(folder.path, 'files'), visibility: 'private' });
  const files = await openFileStore({ dataDir: folder.path, driver: disk });
  disk.isFull = true;
  await assert.rejects(files.put(hash, bytes), isUnavailable);
  await assert.rejects(files.ping(), isUnavailable);
  assert.equal(await files.exists(hash), false);
  assert.deepEqual(readdirSync(join(folder.path, 'files', 'drafts')), []);
  disk.isFull = false;
  await files.put(hash, bytes);
  await files.ping();
  assert.deepEqual(await files.get(hash), bytes);
});

test('what a crash left half-written is removed a day later, at the next start', async () => {
  await using folder = await temporaryFolder();
  const files = await openFileStore({ dataDir: folder.path });
  await files.put(hash, bytes);
  const drafts = join(folder.path, 'files', 'drafts');
  await writeFile(join(drafts, 'old'), 'half');
  await writeFile(join(drafts, 'young'), 'half');
  const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1_000);
  await utimes(join(drafts, 'old'), twoDaysAgo, twoDaysAgo);
  await openFileStore({ dataDir: folder.path });
  assert.deepEqual(readdirSync(drafts), ['young']);
});

test('a file that is named but not there is a refusal, not a crash', async () => {
  await using folder = await temporaryFolder();
  const files = await openFileStore({ dataDir: folder.path });
  await assert.rejects(files.get(hash), isUnavailable);
});

test('an object store without its client says which packages to install', async () => {
  await assert.rejects(
    openFileStore({ dataDir: '.', filesUrl: 's3://bucket/prefix?endpoint=https://objects.example' }),
    /npm install @aws-sdk\/client-s3/,
  );
});

/** A folder whose disk has no room: half of the bytes arrive, then the write fails. */
class FullDisk extends FSDriver {
  isFull = false;

  override async put(...[key, contents, options]: Parameters<FSDriver['put']>): Promise<void> {
    if (!this.isFull) return await super.put(key, contents, options);
    await super.put(key, contents.slice(0, contents.length / 2), options);
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  }
}

function isUnavailable(error: unknown): boolean {
  return (
    error instanceof Problem && error.code === 'service.unavailable' && error.options.retryAfterSeconds !== undefined
  );
}

async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
