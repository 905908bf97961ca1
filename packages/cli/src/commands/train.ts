import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitExamples, type TrainingCard, trainKindModel } from '@spring-rain/engine';
import type { Command } from 'commander';
import { CommandFailure } from '../failure.ts';
import { readLabelledLines } from '../labelled-lines.ts';
import { print, progressBar, say } from '../output.ts';

/** `train FILE… --out DIR`: a model of scam kinds from messages that were labelled by people. */
export function addTrain(program: Command): void {
  program
    .command('train')
    .description('train a model of scam kinds from labelled messages: JSON Lines {"text","kind"}')
    .argument('<file...>', 'files of JSON Lines, or - for standard input')
    .requiredOption('--out <folder>', 'where the model and its card are written')
    .option('--seed <number>', 'another seed gives another order of learning', readSeed)
    .addHelpText(
      'after',
      '\nA fifth of the messages, chosen by cluster of near-duplicates, is never learned from; it is written to held-out.jsonl.\n' +
        '\nExample:\n  spring-rain train reports.jsonl --out model\n  spring-rain evaluate model/held-out.jsonl --model model/scam-kinds.srkm',
    )
    .action(async (files: string[], options: { out: string; seed?: number }) => {
      const { examples, refused } = await readLabelledLines(files);
      const { bytes, card } = train(examples, options.seed);
      const { heldOut } = splitExamples(examples);
      await writeModel(options.out, {
        'scam-kinds.srkm': bytes,
        'scam-kinds.card.json': `${JSON.stringify({ sha256: createHash('sha256').update(bytes).digest('hex'), ...card }, null, 2)}\n`,
        'held-out.jsonl': heldOut.map(({ text, kind }) => `${JSON.stringify({ text, kind })}\n`).join(''),
      });
      if (refused > 0) say(`${refused} line(s) were refused and not learned from.`);
      print(describeCard(card, options.out));
    });
}

function train(examples: Parameters<typeof trainKindModel>[0], seed: number | undefined) {
  using bar = progressBar('Training', 4);
  try {
    return trainKindModel(examples, { ...(seed === undefined ? {} : { seed }), onStep: () => bar.advance(1) });
  } catch (failure) {
    if (failure instanceof RangeError) throw new CommandFailure(failure.message, undefined, { cause: failure });
    throw failure;
  }
}

/** Each file appears under its name only when it is whole, the model last. */
async function writeModel(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files).reverse()) {
    await writeFile(join(folder, `${name}.partial`), content);
    await rename(join(folder, `${name}.partial`), join(folder, name));
  }
}

function describeCard(card: TrainingCard, folder: string): string {
  const { accuracy01, decidedShare01, decidedRight01 } = card.crossValidation;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  return [
    `Learned from ${card.texts.learned} messages of ${Object.keys(card.kinds).length} kinds; ${card.texts.heldOut} are held out.`,
    `In cross-validation the likeliest kind is right for ${percent(accuracy01)}; a kind is named for ${percent(decidedShare01)}, and right for ${percent(decidedRight01)} of those.`,
    `Model: ${join(folder, 'scam-kinds.srkm')} (${card.bytes} bytes). Card: ${join(folder, 'scam-kinds.card.json')}.`,
  ].join('\n');
}

function readSeed(raw: string): number {
  const seed = Number(raw);
  if (Number.isSafeInteger(seed) && seed >= 0) return seed;
  throw new CommandFailure(`Wanted --seed as a whole number from 0 on, found "${raw}".`, 2);
}
