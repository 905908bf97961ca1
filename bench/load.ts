/**
 * A load of one request, sent again and again over loopback: its own process, raw sockets with a few requests in
 * flight each, so that the generator is never what is measured. Ends by itself.
 *
 * Reads what to send as JSON from standard input: {"port":…,"connections":…,"inFlight":…,"seconds":…,"requests":["POST …"]}.
 */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

interface Load {
  readonly port: number;
  readonly connections: number;
  readonly inFlight: number;
  readonly seconds: number;
  /** Whole requests, sent in turn. `{n}` becomes a number that never repeats, in as many digits as `{n}` has letters. */
  readonly requests: readonly string[];
  readonly seed: number;
}

const load: Load = JSON.parse(await text(process.stdin));
const statusMark = Buffer.from('HTTP/1.1 ');
let sent = 0;
let answered = 0;
let refused = 0;
let counting = false;
const latencies: number[] = [];

// Never asleep: waking a sleeping reader would be paid by the server at each of its writes, and by a slower one the more.
let isDone = false;
const stayAwake = () => {
  if (!isDone) setImmediate(stayAwake);
};
stayAwake();

const sockets = Array.from({ length: load.connections }, () => openSocket());
await new Promise((resolve) => setTimeout(resolve, Math.min(1, load.seconds / 3) * 1000));
counting = true;
const startedAt = performance.now();
await new Promise((resolve) => setTimeout(resolve, load.seconds * 1000));
counting = false;
const seconds = (performance.now() - startedAt) / 1000;
isDone = true;
for (const socket of sockets) socket.destroy();
latencies.sort((a, b) => a - b);
process.stdout.write(
  JSON.stringify({
    perSecond: answered / seconds,
    answered,
    refused,
    p50Ms: latencies[Math.floor(latencies.length * 0.5)],
    p99Ms: latencies[Math.floor(latencies.length * 0.99)],
  }),
);

function openSocket() {
  const socket = connect(load.port, '127.0.0.1');
  socket.setNoDelay(true);
  const sentAt: number[] = [];
  const send = (count: number) => {
    let bytes = '';
    for (let index = 0; index < count; index++) {
      sent += 1;
      bytes += load.requests[sent % load.requests.length]!.replaceAll(
        '{nnnnnnnnnnnn}',
        String(load.seed * 1e9 + sent).padStart(14, '0'),
      );
      sentAt.push(performance.now());
    }
    socket.write(bytes);
  };
  socket.on('connect', () => send(load.inFlight));
  let tail: Buffer = Buffer.alloc(0);
  socket.on('data', (received: Buffer) => {
    // A status line may be cut by the end of a packet: its beginning waits for the next one.
    const chunk = tail.length > 0 ? Buffer.concat([tail, received]) : received;
    let end = 0;
    let answers = 0;
    for (let at = chunk.indexOf(statusMark); at >= 0; at = chunk.indexOf(statusMark, at + statusMark.length)) {
      if (at + statusMark.length >= chunk.length) break;
      end = at + statusMark.length;
      answers += 1;
      const since = sentAt.shift();
      // 2xx is an answer; anything else is counted apart, so that refusals never pass as speed.
      const good = chunk[at + statusMark.length] === 0x32;
      if (!counting) continue;
      if (good) answered += 1;
      else refused += 1;
      if (since !== undefined) latencies.push(performance.now() - since);
    }
    tail = chunk.subarray(Math.max(end, chunk.length - statusMark.length));
    if (answers > 0) send(answers);
  });
  socket.on('error', () => socket.destroy());
  return socket;
}
