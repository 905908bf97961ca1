import sharp from 'sharp';
import type { ReadRefusal } from './protocol.ts';
import type { GreyPicture } from './surfaces.ts';

/** A picture that is not read, thrown and caught within the process that reads. */
export class UnreadPicture extends Error {
  readonly refusal: ReadRefusal;

  constructor(refusal: ReadRefusal, cause?: unknown) {
    super(refusal, { cause });
    this.name = 'UnreadPicture';
    this.refusal = refusal;
  }
}

export interface OpenedPicture extends GreyPicture {
  /** False when only a part of the file is in it: the upper end of a long one, the first picture of several. */
  readonly isWhole: boolean;
}

/** The width at which the writing of a phone's screenshot is read best. */
const phonePixels = 1170;
/** A landscape picture wider than a phone is a computer's screen, whose writing is half as high: it is enlarged. */
const screenFromPixels = 1_300;
const screenFactor = 1.5;
const screenMaxPixels = 2_900;
/** Tiny pictures are enlarged no further: nothing comes of it but work. */
const enlargeMax = 4;
/** Grey pixels, one byte each, that are looked at; some thirty screens of a phone. */
const greyPixelsMax = 40_000_000;
/** A side longer than this is no screenshot; WebP and libvips have limits in this region too. */
const sideMaxPixels = 100_000;

// Nothing else is decoded, whatever a file says it is; and nothing is kept between pictures.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadNsgif'],
});
sharp.cache(false);
sharp.concurrency(1);

/**
 * The picture upright, in grey, at the width at which its writing is read. Its size is asked of the header, before
 * anything is unpacked. Throws UnreadPicture.
 */
export async function openPicture(bytes: Uint8Array, pixelsMax: number): Promise<OpenedPicture> {
  try {
    const { width, height, pages } = await readSize(bytes, pixelsMax);
    const scale = targetWidth(width, height) / width;
    const rowsMax = Math.max(1, Math.floor(greyPixelsMax / (width * scale * scale)));
    const upright = sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', sequentialRead: true }).autoOrient();
    const cut = height > rowsMax ? upright.extract({ left: 0, top: 0, width, height: rowsMax }) : upright;
    const { data, info } = await cut
      .flatten({ background: '#ffffff' })
      .resize({ width: Math.max(1, Math.round(width * scale)) })
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const isWhole = height <= rowsMax && pages === 1;
    return { pixels: data, width: info.width, height: info.height, isWhole };
  } catch (error) {
    throw error instanceof UnreadPicture ? error : new UnreadPicture('unreadable', error);
  }
}

/** The size as it is shown, whichever way the camera was held. */
async function readSize(
  bytes: Uint8Array,
  pixelsMax: number,
): Promise<{ width: number; height: number; pages: number }> {
  const { autoOrient, pages = 1 } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height > pixelsMax || Math.max(width, height) > sideMaxPixels) throw new UnreadPicture('too-large');
  return { width, height, pages };
}

function targetWidth(width: number, height: number): number {
  const isScreen = width > height && width > screenFromPixels;
  const wanted = isScreen ? Math.min(screenMaxPixels, width * screenFactor) : phonePixels;
  return Math.min(wanted, width * enlargeMax);
}
