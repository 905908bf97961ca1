/** The design tokens, and the domain's words in each language: shared by the public pages and the console. */
export type { DomainWords, Named, Step } from './domain-words.ts';
export { type Playbook, type PlaybookGroup, playbookGroupOf, playbookGroups } from './playbooks/playbook.ts';
export { playbook } from './playbooks/playbooks.ts';
export { type ColourName, colours, pairings, tokensCss, verdictSymbols } from './tokens.ts';
export { wordFor } from './word-for.ts';
export { inLanguage, isLanguage, type Language, languages, type Words, words } from './words.ts';
