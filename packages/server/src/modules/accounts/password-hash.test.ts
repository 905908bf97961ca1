import assert from 'node:assert/strict';
import { argon2Sync, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { isOutdated, openPasswordHasher } from './password-hash.ts';
import { requireGoodPassword } from './password-policy.ts';

const password = 'a few unrelated words';

test('a hash says its parameters, which are OWASP’s, and fits its password alone', async () => {
  const hasher = openPasswordHasher();
  const phc = await hasher.hash(password);
  assert.match(phc, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  assert.equal(await hasher.matches(password, phc), true);
  assert.equal(await hasher.matches(`${password} `, phc), false);
  assert.notEqual(await hasher.hash(password), phc, 'salted');
  assert.equal(isOutdated(phc), false);
});

test('a password is the same on every keyboard: compared in NFKC', async () => {
  const hasher = openPasswordHasher();
  const phc = await hasher.hash('ｐａｓｓ ﬁnd é 春雨春雨春雨');
  assert.equal(await hasher.matches('pass find e\u0301 春雨春雨春雨', phc), true);
});

test('a hash of other parameters still fits, and is known to be outdated', async () => {
  const salt = randomBytes(16);
  const tag = argon2Sync('argon2id', {
    message: password,
    nonce: salt,
    parallelism: 1,
    tagLength: 32,
    memory: 1024,
    passes: 3,
  });
  const bare = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const phc = `$argon2id$v=19$m=1024,t=3,p=1$${bare(salt)}$${bare(tag)}`;
  assert.equal(await openPasswordHasher().matches(password, phc), true);
  assert.equal(isOutdated(phc), true);
});

test('without a hash, or with one that is none, the same work is done and the answer is no', async () => {
  const hasher = openPasswordHasher();
  assert.equal(await hasher.matches(password, null), false);
  assert.equal(await hasher.matches(password, 'plain'), false);
  assert.equal(hasher.count, 2);
});

test('the event loop goes on while hashes are made, and what comes when too many wait is refused', async () => {
  const hasher = openPasswordHasher();
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 5);
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => hasher.matches(password, null)));
  clearInterval(turning);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  assert.equal(refused.length, 60 - 42, 'two at work, forty waiting');
  for (const outcome of refused) assert.equal(outcome.status === 'rejected' && outcome.reason.code, 'sign-in.busy');
  assert.equal(hasher.count, 42);
  assert.ok(turns > 10, `${turns} turns of the event loop`);
  assert.equal(await hasher.matches(password, null), false, 'and then there is room again');
});

test('strangers who fill their queue neither refuse nor keep waiting whoever comes from a known device', async () => {
  const hasher = openPasswordHasher();
  const ended: string[] = [];
  const strangers = Array.from({ length: 42 }, async () => {
    await hasher.matches(password, null);
    ended.push('stranger');
  });
  await assert.rejects(hasher.matches(password, null), { code: 'sign-in.busy' });
  await hasher.matches(password, null, 'known-device');
  assert.ok(ended.length <= 4, `${ended.length} strangers were served before`);
  await Promise.all(strangers);
});

test('a password is refused for its length, or because it is guessed at once, and for nothing else', () => {
  const codeOf = (text: string) => {
    try {
      requireGoodPassword(text, { login: 'wang.xiaoming', field: 'password' });
      return 'fine';
    } catch (problem) {
      return (problem as { code: string }).code;
    }
  };
  assert.equal(codeOf('elevenchars'), 'password.length');
  assert.equal(codeOf('x'.repeat(201)), 'password.length');
  // Eleven full-width letters and an ellipsis are fourteen characters after NFKC.
  assert.equal(codeOf('ａｂｄｆｈｊｌｎｐｒｔ…'), 'fine');
  for (const guessed of [
    'Wang.XiaoMing',
    'gnimoaix.gnaw',
    'password1234',
    '1QAZ2wsx3edc',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '121212121212',
    '春雨春雨春雨春雨春雨春雨',
  ]) {
    assert.equal(codeOf(guessed), 'password.guessable', guessed);
  }
  for (const fine of ['onlylowercase', '四个不相干的词语可以当密码', 'correct horse stapler', '8394027561038']) {
    assert.equal(codeOf(fine), 'fine', fine);
  }
});
