/**
 * Quality of linking: (d) campaigns found among seeded variants of real messages, whose clusters are known; (e) links made
 * among real texts, judged by reading. `quality-links.ts --sample` writes the pairs to judge, with their texts, to standard output.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkMessages, sharedValueTest } from '@spring-rain/engine';
import { readShippedLinkLists } from '@spring-rain/server';
import { bCubed, bCubedInterval, type Interval } from './b-cubed.ts';
import { distinctScripts } from './link-bases.ts';
import { developmentSeed, variants } from './link-variants.ts';
import { readMessages } from './messages.ts';
import { linksAmongRealTexts, nameOfText, type RealLink, seededSample } from './real-links.ts';
import { hasRealTexts } from './real-texts.ts';
import { seeded } from './table.ts';

const judgedFile = join(import.meta.dirname, '..', 'packages', 'engine', 'quality', 'links', 'judged-links.jsonl');
const scoreSeeds = [11, 12, 13];
const variantCount = 20_000;
const f1Floor = 0.97;
const precisionFloor = 0.98;
const wrongCeiling = 0.02;
const sampleSize = 300;
const sampleSeed = 7_151;

export interface LinkQuality {
  readonly variants: readonly VariantScore[];
  readonly judged: JudgedScore | { readonly notRun: string };
  /** What does not reach its floor. */
  readonly below: readonly string[];
}

interface VariantScore {
  readonly seed: number;
  readonly messages: number;
  readonly clusters: number;
  readonly precision: Interval;
  readonly recall: Interval;
  readonly f1: Interval;
}

interface JudgedScore {
  readonly texts: number;
  readonly links: number;
  readonly judged: number;
  readonly stale: number;
  readonly wrong: number;
  readonly wrong01: number;
  /** Upper end of the two-sided 95 % Clopper–Pearson interval. */
  readonly wrongHigh01: number;
}

/** Scores linking and prints both tables. */
export function scoreLinks(): LinkQuality {
  const { texts, from } = readMessages();
  const bases = distinctScripts(texts);
  const scores = scoreSeeds.map((seed) => scoreVariants(bases, seed));
  console.log(
    `\nCampaigns among seeded variants of ${bases.length} messages, ${from} (development used seed ${developmentSeed}):\n`,
  );
  console.log('| seed | messages | clusters | B-cubed precision | recall | F1 |\n|---|---|---|---|---|---|');
  for (const { seed, messages, clusters, precision, recall, f1 } of scores) {
    console.log(`| ${seed} | ${messages} | ${clusters} | ${shown(precision)} | ${shown(recall)} | ${shown(f1)} |`);
  }
  const judged = hasRealTexts() ? scoreJudged() : { notRun: 'the real texts are absent (../shared/data)' };
  printJudged(judged);
  const below = [
    ...scores.filter(({ f1 }) => f1.value < f1Floor).map(({ seed }) => `linking F1, seed ${seed}`),
    ...scores
      .filter(({ precision }) => precision.value < precisionFloor)
      .map(({ seed }) => `linking precision, seed ${seed}`),
    ...('wrongHigh01' in judged && judged.wrongHigh01 >= wrongCeiling ? ['wrong links'] : []),
  ];
  return { variants: scores, judged, below };
}

function scoreVariants(bases: readonly string[], seed: number): VariantScore {
  const truth: number[] = [];
  const messages: { id: number; text: string }[] = [];
  for (const { text, cluster } of variants({ bases, count: variantCount, seed })) {
    messages.push({ id: truth.length, text });
    truth.push(cluster);
  }
  const { campaignOf } = linkMessages(messages, { isShared: sharedValueTest(readShippedLinkLists()) });
  const { precision01, recall01, f101 } = bCubed(campaignOf, truth);
  const interval = bCubedInterval(campaignOf, truth, { rounds: 200, seed });
  return {
    seed,
    messages: messages.length,
    clusters: new Set(truth).size,
    precision: { ...interval.precision, value: precision01 },
    recall: { ...interval.recall, value: recall01 },
    f1: { ...interval.f1, value: f101 },
  };
}

interface JudgedLink {
  readonly one: { file: string; line: number; sha256: string };
  readonly other: { file: string; line: number; sha256: string };
  readonly reasons: readonly string[];
  readonly judgement: 'right' | 'wrong';
  readonly why: string;
}

function scoreJudged(): JudgedScore | { notRun: string } {
  if (!existsSync(judgedFile)) return { notRun: 'no link was judged yet' };
  const made = linksAmongRealTexts();
  const now = new Set(made.links.map(keyOfLink));
  const all = readFileSync(judgedFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): JudgedLink => JSON.parse(line));
  const current = all.filter(({ one, other }) => now.has(JSON.stringify([one, other])));
  const wrong = current.filter(({ judgement }) => judgement === 'wrong').length;
  return {
    texts: made.texts,
    links: made.links.length,
    judged: current.length,
    stale: all.length - current.length,
    wrong,
    wrong01: current.length === 0 ? 1 : wrong / current.length,
    wrongHigh01: clopperHigh01(wrong, current.length),
  };
}

function keyOfLink({ one, other }: RealLink): string {
  return JSON.stringify([nameOfText(one), nameOfText(other)]);
}

function printJudged(judged: LinkQuality['judged']): void {
  if ('notRun' in judged) {
    console.log(`\nLinks among real texts: not run: ${judged.notRun}.`);
    return;
  }
  const { texts, links, judged: count, stale, wrong, wrong01, wrongHigh01 } = judged;
  console.log(
    `\nLinks among ${texts} distinct real texts: ${links}. Of a seeded sample judged by reading, ${count} are still made (${stale} stale): ${wrong} wrong, ${percent(wrong01)}, upper bound ${percent(wrongHigh01)} (95 %, Clopper–Pearson; wanted < ${percent(wrongCeiling)}).`,
  );
}

/**
 * Upper end of the two-sided 95 % interval for a share: the p at which so few or fewer have the probability 0.025.
 * C. Clopper, E. Pearson, 1934, https://doi.org/10.1093/biomet/26.4.404. By bisection.
 */
function clopperHigh01(found: number, count: number): number {
  if (found >= count) return 1;
  let low = found / count;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (probabilityOfAtMost(found, count, middle) > 0.025) low = middle;
    else high = middle;
  }
  return high;
}

function probabilityOfAtMost(found: number, count: number, share01: number): number {
  let term = (1 - share01) ** count;
  let sum = term;
  for (let at = 1; at <= found; at++) {
    term *= ((count - at + 1) / at) * (share01 / (1 - share01));
    sum += term;
  }
  return sum;
}

function shown({ value, low, high }: Interval): string {
  return `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`;
}

function percent(share01: number): string {
  return `${(share01 * 100).toFixed(2)} %`;
}

if (process.argv.includes('--sample')) {
  for (const link of seededSample(linksAmongRealTexts().links, sampleSize, seeded(sampleSeed))) {
    const reasons = link.causes.map(({ reason, value, similarity }) => `${reason} ${value ?? similarity ?? ''}`.trim());
    console.log(
      JSON.stringify({
        one: nameOfText(link.one),
        other: nameOfText(link.other),
        reasons,
        texts: [link.one.text, link.other.text],
      }),
    );
  }
}
