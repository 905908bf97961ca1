import sharp from 'sharp';
import { createWorker, type Line, OEM, PSM, type RecognizeOptions, type Word, type Worker } from 'tesseract.js';
import { type ReadLine, textOfLines } from './lines.ts';
import { type GreyPicture, levelSurfaces } from './surfaces.ts';
import { dropTexture } from './texture.ts';

interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Rows that are read at once: about one screen of a phone, so that time can be looked at in between. */
const partMaxRows = 1_800;
/** A part ends where there is the least ink, within this many of its last rows: between two lines. */
const cutWithinRows = 600;
const inkBelow = 128;
/** White around what is read: writing that touches the edge is read badly. */
const framePixels = 16;
const wordMarginPixels = 8;
/** So many lines side by side are columns, and no two bubbles. */
const columnsMin = 3;
/** Words of a part that are read once more; each takes about a tenth of a second. */
const rereadsMax = 12;
/** From this confidence on a word stands as it was read. */
const sureFrom = 90;
const linkSigns = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%";
/** OCR guesses the height of writing from the resolution; without one it guesses too low and says so. */
const pixelsPerInch = 150;

/**
 * Makes OCR ready, with simplified Chinese and English from one folder; nothing is fetched, nothing cached. Chinese
 * comes first: it reads Latin letters beside Chinese ones, which English reads as something else.
 */
export async function loadWritingReader(languageFolder: string): Promise<Worker> {
  const worker = await createWorker(['chi_sim', 'eng'], OEM.LSTM_ONLY, {
    langPath: languageFolder,
    cacheMethod: 'none',
    // Without it a failure would be thrown where nobody can catch it; the promise that failed is rejected either way.
    errorHandler: () => undefined,
  });
  // Sauvola's threshold, which looks at the surroundings of each point.
  await worker.setParameters({ ...{ thresholding_method: '2' } });
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
    const pixels = picture.pixels.subarray(top * picture.width, (top + rows) * picture.width);
    const level = dropTexture(levelSurfaces({ pixels, width: picture.width, height: rows }));
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
  const part = { ...level, pixels: level.pixels.subarray(0, rows * level.width), height: rows };
  const image = await pngOf(part, { left: 0, top: 0, width: part.width, height: rows });
  const asBlock = await findLines(worker, image, PSM.SINGLE_BLOCK);
  // A line of Chinese that stands alone is taken for columns; looking for text anywhere finds the line.
  const found = areColumns(asBlock) ? await findLines(worker, image, PSM.SPARSE_TEXT) : asBlock;
  const lines: ReadLine[] = [];
  let rereads = 0;
  for (const { text, confidence, bbox, words } of found) {
    let said = text;
    for (const word of words.filter(isDoubtfulLink)) {
      rereads += 1;
      if (rereads > rereadsMax) break;
      said = said.replace(word.text, await rereadLink(worker, part, word));
    }
    lines.push({ text: said, confidence, left: bbox.x0, right: bbox.x1 });
  }
  return lines;
}

async function findLines(worker: Worker, image: Buffer, mode: PSM): Promise<Line[]> {
  const { data } = await worker.recognize(image, recogniseWith({ mode }), { text: false, blocks: true });
  return (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap(({ lines }) => lines));
}

/** Whether most lines stand beside the one before instead of below it. */
function areColumns(lines: readonly Line[]): boolean {
  const beside = lines.filter(({ bbox }, at) => {
    const before = lines[at - 1]?.bbox;
    return before !== undefined && (bbox.y0 + bbox.y1) / 2 < before.y1;
  });
  return beside.length >= columnsMin && beside.length > lines.length / 2;
}

/** Options of one reading; those of OCR itself go through the same door as those of its wrapper. */
function recogniseWith(given: { readonly mode: PSM; readonly signs?: string }): Partial<RecognizeOptions> {
  const { mode, signs } = given;
  const options = { tessedit_pageseg_mode: mode, ...(signs === undefined ? {} : { tessedit_char_whitelist: signs }) };
  // The wrapper's type names its own options alone; it hands all others on.
  return options as Partial<RecognizeOptions>;
}

async function pngOf({ pixels, width, height }: GreyPicture, region: Region): Promise<Buffer> {
  return await sharp(pixels, { raw: { width, height, channels: 1 } })
    .extract(region)
    .extend({ top: framePixels, bottom: framePixels, left: framePixels, right: framePixels, background: '#ffffff' })
    .withMetadata({ density: pixelsPerInch })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

/**
 * Whether a word may be a link, an address or a name in a chat that OCR is not sure of. Beside Chinese it reads dots
 * and letters of a link as if they were Chinese, and a link with one wrong letter warns of nothing.
 */
function isDoubtfulLink({ text, confidence }: Word): boolean {
  return confidence < sureFrom && /^[\x21-\x7e]{6,}$/.test(text) && /[./:@_-]|www|http/i.test(text);
}

/** The word read once more, by itself, with the signs of links alone; as it was, where that is not more certain. */
async function rereadLink(worker: Worker, part: GreyPicture, { text, confidence, bbox }: Word): Promise<string> {
  const left = Math.max(0, bbox.x0 - framePixels - wordMarginPixels);
  const top = Math.max(0, bbox.y0 - framePixels - wordMarginPixels);
  const region = {
    left,
    top,
    width: Math.min(part.width, bbox.x1 - framePixels + wordMarginPixels) - left,
    height: Math.min(part.height, bbox.y1 - framePixels + wordMarginPixels) - top,
  };
  if (region.width <= 0 || region.height <= 0) return text;
  const options = recogniseWith({ mode: PSM.SINGLE_LINE, signs: linkSigns });
  const { data } = await worker.recognize(await pngOf(part, region), options, { text: true });
  const again = data.text.trim();
  return data.confidence > confidence && !/\s/.test(again) ? again : text;
}
