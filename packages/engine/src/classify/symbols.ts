/**
 * A text as the symbols that the classifier reads: one for each Chinese character, Latin word, number, mark of
 * punctuation, and one for each kind of value (link, phone, account …) whatever its digits and letters are.
 * A value says which campaign a message belongs to, not which scam it is: without its digits a script reads the same
 * with next week's number in it.
 */

/** The symbols of values; below every character code, so that they can be told from text. */
export const symbolKinds = [
  'gap',
  'url',
  'phone',
  'account',
  'handle',
  'email',
  'wallet',
  'number',
  'name',
  'place',
] as const;
export type SymbolKind = (typeof symbolKinds)[number];

export const symbolOf = Object.fromEntries(symbolKinds.map((kind, index) => [kind, index + 1])) as Readonly<
  Record<SymbolKind, number>
>;

/** How training texts and masked data write a value: `{phone}`. */
const placeholders: Readonly<Record<string, SymbolKind>> = {
  url: 'url',
  phone: 'phone',
  account: 'account',
  handle: 'handle',
  email: 'email',
  wallet: 'wallet',
  code: 'number',
  number: 'number',
  name: 'name',
  place: 'place',
};
const placeholderMaxLength = Math.max(...Object.keys(placeholders).map((word) => word.length));

/** What stands between `{` and `}` at `index`, if it is a placeholder: its symbol and where it ends. */
export function placeholderAt(
  codes: Uint16Array,
  index: number,
  length: number,
): { symbol: number; end: number } | undefined {
  const limit = Math.min(length, index + placeholderMaxLength + 2);
  let word = '';
  for (let at = index + 1; at < limit; at++) {
    const code = codes[at]!;
    if (code === 0x7d) {
      const kind = Object.hasOwn(placeholders, word) ? placeholders[word] : undefined;
      return kind === undefined ? undefined : { symbol: symbolOf[kind], end: at + 1 };
    }
    word += String.fromCharCode(code);
  }
  return undefined;
}
