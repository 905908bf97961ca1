/** What a message is for, read by a trained model; and how such a model is trained. */
export type { Phrase } from './explain.ts';
export { type KindExample, type Split, splitExamples } from './learn/examples.ts';
export { type TrainingCard, type TrainOptions, trainKindModel } from './learn/train-kind-model.ts';
export { KindModelError } from './model-file.ts';
export {
  type KindModel,
  type KindReading,
  loadKindModel,
  readKind,
  readKindProbabilities,
  type UndecidedReason,
  undecidedReasons,
} from './read-kind.ts';
export {
  calibrationError,
  compareGuesses,
  type Guesses,
  type Interval,
  type LabelScore,
  type LabelScores,
  scoreLabels,
  shareOf,
} from './scores.ts';
