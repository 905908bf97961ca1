import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { loadConfig, type Served, serve } from '@spring-rain/server';

const cli = join(import.meta.dirname, 'main.ts');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunSettings {
  readonly input?: string;
  /** Beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the command line in a process of its own, as a person does, and yields what it said. */
export function runCli(words: readonly string[], { input = '', environment = {} }: RunSettings = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], { env: { ...process.env, ...environment } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

/** Settings under which an installation lives in a folder of its own. */
export function installedIn(folder: string): Readonly<Record<string, string>> {
  return {
    DATA_DIR: join(folder, 'data'),
    SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
    DATABASE_URL: '',
    LOG_LEVEL: 'warn',
    LC_ALL: 'en_US.UTF-8',
  };
}

/**
 * An installation that runs in this process, in a folder of its own and without the shipped lists: each command speaks to
 * it, where it would otherwise open the data anew, which takes seconds.
 */
export async function serveIn(folder: string): Promise<Served> {
  const config = loadConfig({ ...installedIn(folder), PORT: '0' });
  const say = { address: () => undefined, note: () => undefined };
  return await serve(config, { say, handlesSignals: false, takesInShipped: false });
}
