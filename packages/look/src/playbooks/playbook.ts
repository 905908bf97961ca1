import type { ScamKind } from '@spring-rain/engine';
import type { Step } from '../domain-words.ts';

type Few<Item> = readonly [Item] | readonly [Item, Item];
type Several<Item> =
  | readonly [Item, Item, Item]
  | readonly [Item, Item, Item, Item]
  | readonly [Item, Item, Item, Item, Item];

/**
 * How one kind of scam goes, for someone who may be in the middle of it. Written by hand in each language, in plain
 * words, without blame. Telephone numbers of a country stand on the page `/paid`, whose sources are kept with them.
 */
export interface Playbook {
  /** As one would call it across a table. */
  readonly title: string;
  /** What it is. */
  readonly oneLine: string;
  /** What they say or do next, in the order in which it comes. */
  readonly says: Several<string>;
  /** How to recognise it. */
  readonly signs: Several<string>;
  /** What to do while nothing is paid. The first is what this kind asks for before anything else. */
  readonly doNow: Several<Step>;
  readonly ifPaid: Few<string>;
}

/** A language's playbooks. A kind that has none is a type error, in every language. */
export type Playbooks = Readonly<Record<ScamKind, Playbook>>;

/** The shelves on which playbooks stand, by how the scam gets hold of someone; in the order of the page. */
export const playbookGroups = ['trouble', 'profit', 'closeness', 'access', 'deal', 'general'] as const;
export type PlaybookGroup = (typeof playbookGroups)[number];

/** On which shelf each kind stands. */
export const playbookGroupOf: Readonly<Record<ScamKind, PlaybookGroup>> = {
  'fake-refund': 'trouble',
  'impersonating-police': 'trouble',
  'loan-cancellation': 'trouble',
  'brush-order': 'profit',
  investment: 'profit',
  'part-time-job': 'profit',
  'overseas-job': 'profit',
  'fake-prize': 'profit',
  gambling: 'profit',
  'impersonating-acquaintance': 'closeness',
  romance: 'closeness',
  blackmail: 'closeness',
  phishing: 'access',
  'tech-support': 'access',
  'crypto-drainer': 'access',
  'account-purchase': 'access',
  'fake-loan': 'deal',
  'fake-shop': 'deal',
  'game-account': 'deal',
  'fake-invoice': 'deal',
  'exam-cheating': 'deal',
  other: 'general',
};
