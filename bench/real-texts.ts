import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shingle } from '@spring-rain/engine';

/** A real text and where it stands: its file in ../shared/data and its line from 1. */
export interface RealText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const shared = join(import.meta.dirname, '..', '..', 'shared', 'data');

interface Row {
  readonly text?: string;
  readonly subject?: string;
  readonly left?: readonly string[];
}

const sourceMasks = /CELLPHONE|PHONE|HOTLINE|WECHAT|QQ|URL|NAME|PLACE|DIGIT/g;

const madeUpNumbers = /[\d -]*(?:1234 ?5678|123-?4567|0000 ?0000)[\d -]*/g;

const files: Readonly<Record<string, (row: Row) => string>> = {
  // The masks of the source are no words: “微信CELLPHONE” names no account called so.
  'sms-zh/fbs-dev.jsonl': ({ text }) => (text ?? '').replaceAll(sourceMasks, '■'),
  'sms-en/smishing-dev.jsonl': ({ text }) => text ?? '',
  'mail-en/spamassassin.jsonl': ({ subject, text }) => `${subject ?? ''}\n${text ?? ''}`,
  // Of a dialogue what the caller says: the script. Machine-written ones all share the numbers of a keyboard's top row.
  'calls-zh/teleantifraud.jsonl': ({ left }) => (left ?? []).join('\n').replaceAll(madeUpNumbers, '■'),
};

/** True where the real texts are at hand. */
export function hasRealTexts(): boolean {
  return Object.keys(files).every((file) => existsSync(join(shared, file)));
}

/** Every real text once: of those equal after normalisation and masking, the first. In order of file and line. */
export function distinctRealTexts(): RealText[] {
  const seen = new Set<string>();
  const texts: RealText[] = [];
  for (const [file, textOf] of Object.entries(files)) {
    for (const [index, line] of readFileSync(join(shared, file), 'utf8').split('\n').entries()) {
      if (line.trim() === '') continue;
      const text = textOf(JSON.parse(line));
      const name = shingle(text).join();
      if (seen.has(name)) continue;
      seen.add(name);
      texts.push({ file, line: index + 1, text });
    }
  }
  return texts;
}
