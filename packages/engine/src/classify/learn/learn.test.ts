import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calibrationError, compareGuesses, scoreLabels, shareOf } from '../scores.ts';
import { calibrate, chooseLabel } from '../text-model.ts';
import { readBags } from './bags.ts';
import { fitCalibration } from './calibration.ts';
import { clusterTexts, jaccard, nearDuplicate01 } from './clusters.ts';
import { fitBlend } from './fit-blend.ts';
import { fitLeans } from './leans.ts';
import { seededNumbers } from './random.ts';
import { foldOf, heldOutPercent, isHeldOut } from './split.ts';
import { learnLine, marginsOf } from './svm.ts';
import { assumedFraudShare01, bestSplit, leastProbability } from './thresholds.ts';
import type { Vectors } from './vectors.ts';

/** Rows of unit length over `width` columns; the first half leans to the lower columns. */
function randomVectors(rows: number, width: number, random: () => number): Vectors {
  const columns: number[] = [];
  const values: number[] = [];
  const offsets = [0];
  for (let row = 0; row < rows; row++) {
    const own = new Set<number>();
    while (own.size < 5) own.add(Math.floor((row < rows / 2 ? random() ** 2 : random()) * width));
    for (const column of own) {
      columns.push(column);
      values.push(1 / Math.sqrt(5));
    }
    offsets.push(columns.length);
  }
  return {
    rows,
    width,
    offsets: Int32Array.from(offsets),
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}

test('the line that is learned is the best: no small change of it lowers what is minimised', () => {
  const random = seededNumbers(7);
  const vectors = randomVectors(80, 30, random);
  const isInside = (row: number) => row < 40;
  const line = learnLine(vectors, isInside, { costOf: () => 1, seed: 1 });
  const loss = (weights: Float64Array, bias: number) => {
    const margins = marginsOf(vectors, { weights, bias });
    const hinge = margins.reduce(
      (sum, margin, row) => sum + Math.max(0, 1 - (isInside(row) ? margin : -margin)) ** 2,
      0,
    );
    return weights.reduce((sum, weight) => sum + weight * weight, bias * bias) / 2 + hinge;
  };
  const least = loss(line.weights, line.bias);
  for (let trial = 0; trial < 300; trial++) {
    const moved = line.weights.map((weight) => weight + (random() - 0.5) * 0.2);
    assert.ok(loss(moved, line.bias + (random() - 0.5) * 0.2) > least - 1e-3);
  }
});

test('clusters are those that all pairs give', () => {
  const random = seededNumbers(11);
  const letters = [...'转账安全户头刷单返佣点击链接领取奖金验证码快递包裹客服退款'];
  const bases = Array.from({ length: 30 }, () =>
    Array.from({ length: 30 }, () => letters[Math.floor(random() * letters.length)]!),
  );
  const texts = Array.from({ length: 150 }, (_, index) => {
    const copy = [...bases[index % bases.length]!];
    for (let edit = 0; edit < Math.floor(random() * 7); edit++) copy[Math.floor(random() * 30)] = '好';
    return copy.join('');
  });
  const bags = readBags(texts);
  const slow = texts.map((_, row) => row);
  for (let round = 0; round < texts.length; round++) {
    let changed = false;
    for (let row = 0; row < texts.length; row++) {
      for (let other = 0; other < row; other++) {
        if (slow[row] === slow[other] || jaccard(bags, row, other) < nearDuplicate01) continue;
        const [from, to] = [Math.max(slow[row]!, slow[other]!), Math.min(slow[row]!, slow[other]!)];
        for (let at = 0; at < slow.length; at++) if (slow[at] === from) slow[at] = to;
        changed = true;
      }
    }
    if (!changed) break;
  }
  assert.deepEqual([...clusterTexts(bags)], slow);
  assert.ok(new Set(slow).size < texts.length);
});

test('about a fifth of all draws is held out, and folds do not depend on it', () => {
  const random = seededNumbers(3);
  const draws = Array.from({ length: 20_000 }, () => Math.floor(random() * 2 ** 32));
  const share = draws.filter(isHeldOut).length / draws.length;
  assert.ok(Math.abs(share - heldOutPercent / 100) < 0.02);
  for (let fold = 0; fold < 5; fold++) {
    const own = draws.filter((draw) => foldOf(draw, 5) === fold);
    assert.ok(Math.abs(own.filter(isHeldOut).length / own.length - share) < 0.02);
  }
});

test('calibration finds the slope and the offset that made the truth', () => {
  const random = seededNumbers(5);
  const truths = new Int32Array(4000);
  const margins = new Float64Array(truths.length * 3);
  for (let row = 0; row < truths.length; row++) {
    const own = margins.subarray(row * 3, row * 3 + 3).map(() => random() * 4 - 2);
    margins.set(own, row * 3);
    calibrate(own, 1.5, [0, 0, 0.7]);
    const draw = random();
    truths[row] = draw < own[0]! ? 0 : draw < own[0]! + own[1]! ? 1 : 2;
  }
  const { slope, offsets } = fitCalibration(margins, truths, 3);
  assert.ok(Math.abs(slope - 1.5) < 0.15, String(slope));
  assert.ok(Math.abs(offsets[2]! - (offsets[0]! + offsets[1]!) / 2 - 0.7) < 0.2, String(offsets));
});

test('a blend listens to the opinion that is right', () => {
  const random = seededNumbers(9);
  const opinions = Array.from({ length: 2000 }, () => {
    const isScam = random() < 0.5;
    return { isScam, kindsLogit: random() * 2 - 1, lineMargin: (isScam ? 1 : -1) + random() * 3 - 1.5 };
  });
  const { kinds, line } = fitBlend(opinions);
  assert.ok(line > 1.5 && Math.abs(kinds) < 0.4, `${kinds} ${line}`);
});

test('leans raise a label that the likeliest passes over', () => {
  const probabilities = Float64Array.from([0.6, 0.4, 0.9, 0.1, 0.9, 0.1, 0.6, 0.4, 0.95, 0.05]);
  const truths = Int32Array.from([1, 0, 0, 1, 0]);
  const leans = fitLeans(probabilities, truths, 2);
  const guesses = Array.from(truths, (_, row) => chooseLabel(probabilities.subarray(row * 2, row * 2 + 2), leans));
  assert.deepEqual(guesses, [...truths]);
});

test('the least probability keeps the wanted precision, and takes as many as it may', () => {
  const random = seededNumbers(13);
  const decisions = Array.from({ length: 500 }, () => {
    const probability01 = Math.round(random() * 50) / 50;
    return { probability01, isRight: random() < probability01 };
  });
  const least = leastProbability(decisions, 0.8);
  const precision = (from: number) => {
    const taken = decisions.filter(({ probability01 }) => probability01 >= from);
    return taken.filter(({ isRight }) => isRight).length / taken.length;
  };
  assert.ok(precision(least) >= 0.8);
  for (const { probability01 } of decisions) assert.ok(probability01 >= least || precision(probability01) < 0.8);
});

test('the best split is the one that trying all of them finds, at the assumed share of scams', () => {
  const random = seededNumbers(17);
  const decisions = Array.from({ length: 300 }, () => {
    const isPositive = random() < 0.6;
    return { isPositive, probability01: Math.min(1, Math.max(0, (isPositive ? 0.3 : 0) + random() * 0.7)) };
  });
  const positives = decisions.filter(({ isPositive }) => isPositive).length;
  const weight = ((1 - assumedFraudShare01) / assumedFraudShare01) * (positives / (decisions.length - positives));
  const f1At = (threshold: number) => {
    let [hits, misses, alarms, rest] = [0, 0, 0, 0];
    for (const { isPositive, probability01 } of decisions) {
      if (isPositive && probability01 >= threshold) hits++;
      else if (isPositive) misses++;
      else if (probability01 >= threshold) alarms += weight;
      else rest += weight;
    }
    return hits / (2 * hits + misses + alarms) + rest / (2 * rest + misses + alarms);
  };
  const found = f1At(bestSplit(decisions));
  for (const { probability01 } of decisions) assert.ok(f1At(probability01) <= found + 1e-12);
});

test('scores agree with worked examples', () => {
  const given = { labels: ['a', 'b'], truths: [0, 0, 0, 1], guesses: [0, 0, 1, 1] };
  const scores = scoreLabels(given);
  assert.deepEqual(scores.confusion, [
    [2, 1],
    [0, 1],
  ]);
  assert.ok(Math.abs(scores.macroF1.value01 - (0.8 + 2 / 3) / 2) < 1e-12);
  assert.equal(scores.accuracy.value01, 0.75);
  assert.ok(scores.macroF1.low01 <= scores.macroF1.value01 && scores.macroF1.value01 <= scores.macroF1.high01);
  const half = shareOf(5, 10);
  assert.ok(Math.abs(half.low01 - 0.2366) < 1e-3 && Math.abs(half.high01 - 0.7634) < 1e-3);
  assert.deepEqual(compareGuesses(given, given.guesses), { value01: 0, low01: 0, high01: 0 });
  assert.ok(Math.abs(compareGuesses(given, [1, 1, 0, 0]).value01 - (11 / 15 - 0.2)) < 1e-12);
  const promised = [0.9, 0.9, 0.9, 0.9].map((probability01, at) => ({ probability01, isRight: at < 2 }));
  assert.ok(Math.abs(calibrationError(promised) - 0.4) < 1e-12);
});
