import { addPerson, recoverPerson, type SignUpLink, type StaffRole, staffRoles } from '@spring-rain/contract';
import { loadConfig } from '@spring-rain/server';
import { type Command, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say } from '../output.ts';

interface AddOptions {
  readonly name: string;
  readonly role: StaffRole;
  readonly agency?: string;
  readonly by: string;
  readonly json?: true;
}

interface RecoverOptions {
  readonly reason: string;
  readonly by: string;
  readonly json?: true;
}

/** `user …`: people with an account. Each command prints a link that is good once, for the person alone. */
export function addUser(program: Command): void {
  const user = program.command('user').description('people with an account');
  user
    .command('add')
    .description('adds a person, and prints the link by which they set password and second factor')
    .argument('<login>', 'what they type to sign in')
    .requiredOption('--name <name>', 'what their decisions are signed with')
    .addOption(new Option('--role <role>', 'what they do').choices(staffRoles).makeOptionMandatory())
    .option('--agency <id>', 'the agency’s id (default: the agency of this installation)')
    .option('--by <name>', 'who adds them', signedInName())
    .option('--json', 'as JSON')
    .action(async (login: string, { name, role, agency, by, json }: AddOptions) => {
      const body = { login, name, role, by, ...(agency === undefined ? {} : { agencyId: agency }) };
      showLink(await withConnection((connection) => connection.call(addPerson, { body })), json);
    });
  user
    .command('recover')
    .description('for a lost password or second factor: ends their sessions, clears their factors, prints a new link')
    .argument('<login>', 'whom')
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--by <name>', 'who decides', signedInName())
    .option('--json', 'as JSON')
    .action(async (login: string, { reason, by, json }: RecoverOptions) => {
      const input = { params: { id: login }, body: { reason, by } };
      showLink(await withConnection((connection) => connection.call(recoverPerson, input)), json);
    });
}

function showLink(link: SignUpLink, json: true | undefined): void {
  const { publicUrl } = loadConfig();
  if (json === true) {
    printJson(link);
    return;
  }
  say(`For ${link.login} alone, good once, until ${link.expiresAt}. It stands nowhere else:`);
  // Without PUBLIC_URL nobody but the operator knows under which address people reach this server.
  print(publicUrl === undefined ? link.path : String(new URL(link.path, publicUrl)));
  if (publicUrl === undefined)
    say('Put the address of this server before it; set PUBLIC_URL to have it printed whole.');
}
