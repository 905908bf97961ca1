import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { CommandFailure, exitCodes } from './failure.ts';

/** A line longer than this is refused by its number rather than kept in memory whole by every later step. */
export const lineMaxChars = 2_000_000;

export interface NumberedLine {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly raw: string;
}

/** Opens a file, or standard input for `-`. */
export async function openInput(file: string): Promise<NodeJS.ReadableStream> {
  if (file === '-') return process.stdin;
  await assertReadable(file);
  return createReadStream(file);
}

/** Lines in order; blank ones are passed over, but counted. */
export async function* numberedLines(input: NodeJS.ReadableStream): AsyncGenerator<NumberedLine> {
  let line = 0;
  for await (const raw of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    const text = line === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (text.trim() !== '') yield { line, raw: text };
  }
}

/** Gathers rows into batches of at most `size`. */
export async function* inBatches<Row>(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length >= size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function assertReadable(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new CommandFailure(
      `Wanted a file to read, found none at "${file}". Check the path, or use - for standard input.`,
      exitCodes.usage,
      { cause },
    );
  });
  if (!found.isFile()) {
    throw new CommandFailure(`Wanted a file to read, "${file}" is not one. Name the file itself.`, exitCodes.usage);
  }
}
