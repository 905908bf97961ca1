import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { limits } from '@spring-rain/contract';
import { prepareZXingModule, type ReaderOptions, readBarcodes } from 'zxing-wasm/reader';
import type { GreyPicture } from './surfaces.ts';

const options: ReaderOptions = {
  formats: ['QRCode', 'MicroQRCode', 'DataMatrix', 'Aztec'],
  textMode: 'Plain',
  tryHarder: true,
  maxNumberOfSymbols: limits.imageCodesMaxCount,
};

/** A picture up to this many pixels is searched at once; a longer one window by window. */
const windowPixelsMax = 4_000_000;

/** Makes ready to read codes. The program comes from the package on disk; by itself it would fetch it from the web. */
export async function loadCodeReader(): Promise<void> {
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  const program = await readFile(file);
  const wasmBinary = program.buffer.slice(program.byteOffset, program.byteOffset + program.byteLength) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/**
 * The contents of the codes in a picture, each once, from the top down; where they stood, the picture becomes white,
 * because OCR would take their pattern for writing. Windows of a long picture overlap by its width, so that no square
 * code is cut by all of them. Begins no window once `mayGoOn` says no.
 */
export async function takeCodes(
  picture: GreyPicture,
  mayGoOn: () => boolean,
): Promise<{ contents: string[]; isWhole: boolean }> {
  const contents = new Set<string>();
  for (const { top, bottom } of windowsOf(picture)) {
    if (!mayGoOn()) return { contents: [...contents], isWhole: false };
    for (const { isValid, text, position } of await readBarcodes(colourRows(picture, top, bottom), options)) {
      if (!isValid || text === '' || contents.size >= limits.imageCodesMaxCount) continue;
      contents.add(text);
      const corners = [position.topLeft, position.topRight, position.bottomRight, position.bottomLeft];
      whiten(
        picture,
        corners.map(({ x, y }) => ({ x, y: y + top })),
      );
    }
  }
  return { contents: [...contents], isWhole: true };
}

/** Codes are found a pixel or two inside of their edges. */
const marginPixels = 6;

function whiten({ pixels, width, height }: GreyPicture, corners: readonly { x: number; y: number }[]): void {
  const across = corners.map(({ x }) => x);
  const down = corners.map(({ y }) => y);
  const left = Math.max(0, Math.floor(Math.min(...across)) - marginPixels);
  const right = Math.min(width, Math.ceil(Math.max(...across)) + marginPixels);
  const top = Math.max(0, Math.floor(Math.min(...down)) - marginPixels);
  const bottom = Math.min(height, Math.ceil(Math.max(...down)) + marginPixels);
  for (let y = top; y < bottom; y += 1) pixels.fill(255, y * width + left, y * width + right);
}

function windowsOf({ width, height }: GreyPicture): { top: number; bottom: number }[] {
  if (width * height <= windowPixelsMax || height <= 2 * width) return [{ top: 0, bottom: height }];
  const count = Math.ceil(height / width) - 1;
  return Array.from({ length: count }, (_each, at) => ({
    top: at * width,
    bottom: Math.min(height, (at + 2) * width),
  }));
}

/** What zxing reads of the web's ImageData, which Node.js has no type for. */
interface ColourPicture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

function colourRows({ pixels, width }: GreyPicture, top: number, bottom: number): ColourPicture & Uint8Array {
  const data = new Uint8ClampedArray((bottom - top) * width * 4).fill(255);
  for (let from = top * width, to = 0; from < bottom * width; from += 1, to += 4) {
    const grey = pixels[from]!;
    data[to] = grey;
    data[to + 1] = grey;
    data[to + 2] = grey;
  }
  const picture: ColourPicture = { data, width, height: bottom - top };
  // The declared input is a union with the web's ImageData; zxing asks for data, width and height and no more.
  return picture as ColourPicture & Uint8Array;
}
