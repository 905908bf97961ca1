import { handleGap, isNumberGap } from './connectors.ts';
import { cueIndex, lastCueBefore } from './cues.ts';
import { type ChatService, isLineCue, maxHandleGap, serviceOf } from './handle.ts';
import { endsSentence, type Scan } from './scan.ts';

/** What the words before a number say that it is. */
export interface NumberContext {
  readonly says:
    | 'phone'
    | 'office'
    | 'card'
    | 'account'
    | 'other-number'
    | 'resident-id'
    | 'passport'
    | 'chat'
    | 'nothing';
  readonly service: ChatService | undefined;
  /** Only connectors stand between: the cue names this very number. */
  readonly isNamed: boolean;
  readonly cueEnd: number;
}

/** How far a cue reaches through other words. */
const cueReach = 28;
/** How far a cue may stand that names the number. */
const nameReach = 12;

const nothing: NumberContext = { says: 'nothing', service: undefined, isNamed: false, cueEnd: 0 };

const saysOf: ReadonlyMap<number, NumberContext['says']> = new Map([
  [cueIndex.phone, 'phone'],
  [cueIndex.office, 'office'],
  [cueIndex.card, 'card'],
  [cueIndex.account, 'account'],
  [cueIndex['other-number'], 'other-number'],
  [cueIndex['resident-id'], 'resident-id'],
  [cueIndex.passport, 'passport'],
]);

/** The nearest cue before a place that says something of numbers. */
export function contextBefore(scan: Scan, place: number): NumberContext {
  const { cues } = scan;
  for (let index = lastCueBefore(cues, place); index >= 0; index--) {
    const cueEnd = cues.ends[index]!;
    if (place - cueEnd > cueReach || isCut(scan, cueEnd, place)) return nothing;
    const kind = cues.kinds[index]!;
    const service = serviceOf(kind) ?? groupService(scan, index);
    if (service !== undefined) {
      if (handleGap(scan, cueEnd, maxHandleGap).end < place) continue;
      if (service === 'line' && !isLineCue(scan, cues.starts[index]!, cueEnd)) continue;
      return { says: 'chat', service, isNamed: true, cueEnd };
    }
    if (kind === cueIndex['payment-app']) return nothing;
    const says = saysOf.get(kind);
    if (says === undefined) continue;
    const isNamed = isNumberGap(scan, cueEnd, place, nameReach);
    if (says === 'other-number' && !isNamed) continue;
    return { says, service: undefined, isNamed, cueEnd };
  }
  return nothing;
}

/** `群号` is a group of the service named before it in the sentence, or of QQ. */
function groupService(scan: Scan, index: number): ChatService | undefined {
  if (scan.cues.kinds[index] !== cueIndex.group) return undefined;
  for (
    let before = index - 1;
    before >= 0 && scan.cues.starts[index]! - scan.cues.ends[before]! <= cueReach;
    before--
  ) {
    const service = serviceOf(scan.cues.kinds[before]!);
    if (service === 'dingtalk' || service === 'qq') return service;
  }
  return scan.cues.ends[index]! - scan.cues.starts[index]! > 1 ? 'qq' : undefined;
}

function isCut(scan: Scan, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (endsSentence(scan, at)) return true;
  return false;
}
