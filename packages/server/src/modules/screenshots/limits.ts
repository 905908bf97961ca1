import { limits } from '@spring-rain/contract';

/** What reading a picture may cost. Numbers of time are for a slow, shared processor. */
export interface ReaderLimits {
  /** For the process to become ready; it reads some 50 MB of language data. */
  readonly loadMaxMs: number;
  /** From the moment that the loaded process is given the picture; then the process is ended. */
  readonly readMaxMs: number;
  /** Past this no further part of a long picture is begun: what was read until then is the answer. */
  readonly beginPartMaxMs: number;
  /** Resident memory of the process, wasm included; past this it ends itself. */
  readonly memoryMaxBytes: number;
  /** Pictures that may wait behind the one that is read. */
  readonly waitingMax: number;
  /** A picture that waited longer than this is refused instead of read. */
  readonly waitMaxMs: number;
  /** The process is ended when nothing came for so long: it holds some 400 MB. */
  readonly idleMs: number;
}

export const readerLimits: ReaderLimits = {
  loadMaxMs: 30_000,
  readMaxMs: 20_000,
  beginPartMaxMs: 10_000,
  memoryMaxBytes: 1024 * 1024 * 1024,
  waitingMax: 8,
  waitMaxMs: 20_000,
  idleMs: 3 * 60 * 1000,
};

/** Characters of writing and of codes together: what a check takes. */
export const readTextMaxChars = limits.textMaxChars;
