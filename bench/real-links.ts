import { createHash } from 'node:crypto';
import { type LinkCause, linkMessages, sharedValueTest } from '@spring-rain/engine';
import { readShippedLinkLists } from '@spring-rain/server';
import { distinctRealTexts, type RealText } from './real-texts.ts';

/** A link that the linker made between two real texts, and why. */
export interface RealLink {
  readonly one: RealText;
  readonly other: RealText;
  readonly causes: readonly LinkCause[];
}

/**
 * Every link among the real texts: each message with the one it was found alike to, and for each value that it shares,
 * with the first of its campaign that names it. Each pair once, in order of the texts.
 */
export function linksAmongRealTexts(): { links: RealLink[]; texts: number; campaigns: number } {
  const texts = distinctRealTexts();
  const messages = texts.map(({ text }, id) => ({ id, text }));
  const assigned = linkMessages(messages, { isShared: sharedValueTest(readShippedLinkLists()) });
  const firstWith = new Map<string, number>();
  const pairs = new Map<string, RealLink & { causes: LinkCause[] }>();
  for (const { id } of messages) {
    for (const cause of assigned.because(id)) {
      const other =
        cause.value === undefined ? Number(cause.to) : firstNaming(firstWith, assigned.campaignOf[id]!, cause, id);
      if (other === id) continue;
      const [from, to] = id < other ? [id, other] : [other, id];
      const key = `${from}-${to}`;
      const known = pairs.get(key);
      if (known === undefined) pairs.set(key, { one: texts[from]!, other: texts[to]!, causes: [cause] });
      else known.causes.push(cause);
    }
  }
  return { links: [...pairs.values()], texts: texts.length, campaigns: assigned.campaignCount };
}

function firstNaming(known: Map<string, number>, campaign: number, { reason, value }: LinkCause, id: number): number {
  const key = `${campaign} ${reason} ${value}`;
  const first = known.get(key);
  if (first === undefined) known.set(key, id);
  return first ?? id;
}

/** A text's place and a hash of it, so that a judgement of it can be kept without it. */
export function nameOfText({ file, line, text }: RealText): { file: string; line: number; sha256: string } {
  return { file, line, sha256: createHash('sha256').update(text).digest('hex').slice(0, 16) };
}

/** `count` different ones in a seeded order. */
export function seededSample<Item>(items: readonly Item[], count: number, random: () => number): Item[] {
  const rest = [...items];
  const sample: Item[] = [];
  while (sample.length < count && rest.length > 0) {
    const at = Math.floor(random() * rest.length);
    sample.push(rest[at]!);
    rest[at] = rest.at(-1)!;
    rest.pop();
  }
  return sample;
}
