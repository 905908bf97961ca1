import {
  type Answer,
  askEndpoint,
  type CallOptions,
  type Endpoint,
  type Input,
  isOpen,
  type Output,
  type ProblemDocument,
} from '@spring-rain/contract';
import { type App, type AppOptions, startApp } from '../app.ts';
import { ensureShippedSources } from '../modules/indicators/index.ts';
import { startTestPlatform, type TestPlatform, type TestPlatformOptions } from './test-platform.ts';

export interface TestServerOptions extends TestPlatformOptions, AppOptions {
  /** Takes the shipped lists in and adopts them, as the first start does. */
  readonly shippedSources?: boolean;
  /** Said for the reader: every test server listens, on a free port of the loopback interface. */
  readonly listen?: boolean;
}

/** What an endpoint answered: its reply, or the problem document of a refusal. */
export interface TestAnswer<E> extends Omit<Answer, 'body'> {
  readonly body: Output<E> extends string | Uint8Array ? Output<E> : Output<E> & Partial<ProblemDocument>;
}

export interface TestServer extends Omit<TestPlatform, typeof Symbol.asyncDispose>, AsyncDisposable {
  readonly app: App;
  readonly url: string;
  /** Asks an endpoint over HTTP; as the operator, where the endpoint wants one and no other is named. */
  call<E extends Endpoint>(endpoint: E, input: Input<E>, options?: CallOptions): Promise<TestAnswer<E>>;
  readonly inject: App['inject'];
  queuedJobs(): Promise<{ name: string; data: object }[]>;
  /** Runs what is queued until nothing is; answers how many jobs that was. */
  runJobs(): Promise<number>;
}

/**
 * The whole program on a fresh database, reached over HTTP, with a clock that stands still. Limits and the flood
 * guard are off unless asked for; every JSON reply is held against the contract.
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const platform = await startTestPlatform(options);
  const { resources, ctx } = platform;
  if (options.shippedSources === true) await ensureShippedSources(ctx, { adoptBy: 'test operator' });
  const app = await startApp(resources, {
    works: false,
    limitsRequests: false,
    flood: false,
    checkReplies: true,
    ...options,
  });
  const url = `http://127.0.0.1:${await app.listenLocally()}`;
  const asOperator = { authorization: `Bearer ${resources.keys.operatorToken}` };
  return {
    ...platform,
    app,
    url,
    call: async (endpoint, input, { headers = {}, ...rest } = {}) => {
      const isNobody = headers.cookie === undefined && headers.authorization === undefined;
      const needsOperator = isNobody && (endpoint.permission === 'host' || !isOpen(endpoint.permission));
      const sent = needsOperator ? { ...asOperator, ...headers } : headers;
      const answer = await askEndpoint(url, endpoint, input, { ...rest, headers: sent });
      // The app holds each good reply against the endpoint's schema (checkReplies).
      return answer as TestAnswer<typeof endpoint>;
    },
    inject: app.inject,
    queuedJobs: () => app.queues.listQueued(),
    runJobs: () => app.queues.runQueued(resources.context),
    [Symbol.asyncDispose]: async () => {
      await app.stop();
      await platform[Symbol.asyncDispose]();
    },
  };
}
