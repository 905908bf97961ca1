import { type KindModel, type KindReading, readKind } from '@spring-rain/engine';
import { openKindModel } from '@spring-rain/server';
import { say } from './output.ts';

/** The shipped model, or the one named; one line on standard error where it cannot be used. */
export function openModelOrSay(file?: string): KindModel | undefined {
  const { model, problem } = openKindModel(file);
  if (problem !== undefined) say(`No scam kinds are named: ${problem}`);
  return model;
}

/** What a machine reads of a message's kind. */
export function describeKind(model: KindModel | undefined, text: string) {
  const reading: KindReading = model === undefined ? { kind: 'undecided', reason: 'no-model' } : readKind(model, text);
  if (reading.kind === 'undecided') return { kind: reading.kind, reason: reading.reason };
  return {
    kind: reading.kind,
    probability: Math.round(reading.probability01 * 1000) / 1000,
    because: reading.because.map((phrase) => phrase.text),
  };
}
