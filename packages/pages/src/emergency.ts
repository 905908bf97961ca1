import type { Localised } from '@spring-rain/contract';

/** Whom to call in the first ten minutes, in one country or region, the most useful first. */
export interface EmergencyCountry {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly name: Localised;
  readonly contacts: readonly EmergencyContact[];
}

export interface EmergencyContact {
  /** As one dials it there. */
  readonly number: string;
  readonly what: Localised;
  readonly hours?: Localised | undefined;
  /** The page on which its owner publishes it. */
  readonly source?: string | undefined;
}
