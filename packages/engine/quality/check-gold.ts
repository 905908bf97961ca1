import { readFileSync } from 'node:fs';
import { isCanonical, valuesWritten } from './gold/written.ts';
import { type Find, type GoldExample, scoredKinds } from './score.ts';

/** The examples of gold.jsonl or dev.jsonl, in order. */
export function readExamples(name: 'gold' | 'dev'): GoldExample[] {
  const text = readFileSync(new URL(`gold/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): GoldExample => JSON.parse(line));
}

/** What is wrong with single examples, one sentence each; empty when all is well. */
export function findFaults(examples: readonly GoldExample[]): string[] {
  const ids = new Set<string>();
  const texts = new Set<string>();
  const faults: string[] = [];
  for (const example of examples) {
    const found = [...placeFaults(example), ...valueFaults(example), ...pairFaults(example), ...shapeFaults(example)];
    if (ids.has(example.id)) found.push('its id comes twice');
    if (texts.has(example.text)) found.push('its text comes twice');
    ids.add(example.id);
    texts.add(example.text);
    faults.push(...found.map((fault) => `${example.id}: ${fault}`));
  }
  return faults;
}

function shapeFaults(example: GoldExample): string[] {
  const isAboutNothing = example.about === 'none';
  const faults: string[] = [];
  if (!isAboutNothing && !example.indicators.some(({ kind }) => kind === example.about)) {
    faults.push(`wanted an indicator of kind ${example.about}, found none`);
  }
  if (isAboutNothing && example.indicators.length > 0) faults.push('wanted no indicator in a message about none');
  if (!['zh', 'zh-Hant', 'en'].includes(example.lang)) faults.push(`unknown language ${example.lang}`);
  if (example.text.trim() !== example.text) faults.push('its text begins or ends with blanks');
  if (example.lang === 'en' && /\p{Script=Han}/u.test(withoutFinds(example))) faults.push('English with Han letters');
  if (example.lang !== 'en' && !/\p{Script=Han}/u.test(example.text)) faults.push('Chinese without Han letters');
  return faults;
}

function withoutFinds({ text, indicators }: GoldExample): string {
  return [...indicators]
    .sort((one, other) => other.start - one.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
}

function placeFaults({ text, indicators }: GoldExample): string[] {
  return indicators.flatMap(({ kind, start, end }, at) => {
    const faults: string[] = [];
    const written = text.slice(start, end);
    if (!(start >= 0 && start < end && end <= text.length)) faults.push(`${kind} at ${start}–${end} is not inside`);
    if (!written.isWellFormed()) faults.push(`${kind} at ${start}–${end} cuts a character in two`);
    if (written.trim() !== written) faults.push(`${kind} at ${start}–${end} begins or ends with a blank`);
    if (start < (indicators[at - 1]?.start ?? 0)) faults.push(`${kind} at ${start}–${end} is out of order`);
    return faults;
  });
}

function valueFaults({ text, indicators, obfuscated }: GoldExample): string[] {
  return indicators.flatMap(({ kind, value, start, end }) => {
    const written = text.slice(start, end);
    if (!isCanonical(kind, value)) return [`${kind} value ${value} is not canonical`];
    const isReadable = obfuscated || valuesWritten(kind, written).includes(value);
    return isReadable ? [] : [`${kind} "${written}" does not read as ${value}`];
  });
}

const samePlaceKinds = ['app url', 'handle phone'];

/** One stretch of text is one indicator, but for the pairs that docs/indicators.md names. */
function pairFaults({ indicators }: GoldExample): string[] {
  const faults: string[] = [];
  for (const [at, one] of indicators.entries()) {
    for (const other of indicators.slice(at + 1)) {
      if (other.start >= one.end || one.start >= other.end) continue;
      const isSamePlace = one.start === other.start && one.end === other.end;
      if (isSamePlace && samePlaceKinds.includes(kindsOf(one, other))) continue;
      faults.push(`${one.kind} and ${other.kind} overlap at ${other.start}`);
    }
  }
  return faults;
}

function kindsOf(one: Find, other: Find): string {
  return [one.kind, other.kind].sort().join(' ');
}

/** Examples about one kind in one language, plain and obfuscated. */
export interface Tally {
  about: string;
  lang: string;
  plain: number;
  obfuscated: number;
}

/** How many examples there are about each kind and about none, by language. */
export function tallyExamples(examples: readonly GoldExample[]): Tally[] {
  return [...scoredKinds, 'none'].flatMap((about) =>
    ['zh', 'zh-Hant', 'en'].map((lang) => {
      const own = examples.filter((example) => example.about === about && example.lang === lang);
      const obfuscated = own.filter((example) => example.obfuscated).length;
      return { about, lang, plain: own.length - obfuscated, obfuscated };
    }),
  );
}

/** The counts as the table that gold/README.md shows: plain and obfuscated, by language, a row a kind. */
export function countsTable(examples: readonly GoldExample[]): string {
  const tallies = tallyExamples(examples);
  const rows = [...scoredKinds, 'none'].map((about) => {
    const own = tallies.filter((tally) => tally.about === about);
    const total = own.reduce((sum, { plain, obfuscated }) => sum + plain + obfuscated, 0);
    const indicators = examples.flatMap((example) => example.indicators).filter(({ kind }) => kind === about).length;
    const cells = own.map(({ plain, obfuscated }) => `${plain} + ${obfuscated}`);
    return `| ${[about, ...cells, total, indicators].join(' | ')} |`;
  });
  return ['| about | zh | zh-Hant | en | examples | indicators |', '|---|---|---|---|---|---|', ...rows].join('\n');
}

if (import.meta.main) {
  for (const name of ['gold', 'dev'] as const) {
    const examples = readExamples(name);
    const faults = findFaults(examples);
    console.log(`${name}.jsonl: ${examples.length} examples, ${faults.length} faults\n\n${countsTable(examples)}\n`);
    for (const fault of faults) console.log(fault);
    if (faults.length > 0) process.exitCode = 1;
  }
}
