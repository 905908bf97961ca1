import type { Localised } from '@spring-rain/contract';

/** Whom to call in the first ten minutes, in one country or region, the most useful first. */
export interface EmergencyCountry {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly name: Localised;
  readonly contacts: readonly EmergencyContact[];
  readonly note?: Localised | null | undefined;
}

/** A number to dial or an official site, as its owner publishes it. */
export interface EmergencyContact {
  readonly kind: 'phone' | 'site';
  /** As people write it there. */
  readonly display: string;
  /** As a telephone dials it; of a phone. */
  readonly dial?: string | undefined;
  /** Of a site. */
  readonly url?: string | undefined;
  readonly what: Localised;
  readonly hours?: Localised | null | undefined;
  /** The page on which its owner publishes it. */
  readonly source?: string | null | undefined;
}
