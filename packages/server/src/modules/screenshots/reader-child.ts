import { type ChildProcess, fork } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReaderLimits } from './limits.ts';
import { memoryExitCode, type ReadReply, type ReadRequest, readyMessage } from './protocol.ts';

/** How reading ended: with an answer, or with the process. */
export type ReadOutcome = ReadReply | { readonly ended: 'too-long' | 'memory' | 'crash' };

/** The process that reads pictures, as its parent holds it. */
export interface ReaderChild {
  readonly id: number | undefined;
  /** Reads one picture; the next may be given once this one is answered. Ends the process when it takes too long. */
  read(request: ReadRequest): Promise<ReadOutcome>;
  readonly hasEnded: boolean;
  end(): Promise<void>;
}

/** JavaScript's part of the memory; pictures and OCR lie outside of it. */
const heapMaxMegabytes = 256;
/** A little below everyone else (0): a third of the processor where two want all of it. */
const niceness = 5;
/** Language data as published: the whole model for Chinese, which reads better than its small one, and English. */
const languageFiles = [
  '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  '@tesseract.js-data/chi_sim/4.0.0/chi_sim.traineddata.gz',
];

/**
 * Starts the process: without environment, so that it knows no password; without the right to write files or to start
 * programs; below everyone else in priority, so that a picture never slows a check of text.
 */
export function startReaderChild(limits: ReaderLimits): ReaderChild {
  const folder = gatherLanguages();
  const child = fork(
    fileURLToPath(new URL('./reader-process.ts', import.meta.url)),
    [folder, String(limits.memoryMaxBytes)],
    {
      env: {},
      execArgv: [
        `--max-old-space-size=${heapMaxMegabytes}`,
        '--permission',
        '--allow-fs-read=*',
        '--allow-addons',
        '--allow-worker',
      ],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    },
  );
  lowerPriority(child);
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(null));
  });
  const loaded = new Promise<void>((resolve) => {
    child.on('message', (message) => message === readyMessage && resolve());
  });
  let hasEnded = false;
  ended.then(() => {
    hasEnded = true;
    rmSync(folder, { recursive: true, force: true });
  }, undefined);
  return {
    id: child.pid,
    get hasEnded() {
      return hasEnded;
    },
    read: (request) => readWith(child, { request, loaded, ended, limits }),
    end: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** OCR wants its languages in one folder; the packages have one each. */
function gatherLanguages(): string {
  const folder = mkdtempSync(join(tmpdir(), `spring-rain-languages-${process.pid}-`));
  for (const file of languageFiles) {
    const found = packageFile(file);
    copyFileSync(found, join(folder, file.slice(file.lastIndexOf('/') + 1)));
  }
  return folder;
}

function packageFile(file: string): string {
  const [scope = '', name = '', ...rest] = file.split('/');
  return join(dirname(fileURLToPath(import.meta.resolve(`${scope}/${name}/package.json`))), ...rest);
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, niceness);
  } catch {
    // The process has ended already, or the system has no priorities: reading works without.
  }
}

interface Reading {
  readonly request: ReadRequest;
  readonly loaded: Promise<void>;
  readonly ended: Promise<number | null>;
  readonly limits: ReaderLimits;
}

async function readWith(child: ChildProcess, { request, loaded, ended, limits }: Reading): Promise<ReadOutcome> {
  let isTooLong = false;
  const endAfter = (limitMs: number) =>
    setTimeout(() => {
      isTooLong = true;
      child.kill('SIGKILL');
    }, limitMs);
  const loading = endAfter(limits.loadMaxMs);
  await Promise.race([loaded, ended]);
  clearTimeout(loading);
  const { promise: answered, resolve } = Promise.withResolvers<ReadReply>();
  const onMessage = (reply: unknown) => resolve(reply as ReadReply);
  child.on('message', onMessage);
  const reading = endAfter(limits.readMaxMs);
  try {
    // A process that is gone cannot be told anything; that it ended is seen below.
    child.send(request, () => undefined);
    return await Promise.race([answered, ended.then((code) => outcomeOfEnd(code, isTooLong))]);
  } finally {
    clearTimeout(reading);
    child.off('message', onMessage);
  }
}

function outcomeOfEnd(code: number | null, isTooLong: boolean): ReadOutcome {
  if (isTooLong) return { ended: 'too-long' };
  return { ended: code === memoryExitCode ? 'memory' : 'crash' };
}
