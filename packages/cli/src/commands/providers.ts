import { readFile } from 'node:fs/promises';
import { addProvider, endProvider, listProviders, type Provider } from '@spring-rain/contract';
import type { Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

interface AddOptions {
  readonly issuer: string;
  readonly client: string;
  readonly secretFile?: string;
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

/** `providers …`: OpenID providers of this installation's first agency; other agencies' administrators add their own. */
export function addProviders(program: Command): void {
  const providers = program.command('providers').description('OpenID providers by which people sign in');
  providers
    .command('list', { isDefault: true })
    .description('every provider, newest first')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: true }) => {
      const found = await withConnection((connection) => connection.call(listProviders, {}));
      if (json === true) return printJson(found);
      if (found.rows.length === 0) return say('No providers.');
      print(table(found.rows.map(describe)));
    });
  providers
    .command('add')
    .description('people can link their account there and sign in by it')
    .argument('<name>', 'as the sign-in page calls it')
    .requiredOption('--issuer <address>', 'https://…, exactly as the provider publishes it')
    .requiredOption('--client <id>', 'what the provider calls this installation')
    .option('--secret-file <file>', 'holds the secret that goes with it; none for a public client')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who adds it', signedInName())
    .option('--json', 'as JSON')
    .action(add);
  providers
    .command('end')
    .description('nobody signs in by it any more')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who ends it', signedInName())
    .action(async (id: string, body: { by: string; reason: string }) => {
      const ended = await withConnection((connection) => connection.call(endProvider, { params: { id }, body }));
      say(`${ended.name} has ended.`);
    });
}

async function add(name: string, { issuer, client, secretFile, reason, by, json }: AddOptions): Promise<void> {
  // From a file: what stands on a command line is seen by everybody on the machine.
  const secret = secretFile === undefined ? {} : { clientSecret: (await readFile(secretFile, 'utf8')).trim() };
  const body = { name, issuer, clientId: client, ...secret, reason, by };
  const added = await withConnection((connection) => connection.call(addProvider, { body }));
  if (json === true) return printJson(added);
  print(added.id);
  say('Register this address there for it to lead back to: <your address>/desk/sign-in/callback');
}

function describe({ id, name, issuer, clientId, endedAt }: Provider): string[] {
  return [id, endedAt === undefined ? 'in use' : `ended ${endedAt}`, name, issuer, clientId];
}
