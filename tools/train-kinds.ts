/**
 * Trains the model of scam kinds that ships: `node tools/train-kinds.ts [--out DIR]`. The same messages give the same
 * bytes. Messages held out from training, and the data of the scores, are never learned from.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { trainKindModel } from '@spring-rain/engine';
import { readTrainingExamples } from './kind-examples.ts';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
const out = values.out ?? join(import.meta.dirname, '..', 'packages', 'server', 'data', 'models');
const { examples, sources, absent } = readTrainingExamples();
for (const name of absent) console.log(`absent, so not learned from: ${name}`);
const startedAt = performance.now();
const { bytes, card } = trainKindModel(examples, {
  onStep: (done, of) => console.log(`step ${done} of ${of}, ${seconds()} s`),
});
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'scam-kinds.srkm'), bytes);
const written = {
  file: 'scam-kinds.srkm',
  sha256: createHash('sha256').update(bytes).digest('hex'),
  trainedOn: sources,
  absent,
};
writeFileSync(join(out, 'scam-kinds.card.json'), `${JSON.stringify({ ...written, ...card }, null, 2)}\n`);
console.log(`${card.texts.learned} messages, ${card.grams} grams, ${bytes.length} bytes in ${out}, ${seconds()} s`);
console.log(JSON.stringify(card.crossValidation));

function seconds(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(1);
}
