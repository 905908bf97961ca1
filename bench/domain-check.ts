import { buildKnownSet, loadKnownSet, lookupHost } from '@spring-rain/engine';
import { inTurns, type Row, seeded, thousands } from './table.ts';

const entryCount = 500_000;
const probeCount = 200_000;
const speedAim = 1;
const memoryAim = 0.3;

/** A host looked up with all its parents among half a million, against a JavaScript Set with the same walk. */
export function benchDomainCheck({ rounds }: { rounds: number }): Row[] {
  const random = seeded(1);
  const entries = Array.from({ length: entryCount }, () => randomHost(random, 2));
  const probes = Array.from({ length: probeCount }, (_, index) =>
    // Half are known, under up to two further labels; half are not, as traffic is.
    index % 2 === 0 ? `${randomLabel(random)}.${entries[Math.floor(random() * entryCount)]!}` : randomHost(random, 3),
  );

  const setBytes = heapOf(() => new Set(entries.map(fresh)));
  const set = setBytes.held;
  const known = loadKnownSet(buildKnownSet(entries.map((value) => ({ key: value, payload: 1 }))).bytes);

  let setHits = 0;
  let ourHits = 0;
  const theirs = () => {
    setHits = 0;
    for (const probe of probes) if (walk(set, probe)) setHits += 1;
  };
  const ours = () => {
    ourHits = 0;
    for (const probe of probes) if (lookupHost(known, probe) !== undefined) ourHits += 1;
  };
  const seconds = inTurns(rounds, ours, theirs);
  if (ourHits !== setHits) throw new Error(`The two disagree: ${ourHits} and ${setHits} hits.`);

  const speed = seconds.theirs / seconds.ours;
  const ourBytes = known.bytes.byteLength;
  const memory = ourBytes / setBytes.bytes;
  const sample = `${thousands(entryCount)} entries, ${thousands(probeCount)} probes (${thousands(setHits)} hits), ${rounds} rounds`;
  return [
    {
      work: 'check a domain in process: speed',
      against: 'Set with the same walk',
      aim: `≥ ${speedAim} ×`,
      theirs: `${thousands(probeCount / seconds.theirs)}/s`,
      ours: `${thousands(probeCount / seconds.ours)}/s`,
      ratio: speed,
      sample,
      holds: speed >= speedAim,
    },
    {
      work: 'check a domain in process: memory',
      against: 'Set of the same strings',
      aim: `≤ ${memoryAim} ×`,
      theirs: `${(setBytes.bytes / entryCount).toFixed(1)} bytes an entry`,
      ours: `${(ourBytes / entryCount).toFixed(1)} bytes an entry`,
      ratio: memory,
      sample,
      holds: memory <= memoryAim,
    },
  ];
}

/** The host itself or a parent, the narrowest first. */
function walk(set: ReadonlySet<string>, host: string): boolean {
  for (let at = 0; at >= 0; ) {
    if (set.has(at === 0 ? host : host.slice(at))) return true;
    const dot = host.indexOf('.', at);
    if (dot < 0) return false;
    at = dot + 1;
  }
  return false;
}

/** What a structure adds to the heap, collected before and after (run with --expose-gc). */
function heapOf<Held>(make: () => Held): { held: Held; bytes: number } {
  if (globalThis.gc === undefined) throw new Error('Run with --expose-gc: memory is measured.');
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const held = make();
  globalThis.gc();
  return { held, bytes: process.memoryUsage().heapUsed - before };
}

/** The same text in a string of its own, as it comes from a file or the wire. */
function fresh(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function randomHost(random: () => number, labels: number): string {
  return [...Array.from({ length: labels - 1 }, () => randomLabel(random)), 'com'].join('.');
}

function randomLabel(random: () => number): string {
  let label = '';
  const length = 6 + Math.floor(random() * 8);
  while (label.length < length) label += 'abcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(random() * 36)];
  return label;
}
