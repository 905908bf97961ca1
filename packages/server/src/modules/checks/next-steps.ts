import type { NextStep } from '@spring-rain/contract';
import type { IndicatorKind, Verdict } from '@spring-rain/engine';

const linkKinds: ReadonlySet<IndicatorKind> = new Set(['url', 'domain', 'ip', 'app']);
const moneyKinds: ReadonlySet<IndicatorKind> = new Set(['bank-card', 'bank-account', 'wallet']);

/** What a person should do next, the most urgent first. Every answer says what to do after paying. */
export function nextStepsFor(verdict: Verdict, kinds: ReadonlySet<IndicatorKind>): NextStep[] {
  const hasLink = overlaps(kinds, linkKinds);
  const hasApp = kinds.has('app');
  switch (verdict) {
    case 'known-scam':
    case 'reported':
      return [
        'do-not-pay',
        ...when(hasLink, 'do-not-click'),
        ...when(hasApp, 'do-not-install'),
        'do-not-share-codes',
        'contact-by-known-channel',
        'report-it',
        'already-paid',
      ];
    case 'caution':
      return [
        ...when(overlaps(kinds, moneyKinds), 'do-not-pay'),
        ...when(hasLink, 'do-not-click'),
        ...when(hasApp, 'do-not-install'),
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

function when(condition: boolean, step: NextStep): NextStep[] {
  return condition ? [step] : [];
}

function overlaps(kinds: ReadonlySet<IndicatorKind>, others: ReadonlySet<IndicatorKind>): boolean {
  return !kinds.isDisjointFrom(others);
}
