import { readBags } from '../packages/engine/src/classify/learn/bags.ts';
import { nearDuplicate01 } from '../packages/engine/src/classify/learn/clusters.ts';
import { readTrainingExamples } from '../tools/kind-examples.ts';

/**
 * Whether each text is nearly the same as a text that the shipped model may have learned from: half of their grams are
 * shared (exact Jaccard, through an inverted list of the training texts' grams).
 */
export function markNearTraining(texts: readonly string[]): boolean[] {
  const learned = readTrainingExamples().examples.map(({ text }) => text);
  const { offsets, grams } = readBags([...learned, ...texts]);
  const lists = new Map<number, number[]>();
  for (let row = 0; row < learned.length; row++) {
    for (const gram of grams.subarray(offsets[row]!, offsets[row + 1]!)) {
      const list = lists.get(gram);
      if (list === undefined) lists.set(gram, [row]);
      else list.push(row);
    }
  }
  const sizeOf = (row: number) => offsets[row + 1]! - offsets[row]!;
  const shared = new Int32Array(learned.length);
  return texts.map((_, at) => {
    const row = learned.length + at;
    shared.fill(0);
    for (const gram of grams.subarray(offsets[row]!, offsets[row + 1]!)) {
      for (const other of lists.get(gram) ?? []) shared[other]!++;
    }
    return shared.some((count, other) => count > 0 && count / (sizeOf(row) + sizeOf(other) - count) >= nearDuplicate01);
  });
}
