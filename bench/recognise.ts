import { recognise } from '@spring-rain/engine';
import { extractIOC } from 'ioc-extractor';
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { LinkifyIt } from 'linkify-it';
import { parse as parseHost } from 'tldts';
import { timeStages } from './classify.ts';
import { readMessages } from './messages.ts';
import { inTurns, type Row, thousands } from './table.ts';

const aim = 3;

/** Recognition against the chain of libraries that one would take instead, on the same messages, one thread. */
export function benchRecognise({ rounds, most }: { rounds: number; most: number }): Row {
  const { texts: all, from } = readMessages();
  const texts = all.slice(0, most);
  const linkify = new LinkifyIt().set({ fuzzyLink: true, fuzzyEmail: true });
  let found = 0;

  const ours = () => {
    found = 0;
    for (const text of texts) found += recognise(text).indicators.length;
  };
  const theirs = () => {
    for (const text of texts) {
      findPhoneNumbersInText(text, 'CN');
      for (const link of linkify.match(text) ?? []) parseHost(link.url);
      extractIOC(text);
    }
  };

  const seconds = inTurns(rounds, ours, theirs);
  const stages = timeStages(texts, rounds);
  const ratio = seconds.theirs / seconds.ours;
  return {
    work: 'recognise a message',
    against: 'libphonenumber-js findPhoneNumbersInText + linkify-it + tldts + ioc-extractor',
    aim: `≥ ${aim} ×`,
    theirs: `${thousands(texts.length / seconds.theirs)} messages/s`,
    ours: `${thousands(texts.length / seconds.ours)} messages/s`,
    ratio,
    sample: `${thousands(texts.length)} messages, ${from}, ${rounds} rounds`,
    holds: ratio >= aim,
    notes: [
      `${thousands(found)} indicators found`,
      `time a stage: normalise ${stages.normalise.toFixed(1)} µs a message, extract ${((seconds.ours / texts.length) * 1e6 - stages.normalise).toFixed(1)} µs, classify ${stages.classify.toFixed(1)} µs`,
    ],
  };
}
