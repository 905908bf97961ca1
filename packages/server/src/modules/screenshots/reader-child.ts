import { type ChildProcess, fork } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
  besideManifest(import.meta.resolve('@tesseract.js-data/eng/package.json'), '4.0.0_best_int/eng.traineddata.gz'),
  besideManifest(import.meta.resolve('@tesseract.js-data/chi_sim/package.json'), '4.0.0/chi_sim.traineddata.gz'),
];

/** The program and its libraries; not the data folder, nor where keys are. */
const readablePlaces = ['packages', 'node_modules', 'package.json'].map((place) =>
  fileURLToPath(new URL(`../../../../../${place}`, import.meta.url)),
);

/**
 * Starts the process: without environment, so that it knows no password; without the right to read files but its own
 * program, to write any, or to start programs; below everyone else in priority, so that a picture never slows a check of text.
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
        ...[...readablePlaces, folder].map((place) => `--allow-fs-read=${place}`),
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
  // What was loaded is in memory: should this process be killed, the folder is gone already.
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  loaded.then(removeFolder, undefined);
  ended.then(() => {
    hasEnded = true;
    removeFolder();
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
  for (const file of languageFiles) copyFileSync(file, join(folder, basename(file)));
  return folder;
}

function besideManifest(manifest: string, file: string): string {
  return fileURLToPath(new URL(file, manifest));
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
