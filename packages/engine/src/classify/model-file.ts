import { gramVersion } from './grams.ts';
import type { ModelParts } from './text-model.ts';

/**
 * The bytes of a model, little-endian: a header of 32 bytes (magic `SRKM`, format version, version of the grams, bytes
 * of the facts, grams, columns, checksum), the facts as JSON, then hashes (i32), rarities (u8) and weights (i8), each part
 * padded to four bytes.
 */
const magic = 0x4d4b_5253; // "SRKM" in little-endian order
const formatVersion = 2;
const headerBytes = 32;
const checksumAt = 20;
const maxFactBytes = 1 << 20;
const maxGrams = 4_000_000;
const maxColumns = 200;

/** A model's bytes cannot be used: wrong kind of file, other version, cut off, damaged, or labels that are no kinds. */
export class KindModelError extends Error {
  override readonly name = 'KindModelError';
}

/** Writes a model. The same parts give the same bytes. */
export function encodeModel({ hashes, rarities, weights, ...facts }: ModelParts): Uint8Array {
  const written = new TextEncoder().encode(JSON.stringify(facts));
  const places = placesOf(written.length, hashes.length, facts.scales.length);
  const bytes = new Uint8Array(places.end);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, magic, true);
  header.setUint16(4, formatVersion, true);
  header.setUint16(6, gramVersion, true);
  header.setUint32(8, written.length, true);
  header.setUint32(12, hashes.length, true);
  header.setUint32(16, facts.scales.length, true);
  bytes.set(written, headerBytes);
  for (const [index, hash] of hashes.entries()) header.setInt32(places.hashes + index * 4, hash, true);
  bytes.set(rarities, places.rarities);
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), places.weights);
  header.setUint32(checksumAt, checksum(bytes), true);
  return bytes;
}

/** Reads a model's bytes. Throws `KindModelError` for anything that is not a whole, undamaged model of this version. */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const { factBytes, grams, columns } = readHeader(bytes);
  const places = placesOf(factBytes, grams, columns);
  if (bytes.byteLength !== places.end) {
    throw new KindModelError(
      `A model of ${grams} grams and ${columns} columns has ${places.end} bytes, found ${bytes.byteLength}. The file was cut off or added to: copy or train it again.`,
    );
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (header.getUint32(checksumAt, true) !== checksum(bytes)) {
    throw new KindModelError('The model is damaged: its checksum does not fit. Copy or train it again.');
  }
  // A Buffer's slice is no copy, and its memory may begin anywhere.
  const copied = new Uint8Array(bytes);
  const facts = readFacts(copied.subarray(headerBytes, headerBytes + factBytes), columns);
  const hashes = new Int32Array(copied.buffer, places.hashes, grams);
  for (let index = 1; index < grams; index++) {
    if (hashes[index]! <= hashes[index - 1]!)
      throw new KindModelError('The model’s grams are out of order. Train it again.');
  }
  return {
    ...facts,
    hashes,
    rarities: copied.subarray(places.rarities, places.rarities + grams),
    weights: new Int8Array(copied.buffer, places.weights, grams * columns),
  };
}

function readHeader(bytes: Uint8Array): { factBytes: number; grams: number; columns: number } {
  if (bytes.byteLength < headerBytes) {
    throw new KindModelError(
      `A model has at least ${headerBytes} bytes, found ${bytes.byteLength}. Copy or train it again.`,
    );
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  if (header.getUint32(0, true) !== magic) {
    throw new KindModelError(
      'A model begins with "SRKM"; these bytes are something else. Name a file that train wrote.',
    );
  }
  const versions = `${header.getUint16(4, true)}.${header.getUint16(6, true)}`;
  if (versions !== `${formatVersion}.${gramVersion}`) {
    throw new KindModelError(
      `A model of version ${formatVersion}.${gramVersion} was wanted, found ${versions}. Train it again with this version.`,
    );
  }
  const found = {
    factBytes: header.getUint32(8, true),
    grams: header.getUint32(12, true),
    columns: header.getUint32(16, true),
  };
  if (found.factBytes > maxFactBytes || found.grams > maxGrams || found.columns > maxColumns) {
    throw new KindModelError(
      'The model’s header holds sizes that no model has. The file is damaged: copy or train it again.',
    );
  }
  return found;
}

function placesOf(factBytes: number, grams: number, columns: number) {
  const hashes = headerBytes + padded(factBytes);
  const rarities = hashes + grams * 4;
  const weights = rarities + padded(grams);
  return { hashes, rarities, weights, end: weights + padded(grams * columns) };
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

type Facts = Omit<ModelParts, 'hashes' | 'rarities' | 'weights'>;

function readFacts(written: Uint8Array, columns: number): Facts {
  let facts: unknown;
  try {
    facts = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(written));
  } catch (cause) {
    throw new KindModelError('The model’s facts are not JSON. The file is damaged: copy or train it again.', { cause });
  }
  if (!isFacts(facts, columns)) {
    throw new KindModelError(
      'The model’s facts are not those of a model. The file is damaged: copy or train it again.',
    );
  }
  return facts;
}

/** One column a label, and one for "is a scam". */
function isFacts(facts: unknown, columns: number): facts is Facts {
  if (!isRecord(facts) || !isRecord(facts.blend)) return false;
  const { labels, scales, biases, slope, offsets, leans, leastKind01, leastFraud01, blend } = facts;
  const isLabels = Array.isArray(labels) && labels.every((label) => typeof label === 'string');
  const isSized = isLabels && labels.length === columns - 1 && new Set(labels).size === labels.length;
  const isColumns = [scales, biases].every((list) => isNumbers(list, columns));
  const isPerLabel = [offsets, leans].every((list) => isNumbers(list, columns - 1));
  const numbers = [slope, leastKind01, leastFraud01, blend.kinds, blend.line, blend.offset];
  return isSized && isColumns && isPerLabel && numbers.every(Number.isFinite);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isNumbers(list: unknown, length: number): boolean {
  return Array.isArray(list) && list.length === length && list.every(Number.isFinite);
}

/** FNV-1a over 32-bit words of everything but the checksum itself. */
function checksum(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0x811c_9dc5;
  for (let at = 0; at + 4 <= bytes.byteLength; at += 4) {
    if (at !== checksumAt) sum = Math.imul(sum ^ view.getUint32(at, true), 0x0100_0193);
  }
  return sum >>> 0;
}
