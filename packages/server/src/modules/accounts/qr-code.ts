import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';

let loading: Promise<unknown> | undefined;

/** A QR code as an SVG document, for a phone's camera. Made here, at first use: no other site learns the secret in it. */
export async function drawQrCode(text: string): Promise<string> {
  loading ??= loadWriter();
  await loading;
  const { svg, error } = await writeBarcode(text, { format: 'QRCode', addQuietZones: true });
  if (error !== '') throw new Error(`The QR code could not be drawn: ${error}`);
  return svg;
}

/** The program comes from the package on disk; by itself it would fetch it from the web. */
async function loadWriter(): Promise<void> {
  const program = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm')));
  const wasmBinary = program.buffer.slice(program.byteOffset, program.byteOffset + program.byteLength) as ArrayBuffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}
