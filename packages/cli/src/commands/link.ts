import { openLinking, sharedValueTest } from '@spring-rain/engine';
import { readShippedLinkLists } from '@spring-rain/server';
import type { Command } from 'commander';
import { readMessages, sayRefused } from '../message-line.ts';
import { lineWriter, say } from '../output.ts';

/** So many over-shared values are named; the rest is counted. */
const overSharedNamed = 5;

/**
 * `link [FILE]`: JSON Lines in, JSON Lines out, in the same order: which messages come from one operation, and why.
 * Needs no server and no data folder. Nothing is written before all is read: a later message may link earlier ones.
 */
export function addLink(program: Command): void {
  program
    .command('link')
    .description('group messages into campaigns: JSON Lines {"id","text"} in, {"id","campaign","because"} out')
    .argument('[file]', 'a file of JSON Lines, or - for standard input', '-')
    .option('--region <country>', 'read national phone numbers as of this country (ISO 3166, e.g. IN)')
    .addHelpText(
      'after',
      '\nA message that links to nothing is a campaign of its own, with "because":[].\nExample:\n  spring-rain link messages.jsonl > campaigns.jsonl',
    )
    .action(async (file: string, options: { region?: string }) => {
      process.exitCode = await linkLines(file, options.region);
    });
}

async function linkLines(file: string, defaultRegion: string | undefined): Promise<number> {
  const linking = openLinking({ isShared: sharedValueTest(readShippedLinkLists()), defaultRegion });
  const ids: unknown[] = [];
  const refused = { count: 0 };
  for await (const message of readMessages(file, refused)) {
    ids.push(message.id);
    linking.add(message);
  }
  const output = lineWriter();
  const assigned = linking.assign();
  for (const [index, id] of ids.entries()) {
    const campaign = `c${assigned.campaignOf[index]! + 1}`;
    await output.write(JSON.stringify({ id, campaign, because: assigned.because(index) }));
  }
  await output.flush();
  sayOverShared(assigned.overShared.map(({ kind, value }) => `${kind} ${value}`));
  return sayRefused(refused);
}

/** A value that stopped linking is said, so that nobody takes its silence for a judgement. */
function sayOverShared(values: readonly string[]): void {
  if (values.length === 0) return;
  const rest = values.length > overSharedNamed ? ` and ${values.length - overSharedNamed} more` : '';
  say(
    `Too many different messages share these, so they link nothing: ${values.slice(0, overSharedNamed).join(', ')}${rest}.`,
  );
}
