import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { callEndpoint, exportLog, listLog, readLogKeys, urlOf } from '@spring-rain/contract';
import { type AuditProof, readPublicKey, verifyAuditExport } from '@spring-rain/server';
import { type Command, InvalidArgumentError } from 'commander';
import { withConnection } from '../command-context.ts';
import type { Connection } from '../connection.ts';
import { CommandFailure, exitCodes } from '../failure.ts';
import { openInput } from '../lines.ts';
import { print, printJson, say, table } from '../output.ts';

/** `audit …`: the log of what was decided and done; it cannot be rewritten without a trace. */
export function addAudit(program: Command): void {
  const audit = program.command('audit').description('the log: who did what, chained and signed');
  audit
    .command('list', { isDefault: true })
    .description('the last entries of this host’s agency')
    .option('--cursor <cursor>', 'the next page, as the last one said')
    .option('--json', 'as JSON')
    .action(list);
  audit
    .command('export')
    .description('the whole chain as JSON Lines, to be verified anywhere')
    .option('--from <seq>', 'begin at this entry', wholeNumber)
    .option('--out <file>', 'write here instead of standard output')
    .action(exportChain);
  audit
    .command('key')
    .description('the public keys that the log is signed with; give them to whoever verifies')
    .action(async () => {
      const { keys } = await withConnection((connection) => connection.call(readLogKeys, {}));
      for (const { publicKey } of keys) print(publicKey);
    });
  audit
    .command('verify')
    .description('hold an export against its hashes and signatures; needs no server')
    .argument('<file>', 'or - for standard input')
    .option('--key <key...>', 'trust this public key, and no key that the file brings along')
    .action(verify);
}

async function list(options: { cursor?: string; json?: true }): Promise<void> {
  const query = options.cursor === undefined ? {} : { cursor: options.cursor };
  const page = await withConnection((connection) => connection.call(listLog, { query }));
  if (options.json === true) return printJson(page);
  if (page.rows.length === 0) return say('No entries yet; an entry gets its place within seconds.');
  const rows = page.rows.map(({ seq, happenedAt, actor, action, subject, subjectId, reason }) => [
    String(seq),
    happenedAt,
    actor,
    `${action} ${subject}`,
    subjectId,
    reason ?? '',
  ]);
  print(table(rows));
  if (page.next !== undefined) say(`More: --cursor ${page.next}`);
}

async function exportChain({ from, out }: { from?: number; out?: string }): Promise<void> {
  await withConnection(async (connection) => {
    const answer = await connection.fetch(
      urlOf(connection.baseUrl, exportLog, { query: from === undefined ? {} : { from } }),
      {
        headers: { authorization: `Bearer ${connection.token}` },
      },
    );
    if (!answer.ok || answer.body === null) return await refused(connection, from);
    const body = Readable.fromWeb(answer.body);
    if (out === undefined) await pipeline(body, process.stdout, { end: false });
    else await pipeline(body, createWriteStream(out, { flags: 'wx', mode: 0o600 }));
  });
  if (out !== undefined) say(`The log was exported to ${out}. Verify it with: spring-rain audit verify ${out}`);
}

/** Asks once more, in order to say what the server says. */
async function refused({ baseUrl, fetch, token }: Connection, from: number | undefined): Promise<void> {
  const headers = { authorization: `Bearer ${token}` };
  await callEndpoint(baseUrl, exportLog, { query: from === undefined ? {} : { from } }, { fetch, headers });
}

async function verify(file: string, { key }: { key?: string[] }): Promise<void> {
  const keys = key?.map(publicKeyOf);
  const verdict = await verifyAuditExport(await openInput(file), keys);
  if ('fault' in verdict) {
    throw new CommandFailure(`The log does not hold: ${verdict.fault.detail} (${verdict.fault.kind}).`);
  }
  print(inWords(verdict.proof));
  if (keys === undefined) {
    say('Signed by the key that the file brings along. Hold it against the published one: --key, or /api/log/keys.');
  }
}

function inWords({ from, through, entries, hidden, checkpoints, keyIds, exportedAt }: AuditProof): string {
  const others = hidden === 0 ? '' : `, ${hidden} of other agencies by their hash alone`;
  return `The log holds from entry ${from} to ${through}: ${entries} entries${others}, ${checkpoints} checkpoints, key ${keyIds.join(', ')}, exported ${exportedAt}.`;
}

function publicKeyOf(text: string): Buffer {
  const key = readPublicKey(text);
  if (key === undefined) {
    throw new CommandFailure(`Wanted a public key of 32 bytes in base64url, found "${text}".`, exitCodes.usage);
  }
  return key;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('wanted the number of an entry, from 1 on.');
}
