import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

/** Pictures for tests, drawn from text when a test runs: nothing that somebody sent us. */

export interface Bubble {
  readonly text: string;
  readonly ground: string;
  readonly ink: string;
  /** Stands at the right, as what the phone's owner wrote. */
  readonly isOwn?: boolean;
}

export interface ChatLook {
  readonly width?: number;
  readonly page?: string;
  readonly fontPixels?: number;
}

const fontFolder = dirname(fileURLToPath(import.meta.resolve('@expo-google-fonts/noto-sans-sc/package.json')));
const fontFile = join(fontFolder, '400Regular', 'NotoSansSC_400Regular.ttf');
const dotsPerInch = 96;
const pointsPerPixel = 0.75;

/** A chat as a phone shows it, as a PNG. */
export async function drawChat(bubbles: readonly Bubble[], look: ChatLook = {}): Promise<Buffer> {
  const { width = 1170, page = '#ededed', fontPixels = 48 } = look;
  const gap = Math.round(fontPixels * 0.8);
  const layers: { input: Buffer; left: number; top: number }[] = [];
  let top = gap;
  for (const { text, ground, ink, isOwn = false } of bubbles) {
    const written = await drawText(text, { ink, fontPixels, width: Math.round(width * 0.68) });
    const size = { width: written.info.width + 2 * gap, height: written.info.height + Math.round(1.5 * gap) };
    const left = isOwn ? width - size.width - gap : gap;
    const shape = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">
      <rect width="100%" height="100%" rx="20" fill="${ground}"/></svg>`;
    layers.push({ input: Buffer.from(shape), left, top });
    layers.push({ input: written.data, left: left + gap, top: top + Math.round(0.75 * gap) });
    top += size.height + gap;
  }
  return await sharp({ create: { width, height: top + gap, channels: 3, background: page } })
    .composite(layers)
    .png()
    .toBuffer();
}

function drawText(text: string, { ink, fontPixels, width }: { ink: string; fontPixels: number; width: number }) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const markup = `<span foreground="${ink}">${escaped}</span>`;
  const font = `Noto Sans SC ${fontPixels * pointsPerPixel}`;
  const spacing = Math.round(fontPixels * 0.3);
  return sharp({
    text: { text: markup, font, fontfile: fontFile, width, rgba: true, dpi: dotsPerInch, spacing, wrap: 'word-char' },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
}

let preparing: Promise<unknown> | undefined;

/** A QR code in the middle of a white square, as a PNG. */
export async function drawCode(content: string, pixels = 500): Promise<Buffer> {
  preparing ??= prepareWriter();
  await preparing;
  const { image, error } = await writeBarcode(content, { format: 'QRCode', scale: 8 });
  if (image === null) throw new Error(`The code could not be drawn: ${error}`);
  const inner = Math.round(pixels * 0.8);
  const code = await sharp(await image.arrayBuffer())
    .resize({ width: inner, height: inner, kernel: 'nearest' })
    .toBuffer();
  return await sharp({ create: { width: pixels, height: pixels, channels: 3, background: '#ffffff' } })
    .composite([{ input: code }])
    .png()
    .toBuffer();
}

async function prepareWriter(): Promise<void> {
  const program = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  const wasmBinary = new Uint8Array(program).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** One picture below the other, on white. */
export async function stack(...pictures: readonly Buffer[]): Promise<Buffer> {
  const sizes = await Promise.all(pictures.map((picture) => sharp(picture).metadata()));
  const width = Math.max(...sizes.map((size) => size.width));
  let height = 0;
  const layers = pictures.map((input, at) => {
    const top = height;
    height += sizes[at]!.height;
    return { input, left: 0, top };
  });
  return await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(layers)
    .png()
    .toBuffer();
}

/** PNGs of 100 × 100: the pixels of one, and the comment of the other, unpack to more than a process may hold. */
export function drawBombs(): Readonly<Record<'pixels' | 'comment', Buffer>> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(100, 0);
  header.writeUInt32BE(100, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const bloated = deflateSync(Buffer.alloc(1_200_000_000), { level: 1 });
  const plain = deflateSync(Buffer.alloc(101 * 100));
  const comment = Buffer.concat([Buffer.from('a\0\0', 'latin1'), bloated]);
  const png = (...chunks: Buffer[]) =>
    Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      pngChunk('IHDR', header),
      ...chunks,
      pngChunk('IEND', Buffer.alloc(0)),
    ]);
  return {
    pixels: png(pngChunk('IDAT', bloated)),
    comment: png(pngChunk('zTXt', comment), pngChunk('IDAT', plain)),
  };
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
