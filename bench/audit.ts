import { Readable } from 'node:stream';
import { verifyAuditExport } from '../packages/server/src/platform/audit-verify-stream.ts';
import { makeExport, makeSigner } from '../packages/server/src/platform/test-audit-export.ts';
import { median, type Row, thousands } from './table.ts';

const aimPerSecond = 100_000;
const chunkBytes = 64 * 1024;
/** As a busy agency's log has them: a signature every few minutes. */
const checkpointEvery = 1_000;

/** Verifying an export of the log, as the command does it: reading, parsing, two hashes an entry, the signatures. */
export async function benchAuditVerify({ rounds, entries }: { rounds: number; entries: number }): Promise<Row> {
  const signer = makeSigner();
  const lines = [...makeExport({ entries, signer, checkpointEvery, hiddenEvery: 10 })];
  const file = Buffer.from(`${lines.join('\n')}\n`);
  const rates: number[] = [];
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const startedMs = performance.now();
    const verdict = await verifyAuditExport(Readable.from(chunksOf(file)), [signer.publicKey]);
    const seconds = (performance.now() - startedMs) / 1000;
    if (!('proof' in verdict)) throw new Error(`The export must hold, found: ${verdict.fault.detail}.`);
    if (round > 0) rates.push(entries / seconds);
  }
  const ours = median(rates);
  return {
    work: 'audit verify',
    against: 'an absolute aim',
    aim: `≥ ${thousands(aimPerSecond)} entries/s`,
    ours: `${thousands(ours)} entries/s`,
    sample: `${thousands(entries)} entries, one of ten hidden, a signature every ${thousands(checkpointEvery)}, ${rounds} rounds`,
    holds: ours >= aimPerSecond,
    notes: [`${Math.round(file.length / entries)} bytes an entry, in memory already`],
  };
}

function* chunksOf(file: Buffer): Generator<Buffer, void, void> {
  for (let start = 0; start < file.length; start += chunkBytes) yield file.subarray(start, start + chunkBytes);
}
