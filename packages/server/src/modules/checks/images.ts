import { type ImageCheckAnswer, type ImageReading, limits, Problem } from '@spring-rain/contract';
import type { Context } from '../../platform/context.ts';
import type { UploadedFile } from '../../platform/http/types.ts';
import type { ImageReader } from '../screenshots/index.ts';
import { checkText, type Knowledge } from './service.ts';
import { readCheckedText } from './text.ts';

/** What checking a picture needs beside the context. */
export interface ImageKnowledge {
  readonly knowledge: Knowledge;
  readonly images: ImageReader;
}

export interface GivenPicture {
  readonly picture: Uint8Array;
  /** What was typed beside it; checked with it, and stands first in the text. */
  readonly typed?: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/**
 * Is this a scam? As `checkText`, for what a picture says. Neither picture nor text is kept.
 * Throws `image.nothing_read`, what `ImageReader.read` throws, and what `checkText` throws.
 */
export async function checkImage(
  ctx: Context,
  { knowledge, images }: ImageKnowledge,
  { picture, typed = '', signal }: GivenPicture,
): Promise<ImageCheckAnswer> {
  const isTyped = typed.trim() !== '';
  if (isTyped) readCheckedText(typed);
  const reading = await images.read(picture, { pixelsMax: ctx.profile.limits.attachmentMaxPixels, signal });
  if (reading.text === '') throw new Problem('image.nothing_read');
  const image = isTyped ? behindTyped(reading, typed) : reading;
  return { ...(await checkText(ctx, knowledge, image.text)), image };
}

/** What was typed, and behind it what was read, as far as both fit. */
function behindTyped(reading: ImageReading, typed: string): ImageReading {
  const whole = `${typed}\n${reading.text}`;
  const text = whole.slice(0, limits.textMaxChars).toWellFormed();
  return { ...reading, text, isComplete: reading.isComplete && text.length === whole.length };
}

/** The one picture of a form; undefined when there is none. Throws `image.one_only`. */
export async function receivePicture(files: AsyncIterable<UploadedFile> | undefined): Promise<Uint8Array | undefined> {
  let picture: Uint8Array | undefined;
  for await (const { bytes } of files ?? []) {
    // A file input that was left empty still sends a part.
    if (bytes.length === 0) continue;
    if (picture !== undefined) throw new Problem('image.one_only');
    picture = bytes;
  }
  return picture;
}
