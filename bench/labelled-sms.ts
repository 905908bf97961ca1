import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const shared = join(import.meta.dirname, '..', '..', 'shared', 'data');

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Messages with the labels of those who gathered them. Undefined where the file is absent. */
export function readLabelled(path: string): LabelledText[] | undefined {
  const file = join(shared, path);
  if (!existsSync(file)) return undefined;
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): LabelledText => JSON.parse(line));
}

/** The words that sms-zh/fbs-dev has in the place of values, and how the project writes the same. */
const researchWords: Readonly<Record<string, string>> = {
  CELLPHONE: '{phone}',
  HOTLINE: '{phone}',
  PHONE: '{phone}',
  WECHAT: '{handle}',
  DIGIT: '{number}',
  NAME: '{name}',
  PLACE: '{place}',
  URL: '{url}',
  BANK: '{account}',
};
const researchWord = new RegExp(Object.keys(researchWords).join('|'), 'g');

/**
 * Masked values in the project's own writing. Only the list of mask words was looked at for this, by counting runs of
 * capitals; no message was read.
 */
export function unmaskResearchWords(text: string): string {
  return text.replace(researchWord, (word) => researchWords[word]!);
}
