import { randomUUID } from 'node:crypto';
import {
  addShare,
  fileReport,
  listReports,
  type ReportDraft,
  readReport,
  type ShareDraft,
  type StaffRole,
} from '@spring-rain/contract';
import { sql } from 'kysely';
import { hostAgencyId } from '../../platform/context.ts';
import { startTestServer, type TestServer } from '../../platform/test-server.ts';
import { makeAgency, makePerson, type TestPerson } from '../accounts/test-staff.ts';

/** What the tests of this module do again and again, through the door. */

export interface Neighbours extends AsyncDisposable {
  readonly server: TestServer;
  /** The host's own officer. */
  readonly giver: TestPerson;
  readonly other: string;
  readonly receiver: TestPerson;
  readonly third: string;
  readonly stranger: TestPerson;
}

/** Three agencies with an officer each: the host, one that it shares with, and one that learns of nothing. */
export async function startNeighbours(): Promise<Neighbours> {
  const server = await startTestServer();
  const other = await makeAgency(server, 'North bank');
  const third = await makeAgency(server, 'South university');
  return {
    server,
    giver: await officer(server, hostAgencyId),
    other,
    receiver: await officer(server, other),
    third,
    stranger: await officer(server, third),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export function officer(
  server: TestServer,
  agencyId: string,
  roles: readonly StaffRole[] = ['investigator', 'reporter-liaison', 'analyst'],
): Promise<TestPerson> {
  return makePerson(server, { roles, agencyId });
}

/** Files a report from the public and answers its id and its receipt. */
export async function file(server: TestServer, draft: Partial<ReportDraft> = {}) {
  const filed = await server.call(
    fileReport,
    { body: { text: '请加微信 abc12345 办理退款，电话 13800138000', ...draft } },
    { headers: { 'idempotency-key': randomUUID() } },
  );
  const { body } = await server.call(listReports, { query: { limit: 1 } });
  return { id: body.rows[0]!.id, receipt: filed.body.receipt };
}

export function inDays(server: TestServer, days: number): string {
  return new Date(server.clock.now().getTime() + days * 86_400_000).toISOString();
}

/** A share that nothing is wrong with. */
export function draftOf(neighbours: Neighbours, reportId: string, change: Partial<ShareDraft> = {}): ShareDraft {
  return {
    subject: 'report',
    subjectId: reportId,
    toAgencyId: neighbours.other,
    tlp: 'amber',
    pap: 'red',
    until: inDays(neighbours.server, 30),
    ...change,
  };
}

export async function share(neighbours: Neighbours, draft: ShareDraft, by: TestPerson = neighbours.giver) {
  const body = { ...draft, by: by.name, reason: 'The same campaign.' };
  return await neighbours.server.call(addShare, { body }, { headers: by.headers });
}

/** The status of reading a report as somebody. */
export async function statusOf({ server }: Neighbours, id: string, { headers }: TestPerson): Promise<number> {
  return (await server.call(readReport, { params: { id } }, { headers })).status;
}

/** What the log says of an agency, in its order. */
export async function logOf({ server }: Neighbours, agencyId: string): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select action || ' ' || subject as line from audit_entry where agency_id = ${agencyId}
    order by transaction_id, written_no`.execute(server.resources.database.admin);
  return rows.map(({ line }) => line);
}

/** Waits until what happened has reached its consumers and their jobs. */
export async function runFollowers(server: TestServer, isDone: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    await server.runJobs();
    if (await isDone()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('What was waited for did not come to pass.');
}
