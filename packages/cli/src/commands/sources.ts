import { adoptSource, dropSource, listSources, type Source } from '@spring-rain/contract';
import type { Command } from 'commander';
import { signedInName, withConnection } from '../command-context.ts';
import { print, printJson, say, table } from '../output.ts';

/** `sources …`: the published lists that checks rest on, each adopted by a named person. */
export function addSources(program: Command): void {
  const sources = program.command('sources').description('the published lists that checks rest on');
  sources
    .command('list', { isDefault: true })
    .description('every list, with who adopted it')
    .option('--json', 'as JSON')
    .action(async (options: { json?: true }) => {
      const { sources: found } = await withConnection((connection) => connection.call(listSources, {}));
      if (options.json === true) printJson(found);
      else print(table(found.map(describe)));
    });
  sources
    .command('adopt')
    .description('from now on its values count')
    .argument('<name>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who adopts it', signedInName())
    .action(async (name: string, body: { by: string; reason: string }) => {
      await withConnection((connection) => connection.call(adoptSource, { params: { name }, body }));
      say(`${name} counts from now on.`);
    });
  sources
    .command('drop')
    .description('its values no longer count')
    .argument('<name>')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who decides', signedInName())
    .action(async (name: string, body: { by: string; reason: string }) => {
      await withConnection((connection) => connection.call(dropSource, { params: { name }, body }));
      say(`${name} no longer counts.`);
    });
}

function describe(source: Source): string[] {
  const adopted = source.adoptedBy === undefined ? 'not adopted' : `adopted by ${source.adoptedBy}`;
  return [source.name, source.role, String(source.values), source.licence, adopted];
}
