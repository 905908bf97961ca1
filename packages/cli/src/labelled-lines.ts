import { type KindExample, messageKinds } from '@spring-rain/engine';
import { CommandFailure, exitCodes } from './failure.ts';
import { lineMaxChars, type NumberedLine, numberedLines, openInput } from './lines.ts';
import { say } from './output.ts';

/** More labelled messages than this do not fit into a training run's memory. */
const maxExamples = 1_000_000;
/** Refusals that are shown one by one; the rest are counted. */
const shownRefusals = 10;

export interface LabelledLines {
  readonly examples: KindExample[];
  readonly refused: number;
}

/** Reads `{"text","kind"}` lines from files. A line that is none is refused by its file and number; the others are kept. */
export async function readLabelledLines(files: readonly string[]): Promise<LabelledLines> {
  const examples: KindExample[] = [];
  let refused = 0;
  for (const file of files) {
    for await (const numbered of numberedLines(await openInput(file))) {
      const example = parseExample(numbered, file);
      if (typeof example !== 'string') examples.push(example);
      else if (++refused <= shownRefusals) say(`${file}:${numbered.line}: ${example}`);
      if (examples.length > maxExamples) {
        throw new CommandFailure(
          `At most ${maxExamples} labelled messages were wanted, found more. Give fewer, or the newest.`,
          exitCodes.usage,
        );
      }
    }
  }
  if (refused > shownRefusals) say(`… and ${refused - shownRefusals} more lines that were refused.`);
  return { examples, refused };
}

function parseExample({ raw }: NumberedLine, source: string): KindExample | string {
  if (raw.length > lineMaxChars) return `wanted at most ${lineMaxChars} characters, found ${raw.length}.`;
  let row: unknown;
  try {
    row = JSON.parse(raw);
  } catch {
    return 'wanted a JSON object {"text":"…","kind":"…"}, found text that is not JSON.';
  }
  if (typeof row !== 'object' || row === null || !('text' in row) || typeof row.text !== 'string') {
    return 'wanted a JSON object with "text" as a string. Put one message on a line.';
  }
  if (row.text.trim() === '') return 'wanted a message in "text", found it blank.';
  const given = 'kind' in row ? row.kind : undefined;
  const kind = messageKinds.find((known) => known === given);
  if (kind === undefined) {
    const found = given === undefined ? 'none' : JSON.stringify(given);
    return `wanted "kind" as one of ${messageKinds.join(', ')}; found ${found}.`;
  }
  return { text: row.text, kind, source };
}
