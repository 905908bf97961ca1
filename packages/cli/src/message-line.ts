import { exitCodes } from './failure.ts';
import { lineMaxChars, type NumberedLine, numberedLines, openInput } from './lines.ts';
import { say } from './output.ts';

/** A message of a file; its id is null where it has none. */
export interface LineMessage {
  readonly id: unknown;
  readonly text: string;
}

/** How many lines were no message; filled while messages are read. */
export interface Refusals {
  count: number;
}

/** The messages of a file of JSON Lines, in order. A line that is none is refused by its number, on standard error. */
export async function* readMessages(file: string, refused: Refusals): AsyncGenerator<LineMessage> {
  for await (const numbered of numberedLines(await openInput(file))) {
    const message = parseMessage(numbered);
    if (typeof message !== 'string') yield message;
    else {
      refused.count += 1;
      say(`line ${numbered.line}: ${message}`);
    }
  }
}

/** Says how many lines were refused, if any. Yields the exit code. */
export function sayRefused({ count }: Refusals): number {
  if (count > 0) say(`${count} line(s) were refused; the others are on standard output.`);
  return count > 0 ? exitCodes.failed : exitCodes.done;
}

/** The message of a line of JSON, `{"id","text"}`, or why there is none. A line without an id has the id null. */
function parseMessage({ raw }: NumberedLine): LineMessage | string {
  if (raw.length > lineMaxChars) return `wanted at most ${lineMaxChars} characters, found ${raw.length}.`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return 'wanted a JSON object {"id":…,"text":"…"}, found text that is not JSON.';
  }
  if (typeof parsed !== 'object' || parsed === null || !('text' in parsed) || typeof parsed.text !== 'string') {
    return 'wanted a JSON object with "text" as a string. Put one message on a line.';
  }
  return { id: 'id' in parsed ? parsed.id : null, text: parsed.text };
}
