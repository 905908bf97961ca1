import { createHash } from 'node:crypto';
import { limits, Problem } from '@spring-rain/contract';
import { fileTypeFromBuffer } from 'file-type';

/** Types that are taken, and how each is named in a download. */
export const attachmentTypes = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'application/pdf': 'pdf',
} as const;
export type AttachmentType = keyof typeof attachmentTypes;

/** A file as it is kept. */
export interface CleanFile {
  readonly bytes: Uint8Array;
  readonly mediaType: AttachmentType;
  /** SHA-256 of the bytes, in hex: their name in the file store. */
  readonly contentHash: string;
}

/**
 * The file as it may be kept: its type by content, never by name; images drawn anew, so that location, camera and
 * hidden payloads are gone; a PDF as it is.
 * Throws `attachment.too_large`, `attachment.type_refused`, or `attachment.broken` (cut off, damaged, too many pixels).
 */
export async function cleanFile(bytes: Uint8Array, pixelsMax: number): Promise<CleanFile> {
  if (bytes.byteLength > limits.attachmentMaxBytes) throw tooLarge();
  const mediaType = await typeByContent(bytes);
  const clean = mediaType === 'application/pdf' ? bytes : await oneAtATime(() => redraw(bytes, mediaType, pixelsMax));
  if (clean.byteLength > limits.attachmentMaxBytes) throw tooLarge();
  return { bytes: clean, mediaType, contentHash: createHash('sha256').update(clean).digest('hex') };
}

function tooLarge(): Problem {
  const limit = `${limits.attachmentMaxBytes / (1024 * 1024)} MB`;
  return new Problem('attachment.too_large', { parameters: { limit } });
}

async function typeByContent(bytes: Uint8Array): Promise<AttachmentType> {
  const found = (await fileTypeFromBuffer(bytes))?.mime;
  if (found === undefined || !Object.hasOwn(attachmentTypes, found)) throw new Problem('attachment.type_refused');
  return found as AttachmentType;
}

type ImageType = Exclude<AttachmentType, 'application/pdf'>;

const writers = {
  'image/jpeg': (image) => image.jpeg({ quality: 90 }),
  'image/png': (image) => image.png(),
  'image/webp': (image) => image.webp({ quality: 90 }),
  'image/gif': (image) => image.gif(),
} as const satisfies Record<ImageType, (image: import('sharp').Sharp) => import('sharp').Sharp>;

async function redraw(bytes: Uint8Array, mediaType: ImageType, pixelsMax: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  try {
    const animated = mediaType === 'image/gif' || mediaType === 'image/webp';
    const image = sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', animated });
    // The orientation lies in the metadata that is dropped, so it is applied to the pixels first.
    return await writers[mediaType](image.autoOrient()).toBuffer();
  } catch (cause) {
    throw new Problem('attachment.broken', { cause });
  }
}

let last: Promise<unknown> = Promise.resolve();

/** An unpacked picture takes up to 200 MB, so there is never more than one, however many are sent. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work, work);
  last = result.catch(() => undefined);
  return result;
}

let loading: Promise<typeof import('sharp').default> | undefined;

/** Loaded with the first image: it is large, and most reports have none. Nothing is kept between images. */
function loadSharp(): Promise<typeof import('sharp').default> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return loading;
}
