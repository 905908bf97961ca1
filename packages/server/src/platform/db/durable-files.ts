import { fdatasyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** What the embedded database asks of the disk; tests count it, or make it fail as a full disk does. */
export interface DiskCalls {
  sync(fileDescriptor: number): void;
  /** Called before each write; throws an error with `code: 'ENOSPC'` when there is no room. */
  beforeWrite?(path: string, bytes: number): void;
}

export const systemDisk: DiskCalls = { sync: fdatasyncSync };

interface Stream {
  readonly nfd: number;
  readonly path: string;
}

type Write = (stream: Stream, buffer: Uint8Array, offset: number, length: number, position: number) => number;

/** The part of the Emscripten module that is needed here; its own types name none of it. */
interface FileSystemModule {
  readonly NODEFS: { stream_ops: { write: Write; fsync?: (stream: Stream) => number } };
  readonly FS: { ErrnoError: new (errno: number) => Error; streams: (Stream | null | undefined)[] };
}

/** Error numbers of WASI, which the database's C library speaks. */
const errnoByCode = new Map([
  ['ENOSPC', 51],
  ['EDQUOT', 19],
  ['EIO', 29],
]);
const ioError = 29;

type Init = Parameters<NodeFS['init']>;

/**
 * The embedded database's files, made durable: its own file system ignores fsync, so a power cut could take
 * acknowledged rows. Here fsync reaches the disk, and a failing disk reaches the database as its error number.
 */
export class DurableFiles extends NodeFS {
  readonly #disk: DiskCalls;

  constructor(folder: string, disk: DiskCalls) {
    super(folder);
    this.#disk = disk;
  }

  override async init(pg: PGlite, options: Init[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const makeDurable = (module: unknown): void => useDisk(module as FileSystemModule, this.#disk);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), makeDurable] } };
  }
}

function useDisk(module: FileSystemModule, disk: DiskCalls): void {
  const operations = module.NODEFS.stream_ops;
  const { write } = operations;
  const asErrno = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw new module.FS.ErrnoError(errnoByCode.get(code) ?? ioError);
    }
  };
  operations.fsync = (stream) => {
    asErrno(() => disk.sync(stream.nfd));
    return 0;
  };
  if (disk.beforeWrite === undefined) return;
  operations.write = (stream, buffer, offset, length, position) => {
    asErrno(() => disk.beforeWrite?.(stream.path, length));
    return write(stream, buffer, offset, length, position);
  };
}

/** File descriptors that a stopped database left open. */
export function openDescriptors(module: unknown): number[] {
  const { streams } = (module as FileSystemModule).FS;
  return streams.flatMap((stream) => (stream && typeof stream.nfd === 'number' ? [stream.nfd] : []));
}
