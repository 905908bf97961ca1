import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compareGuesses, type Interval, type LabelScores, scoreLabels } from '@spring-rain/engine';
import { fitCalibration } from '../packages/engine/src/classify/learn/calibration.ts';
import {
  defaultFit,
  fitLines,
  type Labelled,
  rowsWhere,
  scoreOutOfFold,
  scoreRows,
} from '../packages/engine/src/classify/learn/fit.ts';
import { fitLeans } from '../packages/engine/src/classify/learn/leans.ts';
import { drawClusters, foldOf } from '../packages/engine/src/classify/learn/split.ts';
import { calibrate, chooseLabel } from '../packages/engine/src/classify/text-model.ts';
import { type LabelledText, readLabelled, unmaskResearchWords } from './labelled-sms.ts';

/** The method, taught anew on each fold's rest, beside a linear support vector machine on the same folds. */
export interface MethodScore {
  readonly task: string;
  readonly labels: number;
  readonly clusters: number;
  readonly ours: LabelScores;
  /** The peer's best setting on these very folds, or why it could not be run. */
  readonly peer: { readonly setting: string; readonly scores: LabelScores; readonly difference: Interval } | string;
}

const foldCount = 5;
/** A class with fewer messages is merged into Other: five folds of a handful measure nothing. */
const leastRows = 50;
const peerLimitMs = 300_000;
const peerMaxBytes = 64 * 2 ** 20;
/** Debian's own Python first: it is the one that Debian's scikit-learn belongs to. */
const pythons = ['/usr/bin/python3', 'python3'];

/** Scores in all classes and in the four main ones. Undefined where the data is absent. */
export function scoreMethod(): MethodScore[] | undefined {
  const rows = readLabelled('sms-zh/fbs-dev.jsonl');
  if (rows === undefined) return undefined;
  const { bags, clusters, draws } = drawClusters(rows.map(({ text }) => unmaskResearchWords(text)));
  const folds = Int32Array.from(draws, (draw) => foldOf(draw, foldCount));
  const tasks = { 'all classes': fineLabels(rows), 'four classes': rows.map(({ label }) => label.split(':', 1)[0]!) };
  const peer = runPeer({ texts: rows.map(({ text }) => text), folds: [...folds], tasks });
  return Object.entries(tasks).map(([task, given]) => {
    const labels = [...new Set(given)].sort();
    const truths = given.map((label) => labels.indexOf(label));
    const guesses = guessLikeKinds({ bags, truths: Int32Array.from(truths), labels: labels.length }, folds);
    const own = { labels, truths, guesses, groups: clusters };
    return {
      task,
      labels: labels.length,
      clusters: new Set(clusters).size,
      ours: scoreLabels(own),
      peer: typeof peer === 'string' ? peer : comparePeer(own, peer[task] ?? {}),
    };
  });
}

function fineLabels(rows: readonly LabelledText[]): string[] {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return rows.map(({ label }) => (counts.get(label)! < leastRows ? 'Other' : label));
}

/**
 * What the model of kinds does, with other labels: lines, calibration and leans, all of them from the other folds alone.
 */
function guessLikeKinds(labelled: Labelled, folds: Int32Array): number[] {
  const guesses = new Array<number>(folds.length).fill(0);
  const { labels, bags } = labelled;
  for (let fold = 0; fold < foldCount; fold++) {
    const outside = rowsWhere(folds, (own) => own !== fold);
    const inside = rowsWhere(folds, (own) => own === fold);
    const inner = folds.map((own) => (own === fold ? -1 : own > fold ? own - 1 : own));
    const scored = scoreOutOfFold(labelled, inner, defaultFit);
    const learned = new Float64Array(outside.length * labels);
    for (const [at, row] of outside.entries())
      learned.set(scored.subarray(row * labels, (row + 1) * labels), at * labels);
    const truths = outside.map((row) => labelled.truths[row]!);
    const { slope, offsets } = fitCalibration(learned, truths, labels);
    for (let at = 0; at < outside.length; at++)
      calibrate(learned.subarray(at * labels, (at + 1) * labels), slope, offsets);
    const leans = fitLeans(learned, truths, labels);
    const asked = scoreRows(bags, inside, fitLines(labelled, outside, defaultFit));
    for (const [at, row] of inside.entries()) {
      const own = asked.subarray(at * labels, (at + 1) * labels);
      calibrate(own, slope, offsets);
      guesses[row] = chooseLabel(own, leans);
    }
  }
  return guesses;
}

type PeerGuesses = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The peer's guesses, or why there are none. */
function runPeer(input: object): PeerGuesses | string {
  for (const python of pythons) {
    const { status, stdout } = spawnSync(python, [join(import.meta.dirname, 'svm_peer.py')], {
      input: JSON.stringify(input),
      encoding: 'utf8',
      timeout: peerLimitMs,
      maxBuffer: peerMaxBytes,
      env: { ...process.env, OPENBLAS_NUM_THREADS: '1' },
    });
    if (status === 0) return JSON.parse(stdout).guesses;
  }
  return 'not run: scikit-learn was wanted, found none that answers (tools/install-scikit-learn.sh installs it)';
}

/** Beside the setting that does best for the peer on these folds, which is more than it could know. */
function comparePeer(
  own: { labels: string[]; truths: number[]; guesses: number[]; groups: Int32Array },
  settings: Readonly<Record<string, readonly string[]>>,
) {
  const tried = Object.entries(settings).map(([setting, found]) => {
    const guesses = found.map((label) => own.labels.indexOf(label));
    return { setting, guesses, scores: scoreLabels({ ...own, guesses }) };
  });
  const best = tried.reduce((one, other) => (other.scores.macroF1.value01 > one.scores.macroF1.value01 ? other : one));
  return { setting: best.setting, scores: best.scores, difference: compareGuesses(own, best.guesses) };
}
