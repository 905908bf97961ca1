import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colours, pairings, tokensCss } from './tokens.ts';

const contrastMin = 4.5;
/** Of a control's border and of what shows the focus, against what lies beside it (WCAG 2.2, 1.4.11). */
const graphicContrastMin = 3;

/** Relative luminance as WCAG defines it, 0 (black) to 1 (white). */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** (lighter + 0.05) / (darker + 0.05), from 1 (equal) to 21 (black on white). */
function contrast(one: string, other: string): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

test('black on white has the greatest contrast, a colour on itself the least', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#b42318', '#b42318'), 1);
});

test('every ink can be read on every ground that it is used on, in both lights', () => {
  for (const [light, set] of Object.entries(colours)) {
    for (const { ink, grounds } of pairings) {
      for (const ground of grounds) {
        const found = contrast(set[ink], set[ground]);
        assert.ok(found >= contrastMin, `${ink} on ${ground}, ${light}: ${found.toFixed(2)}`);
      }
    }
  }
});

test('borders of fields and the focus are seen against paper', () => {
  for (const [light, set] of Object.entries(colours)) {
    for (const name of ['field', 'focus', 'alarm'] as const) {
      const found = contrast(set[name], set.paper);
      assert.ok(found >= graphicContrastMin, `${name}, ${light}: ${found.toFixed(2)}`);
    }
  }
});

test('both lights have the same tokens, and the style sheet names all of them twice', () => {
  assert.deepEqual(Object.keys(colours.light).sort(), Object.keys(colours.dark).sort());
  const css = tokensCss();
  for (const name of Object.keys(colours.light)) assert.equal(css.split(`--${name}:`).length, 3, name);
});
