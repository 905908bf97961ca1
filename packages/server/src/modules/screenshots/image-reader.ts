import { type ImageReading, Problem } from '@spring-rain/contract';
import { fileTypeFromBuffer } from 'file-type';
import type { Log } from '../../platform/log.ts';
import { type ReaderLimits, readerLimits } from './limits.ts';
import type { ReadRefusal } from './protocol.ts';
import { type ReaderChild, type ReadOutcome, startReaderChild } from './reader-child.ts';

export interface ReaderOptions {
  readonly log: Log;
  /** What a test sets differently. */
  readonly limits?: Partial<ReaderLimits> | undefined;
}

export interface ReadOptions {
  /** Width times height that a picture may claim. */
  readonly pixelsMax: number;
  /** Aborts when nobody waits for the answer any more: a picture that was not begun is then not read. */
  readonly signal?: AbortSignal;
}

/** Reads pictures, one at a time, in a process of its own that is started when one comes and ended when none does. */
export interface ImageReader extends AsyncDisposable {
  /**
   * Text and codes of a picture; both may be empty. Throws `image.unreadable`, `image.too_large`,
   * `image.took_too_long` and `image.busy`.
   */
  read(bytes: Uint8Array, options: ReadOptions): Promise<ImageReading>;
  /** Pictures that wait behind the one that is read. */
  readonly waiting: number;
  /** Of the process, while there is one. */
  readonly processId: number | undefined;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly options: ReadOptions;
  readonly sinceMs: number;
  readonly settle: (reading: Promise<ImageReading>) => void;
}

/** How soon a refused visitor should try again: about the time that two pictures take. */
const retryAfterSeconds = 5;
const taken: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif']);

export function openImageReader(options: ReaderOptions): ImageReader {
  const limits = { ...readerLimits, ...options.limits };
  const queue: Waiting[] = [];
  let child: ReaderChild | undefined;
  let isReading = false;
  let isClosed = false;
  let idle: NodeJS.Timeout | undefined;

  function readNext(): void {
    if (isReading || isClosed) return;
    const next = queue.shift();
    if (next === undefined) {
      idle = setTimeout(unload, limits.idleMs).unref();
      return;
    }
    clearTimeout(idle);
    isReading = true;
    const reading = readOne(next).finally(() => {
      isReading = false;
      readNext();
    });
    next.settle(reading);
  }

  async function readOne({ bytes, options: { pixelsMax, signal }, sinceMs }: Waiting): Promise<ImageReading> {
    if (signal?.aborted === true || performance.now() - sinceMs > limits.waitMaxMs) throw busy();
    if (child === undefined || child.hasEnded) child = startReaderChild(limits);
    return readingOf(await child.read({ bytes, pixelsMax, beginPartMaxMs: limits.beginPartMaxMs }), {
      pixelsMax,
      limits,
      log: options.log,
    });
  }

  function unload(): void {
    const ended = child;
    child = undefined;
    ended?.end().catch((error: unknown) => options.log.error({ err: error }, 'the reader of pictures did not end'));
  }

  return {
    async read(bytes, readOptions) {
      if (!taken.has((await fileTypeFromBuffer(bytes))?.mime ?? '')) throw new Problem('image.unreadable');
      if (isClosed || queue.length >= limits.waitingMax) throw busy();
      const { promise, resolve } = Promise.withResolvers<ImageReading>();
      queue.push({ bytes, options: readOptions, sinceMs: performance.now(), settle: resolve });
      readNext();
      return await promise;
    },
    get waiting() {
      return queue.length;
    },
    get processId() {
      return child === undefined || child.hasEnded ? undefined : child.id;
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(idle);
      for (const { settle } of queue.splice(0)) settle(Promise.reject(busy()));
      await child?.end();
    },
  };
}

function busy(): Problem {
  return new Problem('image.busy', { parameters: { seconds: retryAfterSeconds }, retryAfterSeconds });
}

interface Asked {
  readonly pixelsMax: number;
  readonly limits: ReaderLimits;
  readonly log: Log;
}

function readingOf(outcome: ReadOutcome, asked: Asked): ImageReading {
  if ('reading' in outcome) return outcome.reading;
  if ('refusal' in outcome) throw refused(outcome.refusal, asked);
  if ('bug' in outcome) throw new Error(`The reader of pictures failed: ${outcome.bug}`);
  asked.log.warn({ ended: outcome.ended }, 'the process that reads pictures was ended');
  if (outcome.ended === 'too-long') {
    throw new Problem('image.took_too_long', { parameters: { seconds: Math.ceil(asked.limits.readMaxMs / 1000) } });
  }
  throw refused(outcome.ended === 'memory' ? 'too-large' : 'unreadable', asked);
}

function refused(refusal: ReadRefusal, { pixelsMax }: Asked): Problem {
  if (refusal === 'unreadable') return new Problem('image.unreadable');
  return new Problem('image.too_large', { parameters: { limit: Math.floor(pixelsMax / 1_000_000) } });
}
