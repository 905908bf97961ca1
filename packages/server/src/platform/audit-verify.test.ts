import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { canonicalEntry, checkpointLine, firstHash, hashEntryText, hashLink } from './audit-format.ts';
import type { AuditVerdict } from './audit-verdict.ts';
import { createAuditVerifier } from './audit-verify.ts';
import { makeExport, makeSigner } from './test-audit-export.ts';

const signer = makeSigner();
const whole = [...makeExport({ entries: 12, signer, hiddenEvery: 4 })];

test('an export that nobody touched holds, with its own key and with the one given', () => {
  for (const keys of [undefined, [signer.publicKey]]) {
    const verdict = verify(whole, keys);
    assert.ok('proof' in verdict, JSON.stringify(verdict));
    const { entries, hidden, checkpoints, through } = verdict.proof;
    assert.deepEqual({ entries, hidden, checkpoints, through }, { entries: 9, hidden: 3, checkpoints: 3, through: 12 });
  }
});

test('the chain is what the page about it says: JCS, SHA-256, and the hash before', () => {
  const entry = { id: 'i', seq: 1, agencyId: 'a', happenedAt: 't', actor: 'x', action: 'do', subject: 's' };
  const text = canonicalEntry({ ...entry, subjectId: 'n', fields: ['b', 'a'], reason: 'é\n"€' });
  // RFC 8785: keys by code unit, no spaces, only what must be is escaped.
  assert.equal(
    text,
    '{"action":"do","actor":"x","agencyId":"a","fields":["b","a"],"happenedAt":"t","id":"i","reason":"é\\n\\"€","seq":1,"subject":"s","subjectId":"n"}',
  );
  const entryHash = createHash('sha256').update(Buffer.from(text, 'utf8')).digest();
  const link = createHash('sha256').update(Buffer.alloc(32)).update(entryHash).digest('hex');
  assert.equal(hashLink(firstHash, hashEntryText(text)), link);
});

test('each entry that is changed in any of its members is named', () => {
  for (let seq = 1; seq <= 12; seq += 1) {
    const line = indexOf(seq);
    const changes = isHidden(seq)
      ? [replaced(line, /"entryHash":"./, '"entryHash":"x'), replaced(line, /"entryHash":"\w{4}/, '"entryHash":"0000')]
      : ['Looked at', 'confirm', 'Officer A', '08:00', 'report', '"fields":['].map((found) =>
          replaced(line, found, found === '"fields":[' ? '"fields":["x"' : `${found.slice(0, -1)}~`),
        );
    for (const lines of changes) {
      const { seq: named, kind } = faultOf(lines);
      assert.ok(kind === 'changed' || (kind === 'unreadable' && isHidden(seq)), kind);
      assert.equal(named, seq);
    }
  }
});

test('a member that is added, doubled or moved changes an entry', () => {
  const line = indexOf(3);
  const added = replaced(line, '"reason":', '"note":"x","reason":');
  const doubled = replaced(line, '"reason":', '"reason":"Another.","reason":');
  const beside = replaced(line, '"kind":"entry",', '"kind":"entry","note":"x",');
  const spaced = replaced(line, '"reason":', '"reason": ');
  for (const lines of [added, doubled, beside, spaced]) {
    const { kind, seq } = faultOf(lines);
    assert.deepEqual([kind, seq], ['changed', 3]);
  }
});

test('an entry that is missing is named, whole or hidden, first or last', () => {
  for (const seq of [1, 3, 4, 5, 11, 12]) {
    const { kind, seq: named } = faultOf(whole.toSpliced(indexOf(seq), 1));
    assert.deepEqual([kind, named], ['missing', seq]);
  }
});

test('entries in another order are named by the first that should have come', () => {
  for (const [early, late] of [
    [2, 3],
    [1, 12],
    [4, 7],
  ] as const) {
    const lines = [...whole];
    lines[indexOf(early)] = whole[indexOf(late)]!;
    lines[indexOf(late)] = whole[indexOf(early)]!;
    const { kind, seq } = faultOf(lines);
    assert.deepEqual([kind, seq], ['reordered', early]);
  }
});

test('an entry that stands twice is named', () => {
  const { kind, seq } = faultOf(whole.toSpliced(indexOf(3) + 1, 0, whole[indexOf(2)]!));
  assert.deepEqual([kind, seq], ['repeated', 2]);
});

test('a chain written anew with all its hashes is given away by the next checkpoint', () => {
  const forger = { ...signer };
  const anew = [
    ...makeExport({ entries: 12, signer: forger, hiddenEvery: 4, reasonOf: (seq) => (seq === 7 ? 'x' : 'Looked at.') }),
  ];
  // Everything but what the key signed: whoever lacks it can write all the rest.
  const lines = anew.map((line, index) => (/"kind":"(checkpoint|end)"/.test(line) ? whole[index]! : line));
  const { kind, seq, detail } = faultOf(lines);
  assert.deepEqual([kind, seq], ['rewritten', 6]);
  assert.match(detail, /from 6 to 10/);
});

test('a checkpoint that is forged, of another key, or signed by a stranger is named', () => {
  const at = whole.findIndex((line) => line.includes('"checkpoint"'));
  const { checkpoint } = JSON.parse(whole[at]!);
  const forged = whole.with(at, checkpointLine(checkpoint, Buffer.alloc(64, 1)));
  assert.deepEqual([faultOf(forged).kind, faultOf(forged).seq], ['forged', 5]);
  const later = whole.with(at, whole[at]!.replace('08:00', '09:00'));
  assert.equal(faultOf(later).kind, 'forged');
  const stranger = makeSigner();
  assert.equal(faultOf(whole, [stranger.publicKey]).kind, 'wrong-key');
  // A file that brings its own key holds together; the key of the installation tells it apart.
  const invented = [...makeExport({ entries: 12, signer: stranger })];
  assert.ok('proof' in verify(invented));
  assert.equal(faultOf(invented, [signer.publicKey]).kind, 'wrong-key');
});

test('an export that was cut off is told from a whole one, wherever it was cut', () => {
  for (let length = 1; length < whole.length; length += 1) {
    assert.equal(faultOf(whole.slice(0, length)).kind, 'cut-off');
  }
  // With the end of the whole one put behind it.
  assert.equal(faultOf([...whole.slice(0, indexOf(9)), whole.at(-1)!]).kind, 'missing');
  assert.equal(faultOf([]).kind, 'unreadable');
});

test('an own entry that is put under its hash alone is missed', () => {
  const { entry, hash } = JSON.parse(whole[indexOf(6)]!);
  const entryHash = hashEntryText(JSON.stringify(entry));
  const lines = whole.with(indexOf(6), JSON.stringify({ kind: 'hidden', seq: 6, entryHash, hash }));
  const { kind, detail } = faultOf(lines);
  assert.equal(kind, 'hidden');
  assert.match(detail, /9 entries were exported whole, found 8/);
});

test('what is no export is said to be none, and never throws', () => {
  const texts = ['', '[]', 'null', '{}', '{"kind":"header","header":{}}', 'x'.repeat(100), '{"kind":"entry"}'];
  for (const text of texts) {
    assert.equal(faultOf([text]).kind, 'unreadable');
    assert.equal(faultOf([...whole.slice(0, 3), text, ...whole.slice(3)]).kind, 'unreadable');
  }
  assert.equal(faultOf([...whole, whole[1]!]).kind, 'unreadable');
});

function verify(lines: readonly string[], keys?: readonly Uint8Array[]): AuditVerdict {
  const verifier = createAuditVerifier(keys);
  for (const line of lines) if (!verifier.take(line)) break;
  return verifier.end();
}

function faultOf(lines: readonly string[], keys?: readonly Uint8Array[]) {
  const verdict = verify(lines, keys);
  assert.ok('fault' in verdict, 'it was taken for whole');
  return verdict.fault;
}

function isHidden(seq: number): boolean {
  return seq % 4 === 0;
}

function indexOf(seq: number): number {
  return whole.findIndex((line) => {
    const { entry, seq: hidden } = JSON.parse(line);
    return (entry?.seq ?? hidden) === seq;
  });
}

function replaced(index: number, found: string | RegExp, put: string): string[] {
  const line = whole[index]!.replace(found, put);
  assert.notEqual(line, whole[index]);
  return whole.with(index, line);
}
