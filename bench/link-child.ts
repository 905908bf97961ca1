/**
 * A process of its own for one measurement of linking, so that its peak memory is its own:
 * `link-child.ts ours|minhash FILE`, FILE holding JSON Lines {"text","cluster"}. Prints one line of JSON.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { linkMessages } from '@spring-rain/engine';
import { bCubed } from './b-cubed.ts';
import { linkByMinhash } from './peers/minhash-linking.ts';

const [linker, file] = process.argv.slice(2);
if (file === undefined || (linker !== 'ours' && linker !== 'minhash')) throw new Error('Wanted: ours|minhash FILE.');

const truth: number[] = [];
// In memory before the clock starts: reading a file is no part of linking, and neither is what reading left to collect.
const given = [...messages(file)];
globalThis.gc?.();
const startedAt = performance.now();
const cpuBefore = process.cpuUsage();
const found = linker === 'ours' ? linkMessages(given).campaignOf : linkByMinhash(given);
const seconds = (performance.now() - startedAt) / 1000;
// The peak is read before the score is taken, which is no part of the work.
const cpu = process.cpuUsage(cpuBefore);
const cpuSeconds = (cpu.user + cpu.system) / 1e6;
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ seconds, cpuSeconds, peakBytes, messages: found.length, ...bCubed(found, truth) }));

/** The messages of a file, read in pieces as they are asked for. */
function* messages(path: string): Generator<{ id: number; text: string }> {
  let id = 0;
  for (const line of lines(path)) {
    const row: { text: string; cluster: number } = JSON.parse(line);
    truth.push(row.cluster);
    yield { id: id++, text: row.text };
  }
}

function* lines(path: string): Generator<string> {
  const handle = openSync(path, 'r');
  const piece = Buffer.alloc(2 ** 20);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for (let size = readSync(handle, piece); size > 0; size = readSync(handle, piece)) {
      const whole = (rest + decoder.write(piece.subarray(0, size))).split('\n');
      rest = whole.pop() ?? '';
      yield* whole;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(handle);
  }
}
