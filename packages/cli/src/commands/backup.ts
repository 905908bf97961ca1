import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { downloadBackup } from '@spring-rain/contract';
import { loadConfig, restoreBackup } from '@spring-rain/server';
import type { Command } from 'commander';
import { withConnection } from '../command-context.ts';
import { findRunning } from '../connection.ts';
import { CommandFailure } from '../failure.ts';
import { say } from '../output.ts';

/** `backup FILE` and `restore FILE`: tables, files and keys in one archive. */
export function addBackup(program: Command): void {
  program
    .command('backup')
    .description('write tables, files and keys to one archive; the server may go on running')
    .argument('<file>', 'where to write it, e.g. spring-rain.tar.gz')
    .action(writeBackupFile);
  program
    .command('restore')
    .description('fill an empty data folder, or an empty PostgreSQL (DATABASE_URL), from a backup')
    .argument('<file>')
    .action(restoreFile);
}

/** The archive appears under its name only when it is whole. */
async function writeBackupFile(file: string): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await withConnection(async (connection) => {
      const answer = await connection.fetch(new URL(downloadBackup.path, connection.baseUrl), {
        headers: { authorization: `Bearer ${connection.token}` },
      });
      if (!answer.ok || answer.body === null) {
        throw new CommandFailure(`The server refused the backup with status ${answer.status}. See its log.`);
      }
      await pipeline(Readable.fromWeb(answer.body), createWriteStream(partial, { flags: 'wx', mode: 0o600 }));
    });
    await rename(partial, file);
  } catch (failure) {
    await rm(partial, { force: true });
    throw failure;
  }
  say(`Backup written to ${file}. It holds keys: keep it as safe as the data folder.`);
}

async function restoreFile(file: string): Promise<void> {
  const config = loadConfig();
  const running = await findRunning(config);
  if (running !== undefined) {
    throw new CommandFailure(`A server runs on this data folder at ${running.url}. Stop it, then restore.`);
  }
  const { tables, rows, files } = await restoreBackup(config, createReadStream(file));
  say(`Restored ${rows} rows in ${tables} tables and ${files} files.`);
}
