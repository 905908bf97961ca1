import {
  type AgencyKind,
  agencyKinds,
  changeAgency,
  closeAgency,
  createAgency,
  listAgencies,
  type WorkingHours,
} from '@spring-rain/contract';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

interface Fields {
  readonly name?: string;
  readonly kind?: AgencyKind;
  readonly country?: string;
  readonly area?: string;
  readonly timeZone?: string;
  readonly hours?: WorkingHours;
}

interface Decided {
  readonly by: string;
  readonly reason: string;
}

/** `agencies …`: who shares this installation. */
export function addAgencies(program: Command): void {
  const agencies = program.command('agencies').description('the agencies that share this installation');
  agencies
    .command('list', { isDefault: true })
    .description('all of them, closed ones too')
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(list);
  withFields(agencies.command('create').description('opens an agency').argument('<name>')).action(create);
  withFields(agencies.command('change').description('changes what is given').argument('<id>'))
    .option('--name <name>', 'what it is called')
    .action(change);
  decided(agencies.command('close').description('for good; its sessions and keys end').argument('<id>')).action(
    async (id: string, body: Decided) => {
      const { name } = await withConnection((connection) => connection.call(closeAgency, { params: { id }, body }));
      say(`${name} is closed.`);
    },
  );
}

function withFields(command: Command): Command {
  command
    .addOption(new Option('--kind <kind>', 'what it is').choices(agencyKinds))
    .option('--country <code>', 'two letters, such as CN')
    .option('--area <id>', 'its area of responsibility; see: areas list')
    .option('--time-zone <zone>', 'IANA name, such as Asia/Shanghai')
    .option(
      '--hours <hours>',
      'such as "0-4 09:00-18:00, 5 10:00-12:00", Monday is 0; "always" for round the clock',
      readHours,
    );
  return decided(command);
}

function decided(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--by <name>', 'who decides', signedInName());
}

async function list({ cursor, json }: { cursor?: string; json?: true }): Promise<void> {
  const query = cursor === undefined ? {} : { cursor };
  const page = await withConnection((connection) => connection.call(listAgencies, { query }));
  if (json === true) return printJson(page);
  const rows = page.rows.map(({ id, name, kind, country = '', timeZone, closedAt }) => [
    id,
    name,
    kind,
    country,
    timeZone,
    closedAt === undefined ? '' : `closed ${closedAt}`,
  ]);
  print(table(rows));
  if (page.next !== undefined) say(`More: --cursor ${page.next}`);
}

async function create(name: string, options: Fields & Decided): Promise<void> {
  const { kind = 'partner', timeZone = 'Asia/Shanghai', hours = [] } = options;
  const body = { ...bodyOf(options), name, kind, timeZone, workingHours: hours };
  const agency = await withConnection((connection) => connection.call(createAgency, { body }));
  say(
    `${agency.name} is open. Its first administrator: spring-rain user add … --role administrator --agency ${agency.id}`,
  );
  print(agency.id);
}

async function change(id: string, options: Fields & Decided): Promise<void> {
  const body = bodyOf(options);
  printJson(await withConnection((connection) => connection.call(changeAgency, { params: { id }, body })));
}

function bodyOf({ name, kind, country, area, timeZone, hours, by, reason }: Fields & Decided) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind }),
    ...(country === undefined ? {} : { country }),
    ...(area === undefined ? {} : { areaId: area }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(hours === undefined ? {} : { workingHours: hours }),
    by,
    reason,
  };
}

/** `0-4 09:00-18:00, 5 10:00-12:00` as stretches of single days. */
function readHours(text: string): WorkingHours {
  if (text.trim() === 'always') return [];
  return text.split(',', 50).flatMap((stretch) => {
    const found = /^\s*([0-6])(?:-([0-6]))?\s+(\d\d:\d\d)-(\d\d:\d\d)\s*$/.exec(stretch);
    if (found === null) throw new InvalidArgumentError(`wanted such as "0-4 09:00-18:00", found "${stretch.trim()}".`);
    const [, first, last = first, from = '', to = ''] = found;
    const days = Array.from(
      { length: Math.max(0, Number(last) - Number(first) + 1) },
      (_, index) => Number(first) + index,
    );
    return days.map((day) => ({ day, from, to }));
  });
}
