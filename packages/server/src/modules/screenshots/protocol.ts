import type { ImageReading } from '@spring-rain/contract';

/** What the server tells the process that reads. */
export interface ReadRequest {
  readonly bytes: Uint8Array;
  readonly pixelsMax: number;
  readonly beginPartMaxMs: number;
}

/** Why a picture was not read; anything else is a bug. */
export type ReadRefusal = 'unreadable' | 'too-large';

/** What the process says once it can read. */
export const readyMessage = 'ready';

/** What the process answers. */
export type ReadReply =
  | { readonly reading: ImageReading }
  | { readonly refusal: ReadRefusal }
  | { readonly bug: string };

/** The process ends itself with this code when it needs more memory than it may have. */
export const memoryExitCode = 77;
