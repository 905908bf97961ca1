import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface LoadResult {
  readonly perSecond: number;
  readonly answered: number;
  readonly refused: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

let runs = 0;

/** Runs the load generator against a port of this machine and yields what it counted. */
export function runLoad(load: {
  port: number;
  connections: number;
  inFlight: number;
  seconds: number;
  requests: readonly string[];
}): Promise<LoadResult> {
  runs += 1;
  const program = join(import.meta.dirname, 'load.ts');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end(JSON.stringify({ ...load, seed: runs }));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`The load ended with ${code}.`)),
    );
  });
}

/** A whole HTTP/1.1 POST of JSON. */
export function jsonRequest(path: string, body: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}
