import type { IndicatorKind } from '../vocabulary.ts';

/** Why a stretch of text was taken for an indicator, the strongest reason first. */
export const indicatorReasons = [
  'checksum',
  'scheme',
  'country-code',
  'cue',
  'link',
  'public-suffix',
  'numbering-plan',
  'shape',
] as const;
export type IndicatorReason = (typeof indicatorReasons)[number];

/** What is remarkable about an indicator, whoever it belongs to. */
export const indicatorTraits = [
  'shortener',
  'ip-host',
  'punycode',
  'mixed-script',
  'user-info',
  'apk',
  'store-link',
  'invitation',
  'service-number',
  'card-brand',
  'obfuscated',
] as const;
export type IndicatorTrait = (typeof indicatorTraits)[number];

/** A value found in a text. Offsets are half-open UTF-16 positions in the original. */
export interface Indicator {
  readonly kind: IndicatorKind;
  readonly value: string;
  readonly start: number;
  readonly end: number;
  readonly confidence01: number;
  readonly because: IndicatorReason;
  readonly traits: readonly IndicatorTrait[];
  /** Of a bank card: `unionpay`, `visa` …; of a wallet: `bitcoin`, `ethereum`, `tron`. */
  readonly brand?: string;
}

export const redactionKinds = ['resident-id', 'passport'] as const;

/** A stretch that identifies a person by the state's number: hidden, never kept. */
export interface Redaction {
  readonly kind: (typeof redactionKinds)[number];
  readonly start: number;
  readonly end: number;
}

export interface Recognition {
  readonly indicators: Indicator[];
  readonly redactions: Redaction[];
}

/** A find before its offsets are brought back to the original; `from` and `to` are folded units. */
export interface Find {
  kind: IndicatorKind;
  value: string;
  from: number;
  to: number;
  confidence01: number;
  because: IndicatorReason;
  traits: IndicatorTrait[];
  brand?: string;
}
