/** The labelled messages that the shipped model learns from, each with its source; what is absent is said. */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type KindExample, type MessageKind, messageKinds } from '@spring-rain/engine';

export interface ExampleSource {
  readonly name: string;
  readonly licence: string;
  /** SHA-256 over the files' contents, in order. */
  readonly sha256: string;
  readonly rows: number;
}

export interface Examples {
  readonly examples: KindExample[];
  readonly sources: ExampleSource[];
  /** Sources that were wanted and are not at hand. */
  readonly absent: string[];
}

const root = join(import.meta.dirname, '..');
export const messagesFolder = join(root, 'packages', 'engine', 'training', 'messages');
const sharedFolder = join(root, '..', 'shared', 'data');

/** The project's own messages. */
export function readProjectMessages(): Examples {
  const files = globSync('*/*.jsonl', { cwd: messagesFolder }).sort();
  const hash = createHash('sha256');
  const examples: KindExample[] = [];
  for (const file of files) {
    const written = readFileSync(join(messagesFolder, file), 'utf8');
    hash.update(written);
    const wanted = basename(file, '.jsonl');
    for (const [index, line] of written.split('\n').entries()) {
      if (line.trim() === '') continue;
      examples.push({ ...parseMessage(line, { file, line: index + 1, wanted }), source: 'project messages' });
    }
  }
  const source = { name: 'project messages', licence: 'Apache-2.0', sha256: hash.digest('hex'), rows: examples.length };
  return { examples, sources: [source], absent: [] };
}

function parseMessage(raw: string, at: { file: string; line: number; wanted: string }): KindExample {
  const row: unknown = JSON.parse(raw);
  const isObject = typeof row === 'object' && row !== null && 'kind' in row && 'text' in row;
  const kind = isObject ? messageKinds.find((known) => known === row.kind) : undefined;
  if (!isObject || typeof row.text !== 'string' || kind === undefined || !at.wanted.startsWith(kind)) {
    throw new Error(
      `${at.file}:${at.line}: wanted {"kind","text"} of the kind in the file’s name, found something else. Mend the line.`,
    );
  }
  return { kind, text: row.text };
}

/** Project messages, and phone dialogues where the shared data is at hand. */
export function readTrainingExamples(): Examples {
  const own = readProjectMessages();
  const calls = readCalls();
  return {
    examples: [...own.examples, ...calls.examples],
    sources: [...own.sources, ...calls.sources],
    absent: calls.absent,
  };
}

/** TeleAntiFraud's types as our kinds. Those that fit no single kind (客服诈骗) are left out. */
const callKinds: Readonly<Record<string, MessageKind>> = {
  投资诈骗: 'investment',
  邮件诈骗: 'phishing',
  银行诈骗: 'phishing',
  彩票诈骗: 'fake-prize',
  绑架诈骗: 'blackmail',
  钓鱼诈骗: 'phishing',
  身份盗窃: 'phishing',
  日常购物: 'service-notice',
  咨询客服: 'service-notice',
  预约服务: 'service-notice',
  交通咨询: 'service-notice',
  外卖服务: 'service-notice',
  打车服务: 'service-notice',
  订餐服务: 'service-notice',
};
/** Synthetic dialogues resemble each other: more of a type would teach their style, not the scam. */
const callsPerType = 25;
/** What the caller says first; who is called says nothing about the scam. */
const turnsRead = 2;

function readCalls(): Examples {
  const file = join(sharedFolder, 'calls-zh', 'teleantifraud.jsonl');
  const name = 'TeleAntiFraud dialogues, the caller’s first words';
  if (!existsSync(file)) return { examples: [], sources: [], absent: [name] };
  const written = readFileSync(file, 'utf8');
  const perType = new Map<string, number>();
  const examples: KindExample[] = [];
  for (const line of written.split('\n')) {
    if (line.trim() === '') continue;
    const row: { fraud_type: string; left: string[] } = JSON.parse(line);
    const kind = callKinds[row.fraud_type];
    const count = perType.get(row.fraud_type) ?? 0;
    if (kind === undefined || count >= callsPerType) continue;
    perType.set(row.fraud_type, count + 1);
    examples.push({ kind, text: row.left.slice(0, turnsRead).join('\n'), source: name });
  }
  const sha256 = createHash('sha256').update(written).digest('hex');
  return { examples, sources: [{ name, licence: 'Apache-2.0', sha256, rows: examples.length }], absent: [] };
}
