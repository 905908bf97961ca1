import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostAgencyId, inTransaction } from './context.ts';
import { ensureSigningKey, isSignedBy, listSigningKeys, signingKeyId } from './signing-keys.ts';
import { startTestPlatform } from './test-platform.ts';

test('an owner has one signing key in use, whoever asks for it first, and it signs', async () => {
  await using platform = await startTestPlatform();
  const { ctx, jobCtx, publicCtx } = platform;

  const made = await Promise.all([ensureSigningKey(ctx, null), ensureSigningKey(jobCtx, null)]);
  const agency = await ensureSigningKey(ctx, hostAgencyId);

  const [first, second] = made;
  assert.equal(first.keyId, second.keyId);
  assert.notEqual(first.keyId, agency.keyId);
  assert.equal(first.keyId, signingKeyId(first.publicKey));
  const message = Buffer.from('up to here');
  const signature = second.sign(message);
  assert.equal(isSignedBy(first.publicKey, message, signature), true);
  assert.equal(isSignedBy(first.publicKey, Buffer.from('up to there'), signature), false);
  assert.equal(isSignedBy(agency.publicKey, message, signature), false);
  assert.equal(isSignedBy(first.publicKey.subarray(1), message, signature), false);
  const seen = await listSigningKeys(publicCtx, null);
  assert.deepEqual(
    seen.map(({ keyId, publicKey }) => [keyId, publicKey.toString('hex')]),
    [[first.keyId, first.publicKey.toString('hex')]],
  );
});

test('the private half lies encrypted, and the public’s role cannot read it', async () => {
  await using platform = await startTestPlatform();
  const { ctx, publicCtx } = platform;
  await ensureSigningKey(ctx, null);
  const row = await inTransaction(ctx, (tx) =>
    tx.db.selectFrom('signing_key').select('private_key').executeTakeFirstOrThrow(),
  );
  // 302e…: how every PKCS #8 of Ed25519 begins.
  assert.equal(row.private_key?.includes(Buffer.from('302e020100300506032b6570', 'hex')), false);
  await assert.rejects(
    inTransaction(publicCtx, (tx) => tx.db.selectFrom('signing_key').select('private_key').execute()),
    (error: Error) => /permission denied/.test(`${error.message} ${(error.cause as Error)?.message}`),
  );
});
