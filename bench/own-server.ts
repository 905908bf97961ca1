import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildServer, startChild } from './child-server.ts';

const cli = join(import.meta.dirname, '..', 'packages', 'cli', 'src', 'main.ts');

export interface OwnServer extends ChildServer {
  readonly folder: string;
}

/** Our server as users start it, in a process and a folder of its own; limits on requests off, because load is measured. */
export async function startOwnServer(
  options: { readonly folder?: string; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<OwnServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'spring-rain-bench-')));
  const server = await startChild([cli, 'serve'], {
    PORT: '0',
    DATA_DIR: join(folder, 'data'),
    SPRING_RAIN_KEYS_DIR: join(folder, 'keys'),
    DATABASE_URL: '',
    RATE_LIMITS: 'off',
    FLOOD_PROOF: 'off',
    LOG_LEVEL: 'warn',
    ...options.environment,
  });
  return {
    ...server,
    folder,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
