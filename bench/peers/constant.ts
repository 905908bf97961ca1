/** The least that a server can do: takes a POST's body in and answers the same JSON each time. Prints its port. */
import { createServer } from 'node:http';

const answer = Buffer.from(
  JSON.stringify({
    verdict: 'no-record',
    indicators: [
      {
        kind: 'domain',
        value: 'example.com',
        start: 0,
        end: 11,
        confidence01: 1,
        traits: [],
        verdict: 'no-record',
        evidence: [],
      },
    ],
    redactions: [],
    nextSteps: ['stay-careful', 'contact-by-known-channel', 'report-it'],
    checkedAt: '2026-01-01T00:00:00.000Z',
  }),
);

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
process.on('SIGTERM', () => server.closeAllConnections());
