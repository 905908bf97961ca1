import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import {
  type ImportAnswer,
  type ImportFormat,
  importFormats,
  importIndicators,
  importReports,
  limits,
  type SourceRole,
  sourceRoles,
} from '@spring-rain/contract';
import { type IndicatorKind, indicatorKinds } from '@spring-rain/engine';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { inBatches, type NumberedLine, numberedLines, openInput } from '../lines.ts';
import { openList } from '../list-file.ts';
import { printJson, progressBar, say } from '../output.ts';

/** Refused lines that are shown; all of them are in `--json`. */
const shownRefusals = 20;

interface IndicatorOptions {
  source: string;
  role?: SourceRole;
  kind?: IndicatorKind;
  format?: ImportFormat;
  licence?: string;
  publisher?: string;
  url?: string;
  by: string;
  json?: true;
}

/** `import indicators|reports FILE --source NAME`: streams a file in batches; the same file twice changes nothing. */
export function addImport(program: Command): void {
  const imports = program.command('import').description('import published lists or reports from files');
  imports
    .command('indicators')
    .description('a list of values: JSON Lines, a MISP warninglist, the Taiwan 165 list, or one value a line')
    .argument('<file>')
    .requiredOption('--source <name>', 'the name of the list; it is made when new')
    .addOption(
      new Option('--role <role>', 'what the list says of its values (needed when the list is new)').choices(
        sourceRoles,
      ),
    )
    .addOption(new Option('--kind <kind>', 'the kind of all its values').choices(indicatorKinds))
    .addOption(new Option('--format <format>', 'instead of finding out').choices(importFormats))
    .option('--licence <name>', 'its licence')
    .option('--publisher <name>', 'who publishes it')
    .option('--url <url>', 'where it is published')
    .option('--by <name>', 'who imports it', signedInName())
    .option('--json', 'the outcome as JSON, every refused line in it')
    .action(importIndicatorFile);
  imports
    .command('reports')
    .description(
      'messages as JSON Lines {"text":…}: kept as unverified reports; they make nothing suspicious until confirmed',
    )
    .argument('<file>')
    .requiredOption('--source <name>', 'where they come from')
    .option('--by <name>', 'who imports them', signedInName())
    .option('--json', 'the outcome as JSON, every refused line in it')
    .action(importReportFile);
}

async function importIndicatorFile(file: string, options: IndicatorOptions): Promise<void> {
  const list = await openList(file, options.format);
  const { source, role, kind, licence, publisher, url, by } = options;
  const header = {
    source,
    by,
    format: list.format,
    ...(role === undefined ? {} : { role }),
    ...(kind === undefined ? {} : { kind }),
    ...(licence === undefined ? {} : { licence }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(url === undefined ? {} : { url }),
  };
  const outcome = await withConnection((connection) =>
    sendBatches({ file, lines: list.lines }, (rows) =>
      connection.call(importIndicators, { body: { ...header, rows } }),
    ),
  );
  conclude(outcome, options.json === true);
}

async function importReportFile(file: string, options: { source: string; by: string; json?: true }): Promise<void> {
  if (file === '-') {
    throw new CommandFailure(
      'import reports wants a file, found -. Its hash makes a second import change nothing.',
      exitCodes.usage,
    );
  }
  const lines = numberedLines(await openInput(file));
  const fileHash = await hashFile(file);
  const { source, by } = options;
  const outcome = await withConnection((connection) =>
    sendBatches({ file, lines }, (rows) => connection.call(importReports, { body: { source, fileHash, by, rows } })),
  );
  conclude(outcome, options.json === true);
}

/** Sends every line, at most a batch at a time; lines that are too long are refused here, by number. */
async function sendBatches(
  from: { file: string; lines: AsyncIterable<NumberedLine> },
  send: (rows: NumberedLine[]) => Promise<ImportAnswer>,
): Promise<ImportAnswer> {
  const total: ImportAnswer = { added: 0, unchanged: 0, updated: 0, refused: [] };
  const bytes = from.file === '-' ? 0 : (await stat(from.file)).size;
  using bar = progressBar('import', bytes);
  for await (const batch of inBatches(from.lines, limits.importBatchMaxRows)) {
    const fitting = batch.filter((row) => row.raw.length <= limits.importLineMaxChars);
    for (const row of batch) {
      if (row.raw.length <= limits.importLineMaxChars) continue;
      const reason = `wanted at most ${limits.importLineMaxChars} characters, found ${row.raw.length}`;
      total.refused.push({ line: row.line, reason });
    }
    for (const part of withinBody(fitting)) addTo(total, await send(part));
    bar.advance(batch.reduce((sum, row) => sum + Buffer.byteLength(row.raw) + 1, 0));
  }
  return total;
}

/** Splits a batch so that each part fits a request body. */
function* withinBody(rows: readonly NumberedLine[]): Generator<NumberedLine[]> {
  // JSON escapes and the envelope need room of their own: a quarter of the body is left for them.
  const budget = (limits.jsonBodyMaxBytes * 3) / 4;
  let part: NumberedLine[] = [];
  let size = 0;
  for (const row of rows) {
    const rowSize = Buffer.byteLength(JSON.stringify(row)) + 1;
    if (part.length > 0 && size + rowSize > budget) {
      yield part;
      part = [];
      size = 0;
    }
    part.push(row);
    size += rowSize;
  }
  if (part.length > 0) yield part;
}

function addTo(total: ImportAnswer, answer: ImportAnswer): void {
  total.added += answer.added;
  total.unchanged += answer.unchanged;
  total.updated += answer.updated;
  total.refused.push(...answer.refused);
}

function conclude(outcome: ImportAnswer, json: boolean): void {
  if (json) {
    printJson(outcome);
  } else {
    say(
      `added ${outcome.added}, updated ${outcome.updated}, unchanged ${outcome.unchanged}, refused ${outcome.refused.length}`,
    );
    for (const { line, reason } of outcome.refused.slice(0, shownRefusals)) say(`  line ${line}: ${reason}`);
    const hidden = outcome.refused.length - shownRefusals;
    if (hidden > 0) say(`  … and ${hidden} more; see them all with --json`);
  }
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
