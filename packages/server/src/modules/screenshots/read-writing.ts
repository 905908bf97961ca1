import sharp from 'sharp';
import { createWorker, OEM, type Page, PSM, type Worker } from 'tesseract.js';
import { type ReadLine, textOfLines } from './lines.ts';
import { type GreyPicture, levelSurfaces } from './surfaces.ts';

/** Rows that are read at once: about one screen of a phone, so that time can be looked at in between. */
const partMaxRows = 1_800;
/** A part ends where there is the least ink, within this many of its last rows: between two lines. */
const cutWithinRows = 600;
const inkBelow = 128;
/** OCR guesses the height of writing from the resolution; without one it guesses too low and says so. */
const pixelsPerInch = 150;

/** Makes OCR ready, with English and simplified Chinese from one folder; nothing is fetched, nothing cached. */
export async function loadWritingReader(languageFolder: string): Promise<Worker> {
  const worker = await createWorker(['eng', 'chi_sim'], OEM.LSTM_ONLY, {
    langPath: languageFolder,
    cacheMethod: 'none',
    // Without it a failure would be thrown where nobody can catch it; the promise that failed is rejected either way.
    errorHandler: () => undefined,
  });
  // Sauvola's threshold; one block of lines.
  await worker.setParameters({ tessedit_pageseg_mode: PSM.SINGLE_BLOCK, ...{ thresholding_method: '2' } });
  return worker;
}

/** The writing in a picture, part by part from the top; begins no part once `mayGoOn` says no. */
export async function readWriting(
  worker: Worker,
  picture: GreyPicture,
  mayGoOn: () => boolean,
): Promise<{ text: string; isWhole: boolean }> {
  const lines: ReadLine[] = [];
  const said = () => textOfLines(lines, picture.width);
  for (let top = 0; top < picture.height; ) {
    if (!mayGoOn()) return { text: said(), isWhole: false };
    const rows = Math.min(partMaxRows, picture.height - top);
    const level = levelSurfaces({
      pixels: picture.pixels.subarray(top * picture.width, (top + rows) * picture.width),
      width: picture.width,
      height: rows,
    });
    const ink = countInk(level);
    const end = top + rows === picture.height ? rows : rowWithLeastInk(ink);
    if (ink.subarray(0, end).some((count) => count > 0)) lines.push(...(await readPart(worker, level, end)));
    top += end;
  }
  return { text: said(), isWhole: true };
}

function countInk({ pixels, width, height }: GreyPicture): Uint32Array {
  const ink = new Uint32Array(height);
  for (let row = 0; row < height; row += 1) {
    let count = 0;
    for (let at = row * width; at < (row + 1) * width; at += 1) if (pixels[at]! < inkBelow) count += 1;
    ink[row] = count;
  }
  return ink;
}

/** The lowest of the rows with the least ink near the end of a part. */
function rowWithLeastInk(ink: Uint32Array): number {
  let least = ink.length - 1;
  for (let row = ink.length - 1; row >= ink.length - cutWithinRows; row -= 1) if (ink[row]! < ink[least]!) least = row;
  return least;
}

async function readPart(worker: Worker, level: GreyPicture, rows: number): Promise<ReadLine[]> {
  const raw = { width: level.width, height: rows, channels: 1 as const };
  const image = await sharp(level.pixels.subarray(0, rows * level.width), { raw })
    .withMetadata({ density: pixelsPerInch })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const { data } = await worker.recognize(image, {}, { text: false, blocks: true });
  return linesOf(data);
}

function linesOf({ blocks }: Page): ReadLine[] {
  return (blocks ?? [])
    .flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines))
    .map(({ text, confidence, bbox }) => ({ text, confidence, left: bbox.x0, right: bbox.x1 }));
}
