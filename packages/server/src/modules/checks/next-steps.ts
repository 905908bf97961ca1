import type { NextStep } from '@spring-rain/contract';
import type { IndicatorKind, Verdict } from '@spring-rain/engine';

const linkKinds: ReadonlySet<IndicatorKind> = new Set(['url', 'domain', 'ip', 'app']);
const moneyKinds: ReadonlySet<IndicatorKind> = new Set(['bank-card', 'bank-account', 'wallet']);

/** What an answer is about: the kinds of values in it, and whether its wording is like that of a scam. */
export interface Situation {
  readonly kinds: ReadonlySet<IndicatorKind>;
  readonly isAlike: boolean;
}

/** What a person should do next, the most urgent first. Every answer says what to do after paying. */
export function nextStepsFor(verdict: Verdict, { kinds, isAlike }: Situation): NextStep[] {
  switch (verdict) {
    case 'known-scam':
    case 'reported':
      return stepsAgainstScam(kinds);
    case 'caution':
      // A text without any value may still ask for money or a code, and not every sender has an official number.
      if (isAlike) return stepsAgainstScam(kinds);
      return [
        ...when(overlaps(kinds, moneyKinds), 'do-not-pay'),
        ...when(overlaps(kinds, linkKinds), 'do-not-click'),
        ...when(kinds.has('app'), 'do-not-install'),
        'call-official-number',
        'stay-careful',
        'report-it',
        'already-paid',
      ];
    case 'no-record':
      return ['stay-careful', 'contact-by-known-channel', 'do-not-share-codes', 'report-it', 'already-paid'];
    case 'known-good':
      return ['use-official-only', 'do-not-share-codes', 'report-it', 'already-paid'];
  }
}

function stepsAgainstScam(kinds: ReadonlySet<IndicatorKind>): NextStep[] {
  return [
    'do-not-pay',
    ...when(overlaps(kinds, linkKinds), 'do-not-click'),
    ...when(kinds.has('app'), 'do-not-install'),
    'do-not-share-codes',
    'contact-by-known-channel',
    'report-it',
    'already-paid',
  ];
}

function when(condition: boolean, step: NextStep): NextStep[] {
  return condition ? [step] : [];
}

function overlaps(kinds: ReadonlySet<IndicatorKind>, others: ReadonlySet<IndicatorKind>): boolean {
  return !kinds.isDisjointFrom(others);
}
