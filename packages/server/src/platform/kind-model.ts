import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type KindModel, KindModelError, loadKindModel } from '@spring-rain/engine';

/** A model, or why there is none: the server starts without it, says `undecided`, and warns that it is not whole. */
export interface OpenedKindModel {
  readonly model?: KindModel;
  /** Names the file's content, so that a reading says which model made it. */
  readonly version?: string;
  readonly problem?: string;
}

/** The model that ships with the program; its card stands beside it. */
export const shippedKindModelFile = fileURLToPath(new URL('../../data/models/scam-kinds.srkm', import.meta.url));

/** Larger files are no model: reading one must not fill the memory. */
const modelMaxBytes = 256 * 2 ** 20;

/** Opens a model file. Never throws for a file that is absent, unreadable or damaged; `problem` says what is wrong. */
export function openKindModel(path: string = shippedKindModelFile): OpenedKindModel {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (failure) {
    const why = failure instanceof Error && 'code' in failure ? String(failure.code) : 'unreadable';
    return {
      problem: `A model of scam kinds was wanted at ${path}, found none (${why}). Train one or restore the file.`,
    };
  }
  if (bytes.length > modelMaxBytes) {
    return { problem: `A model of at most ${modelMaxBytes} bytes was wanted, found ${bytes.length} at ${path}.` };
  }
  try {
    return { model: loadKindModel(bytes), version: createHash('sha256').update(bytes).digest('hex').slice(0, 16) };
  } catch (failure) {
    if (failure instanceof KindModelError) return { problem: `${failure.message} (${path})` };
    throw failure;
  }
}

/** The shipped model, or why it cannot be used. */
export function readShippedKindModel(): OpenedKindModel {
  return openKindModel(shippedKindModelFile);
}
