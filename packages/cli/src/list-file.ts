import type { ImportFormat } from '@spring-rain/contract';
import { CommandFailure } from './failure.ts';
import { type NumberedLine, numberedLines, openInput } from './lines.ts';

/** A MISP warninglist is one JSON document; a larger one is no warninglist. */
const documentMaxChars = 64 * 1024 * 1024;

export interface ListFile {
  readonly format: ImportFormat;
  readonly lines: AsyncIterable<NumberedLine>;
}

/** Opens a published list and finds out its format from its first line, unless it is given. */
export async function openList(file: string, given: ImportFormat | undefined): Promise<ListFile> {
  const lines = numberedLines(await openInput(file));
  const first = await lines.next();
  if (first.done === true) throw new CommandFailure(`Wanted a list in "${file}", found it empty.`);
  const all = prepend(first.value, lines);
  if (given !== undefined) return { format: given, lines: all };
  const start = first.value.raw.trimStart();
  if (!start.startsWith('{')) return { format: 'plain', lines: all };
  const record = parseObject(start);
  if (record === undefined) return { format: 'plain', lines: await warninglistLines(all, file) };
  if ('list' in record) return { format: 'plain', lines: await warninglistLines(all, file) };
  return { format: 'url' in record && 'reports' in record ? 'taiwan165' : 'jsonl', lines: all };
}

/** The values of a MISP warninglist, each with the number of the line it stands in. */
async function warninglistLines(
  lines: AsyncIterable<NumberedLine>,
  file: string,
): Promise<AsyncIterable<NumberedLine>> {
  const raw: NumberedLine[] = [];
  let size = 0;
  for await (const line of lines) {
    size += line.raw.length;
    if (size > documentMaxChars)
      throw new CommandFailure(`Wanted a JSON list of at most ${documentMaxChars} characters in "${file}".`);
    raw.push(line);
  }
  const document = parseObject(raw.map((line) => line.raw).join('\n'));
  const list = document?.list;
  if (!Array.isArray(list) || !list.every((item) => typeof item === 'string')) {
    throw new CommandFailure(
      `Wanted JSON Lines, a JSON document with a "list" of strings, or one value a line in "${file}".`,
    );
  }
  return placed(list, raw);
}

/** Items stand in their file in order, so one walk over the lines finds each item's line. */
async function* placed(list: readonly string[], raw: readonly NumberedLine[]): AsyncGenerator<NumberedLine> {
  let at = 0;
  let from = 0;
  for (const item of list) {
    const written = JSON.stringify(item);
    let probe = at;
    let found = -1;
    while (probe < raw.length) {
      found = raw[probe]!.raw.indexOf(written, probe === at ? from : 0);
      if (found >= 0) break;
      probe += 1;
    }
    if (found >= 0) {
      at = probe;
      from = found + written.length;
    }
    yield { line: raw[at]?.line ?? 1, raw: item };
  }
}

async function* prepend(first: NumberedLine, rest: AsyncIterable<NumberedLine>): AsyncGenerator<NumberedLine> {
  yield first;
  yield* rest;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
