import { lineMaxChars, type NumberedLine } from './lines.ts';

/** The message of a line of JSON, `{"id","text"}`, or why there is none. A line without an id has the id null. */
export function parseMessage({ raw }: NumberedLine): { id: unknown; text: string } | string {
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
