/** The kinds that are scored, as named in docs/indicators.md. */
export const scoredKinds = [
  'phone',
  'url',
  'domain',
  'email',
  'ip',
  'bank-card',
  'bank-account',
  'wallet',
  'handle',
  'app',
] as const;
/** One of the scored kinds. */
type ScoredKind = (typeof scoredKinds)[number];

/** An indicator at its half-open UTF-16 place in a text, as annotated or as found. */
export interface Find {
  kind: string;
  value: string;
  start: number;
  end: number;
}

/** One line of gold.jsonl or dev.jsonl. */
export interface GoldExample {
  id: string;
  about: string;
  obfuscated: boolean;
  lang: 'zh' | 'zh-Hant' | 'en';
  text: string;
  indicators: readonly Find[];
}

/** What a recogniser found in the example of that id. */
export interface Answer {
  id: string;
  indicators: readonly Find[];
}

/** A proportion, 0 to 1, and its 95 % Wilson interval. */
export interface Share {
  share01: number;
  low01: number;
  high01: number;
  of: number;
}

/** Counts and figures of one kind. A figure is absent where there is nothing to divide by. */
interface Score {
  tp: number;
  fp: number;
  fn: number;
  recall: Share | undefined;
  precision: Share | undefined;
  f1: number | undefined;
}

/** The score of a kind over all messages, over the plain ones and over the obfuscated ones. */
export interface KindScore {
  kind: ScoredKind;
  all: Score;
  plain: Score;
  obfuscated: Score;
}

/** Scores by kind in the order of `scoredKinds`, and what was found in messages that hold nothing. */
export interface Scores {
  kinds: readonly KindScore[];
  negatives: { messages: number; messagesWithFinds: number; finds: number };
}

/** One gold indicator missed or one find too many, for the eye. */
export interface Miss {
  id: string;
  what: 'missed' | 'too-many';
  find: Find;
}

/**
 * Compares finds with gold. A find is right when kind and value are equal and the places overlap, one to one.
 * Every other find counts against precision, under its own kind, also in messages about another kind or none.
 * Examples without an answer count as answered with nothing; an answer to an unknown id is an error.
 */
export function scoreFinds(gold: readonly GoldExample[], answers: readonly Answer[]): Scores {
  const counts = new Map(scoredKinds.map((kind) => [kind as string, { plain: noCounts(), obfuscated: noCounts() }]));
  const countsOf = (kind: string, example: GoldExample): Counts => {
    const known = counts.get(kind);
    if (!known) throw new Error(`wanted a kind out of ${scoredKinds.join(', ')}, found "${kind}" in ${example.id}`);
    return example.obfuscated ? known.obfuscated : known.plain;
  };
  const negatives = { messages: 0, messagesWithFinds: 0, finds: 0 };
  for (const { example, right, missed, tooMany } of comparedExamples(gold, answers)) {
    for (const { kind } of right) countsOf(kind, example).tp += 1;
    for (const { kind } of missed) countsOf(kind, example).fn += 1;
    for (const { kind } of tooMany) countsOf(kind, example).fp += 1;
    if (example.indicators.length > 0) continue;
    negatives.messages += 1;
    negatives.messagesWithFinds += tooMany.length > 0 ? 1 : 0;
    negatives.finds += tooMany.length;
  }
  const kinds = scoredKinds.map((kind) => {
    const { plain, obfuscated } = counts.get(kind) ?? { plain: noCounts(), obfuscated: noCounts() };
    return { kind, all: scoreOf(added(plain, obfuscated)), plain: scoreOf(plain), obfuscated: scoreOf(obfuscated) };
  });
  return { kinds, negatives };
}

/** Every gold indicator that was missed and every find too many, in the order of the examples. For dev alone: nobody tunes on gold. */
export function listMisses(gold: readonly GoldExample[], answers: readonly Answer[]): Miss[] {
  return comparedExamples(gold, answers).flatMap(({ example, missed, tooMany }) => [
    ...missed.map((find) => ({ id: example.id, what: 'missed' as const, find })),
    ...tooMany.map((find) => ({ id: example.id, what: 'too-many' as const, find })),
  ]);
}

interface Compared {
  example: GoldExample;
  right: Find[];
  missed: Find[];
  tooMany: Find[];
}

function comparedExamples(gold: readonly GoldExample[], answers: readonly Answer[]): Compared[] {
  const ids = new Set(gold.map((example) => example.id));
  const byId = new Map<string, readonly Find[]>();
  for (const answer of answers) {
    if (!ids.has(answer.id)) throw new Error(`wanted the id of a gold example, found "${answer.id}"`);
    if (byId.has(answer.id)) throw new Error(`wanted one answer an example, found a second for "${answer.id}"`);
    byId.set(answer.id, answer.indicators);
  }
  return gold.map((example) => compareExample(example, byId.get(example.id) ?? []));
}

// Places of equal gold indicators do not overlap each other; then taking, from left to right, the free find
// that ends first is a largest one-to-one matching (Glover 1967, doi:10.1002/nav.3800140304).
function compareExample(example: GoldExample, finds: readonly Find[]): Compared {
  const free = [...finds].sort((one, other) => one.end - other.end);
  const right: Find[] = [];
  const missed: Find[] = [];
  for (const wanted of [...example.indicators].sort((one, other) => one.start - other.start)) {
    const at = free.findIndex((find) => isMatch(wanted, find));
    if (at < 0) missed.push(wanted);
    else right.push(...free.splice(at, 1));
  }
  return { example, right, missed, tooMany: free };
}

function isMatch(wanted: Find, find: Find): boolean {
  const overlaps = find.start < wanted.end && wanted.start < find.end;
  return overlaps && find.kind === wanted.kind && find.value === wanted.value;
}

interface Counts {
  tp: number;
  fp: number;
  fn: number;
}

function noCounts(): Counts {
  return { tp: 0, fp: 0, fn: 0 };
}

function added(one: Counts, other: Counts): Counts {
  return { tp: one.tp + other.tp, fp: one.fp + other.fp, fn: one.fn + other.fn };
}

function scoreOf({ tp, fp, fn }: Counts): Score {
  const whole = 2 * tp + fp + fn;
  return {
    tp,
    fp,
    fn,
    recall: wilsonShare(tp, tp + fn),
    precision: wilsonShare(tp, tp + fp),
    f1: whole === 0 ? undefined : (2 * tp) / whole,
  };
}

const z95 = 1.959963984540054;

/**
 * A proportion with its Wilson score interval at 95 %; undefined of nothing.
 * (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), Wilson 1927, doi:10.1080/01621459.1927.10502953.
 * Chosen because it stays inside 0 and 1 and holds up near them, where recall and precision lie.
 */
export function wilsonShare(hits: number, of: number): Share | undefined {
  if (of === 0) return undefined;
  const share01 = hits / of;
  const square = z95 * z95;
  const middle = share01 + square / (2 * of);
  const spread = z95 * Math.sqrt((share01 * (1 - share01)) / of + square / (4 * of * of));
  const whole = 1 + square / of;
  return {
    share01,
    low01: Math.max(0, (middle - spread) / whole),
    high01: Math.min(1, (middle + spread) / whole),
    of,
  };
}
