import {
  type Interval,
  type KindModel,
  type LabelScores,
  type MessageKind,
  readKindProbabilities,
  scamKinds,
  scoreLabels,
} from '@spring-rain/engine';
import { drawClusters } from '../packages/engine/src/classify/learn/split.ts';
import { readLabelled, unmaskResearchWords } from './labelled-sms.ts';
import { markNearTraining } from './near-training.ts';

/** The shipped model on one set of messages that it has never seen, labelled by others. */
export interface AcrossScore {
  readonly name: string;
  readonly from: string;
  readonly aim: number;
  readonly scores: LabelScores;
  /** The same without messages that a training text is nearly the same as: known scripts are no test of new ones. */
  readonly unlikeTraining: LabelScores;
  /** The share of fraud that is found, a label of theirs at a time. */
  readonly foundPerLabel: readonly {
    readonly label: string;
    readonly rows: number;
    readonly calledFraud: Interval['value01'];
  }[];
}

/**
 * What their label FR does not mean: goods and services that are forbidden but offered as what they are. In their scheme
 * these are IL:*, so our kinds for them count as "not FR". A loan advert that we call `fake-loan` counts against us,
 * because they label it AD:Loan.
 */
const forbiddenOffers: readonly MessageKind[] = [
  'gambling',
  'fake-invoice',
  'account-purchase',
  'exam-cheating',
  'other',
];

/** FR:* against the rest, on fake-base-station messages. Undefined where the data is absent. */
export function scoreFakeBaseStations(model: KindModel): AcrossScore | undefined {
  const rows = readLabelled('sms-zh/fbs-dev.jsonl');
  if (rows === undefined) return undefined;
  const counted = scamKinds.filter((kind) => !forbiddenOffers.includes(kind));
  return scoreAcross(model, {
    name: 'Chinese, fake base stations: FR:* against the rest',
    from: `${rows.length} messages of sms-zh/fbs-dev`,
    aim: 0.8,
    rows: rows.map(({ text, label }) => ({ text: unmaskResearchWords(text), label, isFraud: label.startsWith('FR:') })),
    counted,
  });
}

/** Smishing against ham; what they call spam is neither, and left out. Undefined where the data is absent. */
export function scoreSmishing(model: KindModel): AcrossScore | undefined {
  const rows = readLabelled('sms-en/smishing-dev.jsonl')?.filter(({ label }) => label !== 'spam');
  if (rows === undefined) return undefined;
  return scoreAcross(model, {
    name: 'English: smishing against ham',
    from: `${rows.length} messages of sms-en/smishing-dev, spam left out`,
    aim: 0.92,
    rows: rows.map(({ text, label }) => ({ text, label, isFraud: label === 'smishing' })),
    counted: scamKinds,
  });
}

interface Across {
  readonly name: string;
  readonly from: string;
  readonly aim: number;
  readonly rows: readonly { text: string; label: string; isFraud: boolean }[];
  readonly counted: readonly MessageKind[];
}

/** The decision is the model's own: the probabilities of the counted kinds sum to its threshold or more. */
function scoreAcross(model: KindModel, { name, from, aim, rows, counted }: Across): AcrossScore {
  const calledFraud = rows.map(({ text }) => {
    const probabilities = readKindProbabilities(model, text);
    const sum = counted.reduce((total, kind) => total + (probabilities?.[kind] ?? 0), 0);
    return sum >= model.model.leastFraud01;
  });
  const texts = rows.map(({ text }) => text);
  const { clusters } = drawClusters(texts);
  const isNear = markNearTraining(texts);
  const scoreWhere = (keeps: (row: number) => boolean) => {
    const kept = rows.map((_, row) => row).filter(keeps);
    return scoreLabels({
      labels: ['fraud', 'not fraud'],
      truths: kept.map((row) => (rows[row]!.isFraud ? 0 : 1)),
      guesses: kept.map((row) => (calledFraud[row]! ? 0 : 1)),
      groups: kept.map((row) => clusters[row]!),
    });
  };
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  return {
    name,
    from,
    aim,
    scores: scoreWhere(() => true),
    unlikeTraining: scoreWhere((row) => !isNear[row]!),
    foundPerLabel: labels.map((label) => {
      const own = rows.flatMap((row, at) => (row.label === label ? [calledFraud[at]!] : []));
      return { label, rows: own.length, calledFraud: own.filter(Boolean).length / own.length };
    }),
  };
}
