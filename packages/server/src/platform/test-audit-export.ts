import { generateKeyPairSync, sign } from 'node:crypto';
import {
  auditFormat,
  auditFormatVersion,
  canonicalEntry,
  checkpointLine,
  checkpointMessage,
  endLine,
  endMessage,
  entryLine,
  firstHash,
  hashEntryText,
  hashLink,
  headerLine,
  hiddenLine,
} from './audit-format.ts';
import { signingKeyId } from './signing-keys.ts';

const at = '2026-11-21T08:00:00.000Z';
const installationId = '0'.repeat(32);

export interface TestSigner {
  readonly keyId: string;
  readonly publicKey: Buffer;
  sign(message: Uint8Array): Buffer;
}

export function makeSigner(): TestSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { keyId: signingKeyId(raw), publicKey: raw, sign: (message) => sign(null, message, privateKey) };
}

export interface TestExport {
  readonly entries: number;
  readonly signer: TestSigner;
  readonly checkpointEvery?: number;
  /** Of every so many entries one is another agency's. */
  readonly hiddenEvery?: number;
  readonly reasonOf?: (seq: number) => string;
}

/** An export without a server: its lines, header first. */
export function* makeExport(made: TestExport): Generator<string, void, void> {
  const { entries, signer, checkpointEvery = 5, hiddenEvery = 0, reasonOf = () => 'Looked at.' } = made;
  const { keyId } = signer;
  const keys = [{ keyId, publicKey: signer.publicKey.toString('base64url') }];
  const common = { exportedAt: at, from: 1, installationId, previousHash: firstHash };
  yield headerLine({ ...common, format: auditFormat, version: auditFormatVersion, keys });
  let hash = firstHash;
  let hidden = 0;
  for (let seq = 1; seq <= entries; seq += 1) {
    const text = entryText(seq, reasonOf(seq));
    const entryHash = hashEntryText(text);
    hash = hashLink(hash, entryHash);
    const isHidden = hiddenEvery > 0 && seq % hiddenEvery === 0;
    if (isHidden) hidden += 1;
    yield isHidden ? hiddenLine({ seq, entryHash, hash }) : entryLine(text, hash);
    if (seq % checkpointEvery !== 0 && seq !== entries) continue;
    const checkpoint = { hash, installationId, keyId, seq, signedAt: at };
    yield checkpointLine(checkpoint, signer.sign(checkpointMessage(checkpoint)));
  }
  const end = { ...common, entries: entries - hidden, hash, keyId, through: entries };
  yield endLine(end, signer.sign(endMessage(end)));
}

function entryText(seq: number, reason: string): string {
  const id = `00000000-0000-4000-8000-${seq.toString(16).padStart(12, '0')}`;
  return canonicalEntry({
    id,
    seq,
    agencyId: '00000000-0000-7000-8000-000000000001',
    happenedAt: at,
    actor: 'person:00000000-0000-7000-8000-00000000000a Officer A',
    action: 'confirm',
    subject: 'report',
    subjectId: id,
    fields: [],
    reason,
  });
}
