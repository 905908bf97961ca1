/**
 * The least that a server can do that recognises what it is sent: takes a POST's JSON in, finds the values in its text,
 * looks their hosts up in a Set, answers as JSON. No validation, budgets, resemblance, evidence or headers. Prints its
 * port.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parentScopes, recogniseWhole } from '@spring-rain/engine';

const list = join(import.meta.dirname, '..', '..', 'packages', 'server', 'data', 'taiwan165.jsonl');
const listed = new Set(
  readFileSync(list, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): string => JSON.parse(line).url),
);

const server = createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    const { text }: { text: string } = JSON.parse(chunk.toString());
    const { indicators, redactions } = recogniseWhole(text);
    const checked = indicators.map(({ kind, value, start, end, confidence01, traits }) => {
      const isKnown = kind === 'domain' && parentScopes(kind, value).some((scope) => listed.has(scope.value));
      return {
        kind,
        value,
        start,
        end,
        confidence01,
        traits,
        verdict: isKnown ? 'known-scam' : 'no-record',
        evidence: [],
      };
    });
    const verdict = checked.some(({ verdict: own }) => own === 'known-scam') ? 'known-scam' : 'no-record';
    const nextSteps = ['stay-careful', 'contact-by-known-channel', 'report-it'];
    const answer = JSON.stringify({
      verdict,
      indicators: checked,
      redactions,
      nextSteps,
      checkedAt: new Date().toISOString(),
    });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(answer),
    });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
process.on('SIGTERM', () => server.closeAllConnections());
