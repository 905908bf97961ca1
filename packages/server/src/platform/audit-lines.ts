import { auditFormat, auditFormatVersion, type Checkpoint, type ExportEnd, type ExportHeader } from './audit-format.ts';

/** A line of an export, as it came from outside. */
export type Parsed = Readonly<Record<string, unknown>>;

/** The text of an entry, its place and the hash after it, in a line that is as `entryLine` writes it. */
export interface WrittenEntry {
  readonly text: string;
  readonly seq: number;
  readonly hash: string;
}

const entryStart = '{"kind":"entry","entry":';
const hashStart = ',"hash":"';
const entryTail = hashStart.length + 64 + '"}'.length;
/** Within JSON no string holds a bare quotation mark, so this is the member and nothing that somebody wrote. */
const placeInEntry = /,"seq":([1-9]\d{0,14}),"subject":"/;

/**
 * Reads a line without parsing it, which is what makes a long log quick to verify: the hash is over the text as it
 * stands, to the byte, so a second member of the same name, a space or anything beside it shows as a change.
 */
export function readWritten(line: string): WrittenEntry | undefined {
  if (!line.startsWith(entryStart) || !line.startsWith(hashStart, line.length - entryTail)) return undefined;
  const text = line.slice(entryStart.length, line.length - entryTail);
  const seq = placeInEntry.exec(text)?.[1];
  const hash = line.slice(line.length - 66, line.length - 2);
  return seq === undefined || !line.endsWith('"}') ? undefined : { text, seq: Number(seq), hash };
}

/** A line as an object; undefined for what is none. */
export function parseLine(line: string): Parsed | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** An object, and no list. */
export function isRecord(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A whole number from 1 on: the place of an entry. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

/** SHA-256 in hex. */
export function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The header of an export in a version that is known here. */
export function isHeader(value: unknown): value is ExportHeader {
  if (!isRecord(value) || value.format !== auditFormat || value.version !== auditFormatVersion) return false;
  const { from, previousHash, installationId, keys } = value;
  const isWhole = isCount(from) && isHash(previousHash) && isText(installationId) && Array.isArray(keys);
  return isWhole && (keys as unknown[]).every((key) => isRecord(key) && isText(key.publicKey));
}

/** What a checkpoint signs. */
export function isCheckpoint(value: unknown): value is Checkpoint {
  if (!isRecord(value)) return false;
  return isCount(value.seq) && isHash(value.hash) && [value.keyId, value.installationId, value.signedAt].every(isText);
}

/** What the end of an export signs. */
export function isEnd(value: unknown): value is ExportEnd {
  if (!isRecord(value)) return false;
  const { from, entries, through, hash, previousHash, keyId, installationId, exportedAt } = value;
  const areCounts = isCount(from) && Number.isSafeInteger(entries) && Number.isSafeInteger(through);
  return areCounts && isHash(hash) && isHash(previousHash) && [keyId, installationId, exportedAt].every(isText);
}
