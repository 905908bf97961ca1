import type { IndicatorKind } from '../vocabulary.ts';
import { canonicalIndicator } from './canonical.ts';
import type { Indicator, Recognition } from './kinds.ts';
import { recognise } from './recognise.ts';

/** Digits without a word around them are an account from this many on; fewer may be a date, a code, an amount. */
const accountMinDigits = 10;
/** A value pasted alone is no longer than this. */
const wholeMaxChars = 64;

/**
 * What is in a text that may be one value and nothing else, as people paste it into a box: what `recognise` finds, and,
 * where that is nothing, a service number or an account that in a sentence would need its cue.
 */
export function recogniseWhole(text: string): Recognition {
  const recognised = recognise(text);
  if (recognised.indicators.length > 0 || recognised.redactions.length > 0 || text.length > wholeMaxChars) {
    return recognised;
  }
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const written = text.slice(start, end);
  const kind = kindOfDigits(written);
  const found = kind === undefined ? undefined : canonicalIndicator(kind, written);
  if (found === undefined) return recognised;
  const alone: Indicator = { ...found, start, end, confidence01: 0.6, because: 'shape', traits: [] };
  return { ...recognised, indicators: [alone] };
}

function kindOfDigits(written: string): IndicatorKind | undefined {
  if (!/^\p{Nd}[\p{Nd} -]*$/u.test(written)) return undefined;
  if (canonicalIndicator('phone', written) !== undefined) return 'phone';
  return written.replaceAll(/\P{Nd}/gu, '').length >= accountMinDigits ? 'bank-account' : undefined;
}
