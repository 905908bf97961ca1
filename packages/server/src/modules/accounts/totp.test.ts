import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base32, matchTotp, totpCode, totpStepAt, totpUri } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

test('codes are those of RFC 4226, appendix D', () => {
  const told = ['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'];
  assert.deepEqual(
    told.map((_, counter) => totpCode(secret, counter)),
    told,
  );
});

test('codes are those of RFC 6238, appendix B, whose last six digits are ours', () => {
  const told = {
    59: '94287082',
    1111111109: '07081804',
    1111111111: '14050471',
    1234567890: '89005924',
    2000000000: '69279037',
    20000000000: '65353130',
  };
  for (const [seconds, code] of Object.entries(told)) {
    assert.equal(totpCode(secret, totpStepAt(new Date(Number(seconds) * 1000))), code.slice(-6), seconds);
  }
});

test('a clock that is a step off is forgiven, two are not', () => {
  const now = new Date('2026-11-21T08:00:00Z');
  const step = totpStepAt(now);
  for (const drift of [-1, 0, 1]) {
    assert.equal(matchTotp(secret, totpCode(secret, step + drift), { now, lastStep: undefined }), step + drift);
  }
  for (const drift of [-2, 2]) {
    assert.equal(matchTotp(secret, totpCode(secret, step + drift), { now, lastStep: undefined }), undefined);
  }
});

test('a code is good only after the step that was taken last', () => {
  const now = new Date('2026-11-21T08:00:00Z');
  const step = totpStepAt(now);
  const match = (drift: number) => matchTotp(secret, totpCode(secret, step + drift), { now, lastStep: step });
  assert.deepEqual([match(-1), match(0), match(1)], [undefined, undefined, step + 1]);
});

test('spaces and full-width digits are forgiven; anything else is no code', () => {
  const now = new Date(59_000);
  const match = (typed: string) => matchTotp(secret, typed, { now, lastStep: undefined });
  assert.equal(match('287 082'), 1);
  assert.equal(match('２８７０８２'), 1);
  for (const wrong of ['', '28708', '2870822', '287082a', '-287082.0', '0x2870', ' '.repeat(6)]) {
    assert.equal(match(wrong), undefined, JSON.stringify(wrong));
  }
});

test('base32 is that of RFC 4648, without padding', () => {
  const told = { f: 'MY', fo: 'MZXQ', foo: 'MZXW6', foob: 'MZXW6YQ', fooba: 'MZXW6YTB', foobar: 'MZXW6YTBOI' };
  for (const [text, code] of Object.entries(told)) assert.equal(base32(Buffer.from(text)), code);
});

test('the address for an app names issuer, login and secret', () => {
  assert.equal(
    totpUri(Buffer.from('foobar'), { login: '王 a@b', issuer: 'Spring Rain' }),
    'otpauth://totp/Spring%20Rain:%E7%8E%8B%20a%40b?secret=MZXW6YTBOI&algorithm=SHA1&digits=6&period=30&issuer=Spring%20Rain',
  );
});
