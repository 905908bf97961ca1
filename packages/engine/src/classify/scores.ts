import { seededNumbers } from './learn/random.ts';

/** A figure and its 95 % interval. */
export interface Interval {
  readonly value01: number;
  readonly low01: number;
  readonly high01: number;
}

export interface LabelScore {
  readonly label: string;
  readonly rows: number;
  readonly precision01: number;
  readonly recall01: number;
  readonly f1: number;
}

/** How guesses compare with the truth. */
export interface LabelScores {
  readonly rows: number;
  readonly labels: readonly string[];
  /** `confusion[truth][guess]`. */
  readonly confusion: readonly (readonly number[])[];
  readonly accuracy: Interval;
  readonly macroF1: Interval;
  readonly perLabel: readonly LabelScore[];
}

/** Truth and guess of each row, as indices of labels. `groups` of rows stand or fall together in the bootstrap. */
export interface Guesses {
  readonly labels: readonly string[];
  readonly truths: readonly number[];
  readonly guesses: readonly number[];
  readonly groups?: ArrayLike<number>;
}

const resamples = 1000;
const bootstrapSeed = 95;
const z = 1.959963984540054;

/**
 * Scores of guesses: accuracy with its Wilson interval, and macro-F1 (over the labels that occur as truth) with a seeded
 * bootstrap interval over groups of rows. O(resamples · groups · labels).
 */
export function scoreLabels(given: Guesses): LabelScores {
  const { labels, truths, guesses } = given;
  const confusion = countPairs(truths, guesses, labels.length);
  const right = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
  return {
    rows: truths.length,
    labels,
    confusion,
    accuracy: shareOf(right, truths.length),
    macroF1: { value01: macroF1(confusion), ...middle(resampleF1(given, [guesses]).map(([f1]) => f1!)) },
    perLabel: labels.map((label, index) => scoreLabel(label, index, confusion)),
  };
}

/** The difference in macro-F1 of two sets of guesses over the same rows, one minus other, resampled in pairs. */
export function compareGuesses(given: Guesses, others: readonly number[]): Interval {
  const one = macroF1(countPairs(given.truths, given.guesses, given.labels.length));
  const other = macroF1(countPairs(given.truths, others, given.labels.length));
  return {
    value01: one - other,
    ...middle(resampleF1(given, [given.guesses, others]).map(([own, theirs]) => own! - theirs!)),
  };
}

/**
 * A share with its Wilson interval at 95 % (Wilson 1927, doi:10.1080/01621459.1927.10502953); of nothing, 0 to 1.
 */
export function shareOf(hits: number, of: number): Interval {
  if (of === 0) return { value01: 0, low01: 0, high01: 1 };
  const share = hits / of;
  const centre = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const scale = 1 + (z * z) / of;
  return {
    value01: share,
    low01: Math.max(0, (centre - spread) / scale),
    high01: Math.min(1, (centre + spread) / scale),
  };
}

/**
 * Expected calibration error: the mean distance of what was promised from what came true, over ten bins of probability,
 * weighted by their rows. 0 is perfect.
 */
export function calibrationError(decisions: readonly { probability01: number; isRight: boolean }[]): number {
  const bins = Array.from({ length: 10 }, () => ({ rows: 0, promised: 0, right: 0 }));
  for (const { probability01, isRight } of decisions) {
    const bin = bins[Math.min(9, Math.floor(probability01 * 10))]!;
    bin.rows++;
    bin.promised += probability01;
    if (isRight) bin.right++;
  }
  return bins.reduce((sum, { promised, right }) => sum + Math.abs(promised - right), 0) / Math.max(1, decisions.length);
}

function countPairs(truths: readonly number[], guesses: readonly number[], labels: number): number[][] {
  const confusion = Array.from({ length: labels }, () => new Array<number>(labels).fill(0));
  for (const [row, truth] of truths.entries()) confusion[truth]![guesses[row]!]!++;
  return confusion;
}

function scoreLabel(label: string, index: number, confusion: readonly (readonly number[])[]): LabelScore {
  const right = confusion[index]![index]!;
  const rows = confusion[index]!.reduce((sum, count) => sum + count, 0);
  const guessed = confusion.reduce((sum, row) => sum + row[index]!, 0);
  return {
    label,
    rows,
    precision01: guessed === 0 ? 0 : right / guessed,
    recall01: rows === 0 ? 0 : right / rows,
    f1: rows + guessed === 0 ? 0 : (2 * right) / (rows + guessed),
  };
}

function macroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.map((_, index) => scoreLabel('', index, confusion)).filter(({ rows }) => rows > 0);
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, scores.length);
}

/** Macro-F1 of each set of guesses in each resample of the groups, seeded. */
function resampleF1({ labels, truths, groups }: Guesses, sets: readonly (readonly number[])[]): number[][] {
  const rowsOf = new Map<number, number[]>();
  for (const row of truths.keys()) {
    const group = groups?.[row] ?? row;
    const rows = rowsOf.get(group);
    if (rows === undefined) rowsOf.set(group, [row]);
    else rows.push(row);
  }
  const all = [...rowsOf.values()];
  const random = seededNumbers(bootstrapSeed);
  return Array.from({ length: resamples }, () => {
    const drawn: number[] = [];
    for (let draw = 0; draw < all.length; draw++) {
      for (const row of all[Math.floor(random() * all.length)]!) drawn.push(row);
    }
    const drawnTruths = drawn.map((row) => truths[row]!);
    return sets.map((set) =>
      macroF1(
        countPairs(
          drawnTruths,
          drawn.map((row) => set[row]!),
          labels.length,
        ),
      ),
    );
  });
}

function middle(values: readonly number[]): { low01: number; high01: number } {
  const sorted = values.toSorted((one, other) => one - other);
  return { low01: sorted[Math.floor(values.length * 0.025)]!, high01: sorted[Math.ceil(values.length * 0.975) - 1]! };
}
