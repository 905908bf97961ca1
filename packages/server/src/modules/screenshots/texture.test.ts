import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dropTexture } from './texture.ts';

const width = 512;
const height = 300;
/** Every third column is a stroke, every fourth row a gap: far denser than writing in a book. */
const isWriting = (at: number) => at % width < 256 && (at % width) % 6 === 0 && Math.floor(at / width) % 4 !== 0;
const isTexture = (at: number) => at % width >= 256 && (Math.imul(at, 2_654_435_761) >>> 16) % 2 === 0;

test('texture becomes white, and writing beside it stays to the pixel', () => {
  const pixels = new Uint8Array(width * height).map((_grey, at) => (isWriting(at) || isTexture(at) ? 0 : 255));
  const dropped = dropTexture({ pixels, width, height });
  for (let at = 0; at < pixels.length; at += 1) {
    assert.equal(dropped.pixels[at], at % width < 256 ? pixels[at] : 255, `${at % width}, ${Math.floor(at / width)}`);
  }
});

test('a picture smaller than a square is judged too, and the one that was given stays as it was', () => {
  const pixels = new Uint8Array(30 * 10).fill(0);
  const dropped = dropTexture({ pixels, width: 30, height: 10 });
  assert.deepEqual([dropped.pixels[0], pixels[0]], [255, 0]);
});
