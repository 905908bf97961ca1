// Solves the flood challenge in the background (ALTCHA version 2, algorithm SHA-256) and puts the solution into the
// form. The page starts this file again as a worker, so that typing stays smooth. Without it, or when it fails, the
// form keeps its waiting ticket. The hash is written out here because browsers offer theirs on secure pages only, and
// a campus may serve plain HTTP.
(() => {
  const attemptsMax = 50000000;

  const primes = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  const fraction = (root) => ((root - Math.floor(root)) * 4294967296) | 0;
  const rounds = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
  const start = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
  const schedule = new Int32Array(64);
  const state = new Int32Array(8);

  /** SHA-256 of `bytes`, which are this long and may be changed between calls; the digest is overwritten by the next. */
  function hasher(length) {
    const size = (((length + 8) >> 6) + 1) << 6;
    const bytes = new Uint8Array(size);
    bytes[length] = 128;
    const view = new DataView(bytes.buffer);
    view.setUint32(size - 4, length * 8);
    const digest = new Uint8Array(32);
    const words = new DataView(digest.buffer);
    return {
      bytes: bytes.subarray(0, length),
      run() {
        state.set(start);
        for (let block = 0; block < size; block += 64) compress(view, block);
        for (let i = 0; i < 8; i++) words.setInt32(i * 4, state[i]);
        return digest;
      },
    };
  }

  function compress(view, block) {
    const w = schedule;
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(block + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
    }
    let a = state[0];
    let b = state[1];
    let c = state[2];
    let d = state[3];
    let e = state[4];
    let f = state[5];
    let g = state[6];
    let h = state[7];
    for (let i = 0; i < 64; i++) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + rounds[i] + w[i]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
    state[4] += e;
    state[5] += f;
    state[6] += g;
    state[7] += h;
  }

  const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

  /** The first counter whose derived key starts with the wanted prefix. */
  function solve({ parameters }) {
    const { algorithm, nonce, salt, cost, keyLength = 32, keyPrefix } = parameters;
    if (algorithm !== 'SHA-256') throw new Error(`Wanted the algorithm SHA-256, found ${algorithm}.`);
    const begun = Date.now();
    const head = fromHex(salt + nonce);
    const first = hasher(head.length + 4);
    first.bytes.set(head);
    const counterAt = new DataView(first.bytes.buffer);
    const further = hasher(32);
    // Whole bytes are compared as they are; hex is written only of a key that may be the one.
    const whole = fromHex(keyPrefix.slice(0, keyPrefix.length & ~1));
    for (let counter = 0; counter < attemptsMax; counter++) {
      counterAt.setUint32(head.length, counter);
      let key = first.run();
      for (let i = 1; i < cost; i++) {
        further.bytes.set(key);
        key = further.run();
      }
      if (whole.some((byte, i) => byte !== key[i])) continue;
      const derivedKey = toHex(key.subarray(0, keyLength));
      if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey, time: Date.now() - begun };
    }
    throw new Error(`No solution in ${attemptsMax} attempts.`);
  }

  if (typeof document === 'undefined') {
    self.onmessage = ({ data }) => self.postMessage(solve(data));
    return;
  }

  for (const place of document.querySelectorAll('[data-proof]')) {
    const challenge = JSON.parse(place.dataset.challenge);
    const state = place.querySelector('[data-proof-state]');
    const field = place.querySelector('[name="proof"]');
    const wait = state.textContent;
    const worker = new Worker('/assets/proof.js');
    state.textContent = place.dataset.working;
    worker.onmessage = ({ data: solution }) => {
      field.value = btoa(JSON.stringify({ challenge, solution }));
      state.textContent = place.dataset.done;
      worker.terminate();
    };
    worker.onerror = () => {
      state.textContent = wait;
    };
    worker.postMessage(challenge);
  }
})();
