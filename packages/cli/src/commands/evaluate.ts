import {
  calibrationError,
  type Interval,
  type KindExample,
  type KindModel,
  type LabelScores,
  messageKinds,
  readKind,
  scamKinds,
  scoreLabels,
  shareOf,
} from '@spring-rain/engine';
import { openKindModel } from '@spring-rain/server';
import type { Command } from 'commander';
import { CommandFailure } from '../failure.ts';
import { readLabelledLines } from '../labelled-lines.ts';
import { print, printJson, say, table } from '../output.ts';

interface Evaluation {
  readonly messages: number;
  readonly kind: LabelScores;
  readonly fraud: LabelScores;
  /** The part for which a kind is named, and how often it is right there. */
  readonly decided: Interval;
  readonly decidedRight: Interval;
  readonly calibrationError01: number;
}

/** `evaluate FILE`: how a model does on labelled messages, with intervals and the confusion table. */
export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('score a model on labelled messages that it has not learned from: JSON Lines {"text","kind"}')
    .argument('<file>', 'a file of JSON Lines, or - for standard input')
    .option('--model <file>', 'a model that train wrote; the shipped one otherwise')
    .option('--json', 'the scores as JSON')
    .action(async (file: string, options: { model?: string; json?: true }) => {
      const { model, problem } = openKindModel(options.model);
      if (model === undefined) throw new CommandFailure(problem ?? 'A model was wanted, found none.');
      const { examples, refused } = await readLabelledLines([file]);
      if (refused > 0) say(`${refused} line(s) were refused and not scored.`);
      if (examples.length === 0) throw new CommandFailure(`Labelled messages were wanted, found none in ${file}.`);
      const evaluation = evaluateKinds(model, examples);
      if (options.json === true) printJson(evaluation);
      else print(describe(evaluation));
    });
}

/** `undecided` is a guess of its own, which is never right: an abstention costs recall, and no precision. */
function evaluateKinds(model: KindModel, examples: readonly KindExample[]): Evaluation {
  const labels = [...messageKinds, 'undecided'];
  const readings = examples.map(({ text }) => readKind(model, text));
  const truths = examples.map(({ kind }) => labels.indexOf(kind));
  const guesses = readings.map(({ kind }) => labels.indexOf(kind));
  const scams: readonly string[] = scamKinds;
  const decided = readings.flatMap((reading, row) =>
    reading.kind === 'undecided'
      ? []
      : [{ probability01: reading.probability01, isRight: reading.kind === examples[row]!.kind }],
  );
  return {
    messages: examples.length,
    kind: scoreLabels({ labels, truths, guesses }),
    fraud: scoreLabels({
      labels: ['scam', 'honest'],
      truths: examples.map(({ kind }) => (scams.includes(kind) ? 0 : 1)),
      guesses: readings.map(({ fraud01 }) => ((fraud01 ?? 0) >= model.model.leastFraud01 ? 0 : 1)),
    }),
    decided: shareOf(decided.length, examples.length),
    decidedRight: shareOf(decided.filter(({ isRight }) => isRight).length, decided.length),
    calibrationError01: calibrationError(decided),
  };
}

function describe({ messages, kind, fraud, decided, decidedRight, calibrationError01 }: Evaluation): string {
  const perKind = kind.perLabel
    .filter(({ rows }) => rows > 0)
    .map(({ label, rows, precision01, recall01, f1 }) => [
      label,
      String(rows),
      precision01.toFixed(3),
      recall01.toFixed(3),
      f1.toFixed(3),
    ]);
  return [
    `${messages} messages.`,
    `Scam or honest: macro-F1 ${withInterval(fraud.macroF1)}, accuracy ${withInterval(fraud.accuracy)}`,
    `Kind: macro-F1 ${withInterval(kind.macroF1)}, accuracy ${withInterval(kind.accuracy)}, undecided counted as wrong`,
    `A kind is named for ${withInterval(decided)}; of those it is right for ${withInterval(decidedRight)}`,
    `Calibration error of named kinds: ${calibrationError01.toFixed(3)}`,
    '',
    table([['kind', 'messages', 'precision', 'recall', 'F1'], ...perKind]),
    '',
    'Confusions (labelled as, read as, how often):',
    table(confusions(kind)),
  ].join('\n');
}

function confusions({ labels, confusion }: LabelScores): string[][] {
  const rows = confusion.flatMap((row, truth) =>
    row.flatMap((count, guess) => (truth !== guess && count > 0 ? [{ truth, guess, count }] : [])),
  );
  rows.sort((one, other) => other.count - one.count || one.truth - other.truth || one.guess - other.guess);
  return rows.map(({ truth, guess, count }) => [labels[truth]!, labels[guess]!, String(count)]);
}

function withInterval({ value01, low01, high01 }: Interval): string {
  return `${value01.toFixed(3)} [${low01.toFixed(3)}, ${high01.toFixed(3)}]`;
}
