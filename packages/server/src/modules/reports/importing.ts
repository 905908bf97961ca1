import { createHash } from 'node:crypto';
import {
  channels,
  type ImportAnswer,
  limits,
  Problem,
  type ProblemLanguage,
  problemDocument,
} from '@spring-rain/contract';
import { scamKinds } from '@spring-rain/engine';
import { type Context, inTransaction } from '../../platform/context.ts';
import { emit } from '../../platform/events.ts';
import { recordSightings } from '../indicators/index.ts';
import { insertReports, type NewReport } from './filing-store.ts';
import { acceptName, acceptText, type KeptText } from './text.ts';
import { acceptPastTime } from './times-and-amounts.ts';

export interface ReportImport {
  readonly source: string;
  /** SHA-256 of the whole file, in hex. */
  readonly fileHash: string;
  readonly by: string;
  readonly rows: readonly { readonly line: number; readonly raw: string }[];
  readonly language: ProblemLanguage;
}

/**
 * Keeps one batch of reports from a file, once a line (source, file hash, line), as `unverified`: they count for
 * nothing until a person confirms them. Answers how many were added and unchanged, and why which line was refused.
 * Throws `import.batch_invalid` and `decision.name_missing` for the batch as a whole.
 * Which fields of a line are read is said in docs/operate/import-reports.md; all others, labels too, are ignored.
 */
export async function importReports(ctx: Context, batch: ReportImport): Promise<ImportAnswer> {
  const source = acceptSource(batch.source);
  const by = acceptName(batch.by);
  const refused: ImportAnswer['refused'] = [];
  const accepted: ImportedReport[] = [];
  for (const { line, raw } of batch.rows) {
    const read = readRow(ctx, { line, raw, source, fileHash: batch.fileHash });
    if (read instanceof Problem) refused.push({ line, reason: problemDocument(read, batch.language).detail });
    else accepted.push(read);
  }
  const added =
    accepted.length === 0 ? 0 : await inTransaction(ctx, (tx) => keepImported(tx, accepted, { ...batch, by }));
  ctx.log.info({ added, unchanged: accepted.length - added, refused: refused.length }, 'reports imported');
  return { added, unchanged: accepted.length - added, updated: 0, refused };
}

interface ImportedReport {
  readonly report: NewReport;
  readonly indicators: KeptText['indicators'];
}

async function keepImported(tx: Context, imported: readonly ImportedReport[], batch: ReportImport): Promise<number> {
  const kept = await insertReports(
    tx,
    imported.map(({ report }) => report),
  );
  const fresh = imported.filter(({ report }) => kept.has(report.id));
  await recordSightings(
    tx,
    fresh.map(({ report, indicators }) => ({ reportId: report.id, indicators, seenAt: report.receivedAt })),
  );
  // One event a batch: nothing that a check answers changes while these are unverified.
  if (fresh.length > 0) {
    const ids = fresh.map(({ report }) => report.id);
    const data = { by: batch.by, source: batch.source, added: fresh.length, first: ids[0], last: ids.at(-1) };
    await emit(tx, 'reports.imported', { subjectId: batch.fileHash, data });
  }
  return fresh.length;
}

interface ImportLine {
  readonly line: number;
  readonly raw: string;
  readonly source: string;
  readonly fileHash: string;
}

/** One line as a report, or why it is refused. */
function readRow(ctx: Context, row: ImportLine): ImportedReport | Problem {
  try {
    const fields = parseLine(row.raw);
    const { text, indicators } = acceptText(fields.text);
    const receivedAt = ctx.now();
    const happenedAt = acceptPastTime(fields.happenedAt, { field: 'happenedAt', now: receivedAt });
    return {
      indicators: indicators.slice(0, ctx.profile.limits.indicatorsPerReportMax),
      report: {
        id: ctx.newId(),
        receivedAt,
        state: 'unverified',
        text,
        scamKind: scamKinds.find((kind) => kind === fields.scamKind),
        channel: channels.find((channel) => channel === fields.channel),
        happenedAt,
        moneyMoving: false,
        receiptHash: undefined,
        reporterHash: undefined,
        source: row.source,
        importKey: importKey(row),
        loss: undefined,
        contact: undefined,
      },
    };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

interface LineFields {
  readonly text: string;
  readonly scamKind?: unknown;
  readonly channel?: unknown;
  readonly happenedAt?: string;
}

function parseLine(raw: string): LineFields {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (cause) {
    throw new Problem('request.json_invalid', { cause });
  }
  const { text, scamKind, channel, happenedAt } = Object(value) as Record<string, unknown>;
  if (typeof text !== 'string') {
    const wanted = { 'zh-CN': '含 text 文字字段的 JSON 对象', en: 'a JSON object with a field text' };
    throw new Problem('request.invalid', { parameters: { field: 'text', wanted } });
  }
  return { text, scamKind, channel, ...(typeof happenedAt === 'string' ? { happenedAt } : {}) };
}

function importKey({ source, fileHash, line }: ImportLine): Buffer {
  return createHash('sha256').update(`${source}\0${fileHash}\0${line}`).digest();
}

/** Sources are named as in commands and lists: no spaces, nothing that hides. */
function acceptSource(written: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,99}$/.test(written)) return written;
  const wanted = { 'zh-CN': '小写字母、数字和 . _ - 组成的来源名', en: 'a source name of a-z, 0-9, and . _ -' };
  throw new Problem('import.batch_invalid', { parameters: { wanted, field: 'source', limit: limits.nameMaxChars } });
}
