import { readFileSync, writeFileSync } from 'node:fs';
import { isClear } from './clear.ts';
import { fill, type Language } from './fillers.ts';
import { obfuscate, obfuscateFiller } from './obfuscate.ts';
import type { Piece } from './piece.ts';
import { type Random, seededRandom } from './random.ts';
import { chatSlots } from './values-chat.ts';
import { moneySlots } from './values-money.ts';
import { netSlots } from './values-net.ts';
import { phoneSlots } from './values-phone.ts';
import { honestHosts } from './words.ts';

// Writes gold.jsonl and dev.jsonl anew, from the carriers and two seeds: `node compose.ts`.
// Whoever writes scanners reads neither this file, nor carriers/gold, nor gold.jsonl.

const kinds = [
  'phone',
  'url',
  'domain',
  'email',
  'ip',
  'bank-card',
  'bank-account',
  'wallet',
  'handle',
  'app',
] as const;
const slots: Readonly<Record<string, (random: Random, isChinese: boolean) => Piece>> = {
  ...phoneSlots,
  ...netSlots,
  ...moneySlots,
  ...chatSlots,
};
const triesLimit = 200;

interface Carrier {
  language: Language;
  template: string;
}

interface Example {
  id: string;
  about: string;
  obfuscated: boolean;
  lang: Language;
  text: string;
  indicators: { kind: string; value: string; start: number; end: number }[];
}

interface Sheet {
  name: 'gold' | 'dev';
  seed: number;
  /** How many examples a kind, by language. */
  perKind: Readonly<Record<Language, number>>;
  /** How often a negative carrier is rendered, where it has anything to vary. */
  perNegative: number;
}

interface Draw {
  carrier: Carrier;
  isObfuscated: boolean;
  random: Random;
  usedValues: ReadonlySet<string>;
}

const languageOf: Readonly<Record<string, Language>> = { zh: 'zh', ht: 'zh-Hant', en: 'en' };

/** Service numbers and official sites are few and fixed. */
function mayComeBack(value: string): boolean {
  return /^\+86\d{5,6}$/.test(value) || honestHosts.includes(value);
}

function readCarriers(sheet: string, kind: string): Carrier[] {
  const text = readFileSync(new URL(`carriers/${sheet}/${kind}.txt`, import.meta.url), 'utf8');
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const language = languageOf[line.slice(0, 2)];
    if (language === undefined || line.slice(2, 4) !== ': ')
      throw new Error(`wanted "zh: …", "ht: …" or "en: …", found "${line}"`);
    return { language, template: line.slice(4) };
  });
}

/** Puts values into a carrier; undefined when a value cannot be told from what stands beside it, or came before. */
function render(draw: Draw): Omit<Example, 'id' | 'about'> | undefined {
  const { carrier, isObfuscated, random, usedValues } = draw;
  const isChinese = carrier.language !== 'en';
  const parts = carrier.template.split(/(\{[^}]+\}|<[a-z]+\d*>)/).map((token) => {
    if (token.startsWith('{')) return renderSlot(token.slice(1, -1), random, isChinese, isObfuscated);
    return { written: renderText(token, draw), piece: undefined };
  });
  let text = '';
  const indicators: Example['indicators'] = [];
  for (const [at, { written, piece }] of parts.entries()) {
    const after = parts
      .slice(at + 1)
      .map((part) => part.written)
      .join('');
    if (piece && !isClear({ before: text, written, after, shape: piece.shape.name, isObfuscated })) return undefined;
    const place = { start: text.length, end: text.length + written.length };
    for (const find of piece?.finds ?? []) {
      if (
        usedValues.has(find.value) ||
        indicators.some((known) => known.value === find.value && known.kind === find.kind)
      )
        return undefined;
      indicators.push({ ...find, ...place });
    }
    text += written;
  }
  return { obfuscated: isObfuscated, lang: carrier.language, text, indicators };
}

function renderSlot(
  name: string,
  random: Random,
  isChinese: boolean,
  isObfuscated: boolean,
): { written: string; piece: Piece } {
  const slot = slots[name];
  if (!slot) throw new Error(`wanted a slot known to values-*.ts, found {${name}}`);
  const piece = slot(random, isChinese);
  return { written: isObfuscated ? obfuscate(piece, random, isChinese) : piece.plain, piece };
}

function renderText(token: string, draw: Draw): string {
  const { carrier, isObfuscated, random } = draw;
  if (!token.startsWith('<')) return token;
  if (token === '<wxcue>') return isObfuscated ? random.pick(['微 信', '威信', '薇信', 'V信', '微信', 'VX']) : '微信';
  if (token === '<qqcue>') return isObfuscated ? random.pick(['扣扣', '企鹅', 'QQ']) : 'QQ';
  const filled = fill(token.slice(1, -1), random, carrier.language);
  return isObfuscated && !carrier.template.includes('{') ? obfuscateFiller(filled, random) : filled;
}

function renderNew(draw: Draw, texts: Set<string>): Omit<Example, 'id' | 'about'> {
  for (let tries = 0; tries < triesLimit; tries += 1) {
    const example = render(draw);
    if (example === undefined || texts.has(example.text)) continue;
    texts.add(example.text);
    return example;
  }
  throw new Error(`wanted a clear example within ${triesLimit} tries, found none: ${draw.carrier.template}`);
}

/** All examples of a sheet, in order of kind, language and carrier; half of those with an indicator are obfuscated. */
function compose(sheet: Sheet, texts: Set<string>, usedValues: Set<string>): Example[] {
  const random = seededRandom(sheet.seed);
  const examples: Example[] = [];
  const add = (about: string, draw: Omit<Draw, 'random' | 'usedValues'>): void => {
    const example = renderNew({ ...draw, random, usedValues }, texts);
    for (const { value } of example.indicators) if (!mayComeBack(value)) usedValues.add(value);
    const number = examples.filter((known) => known.about === about).length + 1;
    examples.push({ id: `${sheet.name}-${about}-${String(number).padStart(3, '0')}`, about, ...example });
  };
  for (const kind of kinds) {
    const carriers = readCarriers(sheet.name, kind);
    for (const language of ['zh', 'zh-Hant', 'en'] as const) {
      const own = carriers.filter((carrier) => carrier.language === language);
      for (let at = 0; at < sheet.perKind[language]; at += 1) {
        const carrier = own[at % own.length];
        // Each round through the carriers begins with the other half, so that every carrier is seen both ways.
        if (carrier)
          add(kind, { carrier, isObfuscated: (at + Math.floor(at / own.length) * (1 + (own.length % 2))) % 2 === 1 });
      }
    }
  }
  for (const [at, carrier] of readCarriers(sheet.name, 'none').entries()) {
    const rounds = /<[a-z]+\d*>/.test(carrier.template) ? sheet.perNegative : 1;
    for (let round = 0; round < rounds; round += 1) {
      const isObfuscated = round > 0 && at % 4 === 0 && /<(n|d|luhn|noluhn)\d+>|<(order|amt)>/.test(carrier.template);
      add('none', { carrier, isObfuscated });
    }
  }
  return examples;
}

/** The text of gold.jsonl and of dev.jsonl, always the same, with no text and no free value in both. */
export function composeSheets(): Record<Sheet['name'], string> {
  const texts = new Set<string>();
  const usedValues = new Set<string>();
  const sheet = (plan: Sheet): string =>
    compose(plan, texts, usedValues)
      .map((example) => `${JSON.stringify(example)}\n`)
      .join('');
  return {
    gold: sheet({ name: 'gold', seed: 20260101, perKind: { zh: 144, 'zh-Hant': 26, en: 74 }, perNegative: 2 }),
    dev: sheet({ name: 'dev', seed: 777, perKind: { zh: 36, 'zh-Hant': 7, en: 19 }, perNegative: 2 }),
  };
}

if (import.meta.main) {
  const sheets = composeSheets();
  for (const [name, text] of Object.entries(sheets)) {
    writeFileSync(new URL(`${name}.jsonl`, import.meta.url), text);
    console.log(`${name}.jsonl: ${text.split('\n').length - 1} examples`);
  }
}
