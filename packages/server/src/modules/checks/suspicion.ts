import type { ScamSuspicion } from '@spring-rain/contract';
import { type KindReading, type Recognition, scamKinds } from '@spring-rain/engine';
import type { KindReader } from '../../platform/kind-reader.ts';

/** So many of the phrases that carried a reading are shown. */
const phrasesMax = 4;

/**
 * The scam that a text reads like, without its kind where that is undecided; undefined for honest and unread texts alike,
 * because an answer never says that something is safe. A value pasted alone has no wording to be read.
 */
export function suspect(kinds: KindReader, text: string, recognised: Recognition): ScamSuspicion | undefined {
  if (isOneValue(text, recognised)) return undefined;
  const reading = kinds.read(text);
  const { fraud01 } = reading;
  if (fraud01 === undefined || fraud01 < kinds.leastFraud01) return undefined;
  const kind = scamKindOf(reading);
  // Fraud, but between two kinds of it, or of a kind without a name.
  if (reading.kind === 'undecided' || kind === undefined || kind === 'other') {
    return { probability01: rounded(fraud01), because: [] };
  }
  const because = reading.because
    .slice(0, phrasesMax)
    .map(({ text: phrase, start, end }) => ({ text: phrase, start, end }));
  return { kind, probability01: rounded(reading.probability01), because };
}

function isOneValue(text: string, { indicators }: Recognition): boolean {
  const [only] = indicators;
  return indicators.length === 1 && only !== undefined && only.start === 0 && only.end === text.length;
}

function scamKindOf({ kind }: KindReading): ScamSuspicion['kind'] {
  return scamKinds.find((known) => known === kind);
}

/** Digits beyond the third would promise what calibration does not keep. */
function rounded(probability01: number): number {
  return Math.round(probability01 * 1_000) / 1_000;
}
