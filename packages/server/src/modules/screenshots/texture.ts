import type { GreyPicture } from './surfaces.ts';

/** A picture is looked at in squares of this many pixels: three lines of writing on a phone. */
const squarePixels = 128;
/** Of a square of writing at most about a sixth is ink, of bold headlines a quarter; of a photo's texture half. */
const textureFrom01 = 0.35;
const inkBelow = 128;

/**
 * The levelled picture with white in place of squares that are dense with ink: photos and patterns. OCR finds thousands
 * of specks in them, takes half a minute, and reads nothing. Pure; O(n) time for n pixels.
 */
export function dropTexture(picture: GreyPicture): GreyPicture {
  const { width, height } = picture;
  const pixels = picture.pixels.slice();
  for (let top = 0; top < height; top += squarePixels) {
    for (let left = 0; left < width; left += squarePixels) {
      const square = {
        left,
        top,
        right: Math.min(width, left + squarePixels),
        bottom: Math.min(height, top + squarePixels),
      };
      if (inkShare01(picture, square) < textureFrom01) continue;
      for (let y = square.top; y < square.bottom; y += 1) pixels.fill(255, y * width + left, y * width + square.right);
    }
  }
  return { pixels, width, height };
}

interface Square {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function inkShare01({ pixels, width }: GreyPicture, { left, top, right, bottom }: Square): number {
  let ink = 0;
  for (let y = top; y < bottom; y += 1) {
    for (let at = y * width + left; at < y * width + right; at += 1) if (pixels[at]! < inkBelow) ink += 1;
  }
  return ink / ((right - left) * (bottom - top));
}
