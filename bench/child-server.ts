import { type ChildProcess, spawn } from 'node:child_process';

const startLimitMs = 120_000;

export interface ChildServer extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  /** Seconds from spawning to the line with the address. */
  readonly startSeconds: number;
}

/** Starts a server in a process of its own and waits for the line with its address. Ended when disposed of. */
export async function startChild(
  words: readonly string[],
  environment: Record<string, string> = {},
): Promise<ChildServer> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await portOf(child);
  const startSeconds = (performance.now() - startedAt) / 1000;
  return {
    port,
    pid: child.pid ?? 0,
    startSeconds,
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`No address within ${startLimitMs} ms:\n${output}`)), startLimitMs);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const found = /https?:\/\/[^\s:"]+:(\d+)/.exec(output);
      if (found === null) return;
      clearTimeout(timer);
      resolve(Number(found[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.on('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code}:\n${output}`));
    });
  });
}
