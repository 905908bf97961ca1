import { createHash } from 'node:crypto';
import { recognise } from '@spring-rain/engine';

/** A wording of the day: who reads so, by reporter, and a text that says it. */
export interface DayScript {
  readonly text: string;
  readonly reporters: readonly string[];
}

/** Characters of a Chinese phrase, words of one in an alphabet. */
const charactersPerPhrase = 6;
const wordsPerPhrase = 3;
/** A text is read so far. */
const textMaxChars = 2_000;
/** Phrases of a day that are counted at most: those with the most reporters. */
const phrasesPerDayMax = 20_000;
/** A span that is longer than this is cut: it is to be recognised, not quoted. */
const spanMaxPhrases = 30;

const pieces = /\p{Script=Han}+|[\p{Script=Latin}\p{Script=Cyrillic}']+/gu;
const isHan = /^\p{Script=Han}/u;

/**
 * The phrases of a text in order: windows of characters in Chinese, of words in alphabets. Values are taken out first,
 * and no phrase goes over a place where one was, nor over digits or a sentence's end.
 */
export function phrasesOf(text: string): string[] {
  const phrases: string[] = [];
  for (const sentence of withoutValues(text.slice(0, textMaxChars)).split(/[\p{Po}\p{N}\n\u0000]+/u)) {
    let words: string[] = [];
    for (const [piece] of sentence.matchAll(pieces)) {
      if (isHan.test(piece)) {
        phrases.push(...windows([...piece], charactersPerPhrase, ''), ...windows(words, wordsPerPhrase, ' '));
        words = [];
      } else words.push(piece.toLowerCase());
    }
    phrases.push(...windows(words, wordsPerPhrase, ' '));
  }
  return phrases;
}

function windows(parts: readonly string[], size: number, joint: string): string[] {
  const found: string[] = [];
  for (let start = 0; start + size <= parts.length; start += 1)
    found.push(parts.slice(start, start + size).join(joint));
  return found;
}

function withoutValues(text: string): string {
  const { indicators, redactions } = recognise(text);
  let rest = text;
  for (const { start, end } of [...indicators, ...redactions].toSorted((one, other) => other.start - one.start)) {
    rest = `${rest.slice(0, start)}\u0000${rest.slice(end)}`;
  }
  return rest;
}

export interface CountedPhrase {
  readonly phrase: string;
  /** The first 64 bits of its SHA-256, signed: what is kept of it. */
  readonly hash: bigint;
  readonly reporters: number;
}

/** Phrases that at least `min` distinct reporters met, those with the most first; and how many distinct ones there were. */
export function countPhrases(scripts: readonly DayScript[], min: number): { counted: CountedPhrase[]; total: number } {
  const most = new Map<string, number>();
  const read = scripts.map(({ text, reporters }) => ({ phrases: new Set(phrasesOf(text)), reporters }));
  for (const { phrases, reporters } of read) {
    for (const phrase of phrases) most.set(phrase, (most.get(phrase) ?? 0) + reporters.length);
  }
  const who = new Map<string, Set<string>>();
  for (const { phrases, reporters } of read) {
    for (const phrase of phrases) {
      if ((most.get(phrase) ?? 0) < min) continue;
      const known = who.get(phrase) ?? new Set();
      for (const reporter of reporters) known.add(reporter);
      who.set(phrase, known);
    }
  }
  const counted = [...who]
    .filter(([, reporters]) => reporters.size >= min)
    .map(([phrase, reporters]) => ({ phrase, hash: phraseHash(phrase), reporters: reporters.size }))
    .toSorted((one, other) => other.reporters - one.reporters || (one.phrase < other.phrase ? -1 : 1))
    .slice(0, phrasesPerDayMax);
  return { counted, total: most.size };
}

function phraseHash(phrase: string): bigint {
  return createHash('sha256').update(phrase).digest().readBigInt64BE();
}

/** A stretch of new phrases, as it is shown. */
export interface NewSpan {
  readonly text: string;
  readonly reporters: number;
  /** The phrases that it is made of. */
  readonly phrases: readonly string[];
}

/**
 * New phrases put together where they follow each other, so that one sentence is shown once; those with the most
 * reporters first. What is shown was met whole by at least `min` distinct reporters, not only its parts.
 */
export function joinPhrases(
  scripts: readonly DayScript[],
  isNew: ReadonlySet<string>,
  { min, limit }: { readonly min: number; readonly limit: number },
): NewSpan[] {
  const runs = new Map<string, { phrases: string[]; reporters: Set<string> }>();
  for (const { text, reporters } of scripts) {
    for (const phrases of runsOf(phrasesOf(text), isNew)) {
      const joined = joinRun(phrases);
      const run = runs.get(joined) ?? { phrases, reporters: new Set<string>() };
      for (const reporter of reporters) run.reporters.add(reporter);
      runs.set(joined, run);
    }
  }
  const spans = [...runs]
    .map(([text, { phrases, reporters }]) => ({ text, phrases, reporters: reporters.size }))
    .filter(({ reporters }) => reporters >= min)
    .toSorted((one, other) => other.reporters - one.reporters || other.text.length - one.text.length);
  const shown: NewSpan[] = [];
  for (const span of spans) {
    if (shown.length === limit) break;
    if (!shown.some(({ text }) => text.includes(span.text) || span.text.includes(text))) shown.push(span);
  }
  return shown;
}

/** Stretches of neighbouring phrases that are all new; each long stretch also by every phrase alone. */
function runsOf(phrases: readonly string[], isNew: ReadonlySet<string>): string[][] {
  const runs: string[][] = [];
  let run: string[] = [];
  for (const phrase of phrases) {
    const follows = run.length > 0 && run.length < spanMaxPhrases && overlaps(run.at(-1)!, phrase);
    if (isNew.has(phrase) && (run.length === 0 || follows)) run.push(phrase);
    else {
      if (run.length > 0) runs.push(run);
      run = isNew.has(phrase) ? [phrase] : [];
    }
  }
  if (run.length > 0) runs.push(run);
  const alone = runs.filter(({ length }) => length > 1).flatMap((each) => each.map((phrase) => [phrase]));
  return [...runs, ...alone];
}

function overlaps(before: string, after: string): boolean {
  return isHan.test(before)
    ? after.startsWith(before.slice(1))
    : after.startsWith(before.slice(before.indexOf(' ') + 1));
}

function joinRun(phrases: readonly string[]): string {
  const [first = '', ...rest] = phrases;
  const joint = isHan.test(first) ? '' : ' ';
  return first + rest.map((phrase) => joint + (joint === '' ? [...phrase].at(-1) : phrase.split(' ').at(-1))).join('');
}
