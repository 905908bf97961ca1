import { readFile, stat, writeFile } from 'node:fs/promises';
import {
  bundleLimits,
  type Pap,
  papLabels,
  readBundleKey,
  type Tlp,
  takeBundle,
  tlpLabels,
  writeBundle,
} from '@spring-rain/contract';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';

interface WriteOptions {
  readonly reports: string[];
  readonly to: string;
  readonly out?: string;
  readonly tlp: Tlp;
  readonly pap: Pap;
  readonly by: string;
  readonly reason: string;
}

interface TakeOptions {
  readonly key: string;
  readonly by: string;
  readonly reason: string;
  readonly json?: true;
}

/** `bundles …`: reports to and from agencies elsewhere, as signed files. */
export function addBundles(program: Command): void {
  const bundles = program.command('bundles').description('signed bundles of reports, for and from agencies elsewhere');
  bundles
    .command('key')
    .description('prints the public key to give to agencies elsewhere')
    .action(async () => {
      const { keyId, publicKey } = await withConnection((connection) => connection.call(readBundleKey, {}));
      print(publicKey);
      say(`Key ${keyId}. Compare it with them by telephone before you rely on it.`);
    });
  bundles
    .command('write')
    .description('writes reports into a bundle for one agency')
    .requiredOption('--reports <ids...>', 'which reports')
    .requiredOption('--to <key>', 'the public key of the agency that it is for')
    .requiredOption('--reason <text>', 'why they may have it')
    .addOption(new Option('--tlp <label>', 'who may know').choices(tlpLabels).default('amber'))
    .addOption(new Option('--pap <label>', 'what may be done with it').choices(papLabels).default('amber'))
    .option('--out <file>', 'where to; without it standard output')
    .option('--by <name>', 'who sends it', signedInName())
    .action(write);
  bundles
    .command('take')
    .description('takes the reports of a bundle, as unverified')
    .argument('<file>')
    .requiredOption('--key <key>', 'the public key of the agency that wrote it')
    .requiredOption('--reason <text>', 'on which agreement')
    .option('--by <name>', 'who takes it', signedInName())
    .option('--json', 'as JSON')
    .action(take);
}

async function write({ reports, to, out, tlp, pap, by, reason }: WriteOptions): Promise<void> {
  const body = { reportIds: reports, to, tlp, pap, by, reason };
  const made = await withConnection((connection) => connection.call(writeBundle, { body }));
  if (out === undefined) print(made.bundle);
  // Others on this machine have no business with it.
  else await writeFile(out, `${made.bundle}\n`, { mode: 0o600 });
  say(`${made.reports} reports, TLP:${tlp.toUpperCase()} PAP:${pap.toUpperCase()}, bundle ${made.hash}`);
}

async function take(file: string, { key, by, reason, json }: TakeOptions): Promise<void> {
  const { size } = await stat(file);
  if (size > bundleLimits.bytesMax + 1) {
    throw new CommandFailure(`A bundle has at most ${bundleLimits.bytesMax} bytes, found ${size} in ${file}.`);
  }
  const bundle = await readFile(file, 'utf8');
  const body = { bundle, key, by, reason };
  const taken = await withConnection((connection) => connection.call(takeBundle, { body }));
  if (json === true) return printJson(taken);
  if (taken.reports.length > 0) print(table(taken.reports.map(({ id, theirId }) => [id, `theirs ${theirId}`])));
  say(`${taken.reports.length} taken, ${taken.unchanged} known already, from ${taken.from} (${taken.source}).`);
}
