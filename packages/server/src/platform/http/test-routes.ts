import type { IdentifyStaff } from '../staff.ts';
import { startTestPlatform, type TestPlatform, type TestPlatformOptions } from '../test-platform.ts';
import { createHttpHost, type HttpOptions } from './create-host.ts';
import { openMeter } from './meter.ts';
import { buildServer } from './server.ts';
import type { Route } from './types.ts';

/** A server of a test's own routes, behind the same pipeline as every other. */
export interface TestRoutes extends AsyncDisposable {
  readonly url: string;
  readonly platform: TestPlatform;
}

export async function startTestRoutes(
  routes: readonly Route[],
  options: {
    readonly platform?: TestPlatformOptions;
    readonly http?: HttpOptions;
    /** Who shows which credentials; nobody, unless said. */
    readonly identify?: IdentifyStaff;
  } = {},
): Promise<TestRoutes> {
  const platform = await startTestPlatform(options.platform);
  const stopping = new AbortController();
  const host = await createHttpHost(platform.resources, {
    limitsRequests: false,
    flood: false,
    checkReplies: true,
    ...options.http,
    meter: openMeter(),
    stopping: stopping.signal,
    version: '0.0.0-test',
    identify: options.identify ?? (async () => undefined),
  });
  const { app } = await buildServer(host, routes);

  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    platform,
    [Symbol.asyncDispose]: async () => {
      stopping.abort();
      await app.close();
      await platform[Symbol.asyncDispose]();
    },
  };
}
