import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';

/** The script as a browser's worker runs it: no document, messages in and out. */
function startWorker(): { solve: (challenge: unknown) => { counter: number; derivedKey: string } } {
  const answers: { counter: number; derivedKey: string }[] = [];
  const scope: { onmessage?: (event: { data: unknown }) => void; postMessage: (answer: never) => void } = {
    postMessage: (answer) => answers.push(answer),
  };
  const file = new URL('../assets/proof.js', import.meta.url);
  vm.runInNewContext(readFileSync(file, 'utf8'), { self: scope });
  return {
    solve(challenge) {
      scope.onmessage!({ data: challenge });
      return answers.pop()!;
    },
  };
}

/** ALTCHA's key of a counter, the obvious way: salt, nonce and counter hashed `cost` times. */
function derive({ salt, nonce, cost, keyLength }: Parameters, counter: number): string {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  let key = Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(nonce, 'hex'), count]);
  for (let round = 0; round < cost; round++) key = createHash('sha256').update(key).digest();
  return key.subarray(0, keyLength).toString('hex');
}

interface Parameters {
  readonly algorithm: string;
  readonly salt: string;
  readonly nonce: string;
  readonly cost: number;
  readonly keyLength: number;
  readonly keyPrefix: string;
}

const parameters: Parameters = {
  algorithm: 'SHA-256',
  salt: '00112233445566778899aabbccddeeff',
  nonce: 'ffeeddccbbaa99887766554433221100',
  cost: 1,
  keyLength: 32,
  keyPrefix: '00',
};

test('the solver finds the first counter whose key has the prefix, as node:crypto computes it', () => {
  const { solve } = startWorker();
  for (const varied of [{}, { cost: 3 }, { keyPrefix: '0a' }, { keyPrefix: 'abc' }, { keyLength: 16 }]) {
    const asked = { ...parameters, ...varied };
    const { counter, derivedKey } = solve({ parameters: asked });
    assert.equal(derivedKey, derive(asked, counter));
    let first = 0;
    while (!derive(asked, first).startsWith(asked.keyPrefix)) first++;
    assert.equal(counter, first);
  }
});

test('every length around the hash’s block is hashed right', () => {
  const { solve } = startWorker();
  for (let length = 20; length <= 130; length++) {
    const asked = { ...parameters, keyPrefix: '', salt: 'a5'.repeat(length), nonce: '5a' };
    const { derivedKey } = solve({ parameters: asked });
    assert.equal(derivedKey, derive(asked, 0), `${length} bytes`);
  }
});

test('a challenge of another algorithm is refused, and the form keeps its waiting ticket', () => {
  const { solve } = startWorker();
  assert.throws(() => solve({ parameters: { ...parameters, algorithm: 'ARGON2ID' } }), /SHA-256/);
});
