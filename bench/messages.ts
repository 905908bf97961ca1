import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Real messages where they are at hand, else the project's own gold set; says which. */
export function readMessages(): { texts: string[]; from: string } {
  const shared = join(root, '..', 'shared', 'data');
  const real = ['sms-zh/fbs-dev.jsonl', 'sms-en/smishing-dev.jsonl'].map((path) => join(shared, path));
  if (real.every((path) => existsSync(path))) return { texts: real.flatMap(textsOf), from: 'sms-zh + sms-en (real)' };
  const gold = join(root, 'packages', 'engine', 'quality', 'gold', 'gold.jsonl');
  return { texts: textsOf(gold), from: 'the gold set (the real messages are absent)' };
}

function textsOf(path: string): string[] {
  const texts: string[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line.trim() === '') continue;
    const row: unknown = JSON.parse(line);
    if (typeof row === 'object' && row !== null && 'text' in row && typeof row.text === 'string') texts.push(row.text);
  }
  return texts;
}
