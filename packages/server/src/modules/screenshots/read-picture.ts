import type { ImageReading } from '@spring-rain/contract';
import type { Worker } from 'tesseract.js';
import { describeCode } from './codes.ts';
import { readTextMaxChars } from './limits.ts';
import { openPicture } from './open-picture.ts';
import type { ReadRequest } from './protocol.ts';
import { takeCodes } from './read-codes.ts';
import { readWriting } from './read-writing.ts';

/**
 * Text and codes of a picture. Codes come first in time, because they are quick and exact, and last in the text, each
 * on lines of its own. When the time for beginning parts is over, what was read so far is the answer, and says so.
 * Throws UnreadPicture.
 */
export async function readPicture(worker: Worker, request: ReadRequest, nowMs: () => number): Promise<ImageReading> {
  const endMs = nowMs() + request.beginPartMaxMs;
  const mayGoOn = () => nowMs() < endMs;
  const picture = await openPicture(request.bytes, request.pixelsMax);
  const found = await takeCodes(picture, mayGoOn);
  const writing = await readWriting(worker, picture, mayGoOn);
  const codes = found.contents.map(describeCode);
  const joined = joinText(
    writing.text,
    codes.map(({ text }) => text),
  );
  return {
    text: joined.text,
    codes,
    isComplete: picture.isWhole && found.isWhole && writing.isWhole && joined.isWhole,
  };
}

/** Writing first, codes behind it; where both do not fit, codes go first, because each may be a link. */
function joinText(writing: string, codes: readonly string[]): { text: string; isWhole: boolean } {
  const behind = codes.join('\n').slice(0, readTextMaxChars).toWellFormed();
  const room = Math.max(0, readTextMaxChars - behind.length - 1);
  const before = writing.slice(0, room).toWellFormed();
  const isWhole = before.length === writing.length && behind.length === codes.join('\n').length;
  return { text: [before, behind].filter((part) => part !== '').join('\n'), isWhole };
}
