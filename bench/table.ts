/** One row of the bench: what, against what, ours, the ratio, how many. A row that cannot be run says why. */
export interface Row {
  readonly work: string;
  readonly against: string;
  readonly aim: string;
  readonly theirs?: string;
  readonly ours: string;
  readonly ratio?: number;
  readonly sample: string;
  readonly holds: boolean | undefined;
  /** Further facts, such as the time of each stage. */
  readonly notes?: readonly string[];
}

/** Yields the middle value; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A seeded generator of numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Runs `work` once to warm up and then `rounds` times, in turns with its peer; yields the median seconds of each. */
export function inTurns(rounds: number, ours: () => void, theirs: () => void): { ours: number; theirs: number } {
  ours();
  theirs();
  const times = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(timed(ours));
    times.theirs.push(timed(theirs));
  }
  return { ours: median(times.ours), theirs: median(times.theirs) };
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

/** The table as Markdown. */
export function asMarkdown(rows: readonly Row[]): string {
  const head = '| work | against | aim | theirs | ours | ratio | sample | holds |\n|---|---|---|---|---|---|---|---|';
  const lines = rows.map(
    (row) =>
      `| ${row.work} | ${row.against} | ${row.aim} | ${row.theirs ?? '–'} | ${row.ours} | ${row.ratio?.toFixed(2) ?? '–'} | ${row.sample} | ${row.holds === undefined ? 'not run' : row.holds ? 'yes' : 'NO'} |`,
  );
  const notes = rows.flatMap((row) => (row.notes ?? []).map((note) => `- ${row.work}: ${note}`));
  return [head, ...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

export function thousands(value: number): string {
  return Math.round(value).toLocaleString('en');
}
