import { exportLog } from '@spring-rain/contract';
import { logAction } from '../../platform/audit.ts';
import type { AuditVerdict } from '../../platform/audit-verdict.ts';
import { createAuditVerifier } from '../../platform/audit-verify.ts';
import { hostAgencyId, inTransaction } from '../../platform/context.ts';
import type { TestServer } from '../../platform/test-server.ts';

/** Appends entries as the operator, one transaction each, and answers what they were about. */
export async function logSome(
  { ctx }: Pick<TestServer, 'ctx'>,
  count: number,
  agencyId: string = hostAgencyId,
): Promise<string[]> {
  const subjects = Array.from({ length: count }, (_, index) => `thing ${index + 1}`);
  for (const subjectId of subjects) {
    await inTransaction({ ...ctx, agencyId }, (tx) =>
      logAction(tx, { action: 'touch', subject: 'thing', subjectId, fields: ['name'], reason: '因为“需要”.' }),
    );
  }
  return subjects;
}

/** The lines of an export, as the operator's or as whoever the headers name. */
export async function exportedLines(
  server: TestServer,
  { headers, from }: { headers?: Readonly<Record<string, string>>; from?: number } = {},
): Promise<string[]> {
  const options = headers === undefined ? {} : { headers: { authorization: '', ...headers } };
  const answer = await server.call(exportLog, { query: from === undefined ? {} : { from } }, options);
  if (answer.status !== 200) throw new Error(`An export must be answered with 200, found ${answer.status}.`);
  return Buffer.from(answer.body).toString().trimEnd().split('\n');
}

export function verifyLines(lines: readonly string[], keys?: readonly Uint8Array[]): AuditVerdict {
  const verifier = createAuditVerifier(keys);
  for (const line of lines) if (!verifier.take(line)) break;
  return verifier.end();
}
