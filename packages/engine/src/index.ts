/** The pure heart: text, indicators, hosts, the known-value set, kinds of scam, likeness, links, bursts. No clock, no randomness, no input or output. */
export type { Phrase } from './classify/explain.ts';
export { type KindExample, type Split, splitExamples } from './classify/learn/examples.ts';
export { type TrainingCard, type TrainOptions, trainKindModel } from './classify/learn/train-kind-model.ts';
export { KindModelError } from './classify/model-file.ts';
export {
  type KindModel,
  type KindReading,
  loadKindModel,
  readKind,
  readKindProbabilities,
  type UndecidedReason,
  undecidedReasons,
} from './classify/read-kind.ts';
export {
  calibrationError,
  compareGuesses,
  type Guesses,
  type Interval,
  type LabelScore,
  type LabelScores,
  scoreLabels,
  shareOf,
} from './classify/scores.ts';
export { type DomainParts, domainParts } from './hosts/domain-parts.ts';
export {
  buildLookAlikeIndex,
  type LookAlike,
  type LookAlikeIndex,
  lookAlike,
  type Resemblance,
  resemblances,
} from './hosts/look-alike.ts';
export {
  maxParentHosts,
  maxPathPrefixes,
  parentScopes,
  type Scope,
  type ScopeKey,
  scopeKey,
  scopes,
} from './hosts/scopes.ts';
export { type CanonicalIndicator, canonicalIndicator } from './indicators/canonical.ts';
export { type ChatService, chatServices } from './indicators/handle.ts';
export {
  type Indicator,
  type IndicatorReason,
  type IndicatorTrait,
  indicatorReasons,
  indicatorTraits,
  type Recognition,
  type Redaction,
  redactionKinds,
} from './indicators/kinds.ts';
export { type RecogniseOptions, recognise } from './indicators/recognise.ts';
export { recogniseWhole } from './indicators/whole.ts';
export { hashValue64 } from './known/hash.ts';
export {
  buildKnownSet,
  type HostMatch,
  type KnownSet,
  KnownSetError,
  loadKnownSet,
  lookupHost,
  lookupKnown,
} from './known/known-set.ts';
export { decideLink, type Evidence, type LinkDecision, strongWeight01 } from './linking/decide.ts';
export type { Message } from './linking/intake.ts';
export { type Assignments, type LinkCause, type Linking, linkMessages, openLinking } from './linking/link-messages.ts';
export { type LinkReason, type LinkValueKind, linkReasons, reasonOfKind } from './linking/reasons.ts';
export { type LinkLists, sharedValueTest } from './linking/shared-values.ts';
export { type LinkValue, linkValues } from './linking/values.ts';
export { degreeCap, scriptEvidence, scriptWeight, valueWeight } from './linking/weights.ts';
export { type Shingles, scriptSize, shingle, sketchVersion } from './similarity/shingle.ts';
export { containment01, similarity01 } from './similarity/similarity.ts';
export { bandKeys, estimateSimilarity01, sketch } from './similarity/sketch.ts';
export { type DailySeries, type DayJudgement, discoveries, judgeDay } from './statistics/bursts.ts';
export { type NormalisedText, normalise, redact, type Span } from './text/normalise.ts';
export * from './vocabulary.ts';
