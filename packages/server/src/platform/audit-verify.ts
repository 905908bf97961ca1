import {
  checkpointMessage,
  type ExportEnd,
  type ExportHeader,
  endMessage,
  firstHash,
  hashEntryText,
  hashLink,
} from './audit-format.ts';
import {
  isCheckpoint,
  isCount,
  isEnd,
  isHash,
  isHeader,
  isRecord,
  type Parsed,
  parseLine,
  readWritten,
  type WrittenEntry,
} from './audit-lines.ts';
import { type AuditFault, type AuditVerdict, changed, missing } from './audit-verdict.ts';
import { isSignedBy, signingKeyId } from './signing-keys.ts';

export interface AuditVerifier {
  /** Takes the next line; false once a fault is certain and reading on is of no use. */
  take(line: string): boolean;
  end(): AuditVerdict;
}

interface Signer {
  readonly keyId: string;
  readonly publicKey: Buffer;
}

interface Progress {
  header: ExportHeader | undefined;
  signers: readonly Signer[];
  expected: number;
  hash: string;
  entries: number;
  hidden: number;
  checkpoints: number;
  signedThrough: number;
  keyIds: Set<string>;
  end: ExportEnd | undefined;
  /** The entry that should have come; the rest is read to know whether it comes later. */
  absent: number | undefined;
  fault: AuditFault | undefined;
}

/**
 * Verifies an export line by line, in memory that does not grow with it: O(1) space, two hashes an entry. With keys, only
 * their signatures count; without, those of the file itself, which proves no more than that it holds together.
 */
export function createAuditVerifier(keys?: readonly Uint8Array[]): AuditVerifier {
  const state: Progress = {
    header: undefined,
    signers: (keys ?? []).map(signerOf),
    expected: 0,
    hash: '',
    entries: 0,
    hidden: 0,
    checkpoints: 0,
    signedThrough: 0,
    keyIds: new Set(),
    end: undefined,
    absent: undefined,
    fault: undefined,
  };
  return {
    take(line) {
      if (state.fault !== undefined) return false;
      if (state.absent !== undefined) lookFor(state, state.absent, line);
      else state.fault = takeLine(state, line, keys === undefined);
      return state.fault === undefined;
    },
    end: () => conclude(state),
  };
}

/** The key as bytes: of 32, written in base64url. */
export function readPublicKey(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === 32 ? bytes : undefined;
}

function signerOf(publicKey: Uint8Array): Signer {
  return { keyId: signingKeyId(publicKey), publicKey: Buffer.from(publicKey) };
}

function takeLine(state: Progress, line: string, trustsFile: boolean): AuditFault | undefined {
  const isOpen = state.header !== undefined && state.end === undefined;
  const written = isOpen ? readWritten(line) : undefined;
  if (written !== undefined) return takeWritten(state, written);
  const parsed = parseLine(line);
  if (parsed === undefined) return unreadable(state, 'a line that is not a JSON object');
  if (state.header === undefined) return takeHeader(state, parsed, trustsFile);
  if (state.end !== undefined) return unreadable(state, 'a line behind the end');
  switch (parsed.kind) {
    case 'entry':
      return takeOtherEntry(state, parsed);
    case 'hidden':
      return takeHidden(state, parsed);
    case 'checkpoint':
      return takeCheckpoint(state, parsed);
    case 'end':
      return takeEnd(state, parsed);
    default:
      return unreadable(state, 'a line of no known kind');
  }
}

function takeHeader(state: Progress, { kind, header }: Parsed, trustsFile: boolean): AuditFault | undefined {
  if (kind !== 'header' || !isHeader(header)) return unreadable(state, 'another first line than an export’s header');
  if (header.from === 1 && header.previousHash !== firstHash) return unreadable(state, 'a chain that begins elsewhere');
  state.header = header;
  state.expected = header.from;
  state.hash = header.previousHash;
  state.signedThrough = header.from - 1;
  if (!trustsFile) return undefined;
  const found = header.keys.map(({ publicKey }) => readPublicKey(publicKey));
  state.signers = found.filter((key) => key !== undefined).map(signerOf);
  return undefined;
}

function takeWritten(state: Progress, { text, seq, hash }: WrittenEntry): AuditFault | undefined {
  const misplaced = placeOf(state, seq);
  if (misplaced !== undefined || state.absent !== undefined) return misplaced;
  state.entries += 1;
  return link(state, hashEntryText(text), hash);
}

/** An entry in another form than it is written in: changed, or none at all. */
function takeOtherEntry(state: Progress, { entry }: Parsed): AuditFault | undefined {
  if (!isRecord(entry) || !isCount(entry.seq)) return unreadable(state, 'a broken entry');
  const misplaced = placeOf(state, entry.seq);
  return misplaced !== undefined || state.absent !== undefined ? misplaced : changed(entry.seq);
}

function takeHidden(state: Progress, { seq, entryHash, hash }: Parsed): AuditFault | undefined {
  if (!isCount(seq) || !isHash(entryHash) || typeof hash !== 'string') return unreadable(state, 'a broken entry');
  const misplaced = placeOf(state, seq);
  if (misplaced !== undefined || state.absent !== undefined) return misplaced;
  state.hidden += 1;
  return link(state, entryHash, hash);
}

function link(state: Progress, entryHash: string, stated: string): AuditFault | undefined {
  const seq = state.expected;
  state.hash = hashLink(state.hash, entryHash);
  state.expected += 1;
  return state.hash === stated ? undefined : changed(seq);
}

/** A fault for an entry that came before; for one that comes too early the missing one is looked for. */
function placeOf(state: Progress, seq: number): AuditFault | undefined {
  if (seq === state.expected) return undefined;
  if (seq > state.expected) {
    state.absent = state.expected;
    return undefined;
  }
  return { seq, kind: 'repeated', detail: `entry ${seq} stands once more behind entry ${state.expected - 1}` };
}

function lookFor(state: Progress, seq: number, line: string): void {
  const parsed = parseLine(line);
  const found = isRecord(parsed?.entry) ? parsed.entry.seq : parsed?.seq;
  if (found === seq) state.fault = { seq, kind: 'reordered', detail: `entry ${seq} stands behind later ones` };
}

function takeCheckpoint(state: Progress, { checkpoint, signature }: Parsed): AuditFault | undefined {
  if (!isCheckpoint(checkpoint) || typeof signature !== 'string') return unreadable(state, 'a broken checkpoint');
  const { seq } = checkpoint;
  if (seq >= state.expected) return missing(state.expected, `which the checkpoint of entry ${seq} signs`);
  if (seq !== state.expected - 1) {
    return {
      seq,
      kind: 'reordered',
      detail: `the checkpoint of entry ${seq} stands behind entry ${state.expected - 1}`,
    };
  }
  const fault = signatureFault(state, {
    what: `the checkpoint of entry ${seq}`,
    seq,
    keyId: checkpoint.keyId,
    message: checkpointMessage(checkpoint),
    signature,
  });
  if (fault !== undefined) return fault;
  if (checkpoint.hash !== state.hash || checkpoint.installationId !== state.header?.installationId) {
    return rewritten(state, seq);
  }
  state.signedThrough = seq;
  state.checkpoints += 1;
  return undefined;
}

function takeEnd(state: Progress, { end, signature }: Parsed): AuditFault | undefined {
  const { header } = state;
  if (!isEnd(end) || typeof signature !== 'string' || header === undefined) return unreadable(state, 'a broken end');
  if (end.through >= state.expected) return missing(state.expected, 'which the end of the export signs');
  const fault = signatureFault(state, {
    what: 'the end of the export',
    seq: undefined,
    keyId: end.keyId,
    message: endMessage(end),
    signature,
  });
  if (fault !== undefined) return fault;
  const isSame =
    end.from === header.from &&
    end.previousHash === header.previousHash &&
    end.installationId === header.installationId &&
    end.through === state.expected - 1 &&
    end.hash === state.hash;
  if (!isSame) return rewritten(state, state.expected - 1);
  if (end.entries !== state.entries) {
    const detail = `${end.entries} entries were exported whole, found ${state.entries}: the others have been hidden`;
    return { seq: undefined, kind: 'hidden', detail };
  }
  state.end = end;
  return undefined;
}

interface Signed {
  readonly what: string;
  readonly seq: number | undefined;
  readonly keyId: string;
  readonly message: Buffer;
  readonly signature: string;
}

function signatureFault(state: Progress, signed: Signed): AuditFault | undefined {
  const { what, seq, keyId, message, signature } = signed;
  const signer = state.signers.find((known) => known.keyId === keyId);
  if (signer === undefined) {
    const known = state.signers.map((each) => each.keyId).join(', ') || 'none';
    return { seq, kind: 'wrong-key', detail: `${what} names the key ${keyId}; trusted: ${known}` };
  }
  if (!isSignedBy(signer.publicKey, message, Buffer.from(signature, 'base64url'))) {
    return { seq, kind: 'forged', detail: `${what} is not signed by the key ${keyId} that it names` };
  }
  state.keyIds.add(keyId);
  return undefined;
}

function conclude(state: Progress): AuditVerdict {
  const { header, end, absent } = state;
  if (state.fault !== undefined) return { fault: state.fault };
  if (header === undefined) return { fault: unreadable(state, 'an empty file') };
  if (absent !== undefined) return { fault: missing(absent, 'and later ones are there') };
  if (end === undefined) {
    const detail = `the file stops before entry ${state.expected} without the end of an export: what came after is missing`;
    return { fault: { seq: state.expected, kind: 'cut-off', detail } };
  }
  const { entries, hidden, checkpoints, keyIds } = state;
  const { from, installationId } = header;
  const { through, exportedAt } = end;
  return { proof: { from, through, entries, hidden, checkpoints, installationId, keyIds: [...keyIds], exportedAt } };
}

function unreadable({ expected }: Progress, found: string): AuditFault {
  const place = expected === 0 ? 'at the beginning' : `before entry ${expected}`;
  return {
    seq: expected || undefined,
    kind: 'unreadable',
    detail: `wanted a line of an export ${place}, found ${found}`,
  };
}

function rewritten({ signedThrough }: Progress, through: number): AuditFault {
  const seq = signedThrough + 1;
  const detail = `the entries from ${seq} to ${through} are not those that were signed: they have been written anew`;
  return { seq, kind: 'rewritten', detail };
}
