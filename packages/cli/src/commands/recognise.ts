import { recognise } from '@spring-rain/engine';
import { type Command, Option } from 'commander';
import { describeKind, openModelOrSay } from '../kind-model.ts';
import { readMessages, sayRefused } from '../message-line.ts';
import { lineWriter } from '../output.ts';

/** `recognise [FILE]`: JSON Lines in, JSON Lines out, in the same order. Needs no server and no data folder. */
export function addRecognise(program: Command): void {
  program
    .command('recognise')
    .description('find phones, links, accounts … and the kind of scam in messages: JSON Lines {"id","text"} in and out')
    .argument('[file]', 'a file of JSON Lines, or - for standard input', '-')
    .option('--region <country>', 'read national phone numbers as of this country (ISO 3166, e.g. IN)')
    .addOption(new Option('--model <file>', 'a model that train wrote; the shipped one otherwise').env('KIND_MODEL'))
    .addHelpText(
      'after',
      '\nExample:\n  echo \'{"id":1,"text":"加V：abc12345 或打13800138000"}\' | spring-rain recognise',
    )
    .action(async (file: string, options: RecogniseOptions) => {
      process.exitCode = await recogniseLines(file, options);
    });
}

interface RecogniseOptions {
  readonly region?: string;
  readonly model?: string;
}

async function recogniseLines(file: string, { region, model: modelFile }: RecogniseOptions): Promise<number> {
  const output = lineWriter();
  const model = openModelOrSay(modelFile === '' ? undefined : modelFile);
  const refused = { count: 0 };
  for await (const message of readMessages(file, refused)) {
    const found = recognise(message.text, region === undefined ? {} : { defaultRegion: region });
    const indicators = found.indicators.map(({ kind, value, start, end }) => ({ kind, value, start, end }));
    await output.write(JSON.stringify({ id: message.id, indicators, scam: describeKind(model, message.text) }));
  }
  await output.flush();
  return sayRefused(refused);
}
