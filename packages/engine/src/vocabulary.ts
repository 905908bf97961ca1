/** The kinds of value that are recognised; docs/indicators.md says what counts as each. */
export const indicatorKinds = [
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
export type IndicatorKind = (typeof indicatorKinds)[number];

/** The kinds of scam that a report can be of. */
export const scamKinds = [
  'brush-order',
  'fake-loan',
  'fake-refund',
  'impersonating-police',
  'impersonating-acquaintance',
  'investment',
  'romance',
  'game-account',
  'part-time-job',
  'phishing',
  'gambling',
  'fake-invoice',
  'account-purchase',
  'overseas-job',
  'loan-cancellation',
  'exam-cheating',
  'blackmail',
  'fake-shop',
  'crypto-drainer',
  'tech-support',
  'other',
] as const;
export type ScamKind = (typeof scamKinds)[number];

/** What a check answers, from the most to the least alarming; `no-record` never reads as safe. */
export const verdicts = ['known-scam', 'reported', 'caution', 'no-record', 'known-good'] as const;
export type Verdict = (typeof verdicts)[number];
