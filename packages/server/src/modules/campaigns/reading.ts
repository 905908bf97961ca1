import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import type { KindReader } from '../../platform/kind-reader.ts';
import { readSightings } from '../indicators/index.ts';
import type { LinkableReport } from '../reports/index.ts';
import { keepPlaces } from './membership-store.ts';
import { type KeptReading, keepReadings } from './reading-store.ts';
import { keepScripts } from './script-store.ts';
import { type ReadScript, readScript } from './scripts.ts';
import { countsIn } from './states.ts';

/** A report with its script, ready to be placed. */
export interface ReadReport {
  readonly reportId: string;
  readonly receivedAt: Date;
  readonly reporterKey: string | null;
  readonly scriptId: number;
  readonly script: ReadScript;
}

/** Bytes of a reporter's hash that are kept: enough to tell the reporters of one campaign apart. */
const reporterKeyBytes = 8;

/** Reads reports for linking and keeps what was read: scripts, values, what the classifier says. Idempotent. */
export async function readReports(
  tx: Context,
  reports: readonly LinkableReport[],
  kinds: KindReader,
): Promise<ReadReport[]> {
  if (reports.length === 0) return [];
  const sightings = await readSightings(
    tx,
    reports.map(({ id }) => id),
  );
  const scripts = reports.map(({ id, text }) => readScript(text, sightings.get(id) ?? []));
  const scriptIds = await keepScripts(tx, scripts);
  const read = reports.map((report, index) => ({
    report,
    key: reporterKeyOf(report),
    scriptId: scriptIds[index]!,
    script: scripts[index]!,
  }));
  await keepPlaces(
    tx,
    read.map(({ report, key, scriptId }) => ({
      reportId: report.id,
      scriptId,
      receivedAt: report.receivedAt,
      reporterKey: key,
      isImport: report.source !== undefined,
      counts: countsIn(report.state),
    })),
  );
  await keepReadings(tx, readKinds(reports, kinds));
  return read.map(({ report, key, scriptId, script }) => ({
    reportId: report.id,
    receivedAt: report.receivedAt,
    reporterKey: key?.toString('hex') ?? null,
    scriptId,
    script,
  }));
}

/** What the classifier reads in each report; nothing while there is no model. */
function readKinds(reports: readonly LinkableReport[], { read, version }: KindReader): KeptReading[] {
  if (version === undefined) return [];
  return reports.map(({ id, text }) => {
    const reading = read(text);
    const decided = reading.kind === 'undecided' ? {} : { kind: reading.kind, probability01: reading.probability01 };
    return { reportId: id, ...decided, fraud01: reading.fraud01, modelVersion: version };
  });
}

/** One import is one reporter; whoever reported is a part of their own hash, while that is known. */
function reporterKeyOf({ source, reporterHash }: LinkableReport): Buffer | null {
  const whole = source === undefined ? reporterHash : createHash('sha256').update(`source\0${source}`).digest();
  return whole?.subarray(0, reporterKeyBytes) ?? null;
}
