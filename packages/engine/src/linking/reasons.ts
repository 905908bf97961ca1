import type { IndicatorKind } from '../vocabulary.ts';

/** Why two messages are taken to come from one operation, the plainest first. */
export const linkReasons = [
  'same-account',
  'same-wallet',
  'same-link',
  'same-handle',
  'same-app',
  'same-phone',
  'same-email',
  'same-link-path',
  'same-host',
  'same-script',
  'similar-script',
  'script-inside',
] as const;
export type LinkReason = (typeof linkReasons)[number];

/** What a message can share with another: an indicator, or the wider parts of a link. */
export type LinkValueKind = IndicatorKind | 'link-path' | 'host';

/** The reason that a shared value of a kind gives. */
export const reasonOfKind: Readonly<Record<LinkValueKind, LinkReason>> = {
  'bank-card': 'same-account',
  'bank-account': 'same-account',
  wallet: 'same-wallet',
  url: 'same-link',
  handle: 'same-handle',
  app: 'same-app',
  phone: 'same-phone',
  email: 'same-email',
  'link-path': 'same-link-path',
  host: 'same-host',
  domain: 'same-host',
  ip: 'same-host',
};

/** Reasons of one family come from one thing in the message, and count once. */
export const familyOfReason: Readonly<Record<LinkReason, 'account' | 'link' | 'contact' | 'app' | 'script'>> = {
  'same-account': 'account',
  'same-wallet': 'account',
  'same-link': 'link',
  'same-link-path': 'link',
  'same-host': 'link',
  'same-handle': 'contact',
  'same-phone': 'contact',
  'same-email': 'contact',
  'same-app': 'app',
  'same-script': 'script',
  'similar-script': 'script',
  'script-inside': 'script',
};
