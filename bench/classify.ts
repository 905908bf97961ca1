import { type KindModel, normalise, readKind, recognise } from '@spring-rain/engine';
import { readShippedKindModel } from '@spring-rain/server';
import { readMessages } from './messages.ts';
import { inTurns, type Row, thousands } from './table.ts';

const aimPerSecond = 90_000;

/** The kind of a message from its text, on one thread, each message read anew. */
export function benchClassify({ rounds, most }: { rounds: number; most: number }): Row {
  const { model, problem } = readShippedKindModel();
  if (model === undefined) throw new Error(problem);
  const { texts: all, from } = readMessages();
  const texts = spread(all, most);
  let named = 0;
  let phrases = 0;
  const alone = () => {
    named = 0;
    for (const text of texts) if (readKind(model, text).kind !== 'undecided') named++;
  };
  const explained = () => {
    phrases = 0;
    for (const text of texts) phrases += countPhrases(model, text);
  };
  const wholeChain = () => {
    for (const text of texts) {
      recognise(text);
      readKind(model, text);
    }
  };
  const { ours: aloneSeconds, theirs: explainedSeconds } = inTurns(rounds, alone, explained);
  const { ours: chainSeconds } = inTurns(rounds, wholeChain, () => undefined);
  const perSecond = texts.length / aloneSeconds;
  return {
    work: 'classify the kind of scam',
    against: 'a limit: one core',
    aim: `≥ ${thousands(aimPerSecond)} messages/s`,
    ours: `${thousands(perSecond)} messages/s`,
    ratio: perSecond / aimPerSecond,
    sample: `${thousands(texts.length)} messages, ${from}, ${rounds} rounds`,
    holds: perSecond >= aimPerSecond,
    notes: [
      `${thousands(named)} of them named; phrases are worked out when asked for, which is not in this figure`,
      `with the ${thousands(phrases)} phrases of the named ones: ${thousands(texts.length / explainedSeconds)} messages/s`,
      `recognised and classified, one after the other: ${thousands(texts.length / chainSeconds)} messages/s`,
      `model: ${thousands(model.model.hashes.length)} grams, ${model.kinds.length} kinds`,
    ],
  };
}

function countPhrases(model: KindModel, text: string): number {
  const reading = readKind(model, text);
  return reading.kind === 'undecided' ? 0 : reading.because.length;
}

/** `most` messages spread evenly over all, so that each language has its part. */
function spread(texts: readonly string[], most: number): string[] {
  const step = Math.max(1, texts.length / most);
  return Array.from({ length: Math.min(most, texts.length) }, (_, index) => texts[Math.floor(index * step)]!);
}

/** Microseconds a message of each stage of reading it, for the table's notes. */
export function timeStages(texts: readonly string[], rounds: number): { normalise: number; classify: number } {
  const { model } = readShippedKindModel();
  const { ours, theirs } = inTurns(
    rounds,
    () => {
      for (const text of texts) normalise(text);
    },
    () => {
      if (model !== undefined) for (const text of texts) readKind(model, text);
    },
  );
  return { normalise: (ours / texts.length) * 1e6, classify: (theirs / texts.length) * 1e6 };
}
