import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BCubed } from './b-cubed.ts';
import { distinctScripts } from './link-bases.ts';
import { variants } from './link-variants.ts';
import { readMessages } from './messages.ts';
import { median, type Row, thousands } from './table.ts';

const seed = 21;
const speedAim = 10;
const memoryAim = 0.25;
const f1Aim = 0.97;
const exponentAim = 1.1;
const secondsAim = 60;
const bytesAim = 2 * 2 ** 30;
/** Lines gathered before a write. */
const linesAWrite = 20_000;

/** What one child reports of itself. */
interface Measured extends BCubed {
  readonly seconds: number;
  /** Of all its threads: what one core alone would take. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
  readonly messages: number;
}

/**
 * Messages linked into campaigns, one threshold for every size, each in a process of its own: seeded variants of real
 * messages with known clusters; recognising counts. Beside npm `minhash` at the small size.
 */
export function benchLink({ small, large, rounds }: { small: number; large: number; rounds: number }): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'spring-rain-link-'));
  try {
    const { texts, from } = readMessages();
    const bases = distinctScripts(texts);
    const smallFile = writeVariants(join(folder, 'small.jsonl'), bases, small);
    const peer = measure('minhash', smallFile);
    const ours = middle(Array.from({ length: rounds }, () => measure('ours', smallFile)));
    const most = measure('ours', writeVariants(join(folder, 'large.jsonl'), bases, large));
    const given = `seeded variants of ${thousands(bases.length)} messages, ${from}`;
    return [
      besidePeer(ours, peer, `${given}; ours ${rounds} rounds, theirs 1`),
      atScale(ours, most, `${given}; 1 run`),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeVariants(file: string, bases: readonly string[], count: number): string {
  const handle = openSync(file, 'w');
  let lines: string[] = [];
  for (const variant of variants({ bases, count, seed })) {
    if (lines.push(`${JSON.stringify(variant)}\n`) < linesAWrite) continue;
    writeSync(handle, lines.join(''));
    lines = [];
  }
  writeSync(handle, lines.join(''));
  closeSync(handle);
  return file;
}

function measure(linker: 'ours' | 'minhash', file: string): Measured {
  const child = join(import.meta.dirname, 'link-child.ts');
  // The peer keeps an object a signature: the usual heap is too small for it.
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', '--max-old-space-size=16000', child, linker, file], {
      encoding: 'utf8',
    }),
  );
}

function middle(runs: readonly Measured[]): Measured {
  return {
    ...runs[0]!,
    seconds: median(runs.map(({ seconds }) => seconds)),
    cpuSeconds: median(runs.map(({ cpuSeconds }) => cpuSeconds)),
    peakBytes: median(runs.map(({ peakBytes }) => peakBytes)),
  };
}

function besidePeer(ours: Measured, peer: Measured, sample: string): Row {
  const ratio = peer.cpuSeconds / ours.cpuSeconds;
  const memory = ours.peakBytes / peer.peakBytes;
  return {
    work: `link ${thousands(ours.messages)} messages into campaigns`,
    against: 'npm minhash: signatures of 128, bands of 4, estimate ≥ 0.5, joined',
    aim: `≥ ${speedAim} × messages/s at ≤ ${memoryAim} × memory, B-cubed F1 ≥ ${f1Aim}`,
    theirs: shown(peer),
    ours: shown(ours),
    ratio,
    sample,
    holds: ratio >= speedAim && memory <= memoryAim && ours.f101 >= f1Aim,
    notes: [`memory ${memory.toFixed(2)} ×`, `B-cubed: ours ${scores(ours)}; theirs ${scores(peer)}`],
  };
}

function atScale(ours: Measured, most: Measured, sample: string): Row {
  const exponent = Math.log(most.cpuSeconds / ours.cpuSeconds) / Math.log(most.messages / ours.messages);
  return {
    work: `link ${thousands(most.messages)} messages into campaigns`,
    against: 'the limits, and the same threshold as at the smaller size',
    aim: `≤ ${secondsAim} s on one core, ≤ 2 GiB, exponent ≤ ${exponentAim}, B-cubed F1 ≥ ${f1Aim}`,
    ours: shown(most),
    sample,
    holds: most.cpuSeconds <= secondsAim && most.peakBytes <= bytesAim && exponent <= exponentAim && most.f101 >= f1Aim,
    notes: [`exponent ${exponent.toFixed(3)}`, `wall clock ${most.seconds.toFixed(1)} s`, `B-cubed: ${scores(most)}`],
  };
}

function shown({ messages, cpuSeconds, peakBytes }: Measured): string {
  return `${thousands(messages / cpuSeconds)} messages/s (${cpuSeconds.toFixed(1)} s of one core), ${thousands(peakBytes / 2 ** 20)} MiB`;
}

function scores({ precision01, recall01, f101 }: Measured): string {
  return `precision ${precision01.toFixed(4)}, recall ${recall01.toFixed(4)}, F1 ${f101.toFixed(4)}`;
}
