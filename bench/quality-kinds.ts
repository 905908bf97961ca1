/** The kinds of scam: (a) on the project's held-out messages, (b) across domains, (c) the method beside a peer. */
import type { Interval, LabelScores } from '@spring-rain/engine';
import { readShippedKindModel } from '@spring-rain/server';
import { type AcrossScore, scoreFakeBaseStations, scoreSmishing } from './quality-kinds-across.ts';
import { type MethodScore, scoreMethod } from './quality-kinds-method.ts';
import { type OwnScore, scoreOwnMessages } from './quality-kinds-own.ts';

/** Aims are what is wanted; floors are what has been reached, less what chance may take, and must not be lost. */
const floors = { ownFraud: 0.87, namedRight: 0.87, across: [0.84, 0.84] } as const;

export interface KindScores {
  readonly own: OwnScore;
  readonly across: readonly AcrossScore[];
  readonly method: readonly MethodScore[];
  readonly absent: readonly string[];
  /** What is under its floor. */
  readonly below: readonly string[];
}

/** Scores, and prints the tables. */
export function scoreKinds(): KindScores {
  const { model, problem } = readShippedKindModel();
  if (model === undefined) throw new Error(problem);
  const own = scoreOwnMessages(model);
  const [stations, smishing] = [scoreFakeBaseStations(model), scoreSmishing(model)];
  const across = [stations, smishing].filter((score) => score !== undefined);
  const method = scoreMethod();
  const absent = [
    ...(stations === undefined ? ['sms-zh/fbs-dev: (b) in Chinese and (c) not run'] : []),
    ...(smishing === undefined ? ['sms-en/smishing-dev: (b) in English not run'] : []),
  ];
  printOwn(own);
  for (const score of across) printAcross(score);
  for (const score of method ?? []) printMethod(score);
  for (const name of absent) console.log(`Absent: ${name}`);
  return { own, across, method: method ?? [], absent, below: listBelow(own, across, method ?? []) };
}

function listBelow(own: OwnScore, across: readonly AcrossScore[], method: readonly MethodScore[]): string[] {
  return [
    ...(own.fraud.macroF1.value01 < floors.ownFraud ? ['(a) scam or honest'] : []),
    ...(own.namedRight.value01 < floors.namedRight ? ['(a) named kinds right'] : []),
    ...across.flatMap(({ name, scores }, index) =>
      scores.macroF1.value01 < (floors.across[index] ?? 0) ? [`(b) ${name}`] : [],
    ),
    // Below the peer is what no resample puts above it.
    ...method.flatMap(({ task, peer }) =>
      typeof peer !== 'string' && peer.difference.high01 < 0 ? [`(c) ${task}`] : [],
    ),
  ];
}

function printOwn(own: OwnScore): void {
  console.log(`\n(a) Kinds, on ${own.messages} messages of the project that no model is trained on\n`);
  console.log(`Scam or honest: macro-F1 ${interval(own.fraud.macroF1)}, accuracy ${interval(own.fraud.accuracy)}`);
  console.log(`The likeliest of all kinds is right for ${interval(own.likeliest)}`);
  console.log(
    `A kind is named for ${interval(own.named)} (undecided otherwise); right for ${interval(own.namedRight)} of them`,
  );
  console.log(`Macro-F1 of kinds, undecided counted as wrong: ${interval(own.kind.macroF1)}`);
  console.log(
    `Calibration error: ${own.calibrationError01.toFixed(3)} of named kinds, ${own.fraudCalibrationError01.toFixed(3)} of scam or honest`,
  );
  printConfusion(own.fraud);
  printPerLabel(own.kind);
  printConfusions(own.kind, 25);
}

function printAcross({ name, from, aim, scores, unlikeTraining, foundPerLabel }: AcrossScore): void {
  const holds = scores.macroF1.value01 >= aim ? 'reached' : 'NOT reached';
  console.log(`\n(b) ${name} (${from})\n`);
  console.log(`Macro-F1 ${interval(scores.macroF1)}, aim ≥ ${aim}: ${holds}. Accuracy ${interval(scores.accuracy)}`);
  console.log(
    `Without the ${scores.rows - unlikeTraining.rows} messages that a training text is nearly the same as: macro-F1 ${interval(unlikeTraining.macroF1)}`,
  );
  printConfusion(scores);
  const found = foundPerLabel.map(
    ({ label, rows, calledFraud }) => `${label} ${(calledFraud * 100).toFixed(1)}% of ${rows}`,
  );
  console.log(`Called fraud, by their label: ${found.join('; ')}`);
}

function printMethod({ task, labels, clusters, ours, peer }: MethodScore): void {
  console.log(
    `\n(c) The method on sms-zh/fbs-dev, ${task} (${labels}), 5 folds over ${clusters} clusters of near-duplicates\n`,
  );
  console.log(`Ours: macro-F1 ${interval(ours.macroF1)}`);
  if (typeof peer === 'string') console.log(`TF-IDF + linear SVM: ${peer}`);
  else {
    console.log(
      `TF-IDF (characters, 1–4) + LinearSVC, its best setting here (${peer.setting}): ${interval(peer.scores.macroF1)}`,
    );
    const reached = peer.difference.value01 >= 0.03 ? 'reached' : 'NOT reached';
    console.log(`Difference, paired: ${interval(peer.difference)}; aim ≥ +0.03: ${reached}`);
  }
  printPerLabel(ours);
  printConfusions(ours, 12);
}

function printConfusion({ labels, confusion }: LabelScores): void {
  console.log(`\n| truly | ${labels.map((label) => `read as ${label}`).join(' | ')} |`);
  console.log(`|---|${labels.map(() => '---').join('|')}|`);
  for (const [truth, row] of confusion.entries()) console.log(`| ${labels[truth]} | ${row.join(' | ')} |`);
}

function printPerLabel({ perLabel }: LabelScores): void {
  console.log('\n| label | messages | precision | recall | F1 |\n|---|---|---|---|---|');
  for (const { label, rows, precision01, recall01, f1 } of perLabel) {
    if (rows > 0)
      console.log(`| ${label} | ${rows} | ${precision01.toFixed(3)} | ${recall01.toFixed(3)} | ${f1.toFixed(3)} |`);
  }
}

/** The whole table is in bench/quality.json; the commonest confusions are what a person reads. */
function printConfusions({ labels, confusion }: LabelScores, most: number): void {
  const found = confusion.flatMap((row, truth) =>
    row.flatMap((count, guess) =>
      truth === guess || count === 0 || labels[guess] === 'undecided' ? [] : [{ truth, guess, count }],
    ),
  );
  found.sort((one, other) => other.count - one.count || one.truth - other.truth || one.guess - other.guess);
  const shown = found.slice(0, most).map(({ truth, guess, count }) => `${labels[truth]} → ${labels[guess]} ${count}`);
  console.log(`\nConfusions: ${shown.join('; ')}`);
}

function interval({ value01, low01, high01 }: Interval): string {
  return `${value01.toFixed(3)} [${low01.toFixed(3)}, ${high01.toFixed(3)}]`;
}
