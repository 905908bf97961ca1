import { classOf, isDigit, isLatin, isNumeral, letterDigitOf } from '../text/characters.ts';
import {
  holdsWhole,
  isDateAt,
  isGroupedAmount,
  isLeftGlued,
  isOverlong,
  isRightGlued,
  type Part,
  takePart,
} from './chain-part.ts';
import { cueIndex } from './cues.ts';
import { type Chain, readChain } from './digit-chain.ts';
import type { Redaction } from './kinds.ts';
import { contextBefore, type NumberContext } from './number-context.ts';
import {
  plusBefore,
  type Reading,
  readAccount,
  readCard,
  readHandle,
  readIdentity,
  readTelephone,
} from './number-reading.ts';
import { readPhone } from './phone.ts';
import { keepFind, originalEnd, originalStart, type Scan, textOf } from './scan.ts';

/** No number has more digits than an account behind a cue. */
const maxDigits = 26;
const minDigits = 5;
/** A chain with more digits than this is a table: only its whole groups are read. */
const maxNumber = 96;

/** Finds telephone numbers, cards, accounts and numeric identifiers; identity numbers become redactions. O(n). */
export function scanNumbers(scan: Scan, redactions: Redaction[]): void {
  const hasEight = scan.defaultRegion !== undefined || namesPlace(scan);
  let index = 0;
  let inherited: Inherited | undefined;
  while (index < scan.length) {
    if (!mayOpenChain(scan, index)) {
      index++;
      continue;
    }
    const chain = readChain(scan, index);
    if (chain.digitCount >= minDigits) inherited = resolveChain({ scan, chain, redactions, hasEight }, inherited);
    index = chain.end;
  }
}

/** Numbers of eight digits are read only where a place that has them is named. */
function namesPlace({ cues }: Scan): boolean {
  for (let index = 0; index < cues.count; index++) {
    if (cues.kinds[index] === cueIndex['hong-kong'] || cues.kinds[index] === cueIndex.macao) return true;
  }
  return false;
}

function mayOpenChain(scan: Scan, index: number): boolean {
  const code = scan.codes[index]!;
  if ((classOf[code]! & (isDigit | isNumeral)) !== 0) return scan.claimed[index] === 0;
  if (letterDigitOf[code] === 0 || scan.claimed[index] === 1) return false;
  return !(index > 0 && (classOf[scan.codes[index - 1]!]! & isLatin) !== 0);
}

/** The words before a number also speak of the next, where only `、` or `和` stands between. */
interface Inherited {
  readonly to: number;
  readonly context: NumberContext;
}

interface ChainWork {
  readonly scan: Scan;
  readonly chain: Chain;
  readonly redactions: Redaction[];
  readonly hasEight: boolean;
}

/** Reads a chain from the left: at each group the best reading, else on to the next group. */
function resolveChain(work: ChainWork, before: Inherited | undefined): Inherited | undefined {
  const { scan, chain } = work;
  let all = '';
  for (let at = 0; at < chain.digitCount; at++) all += chain.values[at];
  let dateEnd = 0;
  let inherited = before;
  let group = 0;
  while (group < chain.groupCount) {
    if (isDateAt(scan, chain, group)) dateEnd = group + 3;
    if (group < dateEnd) {
      group++;
      continue;
    }
    const context = contextFor(scan, chain.places[chain.groups[group]!]!, inherited);
    const best = readBest(work, all, group, context);
    if (best === undefined) {
      group++;
      continue;
    }
    keepReading(work, best);
    inherited = { to: best.part.to, context };
    group = best.part.last + 1;
  }
  return inherited;
}

function contextFor(scan: Scan, from: number, inherited: Inherited | undefined): NumberContext {
  const context = contextBefore(scan, from);
  if (inherited === undefined || from - inherited.to > 6 || from <= inherited.to) return context;
  if (context.cueEnd > inherited.to) return context;
  const between = textOf(scan, inherited.to, from);
  return /^ ?(?:[、,，/;；|~]|和|或|及|与|與|and|or|&)* ?$/i.test(between) ? inherited.context : context;
}

function keepReading({ scan, redactions }: ChainWork, { part, finds, redaction }: Reading): void {
  for (const find of finds) keepFind(scan, find);
  if (redaction === undefined) return;
  scan.claimed.fill(1, part.from, part.to);
  redactions.push({ kind: redaction, start: originalStart(scan, part.from), end: originalEnd(scan, part.to) });
}

/** The highest rank among the parts that begin at a group; of equal ranks the longest. */
function readBest(work: ChainWork, all: string, first: number, context: NumberContext): Reading | undefined {
  const { scan, chain } = work;
  const start = chain.groups[first]!;
  const hasPlus = plusBefore(scan, chain.places[start]!) > 0;
  const limit = chain.digitCount > maxNumber ? first + 1 : chain.groupCount;
  let best: Reading | undefined;
  for (let last = first; last < limit; last++) {
    const length = chain.groups[last + 1]! - start;
    if (length > maxDigits || (last > first && isDateAt(scan, chain, last))) break;
    if (length < minDigits || !mayBeNumber(work, start, length, context, hasPlus)) continue;
    const reading = readPart(work, takePart(chain, all, first, last), context, hasPlus);
    if (reading !== undefined && (best === undefined || reading.rank >= best.rank)) best = reading;
  }
  return best;
}

/** Whether any kind has numbers of this length that begin so: cheap, before anything is built. */
function mayBeNumber(
  { scan, chain, hasEight }: ChainWork,
  start: number,
  length: number,
  context: NumberContext,
  hasPlus: boolean,
): boolean {
  if (context.says === 'account' || context.says === 'chat' || length >= 13 || scan.defaultRegion !== undefined)
    return true;
  if (hasPlus) return length >= 7;
  const first = chain.values[start]!;
  const second = chain.values[start + 1]!;
  if (length === 8) return hasEight;
  if (length <= 6) return first === 9 || first === 1;
  if (first === 0) return length >= 9;
  if (length === 10) return first >= 2;
  return length >= 11 && ((first === 1 && length === 11) || (first === 8 && (second === 5 || second === 8)));
}

function readPart(work: ChainWork, part: Part, context: NumberContext, hasPlus: boolean): Reading | undefined {
  const { scan, chain } = work;
  if (isOverlong(chain, part)) return undefined;
  const identity = readIdentity(scan, part, context);
  if (identity !== undefined) return identity;
  if (!hasPlus && context.says === 'other-number' && context.isNamed) return undefined;
  if (isGroupedAmount(scan, chain, part) || holdsWhole(chain, part)) return undefined;
  const phone = readPhone({ scan, part, context, hasPlus });
  const reading =
    readHandle({ scan, chain, part, context, phone }) ??
    readCard(scan, chain, part) ??
    readAccount({ scan, chain, part, context, phone }) ??
    readTelephone(scan, part, phone);
  if (reading === undefined || isRightGlued(scan, part.to)) return undefined;
  const isCued = context.isNamed && part.from === context.cueEnd;
  return !hasPlus && isLeftGlued(scan, part.from, isCued) ? undefined : reading;
}
