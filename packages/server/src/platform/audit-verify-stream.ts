import { StringDecoder } from 'node:string_decoder';
import type { AuditVerdict } from './audit-verdict.ts';
import { createAuditVerifier } from './audit-verify.ts';

export type { AuditProof, AuditVerdict } from './audit-verdict.ts';

/** A line that is longer is no line of an export: reasons end at 2,000 characters. */
const lineMaxChars = 1_000_000;

/**
 * Verifies an export as it is read, in memory that does not grow with it. With keys, only their signatures count; see
 * `createAuditVerifier`. What is wrong is a value; only a file that cannot be read throws.
 */
export async function verifyAuditExport(
  input: AsyncIterable<Uint8Array | string>,
  keys?: readonly Uint8Array[],
): Promise<AuditVerdict> {
  const verifier = createAuditVerifier(keys);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const text = rest + (typeof chunk === 'string' ? chunk : decoder.write(Buffer.from(chunk)));
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      if (!verifier.take(text.slice(start, end))) return verifier.end();
      start = end + 1;
    }
    rest = text.slice(start);
    if (rest.length > lineMaxChars) {
      verifier.take('');
      return verifier.end();
    }
  }
  // An export ends with a line feed; what stands behind the last one is a line of its own.
  rest += decoder.end();
  if (rest !== '') verifier.take(rest);
  return verifier.end();
}
