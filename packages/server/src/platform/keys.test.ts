import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findPrivateKeyFile, loadKeys, openSealed } from './key-files.ts';
import { createEphemeralKeys, isWellFormedReceipt } from './keys.ts';
import { createLog } from './log.ts';

const quiet = createLog('silent');
const secret = Buffer.alloc(32, 1);

test('a receipt has 16 digits, ends in a check digit, and is the same for the same id', async () => {
  const keys = await createEphemeralKeys(secret);
  const receipts = Array.from({ length: 2_000 }, (_, n) => keys.receiptFor(`id ${n}`));
  assert.ok(receipts.every(isWellFormedReceipt));
  assert.equal(new Set(receipts).size, receipts.length);
  assert.equal(keys.receiptFor('id 7'), receipts[7]);
  assert.notEqual((await createEphemeralKeys(Buffer.alloc(32, 2))).receiptFor('id 7'), receipts[7]);
});

test('a slip of one digit, or two neighbours swapped, is told from a receipt', async () => {
  const receipt = (await createEphemeralKeys(secret)).receiptFor('id');
  for (let place = 0; place < 16; place += 1) {
    const other = String((Number(receipt[place]) + 1) % 10);
    assert.equal(isWellFormedReceipt(receipt.slice(0, place) + other + receipt.slice(place + 1)), false);
  }
});

test('the check digit is the one of a published example', () => {
  // A test number that card schemes publish; its last digit is Luhn's.
  assert.equal(isWellFormedReceipt('4111111111111111'), true);
  assert.equal(isWellFormedReceipt('4111111111111112'), false);
});

test('hashes are keyed, differ by purpose, and parts never run into each other', async () => {
  const keys = await createEphemeralKeys(secret);
  assert.deepEqual(keys.receiptHash('1234 5678-9012 3456'), keys.receiptHash('1234567890123456'));
  assert.notDeepEqual(keys.keyedHash('a', 'b', 'c'), keys.keyedHash('a', 'bc'));
  assert.notDeepEqual(keys.keyedHash('a', 'b'), keys.keyedHash('b', 'a'));
  assert.notDeepEqual(keys.reporterHash(['x']), (await createEphemeralKeys(Buffer.alloc(32, 2))).reporterHash(['x']));
  assert.equal(keys.reporterHash(['x']).length, 32);
});

test('what was encrypted for one purpose opens for no other, and not when it was altered', async () => {
  const keys = await createEphemeralKeys(secret);
  const sealed = keys.encrypt('cursor:a', Buffer.from('position'));
  assert.deepEqual(keys.decrypt('cursor:a', sealed), Buffer.from('position'));
  assert.equal(keys.decrypt('cursor:b', sealed), undefined);
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  assert.equal(keys.decrypt('cursor:a', sealed), undefined);
  assert.equal(keys.decrypt('cursor:a', Buffer.from('short')), undefined);
});

test('contact details open with the private key and its passphrase, and with nothing else', async () => {
  using folder = temporaryFolder();
  const folders = {
    dataDir: join(folder.path, 'data'),
    keysDir: join(folder.path, 'private'),
    settingsDir: folder.path,
  };
  const { keys, created } = await loadKeys({ ...folders, passphrase: 'correct horse battery' }, quiet);
  const { sealed, keyId } = keys.seal('微信 abc, +86 138 0013 8000');
  assert.match(keyId, /^[0-9a-f]{16}$/);
  assert.equal(sealed.includes('138'), false);

  const file = findPrivateKeyFile(folders);
  assert.equal(created?.privateKeyFile, file);
  assert.equal(created?.passphrase, undefined);
  assert.equal(await openSealed(file, 'correct horse battery', sealed), '微信 abc, +86 138 0013 8000');
  await assert.rejects(openSealed(file, 'wrong horse battery', sealed), /passphrase must be the one of key/);
  const strange = (await createEphemeralKeys()).seal('x').sealed;
  await assert.rejects(openSealed(file, 'correct horse battery', strange), /must be sealed to key/);
});

test('the first start makes every key for its user alone, says the passphrase once, and the second start finds them', async () => {
  using folder = temporaryFolder();
  const folders = { dataDir: join(folder.path, 'data'), settingsDir: join(folder.path, 'settings') };
  const first = await loadKeys(folders, quiet);
  assert.match(first.created?.passphrase ?? '', /^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
  assert.equal(first.created?.privateKeyFile, join(folder.path, 'settings', first.installationId, 'contact.key'));
  for (const name of ['secret.key', 'operator.token', 'contact.pub', 'installation.id']) {
    assert.equal(statSync(join(folders.dataDir, 'keys', name)).mode & 0o777, 0o600, name);
  }
  assert.equal(statSync(first.created?.privateKeyFile ?? '').mode & 0o777, 0o600);
  assert.doesNotMatch(readAll(folder.path), new RegExp(first.created?.passphrase ?? 'none'));

  const second = await loadKeys(folders, quiet);
  assert.equal(second.created, undefined);
  assert.equal(second.keys.operatorToken, first.keys.operatorToken);
  assert.equal(second.keys.receiptFor('id'), first.keys.receiptFor('id'));
  const opened = await openSealed(
    first.created?.privateKeyFile ?? '',
    first.created?.passphrase ?? '',
    second.keys.seal('x').sealed,
  );
  assert.equal(opened, 'x');
});

test('without a place for the private key no contact details are taken, and everything else works', async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, 'occupied'), '');
  const lines: string[] = [];
  const log = createLog('warn', (line) => lines.push(line));
  const { keys } = await loadKeys(
    { dataDir: join(folder.path, 'data'), keysDir: join(folder.path, 'occupied', 'x'), settingsDir: '' },
    log,
  );
  assert.equal(keys.canSeal, false);
  assert.throws(() => keys.seal('x'), /no contact key/);
  assert.match(lines.join(''), /SPRING_RAIN_KEYS_DIR/);
  assert.equal(keys.receiptFor('id').length, 16);
  assert.equal(existsSync(join(folder.path, 'data', 'keys', 'contact.pub')), false);
});

function temporaryFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'spring-rain-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

function readAll(folder: string): string {
  const names = ['secret.key', 'operator.token', 'contact.pub', 'installation.id'];
  return names.map((name) => readFileSync(join(folder, 'data', 'keys', name), 'utf8')).join('\n');
}
