import { normalise } from '../text/normalise.ts';
import { type Grams, readGrams } from './grams.ts';
import { isCharacter, isMark } from './read-symbols.ts';
import { findRow, type TextModel } from './text-model.ts';

/** A stretch of the original text that spoke for the kind; offsets are half-open UTF-16 positions. */
export interface Phrase {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Its part in what spoke for the kind, 0 to 1; the parts of all phrases sum to at most 1. */
  readonly weight: number;
}

const mostPhrases = 4;
/** A phrase that carries less than this part says nothing. */
const leastWeight = 0.05;
/** Longer phrases are cut off where their last strong symbol stands; nobody reads a whole message as its reason. */
const phraseMaxSymbols = 16;

/**
 * The phrases that carried a label, the strongest first, then by place. The weight of each known gram for this label
 * against the mean of the others is shared out over the symbols that it covers; neighbouring symbols that speak for the
 * label make a phrase. O(length · labels).
 */
export function explain(model: TextModel, text: string, label: number): Phrase[] {
  const grams = readGrams(text);
  const support = supportOf(model, grams, label);
  const { symbols } = grams;
  const stretches = stretchesOf(support, symbols.sorts);
  const total = support.reduce((sum, value) => sum + Math.max(0, value), 0);
  const froms = symbols.froms.slice(0, symbols.count);
  const tos = symbols.tos.slice(0, symbols.count);
  const map = normalise(text);
  return stretches
    .filter(({ weight }) => weight / total >= leastWeight)
    .sort((one, other) => other.weight - one.weight || one.first - other.first)
    .slice(0, mostPhrases)
    .map(({ first, last, weight }) => {
      const start = map.originalStart(froms[first]!);
      const end = map.originalEnd(tos[last]! - 1);
      return { text: text.slice(start, end), start, end, weight: Math.round((weight / total) * 1000) / 1000 };
    });
}

/** How much each symbol speaks for the label, summed from the grams that cover it. */
function supportOf(model: TextModel, { hashes, firsts, lasts, count, symbols }: Grams, label: number): Float64Array {
  const support = new Float64Array(symbols.count);
  const { labels, weights, scales } = model;
  const columns = scales.length;
  for (let at = 0; at < count; at++) {
    const row = findRow(model, hashes[at]!);
    if (row < 0 || lasts[at]! < firsts[at]!) continue;
    let others = 0;
    for (let other = 0; other < labels.length; other++) others += weights[row * columns + other]! * scales[other]!;
    const own = weights[row * columns + label]! * scales[label]!;
    const advantage = own - (others - own) / Math.max(1, labels.length - 1);
    const share = advantage / (lasts[at]! - firsts[at]! + 1);
    for (let symbol = firsts[at]!; symbol <= lasts[at]!; symbol++) support[symbol]! += share;
  }
  return support;
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
}

/** Neighbouring symbols that speak for the label; a phrase neither begins nor ends with a mark, nor is one character. */
function stretchesOf(support: Float64Array, sorts: Uint8Array): Stretch[] {
  const stretches: Stretch[] = [];
  for (let at = 0; at < support.length; at++) {
    if (support[at]! <= 0 || sorts[at] === isMark) continue;
    let last = at;
    let weight = support[at]!;
    while (last + 1 < support.length && last - at + 1 < phraseMaxSymbols) {
      if (support[last + 1]! <= 0 || sorts[last + 1] === isMark) break;
      weight += support[++last]!;
    }
    if (last > at || sorts[at] !== isCharacter) stretches.push({ first: at, last, weight });
    at = last;
  }
  return stretches;
}
