import { createHash } from 'node:crypto';
import type { Context } from '../../platform/context.ts';
import { readSightings } from '../indicators/index.ts';
import type { LinkableReport } from '../reports/index.ts';
import { keepPlaces } from './membership-store.ts';
import { keepReadings, type Reading } from './reading-store.ts';
import { keepScripts } from './script-store.ts';
import { type ReadScript, readScript } from './scripts.ts';
import { countsIn } from './states.ts';

/** What a classifier reads in a text; undefined while there is no model. */
export type ReadKind = (text: string) => Reading | undefined;

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
  readKind: ReadKind,
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
  await keepReadings(
    tx,
    reports.flatMap(({ id, text }) => {
      const reading = readKind(text);
      return reading === undefined ? [] : [{ reportId: id, ...reading }];
    }),
  );
  return read.map(({ report, key, scriptId, script }) => ({
    reportId: report.id,
    receivedAt: report.receivedAt,
    reporterKey: key?.toString('hex') ?? null,
    scriptId,
    script,
  }));
}

/** One import is one reporter; whoever reported is a part of their own hash, while that is known. */
function reporterKeyOf({ source, reporterHash }: LinkableReport): Buffer | null {
  const whole = source === undefined ? reporterHash : createHash('sha256').update(`source\0${source}`).digest();
  return whole?.subarray(0, reporterKeyBytes) ?? null;
}
