import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type KnownSet, loadKnownSet } from '@spring-rain/engine';
import type { EventPosition } from '../../platform/events.ts';

/** The internal snapshot has everything that may be known; the public one only what is confirmed. */
export const snapshotSorts = ['internal', 'public'] as const;
export type SnapshotSort = (typeof snapshotSorts)[number];

/** A snapshot file: the packed keys, from which database, and the event up to which they are complete. */
export interface Snapshot {
  readonly set: KnownSet;
  readonly mark: string;
  readonly position: EventPosition;
}

/** A file that cannot be used, and why. */
export interface DamagedSnapshot {
  readonly file: string;
  readonly cause: unknown;
}

/** Older files stay until a newer one is written, so that a process that is reading one finishes. */
const keptFiles = 2;
const maxHeaderBytes = 4_096;
const magic = Buffer.from('SRSNAP1\n', 'latin1');

/**
 * The newest snapshot file that can be used; files that are damaged are named. Layout: `SRSNAP1` and a line feed, the
 * length of the header as four bytes, the header as JSON, padding to four bytes, the packed set with its checksum.
 */
export async function readSnapshot(
  folder: string,
  sort: SnapshotSort,
): Promise<{ snapshot: Snapshot | undefined; damaged: DamagedSnapshot[] }> {
  const damaged: DamagedSnapshot[] = [];
  for (const file of await listSnapshots(folder, sort)) {
    try {
      return { snapshot: parseSnapshot(await readFile(join(folder, file))), damaged };
    } catch (cause) {
      damaged.push({ file, cause });
    }
  }
  return { snapshot: undefined, damaged };
}

/** Writes a snapshot under the next number, whole or not at all, and removes those before the last. */
export async function writeSnapshot(folder: string, sort: SnapshotSort, snapshot: Snapshot): Promise<string> {
  await mkdir(folder, { recursive: true });
  const files = await listSnapshots(folder, sort);
  const file = `${sort}-${numberOf(files[0] ?? '') + 1}.bin`;
  const unfinished = join(folder, `${file}.${process.pid}.tmp`);
  const handle = await open(unfinished, 'w', 0o600);
  try {
    await handle.writeFile(serialise(snapshot));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, join(folder, file));
  for (const old of files.slice(keptFiles - 1)) await rm(join(folder, old), { force: true });
  return file;
}

/** Newest first. */
async function listSnapshots(folder: string, sort: SnapshotSort): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.startsWith(`${sort}-`) && numberOf(name) > 0)
    .sort((one, other) => numberOf(other) - numberOf(one));
}

function numberOf(file: string): number {
  return Number(/-(\d{1,15})\.bin$/.exec(file)?.[1] ?? 0);
}

function serialise({ set, mark, position }: Snapshot): Buffer {
  const header = Buffer.from(JSON.stringify({ mark, position }), 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const padding = Buffer.alloc((4 - (header.length % 4)) % 4);
  return Buffer.concat([magic, length, header, padding, set.bytes]);
}

function parseSnapshot(bytes: Buffer): Snapshot {
  if (!bytes.subarray(0, magic.length).equals(magic)) {
    throw new Error('A snapshot begins with "SRSNAP1"; this file is something else.');
  }
  const headerAt = magic.length + 4;
  const length = bytes.length < headerAt ? maxHeaderBytes + 1 : bytes.readUInt32LE(magic.length);
  if (length > maxHeaderBytes || bytes.length < headerAt + length) throw new Error('The snapshot is cut off.');
  const { mark, position } = parseHeader(bytes.toString('utf8', headerAt, headerAt + length));
  // A copy, so that the set lies on a four-byte boundary and the file's own buffer can be let go.
  const packed = new Uint8Array(bytes.subarray(headerAt + length + ((4 - (length % 4)) % 4)));
  return { set: loadKnownSet(packed), mark, position };
}

function parseHeader(text: string): Pick<Snapshot, 'mark' | 'position'> {
  const { mark, position } = JSON.parse(text) as { mark?: unknown; position?: Partial<EventPosition> };
  const { transactionId, id } = position ?? {};
  if (typeof mark !== 'string' || !isCount(transactionId) || !isCount(id)) {
    throw new Error('The snapshot does not say from which database it is, and up to which event it is complete.');
  }
  return { mark, position: { transactionId, id } };
}

function isCount(written: unknown): written is string {
  return typeof written === 'string' && /^\d{1,20}$/.test(written);
}
