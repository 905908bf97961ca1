import type { Verdict } from '@spring-rain/engine';
import { type Html, type HtmlValue, html } from '../html.ts';

/** A stretch of a text, half-open in UTF-16 units, and what to say of it. */
export interface Find {
  readonly start: number;
  readonly end: number;
  /** `phrase`: wording that carried a reading; shown in a way of its own, so that it can lie over any other. */
  readonly look: Verdict | 'private' | 'phrase';
  readonly label: string;
  /** Number of the note that explains it, shown behind the stretch. */
  readonly note?: number;
}

export interface MarkWords {
  readonly hiddenSign: string;
}

/** Links to notes are heavy; behind this many a mark speaks by its colour and its title alone. */
const linkedMarksMax = 40;

/**
 * The text with every find marked at its exact place. Where finds overlap, each stretch carries the names of all that
 * cover it and the look of the most alarming one;
 * a phrase's look lies over it. Offsets outside the text are cut to it, and none splits a surrogate
 * pair. O(n log n + n·d) time for n finds, d of them at one place.
 */
export function markedText(text: string, finds: readonly Find[], words: MarkWords): Html {
  const whole = finds.map((find) => fit(text, find)).filter((find) => find.start < find.end);
  const cuts = [...new Set(whole.flatMap((find) => [find.start, find.end]))].sort((a, b) => a - b);
  const waiting = whole.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: HtmlValue[] = [plain(text.slice(0, cuts[0] ?? text.length), words)];
  let open: Find[] = [];
  let next = 0;
  let linked = 0;
  for (const [index, from] of cuts.entries()) {
    const to = cuts[index + 1] ?? text.length;
    open = open.filter((find) => find.end > from);
    while (next < waiting.length && waiting[next]!.start === from) open.push(waiting[next++]!);
    const stretch = plain(text.slice(from, to), words);
    if (open.length === 0) {
      pieces.push(stretch);
      continue;
    }
    const notes = open.filter((find) => find.end === to && find.note !== undefined);
    pieces.push(mark(stretch, open), linked < linkedMarksMax && notes.map(noteLink));
    linked += notes.length;
  }
  return html`<bdi>${pieces}</bdi>`;
}

const alarm: readonly Find['look'][] = ['known-scam', 'reported', 'caution', 'private', 'no-record', 'known-good'];

function mark(stretch: Html, open: readonly Find[]): Html {
  const looks = [
    alarm.find((candidate) => open.some(({ look }) => look === candidate)),
    open.some(({ look }) => look === 'phrase') && 'phrase',
  ];
  const labels = [...new Set(open.map((find) => find.label))].join(' · ');
  return html`<mark class="${looks.filter(Boolean).join(' ')}" title="${labels}">${stretch}</mark>`;
}

function noteLink(find: Find): Html {
  return html`<a class="note" href="#n${find.note}" aria-label="${find.note} ${find.label}">${find.note}</a>`;
}

// Signs that turn the direction of text can make "exe.gpj" read as "jpg.exe". The reader sees that they are there.
const directionSigns = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function plain(text: string, words: MarkWords): Html {
  const pieces: HtmlValue[] = [];
  let from = 0;
  for (const sign of text.matchAll(directionSigns)) {
    pieces.push(
      text.slice(from, sign.index),
      html`<span class="sign" role="img" aria-label="${words.hiddenSign}"></span>`,
    );
    from = sign.index + 1;
  }
  pieces.push(text.slice(from));
  return html`${pieces}`;
}

function fit(text: string, find: Find): Find {
  const start = Math.max(0, Math.min(find.start, text.length));
  const end = Math.max(start, Math.min(find.end, text.length));
  return {
    ...find,
    start: splitsPair(text, start) ? start - 1 : start,
    end: splitsPair(text, end) ? end + 1 : end,
  };
}

function splitsPair(text: string, at: number): boolean {
  if (at <= 0 || at >= text.length) return false;
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
