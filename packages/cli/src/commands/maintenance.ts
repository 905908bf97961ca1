import { writeFile } from 'node:fs/promises';
import { buildOpenApi, describeConfig, loadConfig, migrateDatabase } from '@spring-rain/server';
import type { Command } from 'commander';
import { print, printJson, say, table } from '../output.ts';

/** `migrate`, `config`, `openapi`: what an administrator needs beside the running server. */
export function addMaintenance(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to this version; serve does it by itself')
    .action(async () => {
      const applied = await migrateDatabase(loadConfig());
      say(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}.`);
    });
  program
    .command('config')
    .description('every setting, its value now, and what it means; secrets are not shown')
    .option('--json', 'as JSON')
    .action((options: { json?: true }) => {
      const settings = describeConfig(loadConfig());
      if (options.json === true) printJson(settings);
      else print(table(settings.map(({ name, value, meaning }) => [name, value, meaning])));
    });
  program
    .command('openapi')
    .description('the description of the API (OpenAPI 3.1)')
    .option('--out <file>', 'write here instead of standard output')
    .action(async (options: { out?: string }) => {
      const text = JSON.stringify(buildOpenApi(), null, 2);
      if (options.out === undefined) print(text);
      else await writeFile(options.out, `${text}\n`);
    });
}
