/**
 * `npm run quality`: recall and precision of recognition on the gold set, a kind at a time, with 95 % Wilson intervals,
 * beside what the usual libraries find in the same messages; how the kinds of scam are read; and how
 * messages are linked into campaigns. `--check` fails below the floors.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalIndicator, type IndicatorKind, recognise } from '@spring-rain/engine';
import { extractIOC } from 'ioc-extractor';
import { findPhoneNumbersInText } from 'libphonenumber-js';
import { LinkifyIt } from 'linkify-it';
import {
  type Answer,
  type Find,
  type GoldExample,
  type KindScore,
  type Scores,
  type Share,
  scoreFinds,
} from '../packages/engine/quality/score.ts';
import { measureBursts } from './quality-bursts.ts';
import { scoreKinds } from './quality-kinds.ts';
import { scoreLinks } from './quality-links.ts';

const floor01 = 0.97;
const linkify = new LinkifyIt().set({ fuzzyLink: true, fuzzyEmail: true });
const goldFile = join(import.meta.dirname, '..', 'packages', 'engine', 'quality', 'gold', 'gold.jsonl');

const gold = readFileSync(goldFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line): GoldExample => JSON.parse(line));

const ours = scoreFinds(
  gold,
  answersOf(gold, (text) => recognise(text).indicators),
);
const theirs = scoreFinds(gold, answersOf(gold, findWithPeers));

print(ours, theirs);
const below = ours.kinds.filter(({ all }) => !reaches(all.recall) || !reaches(all.precision)).map(({ kind }) => kind);
const kinds = scoreKinds();
const bursts = measureBursts();
const links = scoreLinks();
writeFileSync(
  join(import.meta.dirname, 'quality.json'),
  `${JSON.stringify({ examples: gold.length, floor01, ours, peers: theirs, below, kinds, bursts, links }, null, 2)}\n`,
);
const missed = [...below, ...kinds.below, ...bursts.below, ...links.below];
if (missed.length > 0) {
  console.log(`\nBelow the floor: ${missed.join(', ')}`);
  if (process.argv.includes('--check')) process.exitCode = 1;
}

function reaches(share: Share | undefined): boolean {
  return share !== undefined && share.share01 >= floor01;
}

function answersOf(examples: readonly GoldExample[], find: (text: string) => readonly Find[]): Answer[] {
  return examples.map(({ id, text }) => ({
    id,
    indicators: find(text).map(({ kind, value, start, end }) => ({ kind, value, start, end })),
  }));
}

/**
 * The usual libraries, read generously: their values are brought into our canonical form, and a library that gives no
 * place is taken to have found it wherever it stands.
 */
function findWithPeers(text: string): Find[] {
  const finds = new Map<string, Find>();
  const add = (kind: IndicatorKind, raw: string, place: { start: number; end: number }) => {
    const value = canonicalIndicator(kind, raw)?.value ?? raw;
    const key = `${kind} ${value}`;
    if (!finds.has(key)) finds.set(key, { kind, value, ...place });
  };
  const anywhere = { start: 0, end: text.length };
  for (const { number, startsAt, endsAt } of findPhoneNumbersInText(text, 'CN')) {
    add('phone', number.number, { start: startsAt, end: endsAt });
  }
  for (const link of linkify.match(text) ?? []) {
    const kind = link.schema === 'mailto:' ? 'email' : link.schema === '' && !/[/?#]/.test(link.raw) ? 'domain' : 'url';
    add(kind, link.schema === '' ? link.raw : link.url.replace(/^mailto:/, ''), {
      start: link.index,
      end: link.lastIndex,
    });
  }
  const iocs = extractIOC(text);
  for (const url of iocs.urls) add('url', url, anywhere);
  for (const domain of iocs.domains) {
    if (!text.includes(`/${domain}`) && !text.includes(`@${domain}`)) add('domain', domain, anywhere);
  }
  for (const address of [...iocs.ipv4s, ...iocs.ipv6s]) add('ip', address, anywhere);
  for (const address of [...iocs.btcs, ...iocs.eths]) add('wallet', address, anywhere);
  return [...finds.values()];
}

function print(found: Scores, peers: Scores): void {
  console.log(`${gold.length} annotated messages, fixed before the scanners (packages/engine/quality/gold).\n`);
  console.log(
    '| kind | gold | recall | precision | F1 | recall, plain | recall, obfuscated | peers: recall | peers: precision |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const [index, score] of found.kinds.entries()) console.log(rowOf(score, peers.kinds[index]));
  const { messages, messagesWithFinds, finds } = found.negatives;
  console.log(
    `\n${messages} messages with nothing in them: finds in ${messagesWithFinds} (${finds} finds); peers in ${peers.negatives.messagesWithFinds}.`,
  );
}

function rowOf({ kind, all, plain, obfuscated }: KindScore, peer: KindScore | undefined): string {
  const cells = [
    kind,
    String(all.tp + all.fn),
    withInterval(all.recall),
    withInterval(all.precision),
    all.f1?.toFixed(3) ?? '–',
    short(plain.recall),
    short(obfuscated.recall),
    short(peer?.all.recall),
    short(peer?.all.precision),
  ];
  return `| ${cells.join(' | ')} |`;
}

function withInterval(share: Share | undefined): string {
  return share === undefined
    ? '–'
    : `${share.share01.toFixed(3)} [${share.low01.toFixed(3)}, ${share.high01.toFixed(3)}]`;
}

function short(share: Share | undefined): string {
  return share?.share01.toFixed(3) ?? '–';
}
