/**
 * How often a day is called a burst although nothing is new, on shuffled data, and how many real bursts are found.
 * Series have a weekly rhythm, a level of their own and waves; a shuffled series has its days in random order within each
 * weekday, so that its rhythm stays and nothing in it can be new. Bursts are put in by multiplying the last day.
 */
import { type DailySeries, discoveries, judgeDay } from '@spring-rain/engine';
import { seeded } from './table.ts';

export interface BurstScore {
  readonly series: number;
  readonly days: number;
  /** Of shuffled series, those whose last day has p ≤ 0.01. */
  readonly falseAlarms01: number;
  /** Of what is reported among many series of which a twentieth burst, how much was not a burst. */
  readonly falseDiscoveries01: number;
  readonly falseDiscoveryAim01: number;
  /** Bursts of three and of ten times the usual that were reported. */
  readonly found3x01: number;
  readonly found10x01: number;
}

const weekDays = 7;
const rhythm = [1.2, 1.15, 1.1, 1.1, 1.05, 0.8, 0.6];
const shapes = {
  days: 56,
  falseDiscoveryAim01: 0.05,
  burstMin: 5,
  families: 40,
  seriesPerFamily: 500,
  burstsOneIn: 20,
};

/** The score over seeded series: no data of daily counts may be shipped, so their shape is stated and their seed fixed. */
function scoreBursts(seed = 9): BurstScore {
  const random = seeded(seed);
  const { days, families, seriesPerFamily, falseDiscoveryAim01 } = shapes;
  let alarms = 0;
  let reported = 0;
  let wrong = 0;
  const bursts = { made: { 3: 0, 10: 0 }, found: { 3: 0, 10: 0 } };
  for (let family = 0; family < families; family++) {
    const series = Array.from({ length: seriesPerFamily }, () =>
      shuffledByWeekday(drawSeries(days + 1, random), random),
    );
    alarms += series.filter((counts) => judgeDay(lastOf(counts)).pValue <= 0.01).length;
    const factors = series.map((_, index) => (index % shapes.burstsOneIn === 0 ? (random() < 0.5 ? 3 : 10) : 1));
    const burst = series.map((counts, index) => withBurst(counts, factors[index]!));
    const judged = burst.flatMap((counts, index) => {
      const day = lastOf(counts);
      return day.today < shapes.burstMin ? [] : [{ index, pValue: judgeDay(day).pValue }];
    });
    const found = discoveries(
      judged.map(({ pValue }) => pValue),
      { falseDiscoveryRate01: falseDiscoveryAim01, tests: seriesPerFamily },
    ).map((at) => judged[at]!.index);
    reported += found.length;
    wrong += found.filter((index) => factors[index] === 1).length;
    for (const factor of [3, 10] as const) {
      bursts.made[factor] += factors.filter((each) => each === factor).length;
      bursts.found[factor] += found.filter((index) => factors[index] === factor).length;
    }
  }
  return {
    series: families * seriesPerFamily,
    days,
    falseAlarms01: alarms / (families * seriesPerFamily),
    falseDiscoveries01: reported === 0 ? 0 : wrong / reported,
    falseDiscoveryAim01,
    found3x01: bursts.found[3] / bursts.made[3],
    found10x01: bursts.found[10] / bursts.made[10],
  };
}

/** At most this share of shuffled days may be called a burst at p ≤ 0.01, which is what 0.01 says. */
const falseAlarmsMax01 = 0.01;

/** Scores, prints, and says what is worse than its aim. */
export function measureBursts(): { score: BurstScore; below: string[] } {
  const score = scoreBursts();
  printBursts(score);
  const below = [
    ...(score.falseAlarms01 > falseAlarmsMax01 ? ['bursts: false alarms'] : []),
    ...(score.falseDiscoveries01 > score.falseDiscoveryAim01 ? ['bursts: false discoveries'] : []),
  ];
  return { score, below };
}

function printBursts(score: BurstScore): void {
  const percent = (share01: number) => `${(share01 * 100).toFixed(2)} %`;
  console.log(
    `\nBursts, ${score.series} seeded series of ${score.days} days and one more, shuffled within each weekday.\n`,
  );
  console.log('| measured | found | aim |\n|---|---|---|');
  console.log(
    `| shuffled days called a burst at p ≤ 0.01 | ${percent(score.falseAlarms01)} | ≤ ${percent(falseAlarmsMax01)} |`,
  );
  console.log(
    `| of what is reported, not a burst | ${percent(score.falseDiscoveries01)} | ≤ ${percent(score.falseDiscoveryAim01)} |`,
  );
  console.log(`| bursts of 3 × reported | ${percent(score.found3x01)} | – |`);
  console.log(`| bursts of 10 × reported | ${percent(score.found10x01)} | – |`);
}

function lastOf(counts: readonly number[]): DailySeries {
  return { past: counts.slice(0, -1), today: counts.at(-1)! };
}

/** A level between one report a fortnight and forty a day, the week's rhythm, and gamma waves around it. */
function drawSeries(days: number, random: () => number): number[] {
  const level = 0.07 * (40 / 0.07) ** random();
  const waviness = random() * 0.5;
  return Array.from({ length: days }, (_, day) =>
    poisson(level * rhythm[day % weekDays]! * wave(waviness, random), random),
  );
}

/** A gamma variable of mean 1 and the given variance, by Marsaglia and Tsang (https://doi.org/10.1145/358407.358414). */
function wave(variance: number, random: () => number): number {
  if (variance < 0.01) return 1;
  const shape = 1 / variance;
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (let tries = 0; tries < 1_000; tries++) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
  return 1;
}

function poisson(mean: number, random: () => number): number {
  const limit = Math.exp(-Math.min(mean, 700));
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

function shuffledByWeekday(counts: readonly number[], random: () => number): number[] {
  const shuffled = [...counts];
  for (let weekday = 0; weekday < weekDays; weekday++) {
    const places = shuffled.flatMap((_, day) => (day % weekDays === weekday ? [day] : []));
    for (let at = places.length - 1; at > 0; at--) {
      const other = Math.floor(random() * (at + 1));
      const [one, two] = [places[at]!, places[other]!];
      [shuffled[one], shuffled[two]] = [shuffled[two]!, shuffled[one]!];
    }
  }
  return shuffled;
}

/** The last day as many times its count; where it had none, as many reports. */
function withBurst(counts: readonly number[], factor: number): number[] {
  return factor === 1 ? [...counts] : [...counts.slice(0, -1), Math.max(factor, counts.at(-1)! * factor)];
}
