import { createArea, listAreas, moveArea } from '@spring-rain/contract';
import type { Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say } from '../output.ts';

interface Decided {
  readonly by: string;
  readonly reason: string;
}

/** `areas …`: the tree of areas of responsibility. */
export function addAreas(program: Command): void {
  const areas = program.command('areas').description('areas of responsibility, a tree');
  areas
    .command('list', { isDefault: true })
    .description('each below the one that it belongs to')
    .option('--json', 'as JSON')
    .action(list);
  decided(
    areas
      .command('create')
      .description('adds an area')
      .argument('<code>', 'as the authority writes it')
      .requiredOption('--zh <name>', 'its name in Chinese')
      .requiredOption('--en <name>', 'its name in English')
      .option('--parent <id>', 'the area that it belongs to'),
  ).action(
    async (code: string, { zh, en, parent, by, reason }: Decided & { zh: string; en: string; parent?: string }) => {
      const place = parent === undefined ? {} : { parentId: parent };
      const body = { code, name: { 'zh-CN': zh, en }, ...place, by, reason };
      print((await withConnection((connection) => connection.call(createArea, { body }))).id);
    },
  );
  decided(
    areas
      .command('move')
      .description('puts an area, with all below it, elsewhere')
      .argument('<id>')
      .option('--parent <id>', 'under which one; a root without it'),
  ).action(async (id: string, { parent, by, reason }: Decided & { parent?: string }) => {
    const body = { ...(parent === undefined ? {} : { parentId: parent }), by, reason };
    await withConnection((connection) => connection.call(moveArea, { params: { id }, body }));
    say('Moved.');
  });
}

function decided(command: Command): Command {
  return command
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--by <name>', 'who decides', signedInName());
}

async function list({ json }: { json?: true }): Promise<void> {
  const { rows } = await withConnection((connection) => connection.call(listAreas, {}));
  if (json === true) return printJson({ rows });
  if (rows.length === 0) return say('No areas yet.');
  for (const { id, code, name, path } of rows) {
    print(`${'  '.repeat(path.length - 1)}${code}  ${name['zh-CN']}  ${name.en}  ${id}`);
  }
}
