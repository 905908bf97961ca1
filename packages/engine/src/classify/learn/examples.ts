import { type MessageKind, messageKinds } from '../../vocabulary.ts';
import { drawClusters, isHeldOut } from './split.ts';

/** A message and what it is known to be for. */
export interface KindExample {
  readonly text: string;
  readonly kind: MessageKind;
  /** Which of the sources it comes from, for the card. */
  readonly source?: string;
}

/** Examples that no model is trained on, and the others, by cluster of near-duplicates; see `isHeldOut`. */
export interface Split {
  readonly learned: readonly KindExample[];
  readonly heldOut: readonly KindExample[];
  /** The cluster of each held-out example: they stand or fall together in an interval. */
  readonly heldOutClusters: readonly number[];
}

/** A kind with fewer examples is not learned: a handful of texts teaches their words, not the kind. */
const leastExamples = 10;

/** Parts examples into those to learn from and those that are held out for ever. Deterministic; a text twice counts once. */
export function splitExamples(examples: readonly KindExample[]): Split {
  const distinct = distinctExamples(examples);
  const { draws, clusters } = drawClusters(distinct.map(({ text }) => text));
  return {
    learned: distinct.filter((_, row) => !isHeldOut(draws[row]!)),
    heldOut: distinct.filter((_, row) => isHeldOut(draws[row]!)),
    heldOutClusters: [...clusters].filter((_, row) => isHeldOut(draws[row]!)),
  };
}

/** The first example of each text. A text under two kinds is left out: it teaches nothing. */
export function distinctExamples(examples: readonly KindExample[]): KindExample[] {
  const byText = new Map<string, KindExample | undefined>();
  for (const example of examples) {
    const text = example.text.trim();
    if (text === '') continue;
    if (!byText.has(text)) byText.set(text, { ...example, text });
    else if (byText.get(text)?.kind !== example.kind) byText.set(text, undefined);
  }
  return [...byText.values()].filter((example) => example !== undefined);
}

/** The kinds of which the given rows hold enough. Throws `RangeError` where that are fewer than two. */
export function learnableKinds(examples: readonly KindExample[], rows: Int32Array): MessageKind[] {
  const counts = new Map<MessageKind, number>();
  for (const row of rows) counts.set(examples[row]!.kind, (counts.get(examples[row]!.kind) ?? 0) + 1);
  const kinds = messageKinds.filter((kind) => (counts.get(kind) ?? 0) >= leastExamples);
  if (kinds.length >= 2) return kinds;
  throw new RangeError(
    `At least two kinds with ${leastExamples} different messages each are wanted, found ${kinds.length}. Add labelled messages.`,
  );
}
