import { endRole, grantRole, listMembers, type StaffRole, staffRoles } from '@spring-rain/contract';
import { Argument, type Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

/** The agency of the installation itself. */
const hostAgencyId = '00000000-0000-7000-8000-000000000001';

interface Decided {
  readonly agency: string;
  readonly by: string;
  readonly reason: string;
}

/** `members …`: who has which role in an agency. */
export function addMembers(program: Command): void {
  const members = program.command('members').description('who has which role in an agency');
  members
    .command('list', { isDefault: true })
    .description('roles that have not ended')
    .option('--agency <id>', 'of which agency', hostAgencyId)
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(list);
  decided(
    members
      .command('grant')
      .description('grants a role to somebody with an account; see: user add')
      .argument('<login>')
      .addArgument(new Argument('<role>').choices(staffRoles))
      .option('--area <id>', 'for which area'),
  ).action(async (person: string, role: StaffRole, { agency, area, by, reason }: Decided & { area?: string }) => {
    const body = { person, role, by, reason, ...(area === undefined ? {} : { areaId: area }) };
    const granted = await withConnection((connection) => connection.call(grantRole, { params: { id: agency }, body }));
    say(`${granted.name} is ${role} from now on.`);
    print(granted.id);
  });
  decided(
    members
      .command('end')
      .description('ends a role; never the last administrator’s')
      .argument('<id>', 'of the membership'),
  ).action(async (membershipId: string, { agency, by, reason }: Decided) => {
    const input = { params: { id: agency, membershipId }, body: { by, reason } };
    const ended = await withConnection((connection) => connection.call(endRole, input));
    say(`${ended.name} is no longer ${ended.role}.`);
  });
}

function decided(command: Command): Command {
  return command
    .option('--agency <id>', 'in which agency', hostAgencyId)
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--by <name>', 'who decides', signedInName());
}

async function list({ agency, cursor, json }: { agency: string; cursor?: string; json?: true }): Promise<void> {
  const query = cursor === undefined ? {} : { cursor };
  const page = await withConnection((connection) => connection.call(listMembers, { params: { id: agency }, query }));
  if (json === true) return printJson(page);
  if (page.rows.length === 0) return say('Nobody yet. See: user add.');
  const rows = page.rows.map(({ id, login, name, role, grantedAt, isDisabled }) => [
    id,
    login,
    name,
    role,
    grantedAt,
    isDisabled ? 'disabled' : '',
  ]);
  print(table(rows));
  if (page.next !== undefined) say(`More: --cursor ${page.next}`);
}
