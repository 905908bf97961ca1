import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LinkLists } from '@spring-rain/engine';

const folder = new URL('../../data/', import.meta.url);

/** The published lists that ship with the program, as linking wants them: what names everybody's shop names nobody's scam. */
export function readShippedLinkLists(): LinkLists {
  const official = rowsOf('official.jsonl');
  const offices = [
    ...official.filter(({ kind }) => kind === 'domain').map(({ value }) => value),
    ...listOf('banks.json'),
  ];
  const officialHosts = new Set([...offices, ...listOf('universities.json')]);
  return {
    officialHosts,
    busyHosts: new Set([...officialHosts, ...listOf('tranco-top10k.json')]),
    sharedHosts: new Set([
      ...[...rowsOf('shared-hosts.jsonl'), ...rowsOf('shorteners.jsonl')].map(({ value }) => value),
      ...listOf('url-shorteners.json'),
      ...listOf('dynamic-dns.json'),
    ]),
    officialValues: new Set(official.filter(({ kind }) => kind !== 'domain').map(({ value }) => value)),
  };
}

/** The list of a MISP warninglist. */
function listOf(file: string): string[] {
  const { list }: { list: string[] } = JSON.parse(readFileSync(fileURLToPath(new URL(file, folder)), 'utf8'));
  return list;
}

function rowsOf(file: string): { kind: string; value: string }[] {
  return readFileSync(fileURLToPath(new URL(file, folder)), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
