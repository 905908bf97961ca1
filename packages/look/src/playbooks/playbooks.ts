import type { ScamKind } from '@spring-rain/engine';
import type { Language } from '../words.ts';
import { en } from './en.ts';
import type { Playbook, Playbooks } from './playbook.ts';
import { zhCn } from './zh-cn.ts';

const playbooksByLanguage: Readonly<Record<Language, Playbooks>> = { 'zh-CN': zhCn, en };

/** How a kind of scam goes, in a language. */
export function playbook(language: Language, kind: ScamKind): Playbook {
  return playbooksByLanguage[language][kind];
}
