import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addSlips, emptySlips, maySlip } from './slips.ts';

const random = (state: { seed: number }) => {
  state.seed = (Math.imul(state.seed, 1103515245) + 12345) & 0x7fffffff;
  return state.seed / 0x7fffffff;
};

test('a name, and whatever lacks or has one letter more, other or swapped, is never passed over', () => {
  const state = { seed: 7 };
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-';
  const letter = () => letters[Math.floor(random(state) * letters.length)]!;
  const names = Array.from({ length: 300 }, () =>
    Array.from({ length: 5 + Math.floor(random(state) * 12) }, letter).join(''),
  );
  const slips = emptySlips();
  for (const name of names) addSlips(slips, name);
  for (const name of names) {
    const at = Math.floor(random(state) * (name.length - 1));
    const [before, one, behind] = [name.slice(0, at), name[at]!, name.slice(at + 1)];
    for (const near of [
      name,
      before + behind,
      before + letter() + one + behind,
      before + letter() + behind,
      before + behind[0] + one + behind.slice(1),
    ]) {
      assert.ok(maySlip(slips, near), `${near} for ${name}`);
    }
  }
});

test('names that resemble nothing are nearly always passed over', () => {
  const state = { seed: 11 };
  const slips = emptySlips();
  const name = () =>
    Array.from({ length: 10 }, () => String.fromCharCode(97 + Math.floor(random(state) * 26))).join('');
  for (let count = 0; count < 2_000; count++) addSlips(slips, name());
  let taken = 0;
  for (let count = 0; count < 2_000; count++) if (maySlip(slips, name())) taken += 1;
  assert.ok(taken < 300, `${taken} of 2000`);
});
