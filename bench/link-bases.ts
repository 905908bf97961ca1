/** Real messages to make variants of, one of each near-duplicate family, so that every base is a script of its own. */

/** What a base has to say at least, a Chinese character counting two letters: “ok, see you there” is no script. */
const fewestLetters = 48;
/** Two messages are of one family when they share this much of the shorter's character pairs. */
const familyShare01 = 0.5;

/**
 * One message of each family, the longest, in order. Families are chains of messages of which one holds at least half of
 * the other's character pairs: a measure apart from the engine's, and wider than what it links.
 */
export function distinctScripts(texts: readonly string[]): string[] {
  const long = texts.filter((text) => lettersOf(text) >= fewestLetters);
  const parents = long.map((_, index) => index);
  const rootOf = (index: number): number => {
    let root = index;
    while (parents[root] !== root) root = parents[root]!;
    return root;
  };
  const sets = long.map(characterPairs);
  const holders = new Map<string, number[]>();
  const shared = new Int32Array(long.length);
  for (const [index, pairs] of sets.entries()) {
    const touched: number[] = [];
    for (const pair of pairs) {
      const known = holders.get(pair);
      for (const other of known ?? []) if (shared[other]!++ === 0) touched.push(other);
      if (known === undefined) holders.set(pair, [index]);
      else known.push(index);
    }
    for (const other of touched) {
      const share01 = shared[other]! / Math.min(pairs.size, sets[other]!.size);
      if (share01 >= familyShare01) parents[rootOf(index)] = rootOf(other);
      shared[other] = 0;
    }
  }
  const longest = new Map<number, number>();
  for (let index = 0; index < long.length; index++) {
    const root = rootOf(index);
    if (long[index]!.length > (long[longest.get(root) ?? -1]?.length ?? 0)) longest.set(root, index);
  }
  return [...longest.values()].sort((one, other) => one - other).map((index) => long[index]!);
}

function lettersOf(text: string): number {
  let letters = 0;
  for (const letter of text.match(/\p{L}/gu) ?? []) letters += letter.charCodeAt(0) < 0x250 ? 1 : 2;
  return letters;
}

/** Pairs of neighbouring Chinese characters, and triples of letters, without spaces and punctuation. */
function characterPairs(text: string): Set<string> {
  const plain = text.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < plain.length; at++) {
    const isLatin = plain.charCodeAt(at) < 0x250;
    pairs.add(plain.slice(at, at + (isLatin ? 4 : 2)));
  }
  return pairs;
}
