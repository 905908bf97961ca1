import { type MessageKind, messageKinds, scamKinds } from '../vocabulary.ts';
import { settleFraud } from './blend.ts';
import { explain, type Phrase } from './explain.ts';
import { decodeModel, KindModelError } from './model-file.ts';
import { calibrate, chooseLabel, openTextModel, scoreText, type TextModel } from './text-model.ts';

/** Why no kind is named. */
export const undecidedReasons = ['no-model', 'too-short', 'unfamiliar', 'close-call'] as const;
export type UndecidedReason = (typeof undecidedReasons)[number];

/** What a message is for, or why that is not said. `fraud01` is the probability that it is a scam of any kind. */
export type KindReading =
  | {
      readonly kind: MessageKind;
      readonly probability01: number;
      readonly fraud01: number;
      /** Worked out when it is first asked for. */
      readonly because: readonly Phrase[];
    }
  | { readonly kind: 'undecided'; readonly reason: UndecidedReason; readonly fraud01?: number };

/** A model whose labels are message kinds. */
export interface KindModel {
  readonly model: TextModel;
  readonly kinds: readonly MessageKind[];
  readonly isScam: Uint8Array;
  /** Of the text last read: one a kind; the margin of "is a scam" stands behind them. */
  readonly probabilities: Float64Array;
}

/** Fewer known grams than this say nothing about a message. */
const leastKnownGrams = 6;
/** Texts with fewer characters than this are not read at all. */
const leastCharacters = 4;

/**
 * Opens the bytes of a trained model.
 * Throws `KindModelError` for a wrong kind of file, another version, a cut-off or damaged file, or labels that are no kinds.
 */
export function loadKindModel(bytes: Uint8Array): KindModel {
  const parts = decodeModel(bytes);
  const kinds = parts.labels.map((label) => {
    const kind = messageKinds.find((known) => known === label);
    if (kind === undefined) {
      throw new KindModelError(
        `The model’s labels must be message kinds, found "${label}". Train it with known kinds.`,
      );
    }
    return kind;
  });
  const scams: readonly string[] = scamKinds;
  return {
    model: openTextModel(parts),
    kinds,
    isScam: Uint8Array.from(kinds, (kind) => (scams.includes(kind) ? 1 : 0)),
    probabilities: new Float64Array(kinds.length + 1),
  };
}

/**
 * Reads what a message is for. Undecided where it is too short, unlike anything the model knows, or between two kinds.
 * A kind is a likeness, never an accusation: it may warn and sort, and decides nothing alone. O(length).
 */
export function readKind(kindModel: KindModel, text: string): KindReading {
  if (text.length < leastCharacters) return { kind: 'undecided', reason: 'too-short' };
  const fraud01 = readProbabilities(kindModel, text);
  if (fraud01 === undefined) return { kind: 'undecided', reason: isShort(text) ? 'too-short' : 'unfamiliar' };
  const { model, kinds, probabilities } = kindModel;
  const best = chooseLabel(probabilities, model.leans);
  const probability01 = probabilities[best]!;
  if (probability01 < model.leastKind01) return { kind: 'undecided', reason: 'close-call', fraud01 };
  let phrases: Phrase[] | undefined;
  return {
    kind: kinds[best]!,
    probability01,
    fraud01,
    get because() {
      phrases ??= explain(model, text, best);
      return phrases;
    },
  };
}

/** The probability of each kind that the model knows; undefined where the text would not be read at all. */
export function readKindProbabilities(
  kindModel: KindModel,
  text: string,
): Partial<Record<MessageKind, number>> | undefined {
  if (readProbabilities(kindModel, text) === undefined) return undefined;
  return Object.fromEntries(kindModel.kinds.map((kind, label) => [kind, kindModel.probabilities[label]!]));
}

/** Fills `probabilities`, and yields the part of the scams; undefined where too little of the text is known. */
function readProbabilities({ model, isScam, probabilities }: KindModel, text: string): number | undefined {
  if (scoreText(model, text, probabilities) < leastKnownGrams) return undefined;
  const lineMargin = probabilities[isScam.length]!;
  calibrate(probabilities, model.slope, model.offsets);
  return settleFraud(probabilities, isScam, { lineMargin, blend: model.blend });
}

/** Too short to hold enough grams even if every one of them were known. */
function isShort(text: string): boolean {
  return text.trim().length < 2 * leastCharacters;
}
