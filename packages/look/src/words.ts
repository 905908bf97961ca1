import type { DomainWords } from './domain-words.ts';
import { en } from './words/en.ts';
import { zhCn } from './words/zh-cn.ts';

type Widened<Value> = Value extends string
  ? string
  : Value extends (...parameters: infer Parameters) => string
    ? (...parameters: Parameters) => string
    : { readonly [Key in keyof Value]: Widened<Value[Key]> };

/** Every word of every page in one language. English names the keys; the others must have exactly these. */
export type Words = DomainWords & Widened<Omit<typeof en, keyof DomainWords>>;

/**
 * The languages, one file each. To add one: write `words/<tag>.ts` as a `Words`, and name it here. What is missing is a
 * type error.
 */
const wordsByLanguage = { 'zh-CN': zhCn, en } as const satisfies Record<string, Words>;

export const languages = ['zh-CN', 'en'] as const satisfies readonly (keyof typeof wordsByLanguage)[];
export type Language = (typeof languages)[number];

/** Whether pages exist in this language. Exact tags only: `zh-CN`, not `zh`. */
export function isLanguage(tag: string): tag is Language {
  return (languages as readonly string[]).includes(tag);
}

/** All words in a language. */
export function words(language: Language): Words {
  return wordsByLanguage[language];
}

/** A text that comes with its translations, such as a source's title: in this language, else English, else any. */
export function inLanguage(texts: Readonly<Partial<Record<string, string>>>, language: Language): string {
  return texts[language] ?? texts.en ?? Object.values(texts).find((text) => text !== undefined) ?? '';
}
