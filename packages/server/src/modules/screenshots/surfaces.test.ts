import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type GreyPicture, levelSurfaces } from './surfaces.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly grey: number;
}

const width = 400;
const height = 300;

function paint(page: number, ...boxes: Box[]): GreyPicture {
  const pixels = new Uint8Array(width * height).fill(page);
  for (const box of boxes) {
    for (let y = box.top; y < box.top + box.height; y += 1) {
      pixels.fill(box.grey, y * width + box.left, y * width + box.left + box.width);
    }
  }
  return { pixels, width, height };
}

const bubble = (grey: number): Box => ({ left: 80, top: 80, width: 240, height: 120, grey });
/** A row of strokes, as wide and as far apart as those of letters. */
const strokes = (grey: number): Box[] =>
  Array.from({ length: 12 }, (_each, at) => ({ left: 120 + at * 14, top: 130, width: 5, height: 24, grey }));

function greyAt({ pixels }: GreyPicture, x: number, y: number): number {
  return pixels[y * width + x]!;
}

for (const [name, page, ground, ink] of [
  ['dark on light', 237, 255, 17],
  ['light on blue, on a white page', 255, 134, 255],
  ['light on dark, on a dark page', 17, 44, 229],
  ['dark on green, on a dark page', 17, 138, 16],
] as const) {
  test(`writing becomes dark and its ground white: ${name}`, () => {
    const level = levelSurfaces(paint(page, bubble(ground), ...strokes(ink)));
    assert.ok(greyAt(level, 122, 140) < 100, `ink ${greyAt(level, 122, 140)}`);
    assert.ok(greyAt(level, 100, 100) > 235, `ground ${greyAt(level, 100, 100)}`);
    assert.ok(greyAt(level, 20, 20) > 235, `page ${greyAt(level, 20, 20)}`);
  });
}

test('the edge of a bubble leaves no strokes', () => {
  const level = levelSurfaces(paint(17, bubble(138), ...strokes(16)));
  let dark = 0;
  for (let y = 0; y < height; y += 1) if (greyAt(level, 79, y) < 128 || greyAt(level, 320, y) < 128) dark += 1;
  assert.ok(dark < height / 20, `${dark} dark pixels along the edges`);
});

test('writing on a ground that fades is dark on a light ground too', () => {
  const faded = paint(0);
  for (let y = 0; y < height; y += 1) faded.pixels.fill(150 + Math.round(y / 4), y * width, (y + 1) * width);
  for (const { left, top, width: across, height: down } of strokes(10)) {
    for (let y = top; y < top + down; y += 1) faded.pixels.fill(10, y * width + left, y * width + left + across);
  }
  const level = levelSurfaces(faded);
  assert.ok(greyAt(level, 122, 140) < 100, `ink ${greyAt(level, 122, 140)}`);
  assert.ok(greyAt(level, 200, 60) > 180, `ground ${greyAt(level, 200, 60)}`);
});

test('one pixel, one row and one column are pictures too', () => {
  for (const [across, down] of [
    [1, 1],
    [300, 1],
    [1, 300],
  ] as const) {
    const level = levelSurfaces({ pixels: new Uint8Array(across * down).fill(20), width: across, height: down });
    assert.equal(level.pixels.length, across * down);
  }
});
