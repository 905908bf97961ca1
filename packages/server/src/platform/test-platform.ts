import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, loadConfig } from '../config.ts';
import { createSettableClock, type SettableClock } from './clock.ts';
import type { Context } from './context.ts';
import { openFileStore } from './files.ts';
import { createIds, seededRandom } from './ids.ts';
import { createEphemeralKeys } from './keys.ts';
import { createLog, type LogLevel } from './log.ts';
import { loadProfile } from './profile.ts';
import { assembleResources, type Resources } from './resources.ts';
import { openTestDatabase } from './test-database.ts';

export interface TestPlatformOptions {
  /** Where the clock stands; it moves only when told. */
  readonly now?: string;
  readonly seed?: number;
  readonly logLevel?: LogLevel;
  /** Settings as the environment would give them. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface TestPlatform extends AsyncDisposable {
  readonly resources: Resources;
  readonly config: Config;
  readonly clock: SettableClock;
  /** Acts as the operator. */
  readonly ctx: Context;
  readonly publicCtx: Context;
  readonly jobCtx: Context;
}

const testSecret = Buffer.alloc(32, 7);

/** Everything under the HTTP server, on a fresh database, with a clock and ids that repeat. */
export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const { now = '2026-11-21T08:00:00Z', seed = 1, logLevel = 'error', environment = {} } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'spring-rain-'));
  const config = loadConfig({ DATA_DIR: dataDir, PORT: '0', ...environment });
  const clock = createSettableClock(now);
  const resources = await assembleResources(config, {
    database: await openTestDatabase(),
    keys: await createEphemeralKeys(testSecret),
    files: await openFileStore(config),
    profile: loadProfile(),
    clock,
    log: createLog(logLevel),
    newId: createIds(clock, seededRandom(seed)),
  });
  return {
    resources,
    config,
    clock,
    ctx: resources.context({ role: 'app', name: 'operator' }),
    publicCtx: resources.context({ role: 'public_intake', name: 'public' }),
    jobCtx: resources.context({ role: 'job', name: 'test', reason: 'public answers' }),
    [Symbol.asyncDispose]: async () => {
      await resources.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
