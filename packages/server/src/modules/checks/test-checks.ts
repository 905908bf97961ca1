import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  adoptSource,
  type CheckAnswer,
  checkText,
  fileReport,
  type Input,
  importIndicators,
  type Listing,
  listIndicator,
  listReports,
  type SourceRole,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { inTransaction } from '../../platform/context.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../platform/test-server.ts';

/** What the tests of checks and indicators do again and again, through the door. */
export type { TestServer };

/** A server that takes the client's address from `X-Forwarded-For`, so that a test can be several people. */
export function startCheckServer(options: TestServerOptions = {}): Promise<TestServer> {
  return startTestServer({ ...options, environment: { TRUSTED_PROXIES: '127.0.0.1/32', ...options.environment } });
}

export async function check(server: TestServer, text: string): Promise<CheckAnswer> {
  const { status, body } = await server.call(checkText, { body: { text } });
  if (status !== 200) throw new Error(`The check answered ${status}: ${body.code}`);
  return body;
}

/** The overall verdict on a text. */
export async function verdictOf(server: TestServer, text: string): Promise<string> {
  return (await check(server, text)).verdict;
}

/** A change must be visible in checks within this. */
const visibleWithinMs = 1_000;

/** The verdict once it is what is wanted, or what it still is when a change had to be visible. */
export async function verdictSoon(server: TestServer, text: string, wanted: string): Promise<string> {
  const endMs = performance.now() + visibleWithinMs;
  for (;;) {
    const found = await verdictOf(server, text);
    if (found === wanted || performance.now() > endMs) return found;
    await delay(20);
  }
}

/** Lets every change become visible, for tests of what must *not* change. */
export async function settle(): Promise<void> {
  await delay(visibleWithinMs / 2);
}

export interface TestList {
  readonly source: string;
  readonly role: SourceRole;
  readonly values: readonly (string | object)[];
  readonly format?: 'jsonl' | 'plain' | 'taiwan165';
  readonly adopt?: boolean;
}

/** Imports a list, one value a line, and adopts it unless told otherwise. */
export async function importList(server: TestServer, { source, role, values, format, adopt = true }: TestList) {
  const isJson = values.some((value) => typeof value !== 'string');
  const rows = values.map((value, at) => ({
    line: at + 1,
    raw: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  const answer = await server.call(importIndicators, {
    body: { source, role, format: format ?? (isJson ? 'jsonl' : 'plain'), by: 'Officer Wang', rows },
  });
  if (answer.status !== 200) throw new Error(`The import answered ${answer.status}: ${answer.body.code}`);
  if (adopt) await adoptList(server, source);
  return answer.body;
}

export async function adoptList(server: TestServer, name: string) {
  return await server.call(adoptSource, {
    params: { name },
    body: { by: 'Officer Wang', reason: 'Publisher checked.' },
  });
}

type ListingDraft = Input<typeof listIndicator>['body'];

/** Lists a value by a named person; throws when it is refused. */
export async function list(
  server: TestServer,
  draft: Pick<ListingDraft, 'kind' | 'value'> & Partial<ListingDraft>,
): Promise<Listing> {
  const { status, body } = await tryToList(server, draft);
  if (status !== 201) throw new Error(`The listing answered ${status}: ${body.code}`);
  return body;
}

export async function tryToList(
  server: TestServer,
  draft: Pick<ListingDraft, 'kind' | 'value'> & Partial<ListingDraft>,
) {
  return await server.call(listIndicator, { body: { by: 'Officer Wang', reason: 'Confirmed by the bank.', ...draft } });
}

/** Files a report from an address and answers the report's id. */
export async function reportFrom(server: TestServer, address: string, text: string): Promise<string> {
  const { status, body } = await server.call(
    fileReport,
    { body: { text } },
    { headers: { 'idempotency-key': randomUUID(), 'x-forwarded-for': address } },
  );
  if (status !== 201) throw new Error(`The report answered ${status}: ${body.code}`);
  // The public never learns the id; the operator sees the newest first.
  server.clock.advance({ seconds: 1 });
  const listed = await server.call(listReports, { query: { limit: 1 } });
  return listed.body.rows[0]!.id;
}

/** How many rows stand in each table that a check could leave a trace in. */
export async function countRows(server: TestServer): Promise<Record<string, number>> {
  return await inTransaction(
    server.resources.context({ role: 'job', name: 'test', reason: 'following events' }),
    async (tx) => {
      const counts: Record<string, number> = {};
      for (const table of ['report', 'indicator', 'sighting', 'listing', 'event', 'decision', 'idempotency_key']) {
        const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(
          tx.db,
        );
        counts[table] = rows[0]!.count;
      }
      return counts;
    },
  );
}
