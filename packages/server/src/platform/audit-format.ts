import { hash } from 'node:crypto';

/**
 * How the log is chained, signed and written out. Whoever verifies an export needs this and SHA-256, Ed25519 and JSON:
 * docs/operate/log.md says the same in words.
 */
export const auditFormat = 'spring-rain-audit';
export const auditFormatVersion = 1;

/** An entry as it is hashed and exported. `reason` is left out where there is none. */
export interface AuditEntry {
  /** A random UUID: without it nobody can try out what stands behind a hash. */
  readonly id: string;
  readonly seq: number;
  readonly agencyId: string;
  /** UTC, ISO 8601 with milliseconds. */
  readonly happenedAt: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: string;
  readonly fields: readonly string[];
  readonly reason?: string | undefined;
}

/** What a checkpoint signs: the chain up to an entry. */
export interface Checkpoint {
  readonly hash: string;
  readonly installationId: string;
  readonly keyId: string;
  readonly seq: number;
  readonly signedAt: string;
}

/** What the end of an export signs, so that nothing can be cut off or left out. */
export interface ExportEnd {
  readonly exportedAt: string;
  /** How many entries are shown whole. */
  readonly entries: number;
  readonly from: number;
  readonly hash: string;
  readonly installationId: string;
  readonly keyId: string;
  readonly previousHash: string;
  readonly through: number;
}

/** The first line of an export. */
export interface ExportHeader {
  /** Whose entries are shown whole; of the others’ there is the hash alone. Without it, all are shown. */
  readonly agencyId?: string | undefined;
  readonly exportedAt: string;
  readonly format: typeof auditFormat;
  readonly from: number;
  readonly installationId: string;
  readonly keys: readonly { readonly keyId: string; readonly publicKey: string }[];
  /** The chain's hash before `from`. */
  readonly previousHash: string;
  readonly version: typeof auditFormatVersion;
}

/** Before the first entry. */
export const firstHash = '0'.repeat(64);

/** An entry as RFC 8785 (JCS) writes it: keys in order of their code units, no spaces, JSON's shortest strings. */
export function canonicalEntry(entry: AuditEntry): string {
  const { action, actor, agencyId, fields, happenedAt, id, reason, seq, subject, subjectId } = entry;
  // In the order of their names; JSON.stringify keeps it, leaves out what is undefined, and writes strings as JCS does.
  return JSON.stringify({ action, actor, agencyId, fields, happenedAt, id, reason, seq, subject, subjectId });
}

/** SHA-256 of an entry's canonical text, in hex. */
export function hashEntryText(text: string): string {
  return hash('sha256', text, 'hex');
}

/** Written over at each link: a buffer a link would be the dearest part of it. */
const pair = Buffer.alloc(64);

/** The chain's next hash: SHA-256 of the 32 bytes before it and the entry's 32, in hex. */
export function hashLink(previousHex: string, entryHex: string): string {
  pair.write(previousHex, 0, 'hex');
  pair.write(entryHex, 32, 'hex');
  return hash('sha256', pair, 'hex');
}

/** The bytes that a checkpoint's signature is over. */
export function checkpointMessage({ hash, installationId, keyId, seq, signedAt }: Checkpoint): Buffer {
  return Buffer.from(`${auditFormat} checkpoint\n${JSON.stringify({ hash, installationId, keyId, seq, signedAt })}`);
}

/** The bytes that the signature of an export's end is over. */
export function endMessage(end: ExportEnd): Buffer {
  const { entries, exportedAt, from, hash, installationId, keyId, previousHash, through } = end;
  const signed = { entries, exportedAt, from, hash, installationId, keyId, previousHash, through };
  return Buffer.from(`${auditFormat} end\n${JSON.stringify(signed)}`);
}

export function headerLine(header: ExportHeader): string {
  return JSON.stringify({ kind: 'header', header });
}

/** An entry that is shown, with the chain's hash after it. `text` is its canonical text. */
export function entryLine(text: string, link: string): string {
  return `{"kind":"entry","entry":${text},"hash":"${link}"}`;
}

/** An entry of another agency: that it was there, and nothing of what it says. */
export function hiddenLine(hidden: {
  readonly seq: number;
  readonly entryHash: string;
  readonly hash: string;
}): string {
  const { seq, entryHash, hash } = hidden;
  return JSON.stringify({ kind: 'hidden', seq, entryHash, hash });
}

export function checkpointLine({ hash, installationId, keyId, seq, signedAt }: Checkpoint, signature: Buffer): string {
  const checkpoint = { hash, installationId, keyId, seq, signedAt };
  return JSON.stringify({ kind: 'checkpoint', checkpoint, signature: signature.toString('base64url') });
}

export function endLine(end: ExportEnd, signature: Buffer): string {
  return JSON.stringify({ kind: 'end', end, signature: signature.toString('base64url') });
}
