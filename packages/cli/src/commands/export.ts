import { createWriteStream } from 'node:fs';
import { exportReports, limits, listAppeals, listListings } from '@spring-rain/contract';
import { Argument, type Command } from 'commander';
import { withConnection } from '../command-context.ts';
import type { Connection } from '../connection.ts';
import { lineWriter, say } from '../output.ts';

const exported = ['reports', 'listings', 'appeals'] as const;
type Exported = (typeof exported)[number];

interface Page {
  rows: readonly unknown[];
  next?: string;
}

/** `export reports|listings|appeals`: every record as JSON Lines, newest first. Contact details stay sealed. */
export function addExport(program: Command): void {
  program
    .command('export')
    .description('every record as JSON Lines; contact details are never in it')
    .addArgument(new Argument('<what>').choices(exported))
    .option('--out <file>', 'write here instead of standard output')
    .action(async (what: Exported, options: { out?: string }) => {
      const stream = options.out === undefined ? process.stdout : createWriteStream(options.out, { flags: 'wx' });
      const output = lineWriter(stream);
      const rows = await withConnection(async (connection) => {
        let count = 0;
        for await (const page of pages(connection, what)) {
          for (const row of page.rows) await output.write(JSON.stringify(row));
          count += page.rows.length;
        }
        return count;
      });
      await output.flush();
      if (stream !== process.stdout) await new Promise<void>((resolve) => stream.end(resolve));
      say(`${rows} ${what} exported.`);
    });
}

/** Every page of a list. A cursor that does not move on would be a bug of the server, so the loop ends there. */
async function* pages(connection: Connection, what: Exported): AsyncGenerator<Page> {
  let cursor: string | undefined;
  do {
    const page = await readPage(connection, what, cursor);
    yield page;
    if (page.next === cursor) return;
    cursor = page.next;
  } while (cursor !== undefined);
}

function readPage(connection: Connection, what: Exported, cursor: string | undefined): Promise<Page> {
  const query = { limit: limits.pageMaxRows, ...(cursor === undefined ? {} : { cursor }) };
  if (what === 'reports') return connection.call(exportReports, { query });
  if (what === 'listings') return connection.call(listListings, { query });
  return connection.call(listAppeals, { query });
}
