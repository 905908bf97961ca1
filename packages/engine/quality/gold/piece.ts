/** What a message says at one place: how an honest sender writes it, and what is to be found there. */
export interface Piece {
  plain: string;
  finds: readonly { kind: string; value: string }[];
  shape: Shape;
}

/** How a piece may be disguised; see docs/indicators.md, "Obfuscations that are undone". */
export type Shape =
  /** Digits in groups; `free` may be regrouped, `groups` keeps its groups, `fixed` its punctuation, `whole` takes no dot, comma or slash. */
  | { name: 'digits'; plus: boolean; groups: readonly string[]; grouping: 'free' | 'groups' | 'fixed' | 'whole' }
  | { name: 'link'; scheme: string; host: string; rest: string; isLatin: boolean }
  | { name: 'mail'; local: string; host: string }
  | { name: 'ip4' }
  | { name: 'ip6' }
  | { name: 'wallet' }
  | { name: 'iban' }
  | { name: 'name' }
  | { name: 'package' };
