import { type ApiKey, addApiKey, endApiKey, listApiKeys, staffPermissions } from '@spring-rain/contract';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { print, printJson, say, table } from '../output.ts';

const dayMs = 24 * 60 * 60 * 1_000;

interface AddOptions {
  readonly name: string;
  readonly scope: (typeof staffPermissions)[number][];
  readonly days: string;
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

/** `keys …`: API keys of this installation's first agency; other agencies' administrators make their own. */
export function addKeys(program: Command): void {
  const keys = program.command('keys').description('API keys, for machines');
  keys
    .command('list', { isDefault: true })
    .description('every key with its last use, newest first')
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(async ({ cursor, json }: { cursor?: string; json?: true }) => {
      const query = cursor === undefined ? {} : { cursor };
      const page = await withConnection((connection) => connection.call(listApiKeys, { query }));
      if (json === true) return printJson(page);
      if (page.rows.length === 0) return say('No keys.');
      print(table(page.rows.map(describe)));
      if (page.next !== undefined) say(`More: --cursor ${page.next}`);
    });
  keys
    .command('add')
    .description('makes a key; its secret is printed once')
    .requiredOption('--name <name>', 'what its decisions are signed with')
    .addOption(new Option('--scope <permissions...>', 'what it may do').choices(staffPermissions).makeOptionMandatory())
    .requiredOption('--days <days>', 'after how many days it expires')
    .requiredOption('--reason <text>', 'what it is for')
    .option('--by <name>', 'who makes it', signedInName())
    .option('--json', 'as JSON')
    .action(addKey);
  keys
    .command('end')
    .description('its next request is refused')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who ends it', signedInName())
    .action(async (id: string, body: { by: string; reason: string }) => {
      const ended = await withConnection((connection) => connection.call(endApiKey, { params: { id }, body }));
      say(`${ended.name} has ended.`);
    });
}

async function addKey({ name, scope, days, reason, by, json }: AddOptions): Promise<void> {
  const expiresAt = new Date(Date.now() + readDays(days) * dayMs).toISOString();
  const body = { name, scopes: scope, expiresAt, reason, by };
  const made = await withConnection((connection) => connection.call(addApiKey, { body }));
  if (json === true) return printJson(made);
  print(made.secret);
  say(`${made.key.name} (${made.key.id}) holds until ${made.key.expiresAt}. The secret is not shown again.`);
}

function readDays(text: string): number {
  const days = Number(text);
  if (/^\d{1,5}$/.test(text) && days > 0) return days;
  throw new CommandFailure(`--days must be a whole number above 0, found "${text}".`, exitCodes.usage);
}

function describe(key: ApiKey): string[] {
  const used = key.lastUsedAt === undefined ? 'never used' : `used ${key.lastUsedAt}`;
  return [key.id, key.state, key.name, `until ${key.expiresAt}`, used, key.scopes.join(' ')];
}
