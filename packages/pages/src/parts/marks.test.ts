import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, serialise } from '../html.ts';
import { type Element, elementsOf, parseHtml, textOf } from '../test-html.ts';
import { type Find, markedText } from './marks.ts';

const words = { hiddenSign: 'sign' };

function render(text: string, finds: readonly Find[]): Element {
  return parseHtml(serialise(html`<!doctype html>\n<html>${markedText(text, finds, words)}</html>`));
}

/** Every mark with the labels it carries, and where in the text it stands. */
function readMarks(root: Element): {
  text: string;
  marks: { start: number; end: number; labels: string[]; look: string }[];
} {
  let text = '';
  const marks: { start: number; end: number; labels: string[]; look: string }[] = [];
  const walk = (node: Element | string): void => {
    if (typeof node === 'string') {
      text += node;
      return;
    }
    if (node.tag === 'a') return;
    const start = text.length;
    for (const child of node.children) walk(child);
    if (node.tag === 'mark') {
      const labels = (node.attributes.get('title') ?? '').split(' · ');
      marks.push({ start, end: text.length, labels, look: node.attributes.get('class') ?? '' });
    }
  };
  walk(root);
  return { text, marks };
}

const find = (start: number, end: number, label: string, look: Find['look'] = 'no-record'): Find => ({
  start,
  end,
  label,
  look,
});

test('a mark covers exactly the units of its find', () => {
  const text = '加微信 kefu8868 咨询';
  const { text: shown, marks } = readMarks(render(text, [find(4, 12, 'handle')]));
  assert.equal(shown, text);
  assert.deepEqual(
    marks.map(({ start, end }) => text.slice(start, end)),
    ['kefu8868'],
  );
});

test('marks stand right behind and between characters of two units', () => {
  const text = '🎁🎁a😀b👨‍👩‍👧';
  const { text: shown, marks } = readMarks(render(text, [find(4, 5, 'a'), find(7, 8, 'b')]));
  assert.equal(shown, text);
  assert.deepEqual(
    marks.map(({ start, end }) => text.slice(start, end)),
    ['a', 'b'],
  );
});

test('an offset inside a surrogate pair is moved out of it, so that no half is shown', () => {
  const { text: shown, marks } = readMarks(render('😀x😀', [find(1, 4, 'x')]));
  assert.equal(shown, '😀x😀');
  assert.deepEqual(
    marks.map(({ start, end }) => [start, end]),
    [[0, 5]],
  );
});

test('where two finds overlap, the shared stretch names both and has the more alarming look', () => {
  const { marks } = readMarks(render('abcdefghij', [find(0, 6, 'link', 'no-record'), find(4, 9, 'app', 'known-scam')]));
  assert.deepEqual(marks, [
    { start: 0, end: 4, labels: ['link'], look: 'no-record' },
    { start: 4, end: 6, labels: ['link', 'app'], look: 'known-scam' },
    { start: 6, end: 9, labels: ['app'], look: 'known-scam' },
  ]);
});

test('a phrase lies over any other find: a stretch of both has the looks of both', () => {
  const { marks } = readMarks(
    render('abcdefghij', [
      find(0, 6, 'wording', 'phrase'),
      find(4, 9, 'link', 'known-scam'),
      find(8, 9, 'id', 'private'),
    ]),
  );
  assert.deepEqual(
    marks.map(({ start, end, look }) => [start, end, look]),
    [
      [0, 4, 'phrase'],
      [4, 6, 'known-scam phrase'],
      [6, 8, 'known-scam'],
      [8, 9, 'known-scam'],
    ],
  );
});

test('two finds at the same place are one mark with two names and two notes', () => {
  const finds = [
    { ...find(0, 3, 'link'), note: 1 },
    { ...find(0, 3, 'app'), note: 2 },
  ];
  const root = render('abc', finds);
  assert.equal(readMarks(root).marks.length, 1);
  const notes = [...elementsOf(root)].filter((one) => one.tag === 'a');
  assert.deepEqual(
    notes.map((note) => [note.attributes.get('href'), textOf(note)]),
    [
      ['#n1', '1'],
      ['#n2', '2'],
    ],
  );
});

test('finds that are empty, reversed or outside the text mark nothing and lose nothing', () => {
  const finds = [find(2, 2, 'empty'), find(3, 1, 'reversed'), find(50, 60, 'outside'), find(-5, -1, 'before')];
  const { text, marks } = readMarks(render('abcd', finds));
  assert.equal(text, 'abcd');
  assert.deepEqual(marks, []);
});

test('signs that change the direction of text are shown, inside and outside marks', () => {
  const root = render('a\u202egpj.exe\u202c b', [find(1, 10, 'link')]);
  const signs = [...elementsOf(root)].filter((one) => one.attributes.get('class') === 'sign');
  assert.equal(signs.length, 2);
  assert.equal(textOf(root).includes('\u202e'), false);
});

/** mulberry32: small, seeded, good enough to spread test cases. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

test('unit by unit, the labels are those of the finds that cover it (500 random texts)', () => {
  const random = seeded(2026);
  const pieces = ['a', '<', '&', '"', '字', '😀', '\n', ' '];
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 30 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
    const finds = Array.from({ length: Math.floor(random() * 6) }, (_, index) => {
      const start = Math.floor(random() * text.length);
      return find(start, start + 1 + Math.floor(random() * 8), `f${index}`);
    });
    const { text: shown, marks } = readMarks(render(text, finds));
    assert.equal(shown, text);
    for (let unit = 0; unit < text.length; unit++) {
      // The slow way: ask each find, counting a character of two units as one.
      const from = isSecondHalf(text, unit) ? unit - 1 : unit;
      const to = isSecondHalf(text, unit + 1) ? unit + 2 : unit + 1;
      const wanted = finds.filter(({ start, end }) => start < to && end > from).map(({ label }) => label);
      const found = marks.filter(({ start, end }) => start <= unit && unit < end).flatMap(({ labels }) => labels);
      assert.deepEqual(found.toSorted(), wanted.toSorted(), `unit ${unit} of ${JSON.stringify(text)}`);
    }
  }
});

function isSecondHalf(text: string, at: number): boolean {
  return /^[\udc00-\udfff]$/.test(text[at] ?? '') && /^[\ud800-\udbff]$/.test(text[at - 1] ?? '');
}

test('ten thousand characters with a find at every second one take less than a second', () => {
  const text = 'ab'.repeat(5_000);
  const finds = Array.from({ length: 5_000 }, (_, index) => find(index * 2, index * 2 + 1, 'x'));
  const begun = performance.now();
  assert.equal(readMarks(render(text, finds)).marks.length, 5_000);
  assert.ok(performance.now() - begun < 1_000);
});
