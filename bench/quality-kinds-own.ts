import {
  calibrationError,
  type Interval,
  type KindModel,
  type LabelScores,
  messageKinds,
  readKind,
  readKindProbabilities,
  scamKinds,
  scoreLabels,
  shareOf,
  splitExamples,
} from '@spring-rain/engine';
import { readTrainingExamples } from '../tools/kind-examples.ts';

/** The shipped model on the project's messages that were held out from training, by cluster. */
export interface OwnScore {
  readonly messages: number;
  readonly fraud: LabelScores;
  readonly kind: LabelScores;
  readonly likeliest: Interval;
  readonly named: Interval;
  readonly namedRight: Interval;
  readonly calibrationError01: number;
  readonly fraudCalibrationError01: number;
}

/** Held out are the messages that `isHeldOut` draws; what comes from elsewhere is not scored here. */
export function scoreOwnMessages(model: KindModel): OwnScore {
  const { heldOut, heldOutClusters } = splitExamples(readTrainingExamples().examples);
  const rows = heldOut.flatMap((example, at) =>
    example.source === 'project messages' ? [{ ...example, cluster: heldOutClusters[at]! }] : [],
  );
  const scams: readonly string[] = scamKinds;
  const readings = rows.map(({ text }) => readKind(model, text));
  const groups = rows.map(({ cluster }) => cluster);
  const labels = [...messageKinds, 'undecided'];
  const named = readings.flatMap((reading, at) =>
    reading.kind === 'undecided'
      ? []
      : [{ probability01: reading.probability01, isRight: reading.kind === rows[at]!.kind }],
  );
  const fraud = readings.map(({ fraud01 }) => fraud01 ?? 0);
  return {
    messages: rows.length,
    fraud: scoreLabels({
      labels: ['scam', 'honest'],
      truths: rows.map(({ kind }) => (scams.includes(kind) ? 0 : 1)),
      guesses: fraud.map((fraud01) => (fraud01 >= model.model.leastFraud01 ? 0 : 1)),
      groups,
    }),
    kind: scoreLabels({
      labels,
      truths: rows.map(({ kind }) => labels.indexOf(kind)),
      guesses: readings.map(({ kind }) => labels.indexOf(kind)),
      groups,
    }),
    likeliest: shareOf(rows.filter(({ text, kind }) => likeliestKind(model, text) === kind).length, rows.length),
    named: shareOf(named.length, rows.length),
    namedRight: shareOf(named.filter(({ isRight }) => isRight).length, named.length),
    calibrationError01: calibrationError(named),
    fraudCalibrationError01: calibrationError(
      fraud.map((probability01, at) => ({ probability01, isRight: scams.includes(rows[at]!.kind) })),
    ),
  };
}

function likeliestKind(model: KindModel, text: string): string | undefined {
  const probabilities = Object.entries(readKindProbabilities(model, text) ?? {});
  return probabilities.toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
