/**
 * Makes the lists that ship in packages/server/data from the published originals.
 * Run it again when an original changes: `node tools/make-shipped-data.ts [--from DIR]`.
 * The same originals give the same bytes. Every row left out is printed with its reason.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type ShippedSource, shippedSources } from './shipped-sources.ts';

interface Warninglist {
  name: string;
  version: number;
  list: string[];
}

interface ScamSiteRow {
  name: string;
  url: string;
  reports: number;
  from: string;
  to: string;
}

interface Refusal {
  line: number;
  value: string;
  reason: string;
}

interface Originals {
  /** Last labels that exist, so that `example.con` is seen to be a slip. */
  topLevel: ReadonlySet<string>;
  /** Hosts that many people visit: no list may name one of them whole. */
  busy: ReadonlySet<string>;
  /** Names under which a provider hands out addresses, by the Public Suffix List. */
  suffixes: ReadonlySet<string>;
}

const hostShape = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const addressShape = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Real mail providers, places to host pages and a test name that the disposable list holds by mistake. */
const notDisposable = new Set([
  '21cn.com',
  '99.com',
  'gmial.com',
  'hola.org',
  'vpn64.de',
  'webhook.site',
  'yourdomain.com',
]);

if (import.meta.main) {
  const { values } = parseArgs({ options: { from: { type: 'string' } } });
  makeShippedData(resolve(values.from ?? resolve(import.meta.dirname, '../../shared/data')));
}

function makeShippedData(originalsDir: string): void {
  const shippedDir = resolve(import.meta.dirname, '../packages/server/data');
  const read = (name: string) => readWarninglist(resolve(originalsDir, 'benign', name));
  const originals = readOriginals(read);

  writeHosts(shippedDir, 'tranco-top10k.json', read('tranco10k.json'), (list) => cleanHosts(list, originals));
  writeHosts(shippedDir, 'universities.json', read('university_domains.json'), (list) => cleanHosts(list, originals));
  writeHosts(shippedDir, 'banks.json', read('bank-website.json'), (list) => cleanHosts(list, originals));
  writeHosts(shippedDir, 'url-shorteners.json', read('url-shortener.json'), (list) => cleanHosts(list, originals));
  const dynamic = keepProviders(cleanHosts(read('dynamic-dns.json').list, originals), originals);
  writeHosts(shippedDir, 'dynamic-dns.json', read('dynamic-dns.json'), () => dynamic);
  writeHosts(shippedDir, 'disposable-mail.json', read('disposable-email.json'), (list) =>
    keepMailDomains(cleanHosts(list, originals), new Set(dynamic.hosts)),
  );

  const original = readFileSync(resolve(originalsDir, 'scam-sites/taiwan165-to-2024.jsonl'), 'utf8');
  const sites = mergeScamSites(original.trimEnd().split('\n'), originals);
  writeLines(resolve(shippedDir, 'taiwan165.jsonl'), sites.rows);
  printRefusals('taiwan165.jsonl', sites.rows.length, sites.refusals);

  const manifest = shippedSources.map((source) => describeFile(shippedDir, source));
  writeFileSync(resolve(shippedDir, 'sources.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * One row for each site of the police list: reports summed, first and last day kept,
 * the name given most often. Ordered by address. A site is its host, or host and path.
 */
export function mergeScamSites(lines: readonly string[], known: Pick<Originals, 'topLevel' | 'busy'>) {
  const sites = new Map<string, { row: ScamSiteRow; names: Map<string, number> }>();
  const refusals: Refusal[] = [];
  for (const [index, line] of lines.entries()) {
    const row: ScamSiteRow = JSON.parse(line);
    const url = canonicalSite(row.url);
    const reason = whyNotShipped(url, known);
    if (reason !== undefined) {
      refusals.push({ line: index + 1, value: row.url, reason });
      continue;
    }
    addReports(sites, { ...row, url });
  }
  const rows = [...sites.values()].map(({ row, names }) => ({ ...row, name: mostReported(names) }));
  return { rows: rows.sort((a, b) => (a.url < b.url ? -1 : 1)), refusals };
}

function addReports(sites: Map<string, { row: ScamSiteRow; names: Map<string, number> }>, row: ScamSiteRow): void {
  const site = sites.get(row.url) ?? { row: { ...row, reports: 0 }, names: new Map<string, number>() };
  site.row.reports += row.reports;
  site.row.from = row.from < site.row.from ? row.from : site.row.from;
  site.row.to = row.to > site.row.to ? row.to : site.row.to;
  site.names.set(row.name, (site.names.get(row.name) ?? 0) + row.reports);
  sites.set(row.url, site);
}

function mostReported(names: ReadonlyMap<string, number>): string {
  let best: [string, number] = ['', 0];
  for (const entry of names) if (entry[1] > best[1]) best = entry;
  return best[0];
}

/** Host in lower case; path, query and fragment as written; a scheme only where something stands behind the host. */
export function canonicalSite(url: string): string {
  const parts = /^([a-z]+:\/\/)?([^/?#]+)(.*)$/i.exec(url.trim());
  if (!parts) return url;
  const rest = parts[3] === '/' ? '' : parts[3]!;
  const host = parts[2]!.toLowerCase();
  const bareHost = rest === '' && !host.includes(':');
  return `${bareHost ? '' : (parts[1]?.toLowerCase() ?? '')}${host}${rest}`;
}

function whyNotShipped(site: string, known: Pick<Originals, 'topLevel' | 'busy'>): string | undefined {
  const [, authority = '', rest = ''] = /^(?:[a-z]+:\/\/)?([^/?#]+)(.*)$/.exec(site) ?? [];
  const host = authority.replace(/:\d+$/, '');
  if (addressShape.test(host)) return 'an IP address changes hands; the reports are years old';
  if (!hostShape.test(host)) return 'not a host name';
  if (!known.topLevel.has(host.slice(host.lastIndexOf('.') + 1))) return 'no such top-level domain';
  if (rest === '' && known.busy.has(host)) return 'a busy site is never listed whole';
  return undefined;
}

interface CleanedHosts {
  hosts: string[];
  refusals: Refusal[];
}

/** Lower case, no leading dot, each once, sorted; what is no host name is refused. */
export function cleanHosts(list: readonly string[], known: Pick<Originals, 'topLevel'>): CleanedHosts {
  const hosts = new Set<string>();
  const refusals: Refusal[] = [];
  for (const [index, entry] of list.entries()) {
    const host = entry.trim().toLowerCase().replace(/^\./, '');
    const isHost = hostShape.test(host) && known.topLevel.has(host.slice(host.lastIndexOf('.') + 1));
    if (isHost) hosts.add(host);
    else refusals.push({ line: index + 1, value: entry, reason: 'not a host name' });
  }
  return { hosts: [...hosts].sort(), refusals };
}

/** Keeps the providers; the long tail is private domains whose owners once shared them, most of them long ago. */
function keepProviders(cleaned: CleanedHosts, known: Originals): CleanedHosts {
  const hosts = cleaned.hosts.filter((host) => known.suffixes.has(host) || known.busy.has(host));
  const left = cleaned.hosts.length - hosts.length;
  const refusal = { line: 0, value: `${left} domains`, reason: 'neither a public suffix nor a busy site' };
  return { hosts, refusals: [...cleaned.refusals, refusal] };
}

/** Leaves out slips, dynamic names and what stands under them: `anything.duckdns.org` tells nothing about mail. */
function keepMailDomains(cleaned: CleanedHosts, dynamic: ReadonlySet<string>): CleanedHosts {
  const isUnderDynamic = (host: string) => [host, ...parentsOf(host)].some((name) => dynamic.has(name));
  const wrong = cleaned.hosts.filter((host) => notDisposable.has(host));
  const under = cleaned.hosts.filter((host) => !notDisposable.has(host) && isUnderDynamic(host));
  const left = new Set([...wrong, ...under]);
  const refusals = [
    ...cleaned.refusals,
    ...wrong.map((value) => ({ line: 0, value, reason: 'not a disposable mail domain' })),
    { line: 0, value: `${under.length} domains`, reason: 'dynamic names' },
  ];
  return { hosts: cleaned.hosts.filter((host) => !left.has(host)), refusals };
}

/** Every name above the host, nearest first; a host has at most 127 labels. */
function parentsOf(host: string): string[] {
  const labels = host.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

function readOriginals(read: (name: string) => Warninglist): Originals {
  const bare = (list: readonly string[]) => list.map((entry) => entry.trim().toLowerCase().replace(/^\./, ''));
  const suffixes = bare(read('second-level-tlds.json').list);
  const tranco = bare(read('tranco10k.json').list);
  return {
    topLevel: new Set(suffixes.map((suffix) => suffix.slice(suffix.lastIndexOf('.') + 1))),
    suffixes: new Set(suffixes.filter((suffix) => suffix.includes('.'))),
    busy: new Set([...tranco, ...bare(read('cloudflare-top100k.json').list)]),
  };
}

function readWarninglist(path: string): Warninglist {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function writeHosts(dir: string, file: string, original: Warninglist, choose: (list: string[]) => CleanedHosts): void {
  const { hosts, refusals } = choose(original.list);
  const header = JSON.stringify({ name: original.name, version: original.version, type: 'hostname' }).slice(0, -1);
  const list = hosts.map((host) => JSON.stringify(host)).join(',\n');
  writeFileSync(resolve(dir, file), `${header},"list":[\n${list}\n]}\n`);
  printRefusals(file, hosts.length, refusals);
}

function writeLines(path: string, rows: readonly object[]): void {
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

function printRefusals(file: string, kept: number, refusals: readonly Refusal[]): void {
  console.log(`${file}: ${kept} kept, ${refusals.length} left out`);
  for (const { line, value, reason } of refusals)
    console.log(`  ${line > 0 ? `line ${line}: ` : ''}${value}: ${reason}`);
}

function describeFile(dir: string, source: ShippedSource) {
  const bytes = readFileSync(resolve(dir, source.file));
  const text = bytes.toString('utf8');
  const rows = source.format === 'misp' ? JSON.parse(text).list.length : text.trimEnd().split('\n').length;
  const { name, title, ...rest } = source;
  return { name, title, ...rest, rows, sha256: createHash('sha256').update(bytes).digest('hex') };
}
