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
  'fake-prize',
  'other',
] as const;
export type ScamKind = (typeof scamKinds)[number];

/** What honest messages are for: the near neighbours of scams, which a classifier has to tell from them. */
export const benignKinds = [
  'bank-notice',
  'verification-code',
  'courier',
  'merchant-advert',
  'school-notice',
  'service-notice',
  'personal',
] as const;
export type BenignKind = (typeof benignKinds)[number];

/** What a message is for, fraud or not. */
export const messageKinds = [...scamKinds, ...benignKinds] as const;
export type MessageKind = (typeof messageKinds)[number];

/** What a check answers, from the most to the least alarming; `no-record` never reads as safe. */
export const verdicts = ['known-scam', 'reported', 'caution', 'no-record', 'known-good'] as const;
export type Verdict = (typeof verdicts)[number];
