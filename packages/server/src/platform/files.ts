import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { unavailable } from './db/errors.ts';

/** Files under their content hash; what is there never changes. */
export interface FileStore {
  /** Keeps bytes under their SHA-256 in hex; the same bytes twice are one file. Durable when it answers. */
  put(hash: string, bytes: Uint8Array): Promise<void>;
  /** The bytes of a hash. Throws `service.unavailable` when the store does not have or give them. */
  get(hash: string): Promise<Buffer>;
  delete(hash: string): Promise<void>;
  exists(hash: string): Promise<boolean>;
  /** The hashes that are kept, in no order. */
  list(): AsyncIterable<string>;
  /** Throws when the store cannot be written now. */
  ping(): Promise<void>;
}

export interface FilesConfig {
  readonly dataDir: string;
  /** `s3://bucket/prefix?endpoint=https://…&region=…`; without it `<dataDir>/files`. */
  readonly filesUrl?: string | undefined;
  /** Another way to the same folder, for a disk that fails as a test wants. */
  readonly driver?: FSDriver | undefined;
}

const hashShape = /^[0-9a-f]{64}$/;

export async function openFileStore(config: FilesConfig): Promise<FileStore> {
  if (config.filesUrl !== undefined) return await openBucket(config.filesUrl);
  const folder = resolve(config.dataDir, 'files');
  await removeOldDrafts(join(folder, 'drafts'));
  return storeOn({
    disk: new Disk(config.driver ?? new FSDriver({ location: folder, visibility: 'private' })),
    prefix: '',
    folder,
  });
}

/** The SHA-256 of a file in hex: its name in the store. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

interface Place {
  readonly disk: Disk;
  /** Before every key: empty, or with its slash. */
  readonly prefix: string;
  /** Where the disk is a folder of this machine. */
  readonly folder: string | undefined;
}

function storeOn(place: Place): FileStore {
  const { disk, prefix } = place;
  const keyOf = (hash: string): string => {
    if (!hashShape.test(hash)) throw new Error('A file is named by 64 hexadecimal digits.');
    return `${prefix}${hash.slice(0, 2)}/${hash}`;
  };
  return {
    put: async (hash, bytes) => {
      if (contentHash(bytes) !== hash) throw new Error('A file must be kept under the hash of its bytes.');
      await guarded(keep(place, keyOf(hash), bytes));
    },
    get: async (hash) => Buffer.from(await guarded(disk.getBytes(keyOf(hash)))),
    delete: (hash) => guarded(disk.delete(keyOf(hash))),
    exists: (hash) => guarded(disk.exists(keyOf(hash))),
    list: () => listHashes(place),
    ping: async () => {
      const probe = `${prefix}drafts/${randomUUID()}`;
      try {
        await guarded(disk.put(probe, 'ready?'));
      } finally {
        await disk.delete(probe).catch(() => undefined);
      }
    },
  };
}

async function keep({ disk, prefix, folder }: Place, key: string, bytes: Uint8Array): Promise<void> {
  if (await disk.exists(key)) return;
  // An object store shows an object whole or not at all.
  if (folder === undefined) return await disk.put(key, bytes);
  // On a folder it is written aside and moved: after a power cut nobody meets half a file.
  const draft = `${prefix}drafts/${randomUUID()}`;
  try {
    await disk.put(draft, bytes);
    await sync(join(folder, draft));
    await disk.move(draft, key);
  } catch (error) {
    await disk.delete(draft).catch(() => undefined);
    throw error;
  }
  await sync(dirname(join(folder, key)));
}

async function* listHashes({ disk, prefix }: Place): AsyncIterable<string> {
  for (let pageToken: string | undefined; ; ) {
    const page = await guarded(
      disk.listAll(prefix || '/', {
        recursive: true,
        ...(pageToken === undefined ? {} : { paginationToken: pageToken }),
      }),
    );
    for (const entry of page.objects) if (entry.isFile && hashShape.test(entry.name)) yield entry.name;
    pageToken = page.paginationToken;
    if (pageToken === undefined) return;
  }
}

const draftMaxAgeMs = 24 * 60 * 60 * 1_000;

/** What a crash left half-written; younger ones may be another process's work of this moment. */
async function removeOldDrafts(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > draftMaxAgeMs) await rm(path, { force: true });
  }
}

async function guarded<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}

async function sync(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** An object store; its client is loaded only here, and is not installed unless the operator wants one. */
async function openBucket(filesUrl: string): Promise<FileStore> {
  const url = new URL(filesUrl);
  const { S3Driver } = await import('flydrive/drivers/s3').catch((error: unknown) => {
    throw new Error(
      'FILES_URL with s3:// needs the package @aws-sdk/client-s3, found none. Run: npm install @aws-sdk/client-s3 @aws-sdk/s3-request-presigner',
      { cause: error },
    );
  });
  const endpoint = url.searchParams.get('endpoint');
  const driver = new S3Driver({
    bucket: url.hostname,
    region: url.searchParams.get('region') ?? 'us-east-1',
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    supportsACL: false,
    visibility: 'private',
  });
  const path = url.pathname.replace(/^\/|\/$/g, '');
  return storeOn({ disk: new Disk(driver), prefix: path === '' ? '' : `${path}/`, folder: undefined });
}
