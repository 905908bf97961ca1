import { createHash } from 'node:crypto';
import {
  bandKeys,
  type Indicator,
  type IndicatorKind,
  type LinkValue,
  linkValues,
  recognise,
  type Shingles,
  scriptEvidence,
  scriptSize,
  shingle,
  sketch,
  sketchVersion,
} from '@spring-rain/engine';

/** What linking sees of a report's text: its masked wording, and the values that others may share. */
export interface ReadScript {
  /** Equal for texts of the same wording, whatever values stand in it; of a wording too short to tell, values too. */
  readonly hash: Buffer;
  readonly shingles: Shingles;
  /** Where alike scripts are found; none for a script that is too short to be evidence. */
  readonly bands: readonly bigint[];
  readonly language: string;
  readonly values: readonly ReadValue[];
}

export interface ReadValue extends LinkValue {
  readonly key: bigint;
}

/** A value that was found in a report beside its text, such as the account that was paid. */
export interface FoundBeside {
  readonly kind: IndicatorKind;
  readonly value: string;
}

/** Reads a report's text for linking. Pure; values beside the text come first, because money was paid to them. */
export function readScript(text: string, beside: readonly FoundBeside[]): ReadScript {
  const recognition = recognise(text);
  const shingles = shingle(text, { recognition });
  const inText = new Set(recognition.indicators.map(({ kind, value }) => `${kind}\0${value}`));
  const others = beside.filter(({ kind, value }) => !inText.has(`${kind}\0${value}`)).map(asIndicator);
  const values = linkValues([...others, ...recognition.indicators], scriptSize(shingles)).map((value) => ({
    ...value,
    key: valueKey(value),
  }));
  const isEvidence = scriptEvidence(shingles, shingles) !== undefined;
  return {
    hash: scriptHash(shingles, isEvidence ? [] : values),
    shingles,
    bands: isEvidence ? [...bandKeys(sketch(shingles))] : [],
    language: languageOf(text),
    values,
  };
}

/** The first 64 bits of the SHA-256 of kind and value, signed, as the database keeps it. */
export function valueKey({ kind, value }: LinkValue): bigint {
  return createHash('sha256').update(`${kind}\0${value}`).digest().readBigInt64BE();
}

/** SHA-256, not the engine's 64-bit name: whoever could make two scripts with one name could have one hide the other. */
function scriptHash(shingles: Shingles, values: readonly ReadValue[]): Buffer {
  const hash = createHash('sha256').update(`${sketchVersion}\0`).update(bytesOf(shingles));
  return hash
    .update(
      values
        .map(({ key }) => key)
        .toSorted(ascending)
        .join(' '),
    )
    .digest();
}

function ascending(one: bigint, other: bigint): number {
  return one < other ? -1 : Number(one > other);
}

/** Shingles as they are kept: 32-bit numbers, little-endian whatever the machine. */
export function bytesOf(shingles: Shingles): Buffer {
  const bytes = Buffer.allocUnsafe(shingles.length * 4);
  shingles.forEach((hash, index) => void bytes.writeUInt32LE(hash, index * 4));
  return bytes;
}

/** Reverses `bytesOf`. */
export function shinglesOf(bytes: Buffer): Shingles {
  const shingles = new Uint32Array(bytes.length >> 2);
  for (let index = 0; index < shingles.length; index += 1) shingles[index] = bytes.readUInt32LE(index * 4);
  return shingles;
}

function asIndicator({ kind, value }: FoundBeside): Indicator {
  return { kind, value, start: 0, end: 0, confidence01: 1, because: 'cue', traits: [] };
}

const letters: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['und-Arab', /\p{Script=Arabic}/gu],
  ['und-Cyrl', /\p{Script=Cyrillic}/gu],
];
/** So much of a text tells how it is written. */
const sampleChars = 500;
/** A syllable of these writings says as much as so many Latin letters. */
const lettersASyllable = 3;

/**
 * How a text is written, as BCP 47: Chinese, Japanese, Korean and Thai by their own writing; for writings that many
 * languages share only which writing it is (`und-Latn`), because more would be a guess. `und` without letters.
 */
function languageOf(text: string): string {
  const sample = text.slice(0, sampleChars);
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  let language = latin > 0 ? 'und-Latn' : 'und';
  let most = latin / lettersASyllable;
  for (const [name, pattern] of letters) {
    const count = sample.match(pattern)?.length ?? 0;
    // Japanese is written with Han too: a tenth in kana tells.
    const isTold = name === 'ja' ? count * 10 > sample.length : count > most;
    if (!isTold) continue;
    if (name === 'ja') return name;
    language = name;
    most = count;
  }
  return language;
}
